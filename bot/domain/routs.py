"""A day across all markets: sessions, baskets, extremes, how far it spread, havens, and what kind of day it was.

Numpy and the standard library only: the chart processes import this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import fsum

from bot.domain.drops import HUNDREDTHS
from bot.domain.instruments import Kind, company_of
from bot.domain.market_days import MarketDay, in_order_of_closes
from bot.domain.sectors import AbsentMember, MemberMove, SectorReport
from bot.domain.verdicts import BasketEvidence, Evidence, IndexEvidence, Verdict, judge

EXTREMES = 5
"""How many falls, rises and values a ranking names."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """The basket that fell most against the companies outside it: its mean move, theirs, and how many they are."""

    basket: SectorReport
    move: float
    rest: float
    companies: int


@dataclass(frozen=True, slots=True)
class Haven:
    """Something that people flee to, or a gauge of their fear. `move` is its own, as a fraction.

    A pair quoted in units for one dollar is turned round: the yen rises when fewer of them buy a dollar, and
    `currency` is then the one meant. A gauge (the VIX, a yield) is an index and not itself a refuge.
    """

    member: MemberMove
    move: float
    currency: str | None
    gauge: bool


@dataclass(frozen=True, slots=True)
class RoutReport:
    """One date everywhere, each market in its own local session of it.

    `markets` are in the order of their closes within regions. `baskets` are ranked by their equal-weight move, the
    largest fall first; `unmeasured` are those without a single move. `companies` hold one move a company, ranked
    likewise. `absent` are the instruments without a move, indices and havens among them.
    """

    day: date
    markets: tuple[MarketDay, ...]
    baskets: tuple[SectorReport, ...]
    unmeasured: tuple[SectorReport, ...]
    companies: tuple[MemberMove, ...]
    absent: tuple[AbsentMember, ...]
    havens: tuple[Haven, ...]
    contrast: Contrast | None
    verdict: Verdict

    @property
    def falls(self) -> tuple[MemberMove, ...]:
        """The companies that fell most, the largest fall first."""
        return tuple(each for each in self.companies[:EXTREMES] if each.move < 0)

    @property
    def rises(self) -> tuple[MemberMove, ...]:
        """The companies that rose most, the largest rise first."""
        return tuple(each for each in self.companies[: -EXTREMES - 1 : -1] if each.move > 0)

    @property
    def erased(self) -> tuple[MemberMove, ...]:
        """The companies that lost most market value in US dollars, the largest loss first."""
        lost = [(each.value, each.instrument.symbol, each) for each in self.companies if each.value and each.value < 0]
        return tuple(each for *_, each in sorted(lost, key=lambda loss: loss[:2])[:EXTREMES])

    @property
    def baskets_down(self) -> int:
        """How many of the ranked baskets have a mean below zero."""
        return sum(_mean(each) < 0 for each in self.baskets)

    @property
    def measured(self) -> tuple[MemberMove, ...]:
        """Everything with a move, each symbol once: indices, members of baskets, havens."""
        indices = (each.measured for each in self.markets if isinstance(each.measured, MemberMove))
        members = (member for basket in self.baskets for member in basket.members)
        moved = (*indices, *members, *(each.member for each in self.havens))
        return tuple({each.instrument.symbol: each for each in moved}.values())

    @property
    def unfinished(self) -> bool:
        """Whether any market still trades or has yet to open on that date."""
        return any(each.hours.unfinished for each in self.markets) or self.running is not None

    @property
    def running(self) -> datetime | None:
        """The newest moment of a provisional close; None when all are final."""
        moments = [each.running for each in self.measured if each.running]
        return max(moments, default=None)


def measure_rout(
    day: date,
    markets: Iterable[MarketDay],
    sectors: Iterable[SectorReport],
    companies: Iterable[MemberMove],
    havens: Iterable[MemberMove] = (),
    absent: Iterable[AbsentMember] = (),
) -> RoutReport:
    """Put a day together; the order in which the parts come does not matter, save between markets that close together.

    Args:
        sectors: each basket on that day, the main indices and the havens not among them.
        companies: all known shares, one listing a company.

    Raises:
        ValueError: a company is there twice.
    """
    markets, sectors = in_order_of_closes(markets), tuple(sectors)
    shares = tuple(sorted(companies, key=lambda each: (each.move, each.instrument.symbol)))
    if len({company_of(each.instrument) for each in shares}) < len(shares):
        raise ValueError("a company counts once")
    ranked = sorted((each for each in sectors if each.measured), key=lambda each: (_mean(each), each.basket.key))
    safe = sorted(map(_haven, havens), key=lambda each: (each.gauge, each.member.instrument.symbol))
    return RoutReport(
        day=day,
        markets=markets,
        baskets=tuple(ranked),
        unmeasured=tuple(sorted((each for each in sectors if not each.measured), key=lambda each: each.basket.key)),
        companies=shares,
        absent=_once(absent),
        havens=tuple(safe),
        contrast=_contrast(ranked, shares),
        verdict=judge(_evidence(markets, ranked, shares, safe)),
    )


def _mean(sector: SectorReport) -> float:
    assert sector.equal_weight is not None  # only asked of baskets with a member measured
    return sector.equal_weight


def _contrast(ranked: list[SectorReport], companies: tuple[MemberMove, ...]) -> Contrast | None:
    """None without a basket of companies that leaves others outside."""
    worst = next((each for each in ranked if not each.basket.stand_in), None)
    if worst is None:
        return None
    inside = {company_of(each.instrument) for each in worst.members}
    rest = [each.move for each in companies if company_of(each.instrument) not in inside]
    return Contrast(worst, _mean(worst), fsum(rest) / len(rest), len(rest)) if rest else None


def _haven(member: MemberMove) -> Haven:
    instrument = member.instrument
    currency = HUNDREDTHS.get(instrument.listing.currency, instrument.listing.currency)
    per_dollar = instrument.kind is Kind.CURRENCY and currency != "USD"
    return Haven(
        member=member,
        move=1 / (1 + member.move) - 1 if per_dollar else member.move,
        currency=currency if per_dollar else None,
        gauge=instrument.kind is Kind.INDEX,
    )


def _once(absent: Iterable[AbsentMember]) -> tuple[AbsentMember, ...]:
    by_symbol = {each.instrument.symbol: each for each in absent}
    return tuple(by_symbol[symbol] for symbol in sorted(by_symbol))


def _evidence(
    markets: tuple[MarketDay, ...],
    ranked: list[SectorReport],
    companies: tuple[MemberMove, ...],
    havens: Iterable[Haven],
) -> Evidence:
    baskets = (
        BasketEvidence(
            each.basket.key, _mean(each), each.measured, len(each.basket.members), stand_in=each.basket.stand_in
        )
        for each in ranked
    )
    return Evidence(
        companies=tuple(each.move for each in companies),
        indices=tuple(IndexEvidence(each.region, each.move, each.swings) for each in markets if each.move is not None),
        baskets=tuple(baskets),
        havens=tuple(each.move for each in havens if not each.gauge),
    )
