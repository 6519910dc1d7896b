"""A basket on one day: its members' moves, their weighted means, and the value that went or came.

Numpy and the standard library only: the chart processes import this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import fsum

import numpy as np

from bot.domain.baskets import Basket
from bot.domain.drops import IndexMove, measure_move, pick_count, shares_in_price_terms
from bot.domain.instruments import Instrument
from bot.domain.prices import Days, Origin, PriceHistory, Quality, ShareCount
from bot.domain.rates import Rate, whole_currency


class Absence(StrEnum):
    """Why a member has no move."""

    NOT_YET_LISTED = "not-yet-listed"
    CLOSED = "closed"
    NO_BAR = "no-bar"
    NO_PREVIOUS_BAR = "no-previous-bar"
    NOT_OPEN = "not-open"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class MemberMove:
    """One member's local session. `move` is a fraction; `cap` (at the previous close) and `value` (erased when
    negative) are US dollars, None where no share count or rate is known; `approximate` when the count is not exact.
    """

    instrument: Instrument
    day: date
    close: float
    previous_close: float
    move: float
    cap: float | None
    value: float | None
    approximate: bool
    origin: Origin
    running: datetime | None = None


NO_SUCH_PRICE = frozenset({"error.no-such-symbol", "error.out-of-range", "error.out-of-range.held"})
"""Troubles by which a source says that it has no such prices, rather than that it cannot be reached."""


@dataclass(frozen=True, slots=True)
class AbsentMember:
    """A member without a move, named with its reason; `trouble` is the message id of the error of `source`."""

    instrument: Instrument
    absence: Absence
    trouble: str | None = None
    source: str = ""

    @property
    def priceless(self) -> bool:
        """Whether its source could be asked and has no such prices."""
        return self.trouble in NO_SUCH_PRICE


@dataclass(frozen=True, slots=True)
class SectorReport:
    """A basket's day. Members are sorted by move, the largest fall first; means are fractions, value US dollars.

    `equal_weight` is the mean of the moves; `cap_weight` the change of the members' summed market value over the
    `cap_members` of them whose share count and rate are known.
    """

    basket: Basket
    day: date
    members: tuple[MemberMove, ...]
    absent: tuple[AbsentMember, ...]
    equal_weight: float | None
    cap_weight: float | None
    cap_members: int
    down: int
    up: int
    value: float | None
    index: IndexMove | None

    @property
    def measured(self) -> int:
        """How many members have a move."""
        return len(self.members)

    @property
    def cap(self) -> float | None:
        """Market value of the `cap_members` at the previous close, in US dollars."""
        return fsum(cap for cap, _ in _weighed(self.members)) if self.cap_members else None

    @property
    def approximate(self) -> bool:
        """Whether `value` rests on any share count that is not exact."""
        return any(each.approximate for each in self.members if each.value is not None)

    @property
    def running(self) -> datetime | None:
        """The newest moment among members whose session still runs; None when all have closed."""
        return max((each.running for each in self.members if each.running), default=None)

    def weight(self, member: MemberMove) -> float | None:
        """A member's part of `cap`, as a fraction; None where its own is unknown."""
        total = self.cap
        return member.cap / total if member.cap is not None and total else None


def measure_member(
    instrument: Instrument,
    history: PriceHistory,
    day: date,
    sessions: Days,
    counts: tuple[ShareCount, ...] = (),
    rate: Rate | None = None,
) -> MemberMove | AbsentMember:
    """One member's session, or why it has none.

    Args:
        day: a local session date.
        sessions: the calendar's session dates (datetime64[D], ascending) that span the bars and `day`.
        counts: reported share counts, any order; none for what has no shares.
        rate: US dollars for one unit of the currency that the prices are in (of pounds where they are in pence).

    Raises:
        ValueError: the rate is of another currency.
    """
    row = history.at(day)
    if row is None:
        return AbsentMember(instrument, _why_absent(history, day, sessions))
    move = measure_move(history, day, sessions)
    if move is None:
        return AbsentMember(instrument, Absence.NO_PREVIOUS_BAR)
    close, previous = float(history.close[row]), float(history.close[row - 1])
    count = pick_count(counts, day)
    units = None if count is None else _dollars_for_price(history, count, rate)
    return MemberMove(
        instrument=instrument,
        day=day,
        close=close,
        previous_close=previous,
        move=move,
        cap=None if units is None else previous * units,
        value=None if units is None else (close - previous) * units,
        approximate=count is not None and units is not None and count.quality is not Quality.EXACT,
        origin=history.origin,
        running=history.running if row == len(history) - 1 else None,
    )


def measure_sector(
    basket: Basket,
    day: date,
    members: tuple[MemberMove, ...],
    absent: tuple[AbsentMember, ...] = (),
    index: IndexMove | None = None,
) -> SectorReport:
    """Weigh the members of a basket on one day; the order in which they come does not matter.

    equal weight = mean of moves; cap weight = sum of values changed / sum of market values at the previous close, each
    member at the same rate on both; breadth counts moves below and above zero. Sums are exact before they are rounded.
    """
    ranked = tuple(sorted(members, key=lambda each: (each.move, each.instrument.symbol)))
    weighed = _weighed(ranked)
    caps, values = fsum(cap for cap, _ in weighed), fsum(value for _, value in weighed)
    return SectorReport(
        basket=basket,
        day=day,
        members=ranked,
        absent=tuple(sorted(absent, key=lambda each: each.instrument.symbol)),
        equal_weight=fsum(each.move for each in ranked) / len(ranked) if ranked else None,
        cap_weight=values / caps if caps else None,
        cap_members=len(weighed),
        down=sum(each.move < 0 for each in ranked),
        up=sum(each.move > 0 for each in ranked),
        value=values if weighed else None,
        index=index,
    )


def _weighed(members: tuple[MemberMove, ...]) -> list[tuple[float, float]]:
    """(cap, value) of the members that have both."""
    return [(each.cap, each.value) for each in members if each.cap is not None and each.value is not None]


def _dollars_for_price(history: PriceHistory, count: ShareCount, rate: Rate | None) -> float | None:
    """What one unit of price is worth in US dollars over all shares; None without a rate."""
    if rate is None:
        return None
    currency, part = whole_currency(history.currency)
    if rate.currency != currency:
        raise ValueError(f"{history.symbol} is priced in {history.currency}, the rate is of {rate.currency}")
    return shares_in_price_terms(history, count) * part * rate.dollars


def _why_absent(history: PriceHistory, day: date, sessions: Days) -> Absence:
    if history.first_trade is not None and day < history.first_trade:
        return Absence.NOT_YET_LISTED
    row = int(np.searchsorted(sessions, np.datetime64(day, "D")))
    trades = row < len(sessions) and sessions[row].item() == day
    return Absence.NO_BAR if trades else Absence.CLOSED
