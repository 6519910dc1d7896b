"""A cached market with a source that can be set, on New York's sessions around 27 January 2025."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from bot.domain.errors import Unreachable
from bot.domain.instruments import Symbol
from bot.domain.prices import Origin, PriceHistory, Source, Span
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


def new_desk(sessions: Sessions) -> Desk:
    """Saturday, 25 January 2025: the source's last bar is Friday's."""
    clock, source, store = FakeClock(), FakeMarketData(), FakeBarStore()
    desk = Desk(clock, source, store, Cached(source, store, sessions, clock, {"XNAS": NASDAQ}.__getitem__))
    desk.at(utc(25, 12), FRIDAY)
    return desk


async def settle() -> None:
    """Let every task run until it waits."""
    for _ in range(10):
        await asyncio.sleep(0)
