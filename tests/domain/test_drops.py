"""measure_drop against figures worked out by hand."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.drops import measure_drop, measure_move, pick_count, shares_in_price_terms
from bot.domain.prices import Dividend, Quality, ShareCount, Split
from tests.builders.histories import NAN, days_of, history_of, weekdays_from
from tests.builders.instruments import stock

FRIDAY, MONDAY = date(2025, 1, 24), date(2025, 1, 27)
DAYS = days_of("2025-01-23", "2025-01-24", "2025-01-27", "2025-01-28")
NVIDIA = {
    "close": [147.22, 142.62, 118.42, 128.99],
    "open": [145.05, 148.37, 124.80, 121.81],
    "high": [147.23, 148.97, 128.40, 129.00],
    "low": [143.72, 141.88, 116.70, 116.25],
}


def count(as_of: str, shares: float, quality: Quality = Quality.EXACT, terms_of: str | None = None) -> ShareCount:
    """A reported share count."""
    day = date.fromisoformat(as_of)
    return ShareCount(day, shares, quality, date.fromisoformat(terms_of) if terms_of else day)


def test_nvidia_fell_as_published() -> None:
    """118.42 after 142.62 is the -16.97 % of the press; 24.49 bn shares make it $592.7 bn."""
    history = history_of(DAYS, **NVIDIA)
    report = measure_drop(stock(), history, MONDAY, DAYS, (count("2024-11-15", 24_490_000_000),))
    assert report.move == pytest.approx(-0.16968, abs=5e-6)
    assert (report.close, report.previous_close, report.previous_day) == (118.42, 142.62, FRIDAY)
    assert report.value is not None
    assert report.value.amount == pytest.approx(-592.658e9, rel=1e-9)  # -24.20 x 24.49e9


def test_gap_and_extremes_divide_by_the_previous_close_and_intraday_by_the_open() -> None:
    """124.80/142.62, 116.70/142.62, 128.40/142.62 and 118.42/124.80, each less one."""
    report = measure_drop(stock(), history_of(DAYS, **NVIDIA), MONDAY, DAYS)
    assert report.gap == pytest.approx(-0.124947, abs=1e-6)
    assert report.worst == pytest.approx(-0.181742, abs=1e-6)
    assert report.best == pytest.approx(-0.099706, abs=1e-6)
    assert report.intraday == pytest.approx(-0.051122, abs=1e-6)


def test_unknown_columns_stay_unknown() -> None:
    """A source without opens, lows and volume gives none of the figures that need them."""
    report = measure_drop(stock(), history_of(DAYS, NVIDIA["close"]), MONDAY, DAYS)
    assert (report.gap, report.worst, report.best, report.intraday) == (None, None, None, None)
    assert (report.volume, report.volume_multiple, report.value, report.index) == (None, None, None, None)


def test_volume_is_compared_with_the_twenty_sessions_before() -> None:
    """Twenty sessions of 100 and one of 350 before them: the day's 250 is 2.5 times the mean, itself left out."""
    days = weekdays_from(date(2025, 1, 1), 22)
    history = history_of(days, [10.0] * 22, volume=[350.0] + [100.0] * 20 + [250.0])
    report = measure_drop(stock(), history, days[-1].item(), days)
    assert report.volume_multiple == pytest.approx(2.5)


@pytest.mark.parametrize("hole", [0, 19])
def test_a_volume_mean_needs_all_twenty_sessions(hole: int) -> None:
    """One unknown volume among the twenty before, and no multiple is given."""
    days = weekdays_from(date(2025, 1, 1), 21)
    volume = [100.0] * 21
    volume[hole] = NAN
    report = measure_drop(stock(), history_of(days, [10.0] * 21, volume=volume), days[-1].item(), days)
    assert report.volume_multiple is None


def test_a_move_across_a_missing_session_is_unknown() -> None:
    """Friday's bar is missing: Monday's one-day move, gap and value are unknown, the longer move is told."""
    history = history_of(days_of("2025-01-23", "2025-01-27"), [58.80, 48.32], open=[55.5, 50.6])
    report = measure_drop(stock(), history, MONDAY, DAYS, (count("2024-09-30", 8e8),))
    assert (report.move, report.gap, report.value) == (None, None, None)
    assert report.missing_previous == FRIDAY
    assert report.since_previous == pytest.approx(-0.178231, abs=1e-6)  # 48.32/58.80 - 1


def test_a_dividend_day_gives_the_total_return_beside_the_move() -> None:
    """From 100 to 97 with 2 paid: the move is -3 %, the return with the dividend -1 %."""
    days = days_of("2025-01-24", "2025-01-27")
    history = history_of(days, [100.0, 97.0], dividends=(Dividend(MONDAY, 2.0),))
    report = measure_drop(stock(), history, MONDAY, days)
    assert report.move == pytest.approx(-0.03)
    assert report.total_return == pytest.approx(-0.01)


def test_pence_become_pounds_of_value() -> None:
    """A fall of 50p on a billion shares erases 500 million pounds."""
    days = days_of("2025-01-24", "2025-01-27")
    history = history_of(days, [400.0, 350.0], currency="GBp")
    report = measure_drop(stock(currency="GBp"), history, MONDAY, days, (count("2025-01-01", 1e9),))
    assert report.value is not None
    assert (report.value.amount, report.value.currency) == (-5e8, "GBP")


