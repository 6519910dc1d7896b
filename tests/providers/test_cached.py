"""Fetching once: single cases, on New York's sessions around 27 January 2025."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from bot.domain.errors import Malformed, NoSuchSymbol, OutOfRange, ProviderError, RateLimited, Unreachable
from bot.domain.instruments import Exchange, Symbol
from bot.domain.prices import Origin, PriceHistory, Quality, ShareCount, Source, Span
from bot.domain.sessions import Sessions
from bot.providers.cached import Cached
from tests.builders.histories import days_of, history_of
from tests.builders.instruments import NASDAQ
from tests.fakes.clock import FakeClock
from tests.fakes.market import FakeMarketData
from tests.fakes.stores import FakeBarStore

NVDA = Symbol("NVDA")
FRIDAY, MONDAY, TUESDAY = date(2025, 1, 24), date(2025, 1, 27), date(2025, 1, 28)
DAYS = days_of("2024-12-31", *(f"2025-01-{day}" for day in (15, 16, 17, 21, 22, 23, 24, 27, 28)))
CLOSES = [134.29, 136.24, 133.57, 137.71, 140.83, 147.07, 147.22, 142.62, 118.42, 128.99]
PAST = Span(date(2025, 1, 10), FRIDAY)
LATEST = Span(date(2025, 1, 10))
DOWN = Unreachable("yahoo", "no route to host")


def utc(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment in January 2025. New York opens at 14:30 UTC and closes at 21:00."""
    return datetime(2025, 1, day, hour, minute, second, tzinfo=UTC)


def bars(last: date, *, moment: datetime, running: bool = False, factor: float = 1.0) -> PriceHistory:
    """What the source has at a moment: the bars up to `last`."""
    rows = int(np.searchsorted(DAYS, np.datetime64(last), side="right"))
    return history_of(
        DAYS[:rows],
        [close * factor for close in CLOSES[:rows]],
        symbol=NVDA,
        origin=Origin(Source.YAHOO, moment),
        running=moment if running else None,
    )


@dataclass
class Desk:
    """A cached market with everything around it."""

    clock: FakeClock
    source: FakeMarketData
    store: FakeBarStore
    market: Cached

    def at(self, moment: datetime, last: date, *, running: bool = False, factor: float = 1.0) -> None:
        """Make it `moment`, with the source's bars up to `last`."""
        self.clock.set(moment)
        self.source.histories[NVDA] = bars(last, moment=moment, running=running, factor=factor)

    def spans(self) -> list[Span]:
        """What the source was asked for so far."""
        return [span for _, span in self.source.asked]

    def restart(self) -> None:
        """Begin anew with what the store kept."""
        self.market = Cached(self.source, self.store, self.market._sessions, self.clock, {"XNAS": NASDAQ}.__getitem__)


@pytest.fixture(scope="module")
def sessions() -> Sessions:
    """The exchanges' sessions, whose calendars are built once."""
    return Sessions()


@pytest.fixture
def desk(sessions: Sessions) -> Desk:
    """Saturday, 25 January 2025: the source's last bar is Friday's."""
    clock, source, store = FakeClock(), FakeMarketData(), FakeBarStore()
    desk = Desk(clock, source, store, Cached(source, store, sessions, clock, {"XNAS": NASDAQ}.__getitem__))
    desk.at(utc(25, 12), FRIDAY)
    return desk


async def settle() -> None:
    """Let every task run until it waits."""
    for _ in range(10):
        await asyncio.sleep(0)


# What is fetched, and when


async def test_a_past_session_is_fetched_once(desk: Desk) -> None:
    """From the beginning of its year to the present; then never again, not even after a restart."""
    first = await desk.market.history(NVDA, PAST)
    desk.at(utc(30, 12), TUESDAY)
    again = await desk.market.history(NVDA, PAST)
    desk.restart()
    restarted = await desk.market.history(NVDA, Span(date(2025, 1, 2), FRIDAY))

    assert [Span(date(2025, 1, 1))] == desk.spans()
    assert CLOSES[1:8] == first.close.tolist() == again.close.tolist() == restarted.close.tolist()


async def test_an_earlier_year_is_fetched_whole(desk: Desk) -> None:
    """An older start asks for everything from there, once, under the same version."""
    await desk.market.history(NVDA, PAST)
    older = await desk.market.history(NVDA, Span(date(2024, 11, 1), FRIDAY))
    await desk.market.history(NVDA, PAST)

    assert [Span(date(2025, 1, 1)), Span(date(2024, 1, 1))] == desk.spans()
    assert (date(2024, 12, 31), 1) == (older.first_day, older.version)


