"""Long answers: how far they are, who is told, what they share, and what becomes of them when the bot stops."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date

import aiohttp
import discord
import pytest

from bot.answers.ask import Ask
from bot.answers.reply import Reply, Tone
from bot.chat import desk as desks
from bot.chat import progress
from bot.chat.desk import Desk
from bot.chat.progress import Count, shown
from bot.domain.instruments import Symbol
from bot.domain.questions import Question
from bot.providers.cached import Cached
from tests.builders.asks import NOW, catalog, sessions
from tests.builders.histories import history_of, weekdays_from
from tests.builders.services import services_with
from tests.fakes.callers import FakeCaller
from tests.fakes.clock import FakeClock
from tests.fakes.market import FakeMarketData
from tests.fakes.stores import FakeBarStore

CHIPS = Question("sector", "chips", "2025-01-27")
REPLY = Reply("Chips fell", "text", Tone.FALL)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds are milliseconds here."""
    monkeypatch.setattr(progress, "AFTER", 0.002)
    monkeypatch.setattr(progress, "EVERY", 0.002)


class Slow:
    """An answer that counts to where it is told, and goes on when its gate is opened."""

    def __init__(self) -> None:
        self.asks: list[Ask] = []
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()

    async def __call__(self, ask: Ask, question: Question) -> Reply:
        """As the registry's answers are called."""
        self.asks.append(ask)
        self.begun.set()
        await self.gate.wait()
        return REPLY


class Watcher(FakeCaller):
    """A caller whose counts can be waited for; `lost` are the errors that showing the next ones brings."""

    def __init__(self, *lost: Exception) -> None:
        super().__init__()
        self.lost = list(lost)
        self.seen: asyncio.Queue[str] = asyncio.Queue()

    async def show(self, text: str) -> None:
        """A count, seen or lost."""
        self.shown.append(text)
        self.seen.put_nowait(text)
        if self.lost:
            raise self.lost.pop(0)


async def test_everybody_who_waits_sees_the_count():
    """Two who ask the same share one answer, and each sees how far it is and then the answer."""
    slow, first, second = Slow(), Watcher(), Watcher()
    desk = Desk(services_with(), {"sector": slow})
    serving = [asyncio.create_task(desk.answer(caller, CHIPS)) for caller in (first, second)]
    await slow.begun.wait()

    slow.asks[0].progress(37, 200)
    said = [await first.seen.get(), await second.seen.get()]
    slow.gate.set()
    await asyncio.gather(*serving)

    assert ["Fetched 37 of 200 prices and share counts…"] * 2 == said
    assert 1 == len(slow.asks)
    assert ([REPLY], [REPLY], 1, 1) == (first.replies, second.replies, first.cleared, second.cleared)


async def test_a_count_is_shown_when_it_has_moved():
    """The same count is not shown again, and a later one is."""
    slow, caller = Slow(), Watcher()
    serving = asyncio.create_task(Desk(services_with(), {"sector": slow}).answer(caller, CHIPS))
    await slow.begun.wait()

    slow.asks[0].progress(1, 3)
    await caller.seen.get()
    slow.asks[0].progress(2, 3)
    await caller.seen.get()
    slow.gate.set()
    await serving

    assert ["Fetched 1 of 3", "Fetched 2 of 3"] == [each[:14] for each in caller.shown]


async def test_counts_follow_each_other_at_a_distance(monkeypatch: pytest.MonkeyPatch):
    """However often an answer counts, the next count is shown only when its time has come."""
    monkeypatch.setattr(progress, "EVERY", 60.0)
    slow, caller = Slow(), Watcher()
    serving = asyncio.create_task(Desk(services_with(), {"sector": slow}).answer(caller, CHIPS))
    await slow.begun.wait()

    slow.asks[0].progress(1, 200)
    await caller.seen.get()
    for done in range(2, 200):
        slow.asks[0].progress(done, 200)
    slow.gate.set()
    await serving

    assert (1, [REPLY]) == (len(caller.shown), caller.replies)


async def test_short_answers_and_answers_that_do_not_count_show_nothing():
    """An answer that is there before the first count is due comes alone."""
    slow, caller = Slow(), Watcher()
    slow.gate.set()

    await Desk(services_with(), {"sector": slow}).answer(caller, CHIPS)

    assert ([], [REPLY]) == (caller.shown, caller.replies)


