"""A basket's means, breadth and value: what must hold for any members in any order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.prices import Quality, ShareCount, Split
from bot.domain.rates import Rate, RateSource
from bot.domain.sectors import Absence, AbsentMember, MemberMove, SectorReport, measure_member, measure_sector
from tests.builders.histories import days_of, history_of
from tests.builders.instruments import stock
from tests.builders.members import BASKET, MONDAY, member

moves = st.floats(-0.99, 3.0).map(lambda each: round(each, 6))
caps = st.none() | st.floats(1e6, 5e12)
baskets = st.lists(st.tuples(moves, caps), min_size=1, max_size=40).map(
    lambda rows: tuple(member(f"M{row:02}", move, cap) for row, (move, cap) in enumerate(rows))
)


def measured(members: tuple[MemberMove, ...], *absent: AbsentMember) -> SectorReport:
    """The report of these members."""
    return measure_sector(BASKET, MONDAY, members, absent)


@given(baskets)
def test_weights_add_up(members: tuple[MemberMove, ...]) -> None:
    """The parts of a basket's market value make the whole, and their moves make the weighted one."""
    report = measured(members)
    weights = [(weight, each.move) for each in report.members if (weight := report.weight(each)) is not None]
    assert len(weights) == report.cap_members
    if report.cap_weight is not None:
        assert isclose(1.0, sum(weight for weight, _ in weights), rel_tol=1e-12)
        assert isclose(report.cap_weight, sum(weight * move for weight, move in weights), rel_tol=1e-9, abs_tol=1e-12)


@given(moves, st.integers(1, 60), caps)
def test_the_mean_of_identical_members_is_their_move(move: float, count: int, cap: float | None) -> None:
    """Both weights say what every member did."""
    report = measured(tuple(member(f"M{row:02}", move, cap) for row in range(count)))
    assert report.equal_weight == pytest.approx(move, rel=1e-15)
    assert report.cap_weight == (None if cap is None else pytest.approx(move, rel=1e-14))


@given(baskets)
def test_means_lie_between_the_extremes(members: tuple[MemberMove, ...]) -> None:
    """No weighting makes a basket fall more than its weakest member or rise more than its strongest."""
    report = measured(members)
    first, last = report.members[0].move, report.members[-1].move
    assert report.equal_weight is not None
    for mean in (report.equal_weight, report.cap_weight):
        assert mean is None or first - 1e-12 <= mean <= last + 1e-12


@given(baskets)
def test_breadth_adds_up(members: tuple[MemberMove, ...]) -> None:
    """Down, up and unchanged are all there are."""
    report = measured(members)
    unchanged = sum(each.move == 0 for each in members)
    assert len(members) == report.measured == report.down + report.up + unchanged


@given(baskets, st.randoms(use_true_random=False))
def test_order_does_not_matter(members: tuple[MemberMove, ...], chance: random.Random) -> None:
    """The same members shuffled make the very same report, to the last bit."""
    shuffled = list(members)
    chance.shuffle(shuffled)
    assert measured(members) == measured(tuple(shuffled))


@given(baskets, st.lists(st.sampled_from(Absence), max_size=5))
def test_an_absent_member_shifts_nobody(members: tuple[MemberMove, ...], reasons: list[Absence]) -> None:
    """Whoever has no data is named beside, and every row and mean stays what it was."""
    absent = tuple(AbsentMember(stock(f"A{row}"), reason) for row, reason in enumerate(reasons))
    report = measured(members, *absent)
    assert report.absent == absent
    assert measured(members) == replace(report, absent=())


@given(baskets, st.floats(1e-3, 1e3))
def test_scaling_all_values_changes_no_mean(members: tuple[MemberMove, ...], factor: float) -> None:
    """In cents or in thousands, a basket moved by the same fraction."""
    scaled = tuple(
        replace(each, cap=each.cap and each.cap * factor, value=each.value and each.value * factor) for each in members
    )
    before, after = measured(members), measured(scaled)
    assert before.equal_weight == after.equal_weight
    assert before.cap_weight == (
        None if after.cap_weight is None else pytest.approx(after.cap_weight, rel=1e-9, abs=1e-15)
    )


