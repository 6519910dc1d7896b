"""What a currency was worth in US dollars on a day, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from bot.domain.drops import HUNDREDTHS
from bot.domain.prices import PriceHistory

DOLLAR = "USD"
PAIR_MAX_AGE = timedelta(days=5)
"""A pair trades every weekday, so an older close means that the source has lost it."""
TABLE_MAX_AGE = timedelta(days=7)
"""A central bank publishes on its own working days; the longest pause, at Easter and Christmas, is five days."""


class RateSource(StrEnum):
    """Where a rate comes from: the currency pair's own bars, the ECB's reference rates, or the dollar itself."""

    PAIR = "pair"
    ECB = "ecb"
    PAR = "par"


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `currency` in US dollars, as it stood on `as_of`."""

    currency: str
    dollars: float
    source: RateSource
    as_of: date


def par(day: date) -> Rate:
    """The dollar in dollars."""
    return Rate(DOLLAR, 1.0, RateSource.PAR, day)


def whole_currency(currency: str) -> tuple[str, float]:
    """The currency that prices are converted from, and how many of its units one quoted unit is: pence are 0.01."""
    whole = HUNDREDTHS.get(currency)
    return (whole, 0.01) if whole else (currency, 1.0)


def rate_of_pair(pair: PriceHistory, currency: str, day: date) -> Rate | None:
    """The last close of a currency pair at or before a day; None when that is more than five days older.

    Bars in dollars are dollars for one unit (EURUSD=X); bars in the currency itself are units for one dollar
    (JPY=X) and are turned round. Bars in anything else say nothing.
    """
    row = int(np.searchsorted(pair.days, np.datetime64(day, "D"), side="right")) - 1
    if row < 0 or pair.currency not in (DOLLAR, currency):
        return None
    as_of, close = pair.days[row].item(), float(pair.close[row])
    if day - as_of > PAIR_MAX_AGE:
        return None
    return Rate(currency, close if pair.currency == DOLLAR else 1 / close, RateSource.PAIR, as_of)