async def test_what_lies_before_the_first_trade_is_not_asked_for(desk: Desk) -> None:
    """A young company has no older bars to fetch."""
    desk.source.histories[NVDA] = replace(desk.source.histories[NVDA], first_trade=date(2025, 1, 15))
    await desk.market.history(NVDA, PAST)

    await desk.market.history(NVDA, Span(date(1999, 1, 1), FRIDAY))

    assert len(desk.spans()) == 1


async def test_the_latest_is_not_asked_for_again_while_the_market_rests(desk: Desk) -> None:
    """From Saturday to Monday's open there can be nothing new."""
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(27, 14, 29, 59))
    await desk.market.history(NVDA, LATEST)
    assert len(desk.spans()) == 1

    desk.clock.set(utc(27, 14, 30))
    await desk.market.history(NVDA, LATEST)
    assert len(desk.spans()) == 2


async def test_a_running_session_lives_for_a_minute(desk: Desk) -> None:
    """Its bar is fetched anew after 60 s, by a tail of five final sessions, and never stored."""
    desk.at(utc(27, 16), MONDAY, running=True)
    first = await desk.market.history(NVDA, LATEST)
    desk.clock.advance(timedelta(seconds=59))
    await desk.market.history(NVDA, LATEST)
    assert len(desk.spans()) == 1

    desk.at(utc(27, 16, 1), MONDAY, running=True, factor=1.0)
    second = await desk.market.history(NVDA, LATEST)

    assert [Span(date(2025, 1, 1)), Span(date(2025, 1, 17))] == desk.spans()
    assert (utc(27, 16), utc(27, 16, 1)) == (first.running, second.running)
    assert [FRIDAY] == [saved.last_day for saved in desk.store.saved]
    assert [None] == [saved.running for saved in desk.store.saved]


async def test_a_session_is_final_half_an_hour_after_its_close(desk: Desk) -> None:
    """Before that its bar is provisional though the market has closed; afterwards it is fetched once more."""
    desk.at(utc(27, 21, 29, 50), MONDAY)
    await desk.market.history(NVDA, LATEST)
    assert desk.store.kept[NVDA].last_day == FRIDAY

    desk.at(utc(27, 21, 30), MONDAY)
    history = await desk.market.history(NVDA, LATEST)

    assert len(desk.spans()) == 2
    assert desk.store.kept[NVDA].last_day == MONDAY
    assert CLOSES[1:9] == history.close.tolist()


async def test_a_past_question_is_not_shown_an_old_provisional_bar(desk: Desk) -> None:
    """An hour later, Monday's unfinished bar is left out of an answer about Friday."""
    desk.at(utc(27, 16), MONDAY, running=True)
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(27, 17))

    history = await desk.market.history(NVDA, PAST)

    assert (FRIDAY, None) == (history.last_day, history.running)
    assert len(desk.spans()) == 1


async def test_a_source_that_says_running_is_believed(desk: Desk) -> None:
    """An answer of the afternoon, handed out again in the evening, does not become final."""
    desk.at(utc(27, 22), MONDAY, running=True)

    await desk.market.history(NVDA, LATEST)

    assert desk.store.kept[NVDA].last_day == FRIDAY


async def test_a_bar_that_runs_on_for_days_is_not_taken_for_absent(desk: Desk) -> None:
    """A source may call Monday's bar running until Wednesday: it is asked about it each time, and it is shown."""
    desk.at(utc(29, 12), MONDAY, running=True)
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(29, 13))

    history = await desk.market.history(NVDA, Span(date(2025, 1, 10), MONDAY))

    assert (MONDAY, 2) == (history.last_day, len(desk.spans()))


async def test_a_bar_that_comes_late_is_waited_for_a_day(desk: Desk) -> None:
    """On Monday night the source still ends on Friday: it is asked each minute, and no more on Wednesday."""
    desk.at(utc(27, 22), FRIDAY)
    await desk.market.history(NVDA, LATEST)
    desk.at(utc(27, 23), FRIDAY)
    await desk.market.history(NVDA, Span(date(2025, 1, 10), MONDAY))
    assert len(desk.spans()) == 2

    desk.at(utc(28, 22), FRIDAY)
    await desk.market.history(NVDA, LATEST)
    desk.at(utc(29, 12), FRIDAY)
    await desk.market.history(NVDA, Span(date(2025, 1, 10), MONDAY))
    assert len(desk.spans()) == 3


# Splits and corrections


async def test_a_split_replaces_the_whole_history(desk: Desk) -> None:
    """Ten for one: every kept price is stale, so all are fetched again under the next version."""
    await desk.market.history(NVDA, PAST)
    desk.at(utc(28, 12), MONDAY, factor=0.1)

    history = await desk.market.history(NVDA, LATEST)

    assert [Span(date(2025, 1, 1)), Span(date(2025, 1, 17)), Span(date(2025, 1, 1))] == desk.spans()
    assert history.close.tolist() == pytest.approx([close * 0.1 for close in CLOSES[1:9]])
    assert [1, 2] == [saved.version for saved in desk.store.saved]


