"""Pictures: pure drawing functions and the pool of processes that runs them."""
