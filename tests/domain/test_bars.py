"""Raw rows in, bars out: every trap of vendors' data."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bars import CleanBars, clean_bars

NAN = float("nan")
TODAY = date(2025, 1, 31)
Row = tuple[str, float, float, float, float, float, float]


def clean(*rows: Row) -> CleanBars:
    """Clean rows of (day, open, high, low, close, adjusted, volume)."""
    days = np.array([row[0] for row in rows], dtype="datetime64[D]")
    o, h, lo, c, a, v = (np.array([row[at] for row in rows], dtype=float) for at in range(1, 7))
    return clean_bars(days, o, h, lo, c, a, v, today=TODAY)


def kept(bars: CleanBars) -> list[str]:
    """The days kept, as ISO text."""
    return [str(day) for day in bars.days]


def test_a_filler_bar_is_left_out() -> None:
    """Siemens Energy on 2025-01-24, the previous close four times with volume 0, is no bar."""
    bars = clean(
        ("2025-01-23", 57.6, 59.1, 57.5, 58.8, 58.8, 2_000_000),
        ("2025-01-24", 58.8, 58.8, 58.8, 58.8, 58.8, 0),
        ("2025-01-27", 50.0, 52.0, 45.7, 48.32, 48.32, 9_000_000),
    )
    assert ["2025-01-23", "2025-01-27"] == kept(bars)


def test_a_run_of_fillers_is_left_out_whole() -> None:
    """Two holidays in a row leave nothing behind."""
    bars = clean(
        ("2025-01-28", 9.0, 11.0, 9.0, 10.0, 10.0, 5),
        ("2025-01-29", 10.0, 10.0, 10.0, 10.0, 10.0, 0),
        ("2025-01-30", 10.0, 10.0, 10.0, 10.0, 10.0, NAN),
    )
    assert ["2025-01-28"] == kept(bars)


def test_a_filler_after_a_bar_of_a_close_alone_is_left_out() -> None:
    """A half day known by its close and the holiday after it: the first is a bar, the second is not."""
    bars = clean(
        ("2025-01-28", NAN, NAN, NAN, 10.0, 10.0, 0),
        ("2025-01-29", 10.0, 10.0, 10.0, 10.0, 10.0, 0),
    )
    assert ["2025-01-28"] == kept(bars)


def test_an_unchanged_bar_of_a_close_alone_is_kept() -> None:
    """Hong Kong's half day without open, high and low is a session even when its close did not move."""
    bars = clean(
        ("2025-01-27", 9.0, 11.0, 9.0, 10.0, 10.0, 5),
        ("2025-01-28", NAN, NAN, NAN, 10.0, 10.0, 0),
    )
    assert ["2025-01-27", "2025-01-28"] == kept(bars)


def test_unchanged_levels_of_an_old_index_are_kept() -> None:
    """Where the source knows one level a day and no volume, an unchanged level is a real close."""
    bars = clean(
        ("1932-01-04", 7.71, 7.71, 7.71, 7.71, 7.71, 0),
        ("1932-01-05", 7.71, 7.71, 7.71, 7.71, 7.71, 0),
        ("1932-01-06", 7.71, 7.71, 7.71, 7.71, 7.71, 0),
    )
    assert 3 == len(bars)


def test_an_unchanged_day_with_trades_is_kept() -> None:
    """A single trade at the previous close is a session."""
    bars = clean(
        ("2025-01-27", 9.0, 11.0, 9.0, 10.0, 10.0, 5),
        ("2025-01-28", 10.0, 10.0, 10.0, 10.0, 10.0, 100),
    )
    assert 2 == len(bars)


def test_a_row_without_a_close_is_left_out() -> None:
    """A last row with volume but null prices says nothing."""
    bars = clean(("2025-01-27", 9.0, 11.0, 9.0, 10.0, 10.0, 5), ("2025-01-28", NAN, NAN, NAN, NAN, NAN, 5))
    assert ["2025-01-27"] == kept(bars)


def test_the_live_bar_given_twice_counts_once() -> None:
    """Of two rows on one date the last one wins."""
    bars = clean(
        ("2025-01-30", 9.0, 11.0, 9.0, 10.0, 10.0, 5),
        ("2025-01-31", 10.0, 12.0, 10.0, 11.0, 11.0, 6),
        ("2025-01-31", 10.0, 12.0, 10.0, 11.5, 11.5, 7),
    )
    assert ([10.0, 11.5], [5.0, 7.0]) == (bars.close.tolist(), bars.volume.tolist())


