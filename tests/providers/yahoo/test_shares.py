"""Dated shares outstanding."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.errors import Malformed
from bot.domain.prices import Quality, ShareCount
from bot.providers.yahoo.shares import read_shares


def stamp(*day: int) -> int:
    """Midnight UTC in epoch seconds."""
    return int(datetime(*day, tzinfo=UTC).timestamp())  # type: ignore[misc,arg-type]


def document(*rows: tuple[int, float | None]) -> dict[str, Any]:
    """The endpoint's answer for rows of (epoch seconds, shares)."""
    result = {"meta": {}, "timestamp": [row[0] for row in rows], "shares_out": [row[1] for row in rows]}
    return {"timeseries": {"result": [result], "error": None}}


def test_counts_come_oldest_first_in_the_terms_of_their_day() -> None:
    """Nvidia before and after its ten-for-one: never restated."""
    counts = read_shares(document((stamp(2025, 1, 14), 24_489_999_360), (stamp(2024, 5, 24), 2_460_000_000)))
    assert (
        ShareCount(date(2024, 5, 24), 2.46e9, Quality.ROUNDED, date(2024, 5, 24)),
        ShareCount(date(2025, 1, 14), 24_489_999_360.0, Quality.ROUNDED, date(2025, 1, 14)),
    ) == counts


def test_of_two_counts_of_a_day_the_last_one_stands() -> None:
    """Yahoo corrects itself without deleting."""
    day = stamp(2025, 1, 14)
    assert [2.0] == [each.shares for each in read_shares(document((day, 1.0), (day, 2.0)))]


def test_unknown_counts_are_left_out() -> None:
    """Null and zero are no counts."""
    assert () == read_shares(document((stamp(2025, 1, 14), None), (stamp(2025, 1, 15), 0)))


def test_an_index_has_none() -> None:
    """Its answer has no "shares_out"."""
    assert () == read_shares({"timeseries": {"result": [{"meta": {}}], "error": None}})


@pytest.mark.parametrize(
    "odd", [{}, {"timeseries": None}, {"timeseries": {"result": [{"shares_out": [1], "timestamp": []}]}}]
)
def test_another_shape_is_malformed(odd: dict[str, Any]) -> None:
    """And said to be so."""
    with pytest.raises(Malformed):
        read_shares(odd)
