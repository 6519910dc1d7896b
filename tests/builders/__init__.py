"""Values for tests, with only what a test cares about written out."""