async def test_a_history_that_has_vanished_is_fetched_whole(desk: Desk) -> None:
    """A source that has nothing for the tail's dates is asked for everything."""
    await desk.market.history(NVDA, PAST)
    desk.at(utc(28, 12), date(2025, 1, 15))

    history = await desk.market.history(NVDA, LATEST)

    assert (date(2025, 1, 15), 2) == (history.last_day, history.version)


# Outages


@pytest.mark.parametrize(
    "trouble", [DOWN, RateLimited("yahoo", 60), Malformed("yahoo", "half a page")], ids=lambda it: type(it).__name__
)
async def test_kept_bars_stand_in_during_an_outage(desk: Desk, trouble: ProviderError) -> None:
    """The latest kept bar is served, with the reason why there is no newer one; a past date has no trouble."""
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(28, 12))
    desk.source.trouble = trouble

    latest = await desk.market.history(NVDA, LATEST)
    past = await desk.market.history(NVDA, PAST)

    assert (FRIDAY, trouble.message) == (latest.last_day, latest.origin.trouble)
    assert utc(25, 12) == latest.origin.fetched_at
    assert past.origin.trouble is None


async def test_stored_bars_stand_in_after_a_restart(desk: Desk) -> None:
    """The outage may begin before the first question."""
    await desk.market.history(NVDA, LATEST)
    desk.restart()
    desk.clock.set(utc(28, 12))
    desk.source.trouble = DOWN

    assert (await desk.market.history(NVDA, LATEST)).origin.trouble == DOWN.message


async def test_an_unfinished_bar_stands_in_as_unfinished(desk: Desk) -> None:
    """Later the same day the running bar is the last good one, and still says when it was running."""
    desk.at(utc(27, 16), MONDAY, running=True)
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(27, 18))
    desk.source.trouble = DOWN

    history = await desk.market.history(NVDA, LATEST)

    assert (MONDAY, utc(27, 16), DOWN.message) == (history.last_day, history.running, history.origin.trouble)


async def test_kept_bars_stand_in_for_a_session_they_hold(desk: Desk) -> None:
    """Though the question would like bars after it, and before it, that are not to be had."""
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(28, 12))
    desk.source.trouble = DOWN

    history = await desk.market.history(NVDA, Span(date(2024, 10, 1), date(2025, 1, 28), FRIDAY))

    assert history.origin.trouble == DOWN.message


@pytest.mark.parametrize("session", [MONDAY, date(2025, 1, 15), date(2024, 12, 31)])
async def test_kept_bars_do_not_stand_in_for_others(desk: Desk, session: date) -> None:
    """A session after the last bar, the first one (which has no previous close) or one before it is an error."""
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(28, 12))
    desk.source.trouble = DOWN

    with pytest.raises(Unreachable):
        await desk.market.history(NVDA, Span(date(2024, 10, 1), date(2025, 1, 28), session))


async def test_an_outage_without_kept_bars_is_an_error_and_is_not_remembered(desk: Desk) -> None:
    """The next question asks again."""
    desk.source.trouble = DOWN
    with pytest.raises(Unreachable):
        await desk.market.history(NVDA, PAST)

    desk.source.trouble = None

    assert (await desk.market.history(NVDA, PAST)).last_day == FRIDAY


# Symbols that do not exist


async def test_an_unknown_symbol_is_remembered_for_an_hour(desk: Desk) -> None:
    """One request, then none, for bars and for share counts; after an hour it is asked again."""
    for _ in range(2):
        with pytest.raises(NoSuchSymbol):
            await desk.market.history(Symbol("NVDAA"), PAST)
        with pytest.raises(NoSuchSymbol):
            await desk.market.share_counts(Symbol("NVDAA"))
    assert (1, 0) == (len(desk.source.asked), len(desk.source.counts_asked))

    desk.clock.advance(timedelta(hours=1))
    with pytest.raises(NoSuchSymbol):
        await desk.market.history(Symbol("NVDAA"), PAST)
    assert len(desk.source.asked) == 2


async def test_kept_bars_outlive_their_symbol(desk: Desk) -> None:
    """A company that the source has forgotten still has its past, but no latest bar."""
    await desk.market.history(NVDA, PAST)
    desk.restart()
    desk.source.histories.clear()
    desk.clock.set(utc(28, 12))

    with pytest.raises(NoSuchSymbol):
        await desk.market.history(NVDA, LATEST)

    assert (await desk.market.history(NVDA, PAST)).last_day == FRIDAY


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


# Share counts


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
