"""Everything Discord: client, context, rendering, errors, the local channel."""
