"""Side-by-side measurements of the bot, a naive one and the floor: `python -m benchmarks`."""
