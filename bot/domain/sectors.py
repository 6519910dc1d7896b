"""A basket on one day: its members' moves, their weighted means, and the value that went or came.

Numpy and the standard library only: the chart processes import this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.baskets import Basket
from bot.domain.drops import IndexMove
from bot.domain.instruments import Instrument
from bot.domain.prices import Origin


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


@dataclass(frozen=True, slots=True)
class AbsentMember:
    """A member without a move, named with its reason; `trouble` is the message id of an upstream error."""

    instrument: Instrument
    absence: Absence
    trouble: str | None = None


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


def measure_sector(
    basket: Basket,
    day: date,
    members: tuple[MemberMove, ...],
    absent: tuple[AbsentMember, ...] = (),
    index: IndexMove | None = None,
) -> SectorReport:
    """Weigh the members of a basket on one day; the order in which they come does not matter.

    equal weight = mean of moves; cap weight = sum of values changed / sum of market values at the previous close, each
    member at the same rate on both; breadth counts moves below and above zero.
    """
    ranked = tuple(sorted(members, key=lambda each: (each.move, each.instrument.symbol)))
    weighed = [(each.cap, each.value) for each in ranked if each.cap is not None and each.value is not None]
    caps, values = sum(cap for cap, _ in weighed), sum(value for _, value in weighed)
    return SectorReport(
        basket=basket,
        day=day,
        members=ranked,
        absent=tuple(sorted(absent, key=lambda each: each.instrument.symbol)),
        equal_weight=sum(each.move for each in ranked) / len(ranked) if ranked else None,
        cap_weight=values / caps if caps else None,
        cap_members=len(weighed),
        down=sum(each.move < 0 for each in ranked),
        up=sum(each.move > 0 for each in ranked),
        value=values if weighed else None,
        index=index,
    )
