"""Every clause of a verdict has its licence, and a worse day never gets a milder word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import verdicts
from bot.domain.instruments import Region
from bot.domain.market_days import REGIONS
from bot.domain.verdicts import BasketEvidence, DayKind, Evidence, IndexEvidence, Spread, Verdict, judge

PAGE = Path(__file__).parents[2] / "docs" / "rout-thresholds.md"
ASIA, EUROPE, AMERICAS = REGIONS

MOVES = st.floats(-0.30, 0.30).map(lambda move: round(move, 4))
SMALL = st.floats(-0.0149, 0.0149)


def indices_of(moves: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[IndexEvidence, ...]]:
    """Some indices, each with a usual swing of 1 % or with none known."""
    index = st.builds(
        lambda region, move, known: IndexEvidence(region, move, move / 0.01 if known else None),
        st.sampled_from(REGIONS),
        moves,
        st.booleans(),
    )
    return st.lists(index, max_size=9).map(tuple)


def baskets_of(moves: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[BasketEvidence, ...]]:
    """Up to six baskets of different keys."""
    rows = st.lists(st.tuples(moves, st.integers(1, 12), st.integers(0, 20), st.booleans()), max_size=6)
    return rows.map(
        lambda drawn: tuple(
            BasketEvidence(f"basket-{row}", move, measured, measured + others, fund)
            for row, (move, measured, others, fund) in enumerate(drawn)
        )
    )


def evidence_of(moves: st.SearchStrategy[float]) -> st.SearchStrategy[Evidence]:
    """Any day."""
    return st.builds(
        Evidence,
        companies=st.lists(moves, max_size=30).map(tuple),
        indices=indices_of(moves),
        baskets=baskets_of(moves),
        havens=st.lists(moves, max_size=4).map(tuple),
    )


DAYS = st.one_of(evidence_of(MOVES), evidence_of(st.floats(-0.2, 0.03)), evidence_of(st.floats(-0.03, 0.2)))


def worse_by(evidence: Evidence, falls: list[float]) -> Evidence:
    """The same day with every company and index lower by some amount, taken from `falls` in turn."""
    amounts = iter(falls * 40)
    companies = tuple(move - next(amounts) for move in evidence.companies)
    indices: list[IndexEvidence] = []
    for each in evidence.indices:
        move = each.move - next(amounts)
        indices.append(replace(each, move=move, swings=None if each.swings is None else move / 0.01))
    return replace(evidence, companies=companies, indices=tuple(indices))


def share(moves: list[float], sign: int) -> float:
    """How large a part moved in the direction of `sign`."""
    return sum(sign * move > 0 for move in moves) / len(moves)


def mean(moves: list[float]) -> float:
    """The plain mean."""
    return sum(moves) / len(moves)


def groups_of(evidence: Evidence) -> list[list[float]]:
    """The groups large enough to speak."""
    companies, indices = list(evidence.companies), [each.move for each in evidence.indices]
    return [group for group, least in ((companies, 10), (indices, 2)) if len(group) >= least]


def regional(evidence: Evidence) -> dict[Region, float]:
    """Each region's mean move in usual swings."""
    known = {region: [] for region in REGIONS}
    for each in evidence.indices:
        if each.swings is not None:
            known[each.region].append(each.swings)
    return {region: mean(swings) for region, swings in known.items() if swings}


@given(DAYS, st.lists(st.floats(0, 0.2), min_size=1, max_size=40))
def test_a_worse_day_never_gets_a_milder_word(day: Evidence, falls: list[float]) -> None:
    """However far companies and indices fall below a day, the word does not rise above that day's."""
    assert judge(worse_by(day, falls)).level <= judge(day).level


@given(DAYS)
def test_a_mirrored_day_gets_the_mirrored_word(day: Evidence) -> None:
    """Rises are judged as falls are."""
    indices = tuple(
        replace(each, move=-each.move, swings=None if each.swings is None else -each.swings) for each in day.indices
    )
    baskets = tuple(replace(each, move=-each.move) for each in day.baskets)
    mirrored = judge(Evidence(tuple(-move for move in day.companies), indices, baskets))
    verdict = judge(day)
    assert (-verdict.level, verdict.spread, verdict.leader) == (mirrored.level, mirrored.spread, mirrored.leader)


