"""Fetching once, whatever is asked and whenever: a machine plays questions, closings, splits and outages."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from functools import cache

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.errors import Unreachable
from bot.domain.instruments import Exchange, Symbol
from bot.domain.prices import Floats, Origin, PriceHistory, Source, Span
from bot.domain.sessions import Sessions
from bot.providers.cached import OVERLAP, Cached
from tests.builders.histories import history_of
from tests.builders.instruments import NASDAQ
from tests.fakes.clock import FakeClock
from tests.fakes.market import FakeMarketData
from tests.fakes.stores import FakeBarStore

NVDA = Symbol("NVDA")
COINS = Exchange("24/7", "Crypto", "", "UTC", "24/7", "USD")
FIRST, LAST = date(2022, 6, 1), date(2025, 12, 31)
FINAL = timedelta(minutes=30)
LATE = timedelta(hours=5)


@cache
def shared_sessions() -> Sessions:
    """Calendars are built once for all examples."""
    return Sessions()


class Exchanges(FakeMarketData):
    """A source as real ones are: provisional bars, bars that come hours late, sessions without one, splits.

    The true close of a session is 100 and a hundredth of its row; until half an hour after its end the source tells
    another number each minute. Each split halves all prices.
    """

    def __init__(self, exchange: Exchange, clock: FakeClock) -> None:
        super().__init__()
        sessions = shared_sessions()
        self.clock = clock
        self.exchange = exchange
        self.all_days = sessions.between(exchange, FIRST, LAST)
        self.days = self.all_days[np.arange(len(self.all_days)) % 17 != 5]  # sessions the source never has
        self.truth = 100 + np.arange(len(self.days)) / 100
        late = np.arange(len(self.days)) % 7 == 3
        self.ends = [sessions.close_of(exchange, day) for day in self.days.tolist()]
        begins = [self._before(end) if each else end + LATE for each, end in zip(~late, self.ends, strict=True)]
        self.seen_from = np.array([each.timestamp() for each in begins])
        self.final_from = np.array([(end + FINAL).timestamp() for end in self.ends])
        self.splits = 0
        self.splits_told = 0

    @property
    def seen(self) -> int:
        """How many bars the source has now."""
        waiting = np.flatnonzero(self.seen_from > self.clock.now().timestamp())
        return int(waiting[0]) if len(waiting) else len(self.days)

    @property
    def final(self) -> int:
        """How many of them are final now."""
        return min(self.seen, int((self.final_from <= self.clock.now().timestamp()).sum()))

    def told(self) -> Floats:
        """The closes as of now, in the terms of the splits so far."""
        closes = self.truth[: self.seen].copy()
        closes[self.final :] += 1 + self.clock.now().minute
        return closes / 2**self.splits

    async def history(self, symbol: Symbol, span: Span) -> PriceHistory:
        """The bars of now."""
        now = self.clock.now()
        running = now if self.seen and now < self.ends[self.seen - 1] else None
        self.histories[symbol] = history_of(
            self.days[: self.seen],
            self.told().tolist(),
            symbol=symbol,
            exchange=self.exchange.code,
            origin=Origin(Source.YAHOO, now),
            running=running,
        )
        history = await super().history(symbol, span)
        self.splits_told = self.splits
        return history

    def _before(self, end: datetime) -> datetime:
        """A quarter of an hour into the session: sources lag."""
        state = shared_sessions().session_state(self.exchange, end - timedelta(minutes=1))
        return state.opens_at + timedelta(minutes=15)


class CachedMachine(RuleBasedStateMachine):
    """Asks, waits, restarts; checks every answer against the source's truth."""

    exchange = NASDAQ

    @initialize(start=st.datetimes(datetime(2024, 12, 20), datetime(2025, 1, 31)))  # noqa: DTZ001 - bounds are naive
    def begin(self, start: datetime) -> None:
        """Around a half day, holidays, a day of mourning and the turn of the year."""
        self.loop = asyncio.new_event_loop()
        self.clock = FakeClock(start.replace(tzinfo=UTC))
        self.source = Exchanges(self.exchange, self.clock)
        self.store = FakeBarStore()
        self.down = False
        self.oldest: date | None = None
        self.final_when_asked = 0
        self.version = 1
        self.restart()

    @rule()
    def restart(self) -> None:
        """The bot is stopped and started: only the store remembers."""
        self.market = Cached(
            self.source, self.store, shared_sessions(), self.clock, {self.exchange.code: self.exchange}.__getitem__
        )

    @rule(seconds=st.sampled_from([1, 20, 59, 60, 300, 1_800, 3_600, 4 * 3_600, 24 * 3_600, 5 * 24 * 3_600]))
    def wait(self, seconds: int) -> None:
        """Time passes, and perhaps a session closes."""
        self.clock.advance(timedelta(seconds=seconds))

    @rule(seconds=st.sampled_from([-1, 0, 599, 1_799, 1_800, 1_830]))
    def wait_for_a_close(self, seconds: int) -> None:
        """Time passes to about the end of a session, or to half an hour after it."""
        sessions, now = shared_sessions(), self.clock.now()
        target = sessions.session_state(self.exchange, now).session
        while (moment := sessions.close_of(self.exchange, target) + timedelta(seconds=seconds)) < now:
            target = sessions.next_session(self.exchange, target)
        self.clock.set(moment)

    @rule()
    def fail_or_recover(self) -> None:
        """The network goes or comes back."""
        self.down = not self.down
        self.source.trouble = Unreachable("yahoo", "no route to host") if self.down else None

    @rule()
    @precondition(lambda self: self.source.splits < 3)
    def split(self) -> None:
        """Two shares for one."""
        self.source.splits += 1

    @rule(back=st.integers(1, 800), length=st.integers(0, 40))
    def ask_past(self, back: int, length: int) -> None:
        """A question about explicit dates, up to today."""
        today = self.clock.now().date()
        first = today - timedelta(days=back)
        self._ask(Span(first, min(today, first + timedelta(days=length))))

    @rule(back=st.integers(1, 400))
    def ask_latest(self, back: int) -> None:
        """A question about now."""
        self._ask(Span(self.clock.now().date() - timedelta(days=back)))

    @invariant()
    def only_final_bars_are_stored(self) -> None:
        """What the store holds was final when it was saved, and true in the terms of its time."""
        for saved in self.store.saved[-1:]:
            settled = saved.origin.fetched_at.timestamp()
            rows = np.searchsorted(self.source.days, saved.days)
            assert saved.running is None
            assert (self.source.final_from[rows] <= settled).all()

    def teardown(self) -> None:
        """Leave no loop open."""
        if hasattr(self, "loop"):
            self.loop.run_until_complete(self.market.close())
            self.loop.close()

    def _ask(self, span: Span) -> None:
        splits_before, calls_before = self.source.splits_told, len(self.source.asked)
        try:
            history = self.loop.run_until_complete(self.market.history(NVDA, span))
        except Unreachable:
            assert self.down
            return
        self._check_requests(span, splits_before, [asked for _, asked in self.source.asked[calls_before:]])
        assert history.origin.trouble is None or self.down
        self._check_bars(history)
        if history.origin.trouble is None:
            self._check_complete(history, span)
        assert history.version >= self.version
        self.version = history.version

    def _check_requests(self, span: Span, splits_before: int, asked: list[Span]) -> None:
        """Tails begin among the last final bars; a whole fetch has a reason."""
        if self.down:
            return
        for request in asked:
            known = self.source.days[: self.final_when_asked]
            is_tail = len(known) > 0 and request.first >= known[-OVERLAP:][0].item()
            older = self.oldest is None or span.first < self.oldest
            assert is_tail or older or self.source.splits != splits_before
            if not is_tail:
                self.oldest = min(request.first, self.oldest or request.first)
        if asked:
            assert len(asked) <= 2
            self.final_when_asked = self.source.final

    def _check_bars(self, history: PriceHistory) -> None:
        """Every bar that is final now has its true close, in the terms of the last fetch."""
        rows = np.searchsorted(self.source.days, history.days)
        final = rows < self.source.final if history.origin.trouble is None else rows < self.final_when_asked
        expected = self.source.truth[rows] / 2**self.source.splits_told
        np.testing.assert_array_equal(self.source.days[rows], history.days)
        np.testing.assert_allclose(history.close[final], expected[final], rtol=1e-12)

    def _check_complete(self, history: PriceHistory, span: Span) -> None:
        """No final session of the span that the source has had for a minute is missing."""
        a_minute_ago = self.clock.now().timestamp() - 60
        had = self.source.days[: self.source.final][self.source.seen_from[: self.source.final] <= a_minute_ago]
        last = np.datetime64(span.last or self.clock.now().date(), "D")
        wanted = had[(had >= np.datetime64(span.first, "D")) & (had <= last)]
        assert np.isin(wanted, history.days).all()


class CoinsMachine(CachedMachine):
    """The same around the clock, where one session ends as the next begins."""

    exchange = COINS


TestNewYork = CachedMachine.TestCase
TestNewYork.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestCoins = CoinsMachine.TestCase
TestCoins.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
