"""A market on one date: when it traded, how far its index moved, and how far it usually does.

Numpy and the standard library only: the chart processes import this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import numpy as np

from bot.domain.instruments import Instrument, Region
from bot.domain.prices import Days, PriceHistory
from bot.domain.sectors import AbsentMember, MemberMove

REGIONS = (Region.ASIA_PACIFIC, Region.EUROPE, Region.AMERICAS)
"""The regions told of, in the order of their closes."""

SWING_SESSIONS = 60
SWING_AT_LEAST = 20
"""Sessions before the day that its usual swing is measured over, and the fewest that still say something."""


class MarketStatus(StrEnum):
    """What a market was doing on the date at the moment of asking."""

    HOLIDAY = "holiday"
    NOT_YET_OPEN = "not-yet-open"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class MarketHours:
    """One exchange's session of a local date. `opens_at` and `closes_at` are UTC, None on a day without a session.

    `next_session` is the first one after the date. `reliable` is False where weekdays stand in for an unknown calendar.
    """

    status: MarketStatus
    opens_at: datetime | None
    closes_at: datetime | None
    closes_early: bool
    next_session: date
    next_opens_at: datetime
    reliable: bool = True

    @property
    def unfinished(self) -> bool:
        """Whether the session is still to come or running."""
        return self.status in (MarketStatus.NOT_YET_OPEN, MarketStatus.OPEN)


@dataclass(frozen=True, slots=True)
class MarketDay:
    """A main index on one local date: its exchange's hours, and its move or why there is none.

    `swing` is the index's usual daily swing, a fraction; None where too few sessions before the day are known.
    """

    index: Instrument
    region: Region
    day: date
    hours: MarketHours
    measured: MemberMove | AbsentMember
    swing: float | None = None

    @property
    def move(self) -> float | None:
        """The move as a fraction; None where unknown."""
        return self.measured.move if isinstance(self.measured, MemberMove) else None

    @property
    def swings(self) -> float | None:
        """The move in usual daily swings, with its sign."""
        return self.move / self.swing if self.move is not None and self.swing else None

    @property
    def running(self) -> datetime | None:
        """The moment of a provisional close."""
        return self.measured.running if isinstance(self.measured, MemberMove) else None


def in_order_of_closes(markets: Iterable[MarketDay]) -> tuple[MarketDay, ...]:
    """By region, then by closing time, those closed that day last; what closes together stays in the order given."""

    def place(market: MarketDay) -> tuple[int, bool, datetime, datetime]:
        hours = market.hours
        region, next_opens_at = REGIONS.index(market.region), hours.next_opens_at
        if hours.opens_at is None or hours.closes_at is None:
            return region, True, next_opens_at, next_opens_at
        return region, False, hours.closes_at, hours.opens_at

    return tuple(sorted((each for each in markets if each.region in REGIONS), key=place))


def usual_swing(history: PriceHistory, day: date, sessions: Days) -> float | None:
    """The standard deviation (n - 1) of the daily moves of the 60 sessions before `day`, the day itself left out.

    Args:
        sessions: the calendar's session dates (datetime64[D], ascending) that span the bars before `day`; a move
            across a session without a bar does not count.

    None when fewer than 20 of the moves are known.
    """
    end = int(np.searchsorted(history.days, np.datetime64(day, "D")))
    days, close = history.days[:end], history.close[:end]
    places = np.searchsorted(sessions, days)
    neighbours = np.diff(places) == 1
    # Of the last 60 sessions only: sessions before the day, counted by the calendar.
    first = int(np.searchsorted(sessions, np.datetime64(day, "D"))) - SWING_SESSIONS
    moves = (close[1:] / close[:-1] - 1)[neighbours & (places[1:] >= first)]
    if len(moves) < SWING_AT_LEAST:
        return None
    return float(moves.std(ddof=1))
