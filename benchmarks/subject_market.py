"""The bot under test with one more basket, of a whole market, in its catalogue. Runs in a process of its own."""

from __future__ import annotations

import bot.providers.names
from benchmarks.baskets import market_basket
from benchmarks.subject import main
from bot.chat.run import run_until_stopped
from bot.providers.baskets import read_baskets

if __name__ == "__main__":
    baskets = (*read_baskets(), market_basket())
    bot.providers.names.read_baskets = lambda: baskets
    run_until_stopped(main())