def test_a_count_before_a_split_is_brought_to_the_terms_of_the_prices() -> None:
    """2.46 bn shares of May 2024 are 24.6 bn after Nvidia's ten-for-one split of 10 June 2024."""
    history = history_of(DAYS, NVIDIA["close"], splits=(Split(date(2021, 7, 20), 4.0), Split(date(2024, 6, 10), 10.0)))
    assert shares_in_price_terms(history, count("2024-05-24", 2.46e9)) == pytest.approx(24.6e9)
    assert shares_in_price_terms(history, count("2024-05-24", 24.6e9, terms_of="2025-02-07")) == pytest.approx(24.6e9)


def test_a_close_beside_the_count_shows_a_split_that_the_source_does_not_tell() -> None:
    """SoftBank closed at 9,683 on 7 February 2025; since its 4-for-1 split that reads 2,420.80: 1.47 bn are 5.88 bn."""
    days = days_of("2025-01-24", "2025-01-27", "2025-02-07")
    table = ShareCount(date(2024, 12, 31), 1.47e9, Quality.RECALLED, date(2025, 2, 7), close=9683.0)

    restated = measure_drop(stock(), history_of(days, [2640.0, 2420.3, 2420.8], currency="JPY"), MONDAY, days, (table,))
    as_quoted = measure_drop(
        stock(), history_of(days, [10560.0, 9681.0, 9690.0], currency="JPY"), MONDAY, days, (table,)
    )

    assert restated.value is not None
    assert restated.value.shares == pytest.approx(5.88e9, rel=1e-4)
    assert restated.value.amount == pytest.approx(-1.2918e12, rel=1e-4)  # -219.7 x 5.88e9
    assert as_quoted.value is not None
    assert as_quoted.value.shares == 1.47e9  # another source's close, a tenth of a percent away


def test_the_latest_count_at_or_before_the_day_is_used() -> None:
    """Of counts before and after the day, the nearest one before wins."""
    counts = (count("2024-05-01", 1), count("2025-01-20", 3), count("2024-11-15", 2), count("2025-01-28", 4))
    assert pick_count(counts, MONDAY) == counts[1]


@pytest.mark.parametrize(("as_of", "used"), [("2023-12-23", False), ("2023-12-24", True), ("2025-02-27", True)])
def test_a_count_must_be_dated_near_the_day(as_of: str, used: bool) -> None:
    """At most 400 days before, or 31 after when there is none before."""
    assert (pick_count((count(as_of, 1),), MONDAY) is not None) == used


def test_only_an_exact_count_makes_an_exact_amount() -> None:
    """Every other quality is said to be about right."""
    history = history_of(DAYS, NVIDIA["close"])
    about = {
        quality: measure_drop(stock(), history, MONDAY, DAYS, (count("2024-11-15", 1e9, quality),)).value
        for quality in Quality
    }
    assert [quality for quality, value in about.items() if value and not value.approximate] == [Quality.EXACT]


def test_the_running_session_is_marked_only_on_its_own_day() -> None:
    """A history whose last bar is provisional says so for that day and for no other."""
    moment = datetime(2025, 1, 28, 17, 30, tzinfo=UTC)
    history = history_of(DAYS, NVIDIA["close"], running=moment)
    assert measure_drop(stock(), history, date(2025, 1, 28), DAYS).running == moment
    assert measure_drop(stock(), history, MONDAY, DAYS).running is None


def test_the_window_shows_a_missing_session_as_a_gap() -> None:
    """Sessions without a bar are rows of NaN, and the marked row is the day asked about."""
    history = history_of(days_of("2025-01-23", "2025-01-27", "2025-01-28"), [1.0, 2.0, 3.0])
    window = measure_drop(stock(), history, MONDAY, DAYS).window
    assert window.days.tolist() == DAYS.tolist()
    assert np.array_equal(window.close, [1.0, NAN, 2.0, 3.0], equal_nan=True)
    assert window.marked == 2


def test_the_window_holds_sixty_sessions_before_and_ten_after() -> None:
    """Of 200 sessions, the 71 around the 101st."""
    days = weekdays_from(date(2024, 1, 1), 200)
    window = measure_drop(stock(), history_of(days, np.arange(1.0, 201.0)), days[100].item(), days).window
    assert (len(window.days), window.marked) == (71, 60)
    assert (window.close[0], window.close[-1]) == (41.0, 111.0)


def test_the_first_bar_cannot_be_measured() -> None:
    """There is no previous close to measure from."""
    with pytest.raises(ValueError, match="no bar"):
        measure_drop(stock(), history_of(DAYS, NVIDIA["close"]), date(2025, 1, 23), DAYS)


def test_an_index_move_across_a_missing_session_is_unknown() -> None:
    """measure_move gives no figure rather than one over two sessions."""
    history = history_of(days_of("2025-01-23", "2025-01-27", "2025-01-28"), [100.0, 90.0, 99.0])
    assert measure_move(history, MONDAY, DAYS) is None
    assert measure_move(history, date(2025, 1, 28), DAYS) == pytest.approx(0.1)
    assert measure_move(history, FRIDAY, DAYS) is None


@given(st.lists(st.floats(0.01, 1e6), min_size=2, max_size=30), st.floats(0.01, 100))
def test_a_move_does_not_depend_on_the_unit_of_the_prices(closes: list[float], unit: float) -> None:
    """The same closes in another unit move by the same fraction."""
    days = weekdays_from(date(2025, 1, 1), len(closes))
    last = days[-1].item()
    one = measure_drop(stock(), history_of(days, closes), last, days).move
    other = measure_drop(stock(), history_of(days, np.array(closes) * unit), last, days).move
    assert one is not None
    assert other is not None
    assert math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
