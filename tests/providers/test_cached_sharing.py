"""Many who ask at once, and what is remembered for them."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.domain.errors import Unreachable
from bot.domain.instruments import Symbol
from bot.domain.prices import Quality, ShareCount, Span
from tests.builders.desks import (
    DOWN,
    FRIDAY,
    NVDA,
    PAST,
    Desk,
    settle,
)

# Many at once


async def test_fifty_who_ask_at_once_share_one_fetch(desk: Desk) -> None:
    """One load, one request, one save."""
    desk.source.gate = asyncio.Event()
    waiters = [asyncio.create_task(desk.market.history(NVDA, PAST)) for _ in range(50)]
    await desk.source.begun.wait()
    await settle()
    desk.source.gate.set()

    histories = await asyncio.gather(*waiters)

    assert {FRIDAY} == {history.last_day for history in histories}
    assert (1, 1, 1) == (len(desk.store.loaded), len(desk.source.asked), len(desk.store.saved))


async def test_one_who_leaves_harms_nobody(desk: Desk) -> None:
    """The one whose question began the fetch is cancelled; the other is answered by the same fetch."""
    desk.source.gate = asyncio.Event()
    first, second = (asyncio.create_task(desk.market.history(NVDA, PAST)) for _ in range(2))
    await desk.source.begun.wait()
    await settle()

    first.cancel()
    await settle()
    desk.source.gate.set()

    assert (await second).last_day == FRIDAY
    assert len(desk.spans()) == 1


async def test_a_fetch_that_nobody_waits_for_is_given_up(desk: Desk) -> None:
    """When the last one has left, the request is cancelled."""
    desk.source.gate = asyncio.Event()
    waiter = asyncio.create_task(desk.market.history(NVDA, PAST))
    await desk.source.begun.wait()
    await settle()
    assert desk.source.waiting == 1

    waiter.cancel()
    await settle()

    assert desk.source.waiting == 0


async def test_other_dates_of_one_symbol_wait_for_their_own(desk: Desk) -> None:
    """Two questions at once, one of an earlier year: each gets its dates, one fetch after the other."""
    desk.source.gate = asyncio.Event()
    recent = asyncio.create_task(desk.market.history(NVDA, PAST))
    await desk.source.begun.wait()
    older = asyncio.create_task(desk.market.history(NVDA, Span(date(2024, 12, 1), FRIDAY)))
    await settle()
    desk.source.gate.set()

    assert (await recent).first_day == date(2025, 1, 15)
    assert (await older).first_day == date(2024, 12, 31)
    assert [Span(date(2025, 1, 1)), Span(date(2024, 1, 1))] == desk.spans()


async def test_close_ends_every_fetch(desk: Desk) -> None:
    """Nothing is left behind when the bot stops."""
    desk.source.gate = asyncio.Event()
    waiters = [
        asyncio.create_task(desk.market.history(NVDA, PAST)),
        asyncio.create_task(desk.market.share_counts(NVDA)),
    ]
    await settle()
    assert desk.source.waiting == 2

    await desk.market.close()

    assert desk.source.waiting == 0
    assert all(type(each) is asyncio.CancelledError for each in await asyncio.gather(*waiters, return_exceptions=True))


# What is remembered


async def test_share_counts_are_asked_for_once_a_day(desk: Desk) -> None:
    """Fifty at once are one request, which holds for a day."""
    counts = (ShareCount(date(2024, 11, 15), 24.49e9, Quality.EXACT, date(2024, 11, 15)),)
    desk.source.counts["NVDA"] = counts

    results = await asyncio.gather(*(desk.market.share_counts(NVDA) for _ in range(50)))
    desk.clock.advance(timedelta(hours=23, minutes=59))
    assert await desk.market.share_counts(NVDA) == counts
    assert ([counts] * 50, 1) == (results, len(desk.source.counts_asked))

    desk.clock.advance(timedelta(minutes=1))
    await desk.market.share_counts(NVDA)
    assert len(desk.source.counts_asked) == 2


async def test_yesterdays_share_counts_stand_in_during_an_outage(desk: Desk) -> None:
    """Dated counts do not turn false overnight; without any the outage is told."""
    desk.source.counts["NVDA"] = (ShareCount(date(2024, 11, 15), 24.49e9, Quality.EXACT, date(2024, 11, 15)),)
    known = await desk.market.share_counts(NVDA)
    desk.clock.advance(timedelta(days=2))
    desk.source.trouble = DOWN

    assert await desk.market.share_counts(NVDA) == known
    with pytest.raises(Unreachable):
        await desk.market.share_counts(Symbol("AMD"))


async def test_a_name_is_searched_for_once_an_hour(desk: Desk) -> None:
    """Fifty at once are one request, also when nothing is found; capitals and spaces make no other name."""
    assert await asyncio.gather(*(desk.market.search("Zzzz  Quux") for _ in range(50))) == [()] * 50
    desk.clock.advance(timedelta(minutes=59))
    await desk.market.search("zzzz quux ")
    assert desk.source.searched == ["Zzzz  Quux"]

    desk.clock.advance(timedelta(minutes=1))
    desk.source.trouble = DOWN
    with pytest.raises(Unreachable):
        await desk.market.search("zzzz quux")