def test_a_null_row_does_not_displace_the_bar_of_its_day() -> None:
    """When the second row of a date has no price, the first one stays."""
    bars = clean(("2025-01-31", 9.0, 11.0, 9.0, 10.0, 10.0, 5), ("2025-01-31", NAN, NAN, NAN, NAN, NAN, 5))
    assert [10.0] == bars.close.tolist()


def test_a_future_row_is_left_out() -> None:
    """A row dated after today has not happened."""
    bars = clean(("2025-01-31", 9.0, 11.0, 9.0, 10.0, 10.0, 5), ("2025-02-01", 9.0, 11.0, 9.0, 10.0, 10.0, 5))
    assert ["2025-01-31"] == kept(bars)


def test_rows_are_sorted() -> None:
    """Rows come back oldest first, each with its own values."""
    bars = clean(("2025-01-28", 9.0, 11.0, 9.0, 10.5, 10.0, 5), ("2025-01-27", 9.0, 11.0, 9.0, 10.0, 10.0, 6))
    assert (["2025-01-27", "2025-01-28"], [10.0, 10.5]) == (kept(bars), bars.close.tolist())


def test_a_close_below_zero_is_refused_and_named() -> None:
    """Crude oil settled at -37.63 on 2020-04-20: no move can be measured from there, and the caller is told."""
    bars = clean(
        ("2020-04-17", 19.75, 20.02, 17.31, 18.27, 18.27, 5),
        ("2020-04-20", 17.73, 17.85, -40.32, -37.63, -37.63, 6),
        ("2020-04-21", -14.0, 13.86, -16.74, 10.01, 10.01, 7),
    )
    assert (["2020-04-17", "2020-04-21"], ["2020-04-20"]) == (kept(bars), [str(day) for day in bars.refused])
    assert np.isnan(bars.open[1])


def test_zero_means_unknown() -> None:
    """Zero volume, zero opens and zero adjusted closes become NaN."""
    bars = clean(("2025-01-27", 0.0, 11.0, 0.0, 10.0, 0.0, 0))
    assert [True, False, True, True, True] == [
        bool(np.isnan(column[0])) for column in (bars.open, bars.high, bars.low, bars.adjusted, bars.volume)
    ]


def test_no_rows_are_no_bars() -> None:
    """Nothing in, nothing out."""
    assert 0 == len(clean())


def test_columns_of_different_length_are_an_error() -> None:
    """A mistake of the caller is not data."""
    days = np.array(["2025-01-27"], dtype="datetime64[D]")
    one, two = np.ones(1), np.ones(2)
    with pytest.raises(ValueError, match="columns"):
        clean_bars(days, one, one, one, two, one, one, today=TODAY)


PRICES = st.sampled_from([NAN, float("inf"), -1.0, 0.0, 10.0, 10.0, 11.0, 12.5])
ROWS = st.lists(
    st.tuples(
        st.integers(-8, 2).map(lambda offset: str(TODAY + timedelta(days=offset))),
        PRICES,
        PRICES,
        PRICES,
        PRICES,
        PRICES,
        st.sampled_from([NAN, 0.0, 1.0, 1e9]),
    ),
    max_size=14,
)


@given(ROWS)
def test_whatever_comes_in_what_comes_out_is_sound(rows: list[Row]) -> None:
    """Days strictly increase and have happened, closes are positive, nothing is zero, and each row was given."""
    bars = clean(*rows)
    assert bool(np.all(bars.days[1:] > bars.days[:-1]))
    assert bool(np.all(bars.days <= np.datetime64(TODAY)))
    assert bool(np.all(np.isfinite(bars.close) & (bars.close > 0)))
    for column in (bars.open, bars.high, bars.low, bars.adjusted, bars.volume):
        assert bool(np.all(np.isnan(column) | (np.isfinite(column) & (column > 0))))
    given_rows = {(row[0], row[4]) for row in rows}
    assert {(str(day), close) for day, close in zip(bars.days, bars.close.tolist(), strict=True)} <= given_rows


@given(ROWS)
def test_cleaning_twice_changes_nothing(rows: list[Row]) -> None:
    """Clean bars are clean, and none of them is refused."""
    once = clean(*rows)
    twice = clean_bars(once.days, once.open, once.high, once.low, once.close, once.adjusted, once.volume, today=TODAY)
    for name in ("days", "open", "high", "low", "close", "adjusted", "volume"):
        np.testing.assert_array_equal(getattr(twice, name), getattr(once, name))
    assert 0 == len(twice.refused)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_when_each_day_comes_once(rows: list[Row], random: object) -> None:
    """Sources that sort newest first give the same bars."""
    single = list({row[0]: row for row in rows}.values())
    shuffled = single.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    np.testing.assert_array_equal(clean(*shuffled).close, clean(*single).close)