class _Response:
    """What discord.py's errors want to know of an HTTP response."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = ""


@pytest.mark.parametrize(
    "error",
    [aiohttp.ServerDisconnectedError(), discord.DiscordServerError(_Response(503), "")],  # pyright: ignore[reportArgumentType] - all that is read of it
)
async def test_a_lost_count_is_followed_by_the_next(error: Exception):
    """A broken connection costs one count and nothing else."""
    slow, caller = Slow(), Watcher(error)
    serving = asyncio.create_task(Desk(services_with(), {"sector": slow}).answer(caller, CHIPS))
    await slow.begun.wait()

    for done in (1, 2):
        slow.asks[0].progress(done, 3)
        await caller.seen.get()
    slow.gate.set()
    await serving

    assert [REPLY] == caller.replies


async def test_counts_that_are_refused_are_not_tried_again():
    """Where the bot may not write, it does not write every two seconds."""
    count, asked = Count(), asyncio.Event()

    async def refuse(count: Count) -> None:
        asked.set()
        raise discord.Forbidden(_Response(403), "Missing Access")  # pyright: ignore[reportArgumentType] - all that is read of it

    showing = asyncio.create_task(progress._keep_showing(count, refuse, asyncio.Lock(), 0.0, asyncio.sleep))
    count.done = 1
    await asyncio.wait_for(showing, 5.0)

    assert asked.is_set()


async def test_no_count_comes_after_the_answer():
    """A count on its way when the answer is ready arrives first."""
    count, events = Count(), list[str]()
    begun, arrived = asyncio.Event(), asyncio.Event()

    async def show(count: Count) -> None:
        begun.set()
        await arrived.wait()
        events.append("count")

    async with shown(count, show, 0.0):
        count.done = 1
        await begun.wait()
        asyncio.get_running_loop().call_soon(arrived.set)
    events.append("answer")

    assert ["count", "answer"] == events


async def test_an_answer_does_not_wait_for_a_count_for_ever(monkeypatch: pytest.MonkeyPatch):
    """A count that Discord does not take is given up."""
    monkeypatch.setattr(progress, "GRACE", 0.002)
    count, begun = Count(), asyncio.Event()

    async def show(count: Count) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with asyncio.timeout(5.0):
        async with shown(count, show, 0.0):
            count.done = 1
            await begun.wait()


async def test_askers_of_overlapping_questions_fetch_each_symbol_once():
    """Two baskets asked for at once, one of them twice and in two ways: no symbol's bars are fetched twice."""
    days = weekdays_from(date(2024, 12, 2), 45)
    symbols = [each.symbol for key in ("chips", "mag7", "indices") for each in catalog().basket(key).members]  # pyright: ignore[reportOptionalMemberAccess] - they are in it
    upstream = FakeMarketData(history_of(days, [100.0] * 45, symbol=Symbol(each)) for each in symbols)
    upstream.gate = asyncio.Event()
    clock, calendar = FakeClock(NOW), sessions()
    cached = Cached(upstream, FakeBarStore(), calendar, clock, catalog().exchange)
    desk = Desk(services_with(clock=clock, sessions=calendar, market=cached))
    questions = [CHIPS, CHIPS, Question("movers", "chips", "2025-01-27"), Question("sector", "mag7", "2025-01-27")]
    callers = [FakeCaller() for _ in questions]

    serving = [asyncio.create_task(desk.answer(*each)) for each in zip(callers, questions, strict=True)]
    await upstream.begun.wait()
    upstream.gate.set()
    await asyncio.gather(*serving)
    await cached.close()

    assert [1] * 4 == [len(each.replies) for each in callers]
    asked = Counter(symbol for symbol, _ in upstream.asked)
    assert {"NVDA", "AAPL", "INTC"} <= asked.keys()
    assert {1} == set(asked.values())


async def test_an_answer_under_way_is_delivered_before_the_bot_stops():
    """Draining waits for it."""
    slow, caller = Slow(), FakeCaller()
    desk = Desk(services_with(), {"sector": slow})
    serving = asyncio.create_task(desk.answer(caller, CHIPS))
    await slow.begun.wait()

    draining = asyncio.create_task(desk.drain(5.0))
    asyncio.get_running_loop().call_soon(slow.gate.set)
    await draining

    assert ([REPLY], True) == (caller.replies, serving.done())


async def test_an_answer_that_takes_too_long_is_declined_when_the_bot_stops():
    """Whoever waits for it is told to ask again."""
    slow, caller = Slow(), FakeCaller()
    desk = Desk(services_with(), {"sector": slow})
    serving = asyncio.create_task(desk.answer(caller, CHIPS))
    await slow.begun.wait()

    await desk.drain(0.001)

    assert serving.done()
    assert ["restarted" in each.text for each in caller.declined] == [True]


async def test_a_delivery_that_hangs_does_not_keep_the_bot(monkeypatch: pytest.MonkeyPatch):
    """When Discord takes nothing any more, the bot stops nevertheless."""
    monkeypatch.setattr(desks, "LAST_WORDS", 0.001)
    caller, hung = FakeCaller(), asyncio.Event()

    async def hang(reply: Reply, keys: object) -> None:
        hung.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(caller, "send", hang)
    slow = Slow()
    slow.gate.set()
    desk = Desk(services_with(), {"sector": slow})
    serving = asyncio.create_task(desk.answer(caller, CHIPS))
    await hung.wait()

    async with asyncio.timeout(5.0):
        await desk.drain(0.001)

    assert serving.cancelled()
    assert {} == desk.serving


async def test_a_desk_without_work_drains_at_once():
    """There is nothing to wait for."""
    await asyncio.wait_for(Desk(services_with()).drain(60.0), 5.0)
