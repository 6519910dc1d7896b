"""The ECB's table, against rates that the bank published: per euro on 27 January 2025 $1.0530, ¥162.21, £0.84106."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.domain.rates import RateSource
from bot.providers.ecb import Ecb

MONDAY = date(2025, 1, 27)


@pytest.fixture(scope="module")
def dollars() -> dict[str, float]:
    """Dollars for one unit, worked out from the published rates."""
    return {"EUR": 1.0530, "JPY": 1.0530 / 162.21, "GBP": 1.0530 / 0.84106, "USD": 1.0}


async def test_crosses_go_through_the_euro(dollars: dict[str, float]) -> None:
    """Of the euro itself, of what is quoted in it, and of the dollar."""
    table = Ecb()
    rates = [await table.dollars(each, MONDAY) for each in dollars]
    assert list(dollars.values()) == pytest.approx([rate.dollars for rate in rates if rate])
    assert all(rate and (rate.source, rate.as_of) == (RateSource.ECB, MONDAY) for rate in rates)


async def test_a_weekend_has_the_rate_last_published() -> None:
    """On Saturday 25 January 2025 it was that of Friday, $1.0472."""
    rate = await Ecb().dollars("EUR", date(2025, 1, 25))
    assert rate is not None
    assert (rate.dollars, rate.as_of) == (1.0472, date(2025, 1, 24))


async def test_the_longest_pause_is_bridged() -> None:
    """Nothing was published between Maundy Thursday, 17 April 2025, and Tuesday the 22nd."""
    rate = await Ecb().dollars("EUR", date(2025, 4, 21))
    assert rate is not None
    assert rate.as_of == date(2025, 4, 17)


@pytest.mark.parametrize(("currency", "day"), [("TWD", MONDAY), ("XXX", MONDAY), ("JPY", date(1998, 12, 31))])
async def test_what_the_table_lacks_is_none(currency: str, day: date) -> None:
    """A currency that the bank does not quote, none at all, a day before the euro."""
    assert await Ecb().dollars(currency, day) is None


async def test_the_table_ends_and_says_where() -> None:
    """A week after its last day it knows nothing more."""
    table = Ecb()
    last = await table.last_day()
    assert last > date(2026, 1, 1)
    assert await table.dollars("EUR", last + timedelta(days=7)) is not None
    assert await table.dollars("EUR", last + timedelta(days=8)) is None


async def test_one_who_gives_up_leaves_the_table_to_others() -> None:
    """The table is read once, whoever waits for it."""
    table = Ecb()
    impatient = asyncio.create_task(table.dollars("EUR", MONDAY))
    await asyncio.sleep(0)
    impatient.cancel()
    rate = await table.dollars("EUR", MONDAY)
    assert rate is not None
    assert rate.dollars == 1.0530
