"""What is never kept or mixed, and odd markets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.errors import OutOfRange
from bot.domain.instruments import Exchange
from bot.domain.prices import Origin, Source, Span
from bot.domain.sessions import Sessions
from bot.providers.cached import Cached
from tests.builders.desks import (
    DOWN,
    FRIDAY,
    LATEST,
    MONDAY,
    NVDA,
    PAST,
    TUESDAY,
    Desk,
    bars,
    utc,
)
from tests.builders.histories import days_of, history_of

# What is never kept or mixed


def test_the_sample_is_never_cached(desk: Desk, sessions: Sessions) -> None:
    """A cache over the sample is refused outright."""
    with pytest.raises(ValueError, match="sample"):
        Cached(desk.source, desk.store, sessions, desk.clock, {}.__getitem__, source=Source.SAMPLE)


async def test_bars_of_another_source_are_refused(desk: Desk) -> None:
    """A sample bar in a live source's answer is a fault of the program, and is not stored."""
    desk.source.histories[NVDA] = replace(bars(FRIDAY, moment=utc(25, 12)), origin=Origin(Source.SAMPLE, utc(25, 12)))

    with pytest.raises(ValueError, match="sample"):
        await desk.market.history(NVDA, PAST)

    assert desk.store.saved == []


async def test_kept_bars_of_another_source_are_not_used(desk: Desk) -> None:
    """After a change from a folder to Yahoo, the folder's bars are replaced."""
    theirs = replace(bars(FRIDAY, moment=utc(25, 12), factor=2.0), origin=Origin(Source.FILES, utc(25, 12)))
    desk.store.kept[NVDA] = theirs

    history = await desk.market.history(NVDA, PAST)

    assert (Source.YAHOO, 142.62) == (history.origin.source, history.close[-1])
    assert desk.store.kept[NVDA].origin.source is Source.YAHOO


# Odd cases


async def test_a_first_session_that_still_runs_is_shown_and_not_stored(desk: Desk) -> None:
    """On the day of a company's first trade there is no final bar at all."""
    desk.clock.set(utc(27, 16))
    desk.source.histories[NVDA] = history_of(
        days_of("2025-01-27"), [118.42], symbol=NVDA, running=utc(27, 16), origin=Origin(Source.YAHOO, utc(27, 16))
    )

    history = await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(27, 17))
    with pytest.raises(OutOfRange):
        await desk.market.history(NVDA, Span(date(2025, 1, 10), FRIDAY))

    assert (1, []) == (len(history), desk.store.saved)


async def test_an_unknown_exchange_trades_whole_weekdays(desk: Desk) -> None:
    """Where the exchange is not known, a bar is final half an hour after its local midnight."""
    odd = replace(bars(MONDAY, moment=utc(27, 22)), exchange="")
    desk.source.histories[NVDA] = odd
    desk.clock.set(utc(28, 5, 29))
    await desk.market.history(NVDA, LATEST)
    assert desk.store.kept[NVDA].last_day == FRIDAY

    desk.clock.set(utc(28, 5, 31))
    await desk.market.history(NVDA, LATEST)
    assert desk.store.kept[NVDA].last_day == MONDAY


async def test_health_is_the_sources_own(desk: Desk) -> None:
    """It is not kept."""
    assert (await desk.market.check()).ok
    desk.source.trouble = DOWN
    assert not (await desk.market.check()).ok


async def test_coins_trade_around_the_clock(desk: Desk, sessions: Sessions) -> None:
    """A UTC day is final at half past midnight, while the next one already runs."""
    coins = Exchange("24/7", "Crypto", "", "UTC", "24/7", "USD")
    desk.market = Cached(desk.source, desk.store, sessions, desk.clock, {"24/7": coins}.__getitem__)
    odd = replace(bars(TUESDAY, moment=utc(28, 0, 10)), exchange="24/7", running=utc(28, 0, 10))
    desk.source.histories[NVDA] = odd
    desk.clock.set(utc(28, 0, 29, 30))
    await desk.market.history(NVDA, LATEST)
    assert desk.store.kept[NVDA].last_day == date(2025, 1, 24)

    desk.clock.set(utc(28, 0, 30))
    await desk.market.history(NVDA, LATEST)
    assert desk.store.kept[NVDA].last_day == MONDAY
