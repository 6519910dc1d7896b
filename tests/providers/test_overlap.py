"""Comparing and joining histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from bot.domain.prices import Dividend, PriceHistory, Split
from bot.providers.overlap import agree, join
from tests.builders.histories import days_of, history_of

WEEK = days_of("2025-01-21", "2025-01-22", "2025-01-23", "2025-01-24", "2025-01-27")
KEPT = history_of(
    WEEK,
    [140.83, 147.07, 147.22, 142.62, 118.42],
    open=[139.16, 144.66, 145.05, 148.37, 124.80],
    adjusted=[140.80, 147.04, 147.19, 142.59, 118.40],
    volume=[1.0, 2.0, 3.0, 4.0, 5.0],
)


def tail(history: PriceHistory = KEPT, first: int = 2) -> PriceHistory:
    """The last bars of a history, as a source would give them."""
    return history.rows(first, len(history))


def changed(column: str, row: int, value: float) -> PriceHistory:
    """KEPT with one number changed."""
    values = getattr(KEPT, column).copy()
    values[row] = value
    return replace(KEPT, **{column: values})


def test_the_same_bars_agree() -> None:
    """Also where numbers are unknown in both."""
    assert agree(KEPT, tail())


def test_noise_of_32_bits_agrees() -> None:
    """A close that went through a 32-bit number is the same close."""
    noisy = replace(KEPT, close=KEPT.close.astype(np.float32).astype(np.float64))

    assert not np.array_equal(noisy.close, KEPT.close)
    assert agree(KEPT, tail(noisy))


def test_volumes_may_settle() -> None:
    """A corrected volume is no reason to fetch everything again."""
    assert agree(KEPT, tail(changed("volume", 4, 5.5)))


@pytest.mark.parametrize(
    "newer",
    [
        pytest.param(changed("close", 3, 142.63), id="one cent"),
        pytest.param(changed("open", 4, float("nan")), id="a number that went"),
        pytest.param(changed("high", 4, 128.0), id="a number that came"),
        pytest.param(replace(KEPT, close=KEPT.close / 10), id="split"),
        pytest.param(replace(KEPT, adjusted=KEPT.adjusted * 0.9999), id="dividend"),
        pytest.param(replace(KEPT, currency="EUR"), id="currency"),
        pytest.param(KEPT.rows(2, 4), id="the last bar is gone"),
        pytest.param(
            replace(KEPT, days=days_of(*["2025-01-21", "2025-01-22", "2025-01-23", "2025-01-25", "2025-01-27"])),
            id="another day",
        ),
    ],
)
def test_a_change_is_seen(newer: PriceHistory) -> None:
    """Splits, dividends, corrections and sessions that vanish are all differences."""
    assert not agree(KEPT, tail(newer, min(2, len(newer) - 1)))


def test_without_a_common_day_nothing_is_proved() -> None:
    """Bars that only follow, or none, do not agree."""
    after = history_of(days_of("2025-01-28"), [128.99])

    assert not agree(KEPT, after)
    assert not agree(KEPT, KEPT.rows(0, 0))
    assert not agree(KEPT.rows(0, 0), KEPT)


def test_joined_bars_are_old_ones_and_then_the_newer() -> None:
    """Days are not repeated, the newer volume is believed, and the arrays cannot be written to."""
    newer = history_of(
        days_of("2025-01-24", "2025-01-27", "2025-01-28"), [142.62, 118.42, 128.99], volume=[4.0, 5.5, 6.0]
    )

    joined = join(replace(KEPT, version=3, asked_from=date(2025, 1, 1)), newer)

    assert [*WEEK.tolist(), date(2025, 1, 28)] == joined.days.tolist()
    assert [140.83, 147.07, 147.22, 142.62, 118.42, 128.99] == joined.close.tolist()
    assert [1.0, 2.0, 3.0, 4.0, 5.5, 6.0] == joined.volume.tolist()
    assert (3, date(2025, 1, 1)) == (joined.version, joined.asked_from)
    assert not joined.close.flags.writeable


def test_events_are_joined_once() -> None:
    """Events before the newer bars are kept, later ones taken from there, though it tells all of them."""
    old, new = Dividend(date(2025, 1, 22), 0.01), Dividend(date(2025, 1, 27), 0.02)
    split = Split(date(2024, 6, 10), 10.0)
    kept = replace(KEPT, dividends=(old,), splits=(split,))
    newer = replace(tail(), dividends=(old, new), splits=(split,))

    joined = join(kept, newer)

    assert (old, new) == joined.dividends
    assert (split,) == joined.splits
