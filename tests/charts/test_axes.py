"""Scales, ticks and months."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.axes import SessionAxis, ValueAxis, spans_decades, value_axis
from bot.charts.words import Numerals

EN = Numerals(".", ",")


def _labels(low: float, high: float, log: bool = False) -> list[str]:
    return [EN.text(value, digits) for value, digits in ValueAxis(low, high, 0, 200, log).ticks()]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (114.5, 151.3, ["120", "130", "140", "150"]),
        (36_100.0, 42_500.0, ["38,000", "40,000", "42,000"]),
        (0.0000111, 0.0000131, ["0.0000115", "0.0000120", "0.0000125", "0.0000130"]),
        (-42.0, 23.0, ["−40", "−20", "0", "20"]),
        (9.94, 10.06, ["9.950", "9.975", "10.000", "10.025", "10.050"]),
    ],
)
def test_ticks_are_round_and_as_exact_as_needed(low: float, high: float, expected: list[str]) -> None:
    """Ticks are multiples of 1, 2, 2.5 or 5, written with the decimals of their step."""
    assert expected == _labels(low, high)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(16.0, 360.0, ["20", "50", "100", "200"]), (0.4, 2.6, ["0.5", "0.7", "1", "1.5", "2"]), (3.0, 3e6, None)],
)
def test_logarithmic_ticks_are_round_too(low: float, high: float, expected: list[str] | None) -> None:
    """A logarithmic scale has few round ticks, over however many decades."""
    labels = _labels(low, high, log=True)
    assert expected is None or expected == labels
    assert 2 <= len(labels) <= 6


@given(low=st.floats(-1e6, 1e6), span=st.floats(1e-6, 1e7))
def test_ticks_stay_few_and_inside(low: float, span: float) -> None:
    """Two to seven ticks, all within the scale."""
    axis = ValueAxis(low, low + span * max(1.0, abs(low) * 1e-6), 0, 200)
    values = [value for value, _ in axis.ticks()]
    assert 2 <= len(values) <= 7
    assert all(axis.low <= value <= axis.high for value in values)


def test_a_scale_holds_its_values_with_air() -> None:
    """The extremes of the data are drawn inside the plot, not on its edge."""
    axis = value_axis(np.array([100.0, np.nan, 200.0]), 50, 250, log=False)
    low, high = axis.y(np.array([100.0, 200.0]))
    assert 50 < low < high < 250


def test_a_flat_series_lies_in_the_middle() -> None:
    """A series without any movement is drawn half way up."""
    assert 150.0 == value_axis(np.array([7.0, 7.0]), 100, 200, log=False).y(7.0)


def test_equal_ratios_are_equal_heights_on_a_logarithmic_scale() -> None:
    """Doubling is the same distance anywhere."""
    heights = ValueAxis(1, 100, 0, 200, log=True).y(np.array([1.0, 10.0, 100.0]))
    assert [0.0, 100.0, 200.0] == pytest.approx(heights)


@pytest.mark.parametrize(
    ("values", "expected"), [([10, 40], False), ([10, 40.1], True), ([-1, 40], False), ([0, 40], False)]
)
def test_more_than_a_factor_of_four_is_logarithmic(values: list[float], expected: bool) -> None:
    """Steep positive paths ask for a logarithmic scale; values at or below zero cannot have one."""
    assert expected == spans_decades(np.array(values, dtype=float))


def test_sessions_stand_in_the_middle_of_their_steps() -> None:
    """Four sessions on forty pixels stand five pixels from each border."""
    assert [105, 115, 125, 135] == SessionAxis(4, 100, 140).x(np.arange(4)).tolist()


def test_months_are_runs_of_sessions() -> None:
    """A window over New Year has one run for each month, with its year."""
    days = np.array(["2024-12-30", "2024-12-31", "2025-01-02", "2025-01-03", "2025-02-03"], dtype="datetime64[D]")
    assert [(0, 2, 12, 2024), (2, 4, 1, 2025), (4, 5, 2, 2025)] == SessionAxis(5, 0, 100).months(days)


def test_months_before_1970_are_right() -> None:
    """The calendar also counts backwards from the epoch."""
    days = np.array(["1929-10-28", "1929-10-29", "1929-11-01"], dtype="datetime64[D]")
    assert [(0, 2, 10, 1929), (2, 3, 11, 1929)] == SessionAxis(3, 0, 100).months(days)
