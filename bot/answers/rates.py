"""What currencies were worth in US dollars: by their pairs' own bars, else by the ECB's table."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import date

from bot.answers.ask import Ask
from bot.answers.spans import span_around
from bot.domain.errors import ProviderError
from bot.domain.instruments import Symbol
from bot.domain.rates import DOLLAR, Rate, par, rate_of_pair, whole_currency

PAIR_PATIENCE = 5.0
"""Seconds an answer waits for a pair's bars before the table is good enough."""
PAIRS = "24/5"

log = logging.getLogger(__name__)


async def dollar_rates(ask: Ask, days: Mapping[str, date]) -> Mapping[str, Rate]:
    """A rate for each whole currency among `days` (pounds for pence) as of its day; unknown ones are left out."""
    wanted = {whole_currency(each)[0]: day for each, day in sorted(days.items()) if each}
    found = await asyncio.gather(*(_rate(ask, each, day) for each, day in wanted.items()))
    return {rate.currency: rate for rate in found if rate}


def pair_of(ask: Ask, currency: str) -> Symbol:
    """The pair's symbol: dollars a unit where the catalogue has that one (EURUSD=X), else units a dollar (JPY=X)."""
    direct = Symbol(f"{currency}{DOLLAR}=X")
    return direct if ask.catalog.get(direct) else Symbol(f"{currency}=X")


async def _rate(ask: Ask, currency: str, day: date) -> Rate | None:
    if currency == DOLLAR:
        return par(day)
    return await _pair_rate(ask, currency, day) or await ask.rates.dollars(currency, day)


async def _pair_rate(ask: Ask, currency: str, day: date) -> Rate | None:
    market = ask.catalog.exchange(PAIRS)
    latest = day >= ask.sessions.local_today(market, ask.clock.now())
    try:
        async with asyncio.timeout(PAIR_PATIENCE):
            pair = await ask.market.history(pair_of(ask, currency), span_around(ask, market, day, latest=latest))
    except (ProviderError, TimeoutError) as error:
        log.info("no bars of the pair of %s, the table stands in: %s", currency, error or "too slow")
        return None
    return rate_of_pair(pair, currency, day)