@given(DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(day: Evidence, random: Random) -> None:
    """Shuffled figures give the same verdict."""
    parts = (day.companies, day.indices, day.baskets, day.havens)
    shuffled = Evidence(*(tuple(random.sample(part, len(part))) for part in parts))
    assert judge(day) == judge(shuffled)


@given(DAYS)
def test_a_rout_is_deep_and_shared(day: Evidence) -> None:
    """Some group fell 3 % or more on average, and 60 % of it fell; a sell-off needs half of that depth."""
    depth = {DayKind.ROUT: 0.03, DayKind.SELL_OFF: 0.015, DayKind.RALLY: 0.015, DayKind.SURGE: 0.03}
    verdict = judge(day)
    if verdict.kind not in depth:
        return
    sign = 1 if verdict.level > 0 else -1
    least = depth[verdict.kind] - 1e-12
    assert any(sign * mean(group) >= least and share(group, sign) >= 0.6 for group in groups_of(day))


@given(DAYS)
def test_a_weak_day_has_a_reason(day: Evidence) -> None:
    """A group's mean is beyond 1.5 %, or a region's indices beyond 1.5 usual swings."""
    verdict = judge(day)
    if verdict.kind in (DayKind.WEAK, DayKind.FIRM):
        sign = verdict.level
        means = [sign * mean(group) >= 0.015 - 1e-12 for group in groups_of(day)]
        strays = [sign * swings >= 1.5 - 1e-9 for swings in regional(day).values()]
        assert any(means + strays)


@given(DAYS)
def test_an_ordinary_day_is_within_every_measure(day: Evidence) -> None:
    """No mean, no region and no size of moves is beyond its bound, however few the figures are."""
    if judge(day).kind is DayKind.ORDINARY:
        every = [list(day.companies), [each.move for each in day.indices]]
        assert all(abs(mean(group)) < 0.015 for group in every if group)
        assert all(abs(swings) < 1.5 for swings in regional(day).values())
        assert len(day.companies) < 10 or mean([abs(move) for move in day.companies]) < 0.025


@given(evidence_of(SMALL))
def test_a_quiet_day_never_reads_dramatic(day: Evidence) -> None:
    """Where nothing moved 1.5 %, the day is ordinary, or unknown, and no clause is added."""
    verdict = judge(day)
    assert verdict.kind in (DayKind.ORDINARY, DayKind.UNKNOWN)
    assert (verdict.spread, verdict.leader, verdict.havens_rose) == (None, None, False)


@given(st.lists(MOVES, max_size=9).map(tuple), st.lists(MOVES, max_size=1))
def test_too_little_evidence_is_no_verdict(companies: tuple[float, ...], index: list[float]) -> None:
    """Nine companies and one index are no word about the market, whatever they did."""
    indices = tuple(IndexEvidence(AMERICAS, move, move / 0.01) for move in index)
    verdict = judge(Evidence(companies, indices, havens=(0.02, 0.02)))
    assert verdict.kind is DayKind.UNKNOWN
    assert (verdict.spread, verdict.leader, verdict.havens_rose) == (None, None, False)


@given(DAYS)
def test_a_leader_leads(day: Evidence) -> None:
    """It went farthest, by a point and a quarter of its move, with half of its members and three of them known."""
    verdict = judge(day)
    if verdict.leader is None:
        return
    sign = 1 if verdict.level > 0 else -1
    leader = next(each for each in day.baskets if each.key == verdict.leader)
    others = [sign * each.move for each in day.baskets if each is not leader]
    assert verdict.level
    assert others
    assert sign * leader.move >= 0.015
    assert sign * leader.move - max(others) >= max(0.01, 0.25 * abs(leader.move))
    assert leader.stand_in or (leader.measured >= 3 and leader.measured >= leader.members / 2)


@given(st.lists(st.just(-0.05), min_size=1, max_size=6), st.lists(st.just(-0.05), min_size=10, max_size=12))
def test_equals_have_no_leader(baskets: list[float], companies: list[float]) -> None:
    """Baskets that fell alike are led by none of them; nor does a lone basket lead."""
    rows = tuple(BasketEvidence(f"basket-{row}", move, 5, 5) for row, move in enumerate(baskets))
    assert judge(Evidence(tuple(companies), baskets=rows)).leader is None


@given(DAYS)
def test_broad_means_every_region(day: Evidence) -> None:
    """All three regions moved that way by more than a usual swing."""
    verdict = judge(day)
    if verdict.spread is Spread.BROAD:
        sign = 1 if verdict.level > 0 else -1
        assert len(regional(day)) == 3
        assert all(sign * swings > 1 for swings in regional(day).values())


@given(DAYS)
def test_narrow_means_that_indices_hardly_followed(day: Evidence) -> None:
    """The mean index moved less than a third as far as the mean company, in each region too."""
    verdict = judge(day)
    if verdict.spread is Spread.NARROW:
        sign = 1 if verdict.level > 0 else -1
        assert len(day.companies) >= 10
        assert len(day.indices) >= 2
        for region in {None, *(each.region for each in day.indices)}:
            here = [each.move for each in day.indices if region in (None, each.region)]
            assert sign * mean(here) < sign * mean(list(day.companies)) / 3 + 1e-12
        assert abs(verdict.level) >= 2


@given(DAYS, st.lists(st.floats(0, 0.2), min_size=1, max_size=40))
def test_a_broad_rout_stays_broad_when_it_gets_worse(day: Evidence, falls: list[float]) -> None:
    """Further falls never take the word away."""
    verdict = judge(day)
    if verdict.level < 0 and verdict.spread is Spread.BROAD:
        assert judge(worse_by(day, falls)).spread is Spread.BROAD


@given(DAYS)
def test_havens_rose_only_when_all_did_on_a_fall(day: Evidence) -> None:
    """Two at least, each by 0.3 % at least, and the day fell."""
    if judge(day).havens_rose:
        assert len(day.havens) >= 2
        assert min(day.havens) >= 0.003
        assert judge(day).level < 0


ROUT = Evidence(
    companies=(-0.17, -0.05, -0.05, -0.04, -0.03, -0.02, 0.01, 0.02, -0.02, -0.01),
    indices=(
        IndexEvidence(ASIA, -0.004, -0.4),
        IndexEvidence(EUROPE, -0.005, -0.6),
        IndexEvidence(AMERICAS, -0.011, -2),
    ),
    baskets=(BasketEvidence("chips", -0.10, 5, 5), BasketEvidence("cars", -0.02, 5, 5)),
    havens=(0.004, 0.009),
)
"""Mean -3.6 %, eight of ten down; the indices' mean is -0.67 %, and nowhere -1.2 %."""
APART = (replace(ROUT.indices[0], move=0.012), ROUT.indices[1], replace(ROUT.indices[2], move=-0.0125))
"""Asia rose as far as the Americas fell."""


def _told(verdict: Verdict) -> tuple[str, str | None, str | None, bool]:
    return verdict.kind.value, verdict.spread and verdict.spread.value, verdict.leader, verdict.havens_rose


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("rout", "narrow", "chips", True)),
        ({"havens": (0.004,)}, ("rout", "narrow", "chips", False)),
        ({"havens": (0.004, 0.0029)}, ("rout", "narrow", "chips", False)),
        ({"baskets": (ROUT.baskets[0], BasketEvidence("cars", -0.08, 5, 5))}, ("rout", "narrow", None, True)),
        ({"baskets": (BasketEvidence("chips", -0.10, 2, 2), ROUT.baskets[1])}, ("rout", "narrow", None, True)),
        ({"baskets": (BasketEvidence("chips", -0.10, 5, 12), ROUT.baskets[1])}, ("rout", "narrow", None, True)),
        ({"indices": ROUT.indices[2:]}, ("rout", None, "chips", True)),
        ({"indices": tuple(replace(each, swings=-1.1) for each in ROUT.indices)}, ("rout", "broad", "chips", True)),
        ({"indices": tuple(replace(each, move=-0.013) for each in ROUT.indices)}, ("rout", None, "chips", True)),
        ({"companies": (-0.029,) * 10}, ("sell-off", None, "chips", True)),
        ({"companies": (-0.14,) * 5 + (0.01,) * 5}, ("weak", None, "chips", True)),
        ({"indices": APART}, ("rout", None, "chips", True)),
        ({"companies": (0.0,) * 10}, ("weak", None, "chips", True)),
        ({"companies": (0.04,) * 10}, ("rally", "narrow", None, False)),
        ({"companies": (0.0,) * 10, "indices": ROUT.indices[:2]}, ("ordinary", None, None, False)),
        ({"companies": (0.04, -0.04) * 5, "indices": ROUT.indices[:2]}, ("mixed", None, None, False)),
        ({"companies": (0.05,) * 5 + (-0.019,) * 5}, ("mixed", None, None, False)),
        ({"companies": (-0.05,) * 9, "indices": ROUT.indices[:2]}, ("unknown", None, None, False)),
    ],
)
def test_days_are_called_what_their_figures_license(change: dict[str, object], expected: tuple[object, ...]) -> None:
    """One day and what becomes of its words when a single figure changes."""
    assert expected == _told(judge(replace(ROUT, **change)))


def test_the_page_states_the_thresholds_in_force() -> None:
    """docs/rout-thresholds.md names every constant of the module at its value."""
    said = PAGE.read_text(encoding="utf-8")
    figures = {
        f"-{verdicts.DEEP:.0%} or worse",
        f"-{verdicts.MARKED:.1%} or worse",
        f"{verdicts.SHARED:.0%} of the group",
        f"at least {verdicts.COMPANIES_AT_LEAST} have a move",
        f"at least {verdicts.INDICES_AT_LEAST} have",
        f"{verdicts.STRAY} usual daily swings or more",
        f"{verdicts.STIRRED:.1%} or more on average",
        f"rose by {verdicts.HAVEN_MOVE:.1%} or more",
    }
    assert {each for each in figures if each.replace("%", " %") not in said} == set()
    assert (verdicts.LEAD, verdicts.LEAD_PART) == (0.01, 0.25)
    assert (verdicts.LEADER_MEMBERS, verdicts.LEADER_COVERAGE) == (3, 0.5)
    assert (verdicts.NARROW, verdicts.HAVENS_AT_LEAST) == (1 / 3, 2)
