"""A day across all markets, put together from its parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.baskets import Basket, Membership
from bot.domain.instruments import Exchange, Instrument, Kind, Listing, Region, Symbol
from bot.domain.market_days import MarketStatus
from bot.domain.routs import RoutReport, measure_rout
from bot.domain.sectors import Absence, AbsentMember, MemberMove, SectorReport, measure_sector
from bot.domain.verdicts import DayKind
from tests.builders.instruments import NASDAQ, stock
from tests.builders.members import MONDAY, member
from tests.builders.routs import index, market

FOREX = Exchange("24/5", "Forex", "worldwide", "Europe/London", "24/5", "USD")


def sector(key: str, *members: MemberMove, stand_in: bool = False) -> SectorReport:
    """A basket of these members, all of them measured."""
    rows = tuple(Membership(each.instrument.symbol, "somebody", date(2025, 1, 1)) for each in members)
    return measure_sector(Basket(key, (("en", key),), (), rows, stand_in=stand_in), MONDAY, members)


CHIPS = [member(f"C{row}", move, cap) for row, (move, cap) in enumerate([(-0.17, 3e12), (-0.10, 1e12), (-0.06, None)])]
CARS = [member(f"D{row}", move, cap) for row, (move, cap) in enumerate([(0.02, 1e11), (-0.01, 2e11), (0.0, 1e11)])]
EMPTY = measure_sector(Basket("empty", (), (), ()), MONDAY, ())


def report_of(*sectors: SectorReport, **given: object) -> RoutReport:
    """The day of some baskets, whose members are all the companies there are."""
    companies = {each.instrument.symbol: each for each_sector in sectors for each in each_sector.members}
    parts: dict[str, object] = {"markets": (), "companies": companies.values()}
    return measure_rout(MONDAY, sectors=sectors, **(parts | given))


def symbols(members: tuple[MemberMove, ...]) -> list[str]:
    """Their symbols, in order."""
    return [each.instrument.symbol for each in members]


def test_baskets_are_ranked_from_the_largest_fall() -> None:
    """Those without a move stand apart."""
    report = report_of(sector("cars", *CARS), EMPTY, sector("chips", *CHIPS))
    assert ["chips", "cars"] == [each.basket.key for each in report.baskets]
    assert ["empty"] == [each.basket.key for each in report.unmeasured]
    assert (1, 2) == (report.baskets_down, len(report.baskets))


def test_the_extremes_are_falls_rises_and_values() -> None:
    """Only falls among falls, only rises among rises; values from the largest loss; an unknown value is no loss."""
    report = report_of(sector("chips", *CHIPS), sector("cars", *CARS))
    assert ["C0", "C1", "C2", "D1"] == symbols(report.falls)
    assert ["D0"] == symbols(report.rises)
    assert ["C0", "C1", "D1"] == symbols(report.erased)  # 510, 100 and 2 bn


def test_rankings_name_five() -> None:
    """Of twelve that fell, the five that fell most; of twelve that rose, the five that rose most."""
    moves = [(-1) ** row * (row + 1) / 100 for row in range(24)]
    report = report_of(sector("all", *(member(f"S{row:02}", move, 1e9) for row, move in enumerate(moves))))
    assert ["S23", "S21", "S19", "S17", "S15"] == symbols(report.falls) == symbols(report.erased)
    assert ["S22", "S20", "S18", "S16", "S14"] == symbols(report.rises)


def test_the_contrast_is_between_the_worst_basket_and_the_companies_outside() -> None:
    """Chips fell 11 % on average, the three others rose a third of a per cent."""
    contrast = report_of(sector("chips", *CHIPS), sector("cars", *CARS)).contrast
    assert contrast is not None
    assert ("chips", 3) == (contrast.basket.basket.key, contrast.companies)
    assert (contrast.move, contrast.rest) == pytest.approx((-0.11, 0.01 / 3))


def test_a_company_is_inside_by_any_of_its_listings() -> None:
    """Amsterdam's ASML is in the hit basket, so New York's is not outside of it."""
    there, here = Listing(Symbol("ASML.AS"), NASDAQ, "EUR"), Listing(Symbol("ASML"), NASDAQ, "USD")
    europe = member("ASML.AS", -0.07, instrument=Instrument("ASML", Kind.EQUITY, there, (here,)))
    us = member("ASML", -0.0575, instrument=Instrument("ASML", Kind.EQUITY, here, (there,)))
    contrast = report_of(sector("semicap", europe), sector("cars", *CARS), companies=[us, *CARS]).contrast
    assert contrast is not None
    assert contrast.companies == 3


def test_a_fund_is_no_hit_group() -> None:
    """A fund that stands in for a sector has no members to set against the rest; alone a basket has no rest."""
    fund = member("XLK", -0.2, instrument=Instrument("Fund", Kind.FUND, Listing(Symbol("XLK"), NASDAQ, "USD")))
    report = report_of(sector("technology", fund, stand_in=True), sector("chips", *CHIPS), companies=CHIPS)
    assert report.contrast is None
    assert ["technology", "chips"] == [each.basket.key for each in report.baskets]


def test_a_company_counts_once() -> None:
    """Two listings of one company among the companies are a mistake of the caller."""
    one, other = Listing(Symbol("BABA"), NASDAQ, "USD"), Listing(Symbol("9988.HK"), NASDAQ, "HKD")
    both = [
        member("BABA", 0.01, instrument=Instrument("Alibaba", Kind.EQUITY, one, (other,))),
        member("9988.HK", 0.03, instrument=Instrument("Alibaba", Kind.EQUITY, other, (one,))),
    ]
    with pytest.raises(ValueError, match="counts once"):
        report_of(companies=both)


def test_the_yen_rises_when_fewer_of_them_buy_a_dollar() -> None:
    """From 156 to 154.44 yen a dollar is 1 % down, and the yen is 1/0.99 - 1 = 1.0101 % up; a gauge is no haven."""
    pair = Instrument("US dollar / Japanese yen", Kind.CURRENCY, Listing(Symbol("JPY=X"), FOREX, "JPY"))
    euro = Instrument("Euro / US dollar", Kind.CURRENCY, Listing(Symbol("EURUSD=X"), FOREX, "USD"))
    havens = [
        member("^VIX", 0.2, instrument=index("^VIX", Region.AMERICAS)),
        member("JPY=X", -0.01, instrument=pair),
        member("EURUSD=X", 0.01, instrument=euro),
    ]
    told = report_of(havens=havens).havens
    assert [("EURUSD=X", None, False), ("JPY=X", "JPY", False), ("^VIX", None, True)] == [
        (each.member.instrument.symbol, each.currency, each.gauge) for each in told
    ]
    assert [each.move for each in told] == pytest.approx([0.01, 0.010101, 0.2], abs=1e-6)


def test_only_havens_count_as_havens() -> None:
    """Gold and Treasuries rose; a VIX that fell does not contradict them."""
    falls = [member(f"S{row}", -0.05) for row in range(10)]
    gold, bonds = (replace(stock(symbol), kind=Kind.FUND) for symbol in ("GLD", "TLT"))
    havens = [member("GLD", 0.01, instrument=gold), member("TLT", 0.01, instrument=bonds)]
    vix = member("^VIX", -0.05, instrument=index("^VIX", Region.AMERICAS))
    assert report_of(companies=falls, havens=[*havens, vix]).verdict.havens_rose
    assert not report_of(companies=falls, havens=[havens[0], vix]).verdict.havens_rose


def test_indices_are_evidence_in_their_swings() -> None:
    """One index 2 % down at a usual 1 %, another unknown: the verdict counts one of them."""
    known = replace(market(index("^GSPC", Region.AMERICAS), -0.02), swing=0.01)
    unknown = market(index("^FTSE", Region.EUROPE), None)
    verdict = report_of(markets=[known, unknown]).verdict
    assert (1, (Region.AMERICAS, -2.0)) == (verdict.indices.count, verdict.farthest)
    assert verdict.kind is DayKind.UNKNOWN


def test_absent_instruments_are_named_once() -> None:
    """An instrument in two baskets is missing once."""
    absent = [AbsentMember(stock(symbol), Absence.NO_BAR) for symbol in ("B", "A", "B")]
    assert ["A", "B"] == [each.instrument.symbol for each in report_of(absent=absent).absent]


@pytest.mark.parametrize(
    ("status", "expected"), [(MarketStatus.CLOSED, False), (MarketStatus.OPEN, True), (MarketStatus.NOT_YET_OPEN, True)]
)
def test_a_day_is_unfinished_while_any_market_is(status: MarketStatus, expected: bool) -> None:
    """One open exchange is enough."""
    closed = market(index("^N225", Region.ASIA_PACIFIC), -0.01)
    other = market(index("^GSPC", Region.AMERICAS), None, closes=21, status=status)
    assert expected == report_of(markets=[closed, other]).unfinished


def test_a_provisional_price_makes_a_day_unfinished() -> None:
    """Even when the exchange has closed by now."""
    moment = datetime(2025, 1, 27, 20, 59, tzinfo=UTC)
    report = report_of(sector("chips", *CHIPS[:2], replace(CHIPS[2], running=moment)))
    assert (moment, True) == (report.running, report.unfinished)


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(random: Random) -> None:
    """Shuffled baskets, companies, markets and absent ones make the same report."""

    def shuffled(parts: list[object]) -> list[object]:
        return random.sample(parts, len(parts))

    markets = [market(index(f"^{hour}", Region.EUROPE), -0.01, closes=8 + hour) for hour in range(5)]
    sectors = [sector("chips", *CHIPS), sector("cars", *CARS), EMPTY]
    absent = [AbsentMember(stock(symbol), Absence.NO_BAR) for symbol in "ABC"]
    parts = (markets, sectors, [*CHIPS, *CARS], [], absent)
    assert measure_rout(MONDAY, *parts) == measure_rout(MONDAY, *(shuffled(part) for part in parts))
