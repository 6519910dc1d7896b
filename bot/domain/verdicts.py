"""What kind of day it was: a verdict of clauses, each licensed by a threshold that is written down here.

A licence only ever looks at measured figures. The word for a day follows from two grades, how far it counts as a fall
and how far as a rise (0 to 3); a grade of fall never sinks and a grade of rise never grows when any move gets worse, so
that a worse day never gets a milder word. docs/rout-thresholds.md lists the thresholds with their reasons.

Numpy and the standard library only: the chart processes import this module.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from bot.domain.instruments import Region
from bot.domain.market_days import REGIONS

DEEP = 0.03
"""A mean move of 3 %: the S&P 500 closed so far down on 1.2 % of its sessions since 1990, some three days a year."""
MARKED = 0.015
"""A mean move of 1.5 %: 6.7 % of those sessions, some 17 days a year."""
SHARED = 0.60
"""The share that must move the same way before a mean speaks for a group rather than for its extremes."""
COMPANIES_AT_LEAST = 10
INDICES_AT_LEAST = 2
"""A mean of fewer is no word about the market."""
STRAY = 1.5
"""Usual daily swings that a region's indices may move on average on an ordinary day, which 86 % of the S&P 500's
sessions since 1990 stayed within."""
STIRRED = 0.025
"""A mean size of the companies' moves, up and down alike, that is no ordinary day even where they cancel out."""
NARROW = 1 / 3
"""The main indices moved less than this part of what the companies measured here did, all together and in each region:
it was not the whole market."""
LEAD = 0.01
LEAD_PART = 0.25
"""How far a leader must be ahead of the next basket: by one point, and by a quarter of its own move."""
LEADER_MEMBERS = 3
LEADER_COVERAGE = 0.5
"""A leader's members with a move: at least three, and half of them all. A fund that stands in counts as covered."""
HAVEN_MOVE = 0.003
HAVENS_AT_LEAST = 2
"""Havens rose when at least two are known and every one of them rose by 0.3 % or more; a gauge such as the VIX is
none."""


class DayKind(StrEnum):
    """The word for a day, from the worst to the best; mixed and ordinary days lean neither way."""

    ROUT = "rout"
    SELL_OFF = "sell-off"
    WEAK = "weak"
    MIXED = "mixed"
    ORDINARY = "ordinary"
    FIRM = "firm"
    RALLY = "rally"
    SURGE = "surge"
    UNKNOWN = "unknown"


_WORDS = {
    -3: DayKind.ROUT,
    -2: DayKind.SELL_OFF,
    -1: DayKind.WEAK,
    1: DayKind.FIRM,
    2: DayKind.RALLY,
    3: DayKind.SURGE,
}
_LEVELS = {word: level for level, word in _WORDS.items()}


class Spread(StrEnum):
    """How far a rout, sell-off, rally or surge reached."""

    BROAD = "broad"
    NARROW = "narrow"


@dataclass(frozen=True, slots=True)
class Tally:
    """Some moves summed up: how many there are, how many fell and rose, their mean and their mean size (fractions)."""

    count: int
    down: int
    up: int
    mean: float
    size: float

    @classmethod
    def of(cls, moves: Sequence[float]) -> Tally:
        """The tally of moves in any order; means of none are 0."""
        count = len(moves)
        return cls(
            count=count,
            down=sum(move < 0 for move in moves),
            up=sum(move > 0 for move in moves),
            mean=fsum(moves) / count if count else 0.0,
            size=fsum(abs(move) for move in moves) / count if count else 0.0,
        )


@dataclass(frozen=True, slots=True)
class IndexEvidence:
    """A main index: its region, its move, and its move in usual daily swings (None where unknown)."""

    region: Region
    move: float
    swings: float | None = None


