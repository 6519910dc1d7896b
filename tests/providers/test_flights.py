"""Sharing one piece of work among those who want the same."""

from __future__ import annotations

import asyncio

import pytest

from bot.providers.flights import Flights


class Work:
    """Counts how often it is begun and cancelled, and ends when told."""

    def __init__(self) -> None:
        self.begun = 0
        self.cancelled = 0
        self.may_end = asyncio.Event()
        self.error: Exception | None = None

    async def __call__(self) -> int:
        """How many had been begun before this one."""
        self.begun += 1
        mine = self.begun
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.error:
            raise self.error
        return mine


async def settle() -> None:
    """Let every task run until it waits."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_the_same_work_is_done_once() -> None:
    """Fifty who ask together get one result of one piece of work."""
    work, flights = Work(), Flights[str, int]()
    waiters = [asyncio.create_task(flights.share("NVDA", work)) for _ in range(50)]
    await settle()

    work.may_end.set()

    assert [1] * 50 == await asyncio.gather(*waiters)
    assert work.begun == 1


async def test_other_work_is_not_waited_for() -> None:
    """Keys fly apart, and a finished flight is not used again."""
    work, flights = Work(), Flights[str, int]()
    work.may_end.set()

    results = [await flights.share(key, work) for key in ("NVDA", "AMD", "NVDA")]

    assert results == [1, 2, 3]


async def test_one_who_leaves_harms_nobody() -> None:
    """The first to ask is cancelled; the others get their result."""
    work, flights = Work(), Flights[str, int]()
    first, second, third = (asyncio.create_task(flights.share("NVDA", work)) for _ in range(3))
    await settle()

    first.cancel()
    await settle()
    work.may_end.set()

    assert [1, 1] == await asyncio.gather(second, third)
    assert first.cancelled()
    assert (work.begun, work.cancelled) == (1, 0)


async def test_work_that_nobody_waits_for_is_cancelled() -> None:
    """When the last one leaves, the work ends too."""
    work, flights = Work(), Flights[str, int]()
    waiters = [asyncio.create_task(flights.share("NVDA", work)) for _ in range(2)]
    await settle()

    for waiter in waiters:
        waiter.cancel()
    await settle()

    assert (work.begun, work.cancelled) == (1, 1)


async def test_work_that_outlives_its_waiters_is_finished_for_the_next_one() -> None:
    """All have left; who comes meanwhile finds it under way."""
    work, flights = Work(), Flights[str, int](outlives=True)
    impatient = asyncio.create_task(flights.share("NVDA", work))
    await settle()
    impatient.cancel()
    await settle()

    late = asyncio.create_task(flights.share("NVDA", work))
    await settle()
    work.may_end.set()

    assert await late == 1
    assert (work.begun, work.cancelled) == (1, 0)


async def test_a_newcomer_does_not_join_what_is_being_cancelled() -> None:
    """Someone who asks in the very moment the last one has left gets a new flight."""
    work, flights = Work(), Flights[str, int]()
    first = asyncio.create_task(flights.share("NVDA", work))
    await settle()
    first.cancel()
    await asyncio.sleep(0)

    second = asyncio.create_task(flights.share("NVDA", work))
    await settle()
    work.may_end.set()

    assert await second == 2


async def test_all_get_the_error() -> None:
    """What goes wrong goes wrong for everyone who waited, and is not remembered."""
    work, flights = Work(), Flights[str, int]()
    work.error = RuntimeError("broken")
    waiters = [asyncio.create_task(flights.share("NVDA", work)) for _ in range(2)]
    await settle()
    work.may_end.set()

    results = await asyncio.gather(*waiters, return_exceptions=True)
    work.error = None

    assert [work_error.args for work_error in results if isinstance(work_error, RuntimeError)] == [("broken",)] * 2
    assert await flights.share("NVDA", work) == 2


async def test_an_error_after_all_have_left_is_not_complained_about(caplog: pytest.LogCaptureFixture) -> None:
    """Work that fails while it is being cancelled leaves no 'exception was never retrieved' in the log."""
    flights = Flights[str, int]()

    async def stubborn() -> int:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise RuntimeError("broken while ending") from None
        return 0

    waiter = asyncio.create_task(flights.share("NVDA", stubborn))
    await settle()
    waiter.cancel()
    await settle()

    assert waiter.cancelled()
    assert not caplog.records


async def test_close_cancels_all_work() -> None:
    """At the end nothing goes on, and whoever waits is told."""
    work, flights = Work(), Flights[str, int]()
    waiters = [asyncio.create_task(flights.share(key, work)) for key in ("NVDA", "AMD")]
    await settle()

    await flights.close()

    assert work.cancelled == 2
    assert all(
        isinstance(each, asyncio.CancelledError) for each in await asyncio.gather(*waiters, return_exceptions=True)
    )
