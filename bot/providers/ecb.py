"""The European Central Bank's reference rates, from the table that the `currencyconverter` package ships.

The table ends shortly before the package's release: newer rates come with a newer release. Rates are published on
working days at about 16:00 in Frankfurt, per euro; a rate to the dollar is a cross through the euro.
"""

# The package carries no types; `Any` stops at what this module returns.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

from bot.domain.rates import DOLLAR, TABLE_MAX_AGE, Rate, RateSource


class Ecb:
    """ReferenceRates over the shipped table, which is read in a thread when the first rate is asked for."""

    def __init__(self) -> None:
        self._loading: asyncio.Task[Any] | None = None

    async def dollars(self, currency: str, day: date) -> Rate | None:
        """One unit of a currency in US dollars, as last published at or before `day` and at most a week before."""
        table = await self._table()
        if currency not in table.currencies:
            return None
        days = (day - timedelta(days=back) for back in range(TABLE_MAX_AGE.days + 1))
        return next((rate for each in days if (rate := _rate(table, currency, each))), None)

    async def last_day(self) -> date:
        """The last day that the table knows."""
        return (await self._table()).bounds[DOLLAR].last_date

    async def _table(self) -> Any:
        if self._loading is None:
            self._loading = asyncio.create_task(asyncio.to_thread(_load))
        # One who gives up must not take the table away from the others.
        return await asyncio.shield(self._loading)


def _load() -> Any:
    # Some 20 MB and a tenth of a second, which only those pay who ask for a rate.
    from currency_converter import CurrencyConverter

    return CurrencyConverter()


def _rate(table: Any, currency: str, day: date) -> Rate | None:
    from currency_converter import RateNotFoundError

    try:
        return Rate(currency, table.convert(1, currency, DOLLAR, date=day), RateSource.ECB, day)
    except RateNotFoundError:
        return None