@dataclass(frozen=True, slots=True)
class BasketEvidence:
    """A basket: its key, its equal-weight move, how many of its members have one; `stand_in`: a fund for a sector."""

    key: str
    move: float
    measured: int
    members: int
    stand_in: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a verdict looks at: one move a company, the main indices, the baskets, and the havens' moves."""

    companies: tuple[float, ...]
    indices: tuple[IndexEvidence, ...] = ()
    baskets: tuple[BasketEvidence, ...] = ()
    havens: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The day in clauses. None or False means that a clause has no licence and must not be said.

    `leader` is the key of a basket. `swings` are (region, mean move of its indices in usual daily swings) pairs.
    """

    kind: DayKind
    spread: Spread | None
    leader: str | None
    havens_rose: bool
    companies: Tally
    indices: Tally
    swings: tuple[tuple[Region, float], ...]

    @property
    def level(self) -> int:
        """-3 (rout) to 3 (surge); 0 where the day leans neither way or is unknown."""
        return _LEVELS.get(self.kind, 0)

    @property
    def farthest(self) -> tuple[Region, float] | None:
        """The region whose indices strayed farthest from a usual day, and by how many swings."""
        return max(self.swings, key=lambda each: abs(each[1]), default=None)


def judge(evidence: Evidence) -> Verdict:
    """The verdict that the evidence licenses; the order of companies, indices, baskets and havens does not matter."""
    companies = Tally.of(evidence.companies)
    indices = Tally.of([each.move for each in evidence.indices])
    moves = [mean for _, mean in _regional((each.region, each.move) for each in evidence.indices)]
    swings = _regional((each.region, each.swings) for each in evidence.indices if each.swings is not None)
    kind = _kind(companies, indices, [mean for _, mean in swings])
    level = _LEVELS.get(kind, 0)
    sign = (level > 0) - (level < 0)
    return Verdict(
        kind=kind,
        spread=_spread(sign, companies, indices, moves, swings) if abs(level) > 1 else None,
        leader=_leader(sign, evidence.baskets) if sign else None,
        havens_rose=level < 0 and _all_rose(evidence.havens),
        companies=companies,
        indices=indices,
        swings=swings,
    )


def _kind(companies: Tally, indices: Tally, swings: Sequence[float]) -> DayKind:
    enough = [companies] * (companies.count >= COMPANIES_AT_LEAST) + [indices] * (indices.count >= INDICES_AT_LEAST)
    if not enough:
        return DayKind.UNKNOWN
    fall, rise = _grade(-1, enough, swings), _grade(1, enough, swings)
    if word := _WORDS.get(rise - fall):
        return word
    if fall or (companies in enough and companies.size >= STIRRED):
        return DayKind.MIXED
    # Too few to call a day by, the others still forbid to call it ordinary.
    quiet = all(abs(each.mean) < MARKED for each in (companies, indices))
    return DayKind.ORDINARY if quiet else DayKind.UNKNOWN


def _grade(sign: int, groups: Iterable[Tally], swings: Iterable[float]) -> int:
    """How far the day counts as a move in the direction of `sign`: 3 deep and shared, 2 marked and shared, 1 marked or
    out of the ordinary in a region, else 0."""
    grade = 1 if any(sign * each >= STRAY for each in swings) else 0
    for group in groups:
        mean, alike = sign * group.mean, (group.up if sign > 0 else group.down) / group.count
        if mean >= MARKED:
            shared = alike >= SHARED
            grade = max(grade, 3 if shared and mean >= DEEP else 2 if shared else 1)
    return grade


def _regional(figures: Iterable[tuple[Region, float]]) -> tuple[tuple[Region, float], ...]:
    """The mean of each region's figures, in the order of REGIONS."""
    by_region: dict[Region, list[float]] = defaultdict(list)
    for region, figure in figures:
        by_region[region].append(figure)
    return tuple((region, fsum(by_region[region]) / len(by_region[region])) for region in REGIONS if by_region[region])


def _spread(
    sign: int,
    companies: Tally,
    indices: Tally,
    regional: Sequence[float],
    swings: Sequence[tuple[Region, float]],
) -> Spread | None:
    """Broad: in each of the three regions the indices moved that way by more than a usual swing, on average. Narrow:
    the main indices moved less than a third as far that way as the companies did, all together and in each region: a
    small mean can hide two regions that moved far, one up and one down."""
    if len(swings) == len(REGIONS) and all(sign * each > 1 for _, each in swings):
        return Spread.BROAD
    enough = companies.count >= COMPANIES_AT_LEAST and indices.count >= INDICES_AT_LEAST
    limit = NARROW * sign * companies.mean
    if enough and limit > 0 and all(sign * mean < limit for mean in (indices.mean, *regional)):
        return Spread.NARROW
    return None


def _leader(sign: int, baskets: Iterable[BasketEvidence]) -> str | None:
    """The basket that moved farthest that way, if enough of it is known and it is clearly ahead of every other."""
    ranked = sorted(baskets, key=lambda each: (-sign * each.move, each.key))
    if len(ranked) < 2 or not _covered(ranked[0]):
        return None
    first, second = ranked[:2]
    ahead = sign * (first.move - second.move)
    if sign * first.move < MARKED or ahead < max(LEAD, LEAD_PART * abs(first.move)):
        return None
    return first.key


def _covered(basket: BasketEvidence) -> bool:
    if basket.stand_in:
        return basket.measured > 0
    return basket.measured >= max(LEADER_MEMBERS, LEADER_COVERAGE * basket.members)


def _all_rose(havens: Sequence[float]) -> bool:
    return len(havens) >= HAVENS_AT_LEAST and all(move >= HAVEN_MOVE for move in havens)
