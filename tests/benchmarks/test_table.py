"""What the benchmarks make of their numbers; nothing is timed here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.measures import AtLeast, AtMost, Case, Target, TimesFloor, TimesNaive
from benchmarks.table import number, render

CASE = Case("one question", "ms", ours=(30.0, 10.0, 20.0), naive=(90.0, 60.0, 10.0), floor=(5.0,))


def test_medians_are_compared() -> None:
    """20 ms is a third of 60 ms and four times 5 ms; one slow round changes neither."""
    assert 20.0 == CASE.value
    assert 3.0 == CASE.times_naive
    assert 4.0 == CASE.times_floor


def test_there_is_no_ratio_without_something_to_compare_with() -> None:
    """Neither where nothing else was measured, nor where ours is nothing at all."""
    alone = Case("memory", "MB", ours=(300.0,))
    assert alone.times_naive is None
    assert alone.times_floor is None
    assert Case("requests", "", ours=(0.0,), naive=(3.0,)).times_naive is None


@pytest.mark.parametrize(
    ("target", "missed"),
    [
        (None, False),
        (TimesNaive(3), False),
        (TimesNaive(3.1), True),
        (TimesFloor(4), False),
        (TimesFloor(3.9), True),
        (AtLeast(10), False),
        (AtLeast(10.1), True),
        (AtMost(20), False),
        (AtMost(19.9), True),
        (AtMost(20, always=True), True),
        (AtMost(30, always=True), False),
    ],
)
def test_targets(target: Target | None, missed: bool) -> None:
    """Times are judged by the median, counts by every round; a limit itself is within it."""
    assert missed == replace(CASE, target=target).missed


def test_a_comparison_with_nothing_is_missed() -> None:
    """A naive bot, or a floor, that was not measured proves nothing."""
    assert replace(CASE, naive=(), target=TimesNaive(1)).missed
    assert replace(CASE, floor=(), target=TimesFloor(100)).missed


@pytest.mark.parametrize(("ours", "text"), [(1.249, "1.25x"), (1.999, "2.00x"), (12.34, "12.3x")])
def test_small_ratios_show_hundredths(ours: float, text: str) -> None:
    """A floor is not to be exceeded by a quarter, which tenths would hide."""
    assert text in render([Case("fetching", "ms", ours=(ours,), floor=(1.0,))])


def test_the_table_marks_what_is_missed() -> None:
    """Columns are aligned, and the eye finds the word."""
    table = render([replace(CASE, target=TimesNaive(30)), Case("requests", "", ours=(0,), target=AtMost(0))])
    head, rule, missed, met = table.splitlines()
    assert len(rule) >= max(map(len, (head, missed, met)))
    assert missed.split() == [
        *("one", "question", "ms", "20", "10..30", "60", "5", "3.0x", "4.0x", ">=", "30x", "naive", "MISSED")
    ]
    assert met.endswith("met")


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (2.0, "2"), (9.94, "9.9"), (123.4, "123"), (10187.2, "10,187")])
def test_numbers_are_as_long_as_they_need_be(value: float, text: str) -> None:
    """Tenths of a millisecond matter below a hundred only."""
    assert text == number(value)


def test_the_result_can_be_read_by_a_machine() -> None:
    """Every value is kept beside what was made of it."""
    document = replace(CASE, target=AtMost(10)).as_json()
    assert [30.0, 10.0, 20.0] == document["ours"]
    assert (20.0, 3.0, 4.0) == (document["median"], document["times_naive"], document["times_floor"])
    assert ("<= 10", True) == (document["target"], document["missed"])