def test_two_members_by_hand() -> None:
    """-10 % of 300 and +5 % of 100: equal -2.5 %, weighted (-30 + 5) / 400 = -6.25 %, 25 erased."""
    report = measured((member("UP", 0.05, 100.0), member("DN", -0.10, 300.0)))
    assert [each.instrument.symbol for each in report.members] == ["DN", "UP"]
    assert report.equal_weight == pytest.approx(-0.025)
    assert (report.cap_weight, report.value, report.cap) == (-0.0625, -25.0, 400.0)
    assert (report.down, report.up) == (1, 1)


def test_nobody_measured_has_no_mean() -> None:
    """A basket of which nothing is known says nothing, rather than zero."""
    report = measured((), AbsentMember(stock("A"), Absence.CLOSED))
    assert (report.equal_weight, report.cap_weight, report.value, report.cap) == (None, None, None, None)


WEEK = days_of("2025-01-22", "2025-01-23", "2025-01-24", "2025-01-27", "2025-01-28")
COUNT = ShareCount(date(2024, 12, 31), 1_000_000.0, Quality.EXACT, date(2024, 12, 31))
POUND = Rate("GBP", 1.25, RateSource.ECB, MONDAY)


def test_a_member_in_pence_is_worth_pounds() -> None:
    """1,000,000 shares at 400p are 4 m pounds, at $1.25 that is $5 m; a fall to 380p erases $0.25 m."""
    history = history_of(WEEK, [410, 405, 400, 380, 385], currency="GBp")
    found = measure_member(stock(currency="GBp"), history, MONDAY, WEEK, (COUNT,), POUND)
    assert isinstance(found, MemberMove)
    assert (found.cap, found.value) == (pytest.approx(5_000_000), pytest.approx(-250_000))
    assert (found.move, found.approximate) == (pytest.approx(-0.05), False)


def test_a_count_before_a_split_is_brought_to_the_prices() -> None:
    """Prices restated for 4 for 1 are a quarter; four times the shares are worth the same."""
    split = Split(date(2025, 6, 2), 4.0)
    history = history_of(WEEK, [100, 100, 100, 90, 90], splits=(split,))
    found = measure_member(stock(), history, MONDAY, WEEK, (COUNT,), Rate("USD", 1.0, RateSource.PAR, MONDAY))
    assert isinstance(found, MemberMove)
    assert (found.cap, found.value) == (400e6, -40e6)


def test_without_a_rate_or_a_count_there_is_a_move_but_no_value() -> None:
    """A member counts in the equal weight all the same."""
    history = history_of(WEEK, [100, 100, 100, 90, 90])
    for given_ in ((COUNT,), None), ((), Rate("USD", 1.0, RateSource.PAR, MONDAY)):
        found = measure_member(stock(), history, MONDAY, WEEK, *given_)
        assert isinstance(found, MemberMove)
        assert (found.cap, found.value, found.move) == (None, None, pytest.approx(-0.1))


def test_a_rate_of_another_currency_is_refused() -> None:
    """Pounds are never taken for euros."""
    history = history_of(WEEK, [100, 100, 100, 90, 90], currency="EUR")
    with pytest.raises(ValueError, match="the rate is of GBP"):
        measure_member(stock(), history, MONDAY, WEEK, (COUNT,), POUND)


@pytest.mark.parametrize(
    ("day", "sessions", "reason"),
    [
        (date(2025, 1, 20), WEEK, Absence.NOT_YET_LISTED),
        (date(2025, 1, 25), WEEK, Absence.CLOSED),
        (date(2025, 1, 29), days_of("2025-01-28", "2025-01-29"), Absence.NO_BAR),
        (date(2025, 1, 22), WEEK, Absence.NO_PREVIOUS_BAR),
        (MONDAY, days_of("2025-01-24", "2025-01-26", "2025-01-27"), Absence.NO_PREVIOUS_BAR),
    ],
)
def test_each_reason_for_having_no_move_is_told_apart(day: date, sessions: object, reason: Absence) -> None:
    """Before the listing, on a holiday, without a bar, on the first day, after a lost session."""
    history = history_of(WEEK, [100, 100, 100, 90, 90], first_trade=date(2025, 1, 22))
    assert measure_member(stock(), history, day, sessions) == AbsentMember(stock(), reason)  # pyright: ignore[reportArgumentType]
