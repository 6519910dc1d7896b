"""Session dates from stamps, whatever the clocks do."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.providers.yahoo.days import local_days

ZONES = ("America/New_York", "Europe/London", "Asia/Tokyo", "Australia/Sydney", "America/Sao_Paulo", "UTC")


def stamp(text: str) -> int:
    """Epoch seconds of an ISO moment."""
    return int(datetime.fromisoformat(text).timestamp())


def days(*moments: str, zone: str, live: str | None = None) -> list[date]:
    """Local dates of ISO moments."""
    stamps = np.array([stamp(each) for each in moments], dtype=np.int64)
    return local_days(stamps, ZoneInfo(zone), stamp(live) if live else None).tolist()


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("America/New_York", "2025-01-27T14:30:00+00:00", date(2025, 1, 27)),
        ("Australia/Sydney", "2025-01-27T23:00:00+00:00", date(2025, 1, 28)),
        ("Europe/London", "2024-07-14T23:00:00+00:00", date(2024, 7, 15)),
        ("America/New_York", "1927-12-30T15:00:00+00:00", date(1927, 12, 30)),
    ],
)
def test_the_date_is_the_exchange_s_own(zone: str, moment: str, day: date) -> None:
    """Sydney's session opens on the UTC day before its date; 1927 lies before the epoch."""
    assert [day] == days(moment, zone=zone)


def test_a_bar_an_hour_before_midnight_belongs_to_the_next_day() -> None:
    """Yahoo misses Brazilian midnight by an hour around a change of clocks."""
    assert [date(2022, 1, 4)] == days("2022-01-03T23:00:00-03:00", zone="America/Sao_Paulo")


def test_the_live_bar_keeps_its_day() -> None:
    """A coin's price of 22:00 sharp is of that day."""
    moment = "2025-01-27T22:00:00+00:00"
    assert [date(2025, 1, 27)] == days(moment, zone="UTC", live=moment)


def test_no_stamps_are_no_days() -> None:
    """Nothing in, nothing out."""
    assert [] == days(zone="UTC")


@given(st.sampled_from(ZONES), st.lists(st.integers(stamp("1920-01-01T00:00:00Z"), stamp("2037-01-01T00:00:00Z"))))
def test_every_stamp_is_dated_as_the_time_zone_says(zone: str, seconds: list[int]) -> None:
    """The same as asking the standard library for each stamp; off the minute, so that none is of 22:00 sharp."""
    stamps = sorted(each // 60 * 60 + 7 for each in seconds)
    expected = [datetime.fromtimestamp(each, ZoneInfo(zone)).date() for each in stamps]
    assert expected == local_days(np.array(stamps, dtype=np.int64), ZoneInfo(zone)).tolist()
