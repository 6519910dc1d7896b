"""A table of exchange rates held in memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.domain.rates import Rate, RateSource

LAST_DAY = date(2025, 2, 7)


class FakeReferenceRates:
    """Knows one rate a currency, in dollars, for every day up to LAST_DAY."""

    def __init__(self, dollars: Mapping[str, float] | None = None) -> None:
        self.known = dict(dollars or {})
        self.asked: list[tuple[str, date]] = []

    async def dollars(self, currency: str, day: date) -> Rate | None:
        """The rate given for the currency, as of the day."""
        self.asked.append((currency, day))
        if currency not in self.known or day > LAST_DAY:
            return None
        return Rate(currency, self.known[currency], RateSource.ECB, day)

    async def last_day(self) -> date:
        """LAST_DAY."""
        return LAST_DAY
