"""Markets in memory that hold every instrument of every basket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import numpy as np

from bot.domain.instruments import Instrument
from bot.domain.prices import PriceHistory
from tests.builders.asks import catalog
from tests.builders.histories import history_of, weekdays_from
from tests.fakes.market import FakeMarketData

WEEKDAYS = weekdays_from(date(2024, 9, 2), 130)
"""From 2 September 2024 to 28 February 2025."""


def everything() -> list[Instrument]:
    """Every instrument of every basket."""
    symbols = dict.fromkeys(row.symbol for basket in catalog().baskets for row in basket.members)
    return [found for symbol in symbols if (found := catalog().get(symbol))]


def swinging(instrument: Instrument, last: date, move: float, running: datetime | None = None) -> PriceHistory:
    """Closes that swing by 1 % a day, up to `last`, on which they move by `move`."""
    days = WEEKDAYS[WEEKDAYS <= np.datetime64(last)]
    moves = np.where(np.arange(len(days)) % 2, 0.01, -0.01)
    moves[-1] = move
    exchange = instrument.listing.exchange
    return history_of(
        days,
        (100 * np.cumprod(1 + moves)).tolist(),
        symbol=instrument.symbol,
        currency=instrument.listing.currency,
        exchange=exchange.code,
        timezone=exchange.timezone,
        running=running,
    )


def world(
    moves: Mapping[str, float] | float, last: date, instruments: Iterable[Instrument] | None = None
) -> FakeMarketData:
    """A market in which all moved alike on `last`, or as told by symbol; what is not named did not move."""
    chosen = everything() if instruments is None else instruments
    return FakeMarketData(
        swinging(each, last, moves if isinstance(moves, float) else moves.get(each.symbol, 0.0)) for each in chosen
    )
