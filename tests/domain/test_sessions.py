"""Sessions against the holidays the exchanges published, not against the library that computes them."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.instruments import Exchange
from bot.domain.sessions import Sessions, SessionState
from tests.builders.exchanges import (
    COINS,
    CURRENCIES,
    HONG_KONG,
    LONDON,
    NEW_YORK,
    PARIS,
    SHANGHAI,
    SYDNEY,
    TOKYO,
    XETRA,
    at,
)

PRICES = Path(__file__).parents[2].parent / "shared/data/prices"


# Weekdays without a session, and sessions that closed early, as each exchange announced them.
PUBLISHED = {
    (NEW_YORK, 2024): (
        "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25",
        "07-03 11-29 12-24",
    ),
    (NEW_YORK, 2025): (
        "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25",
        "07-03 11-28 12-24",
    ),
    (NEW_YORK, 2001): (
        "01-01 01-15 02-19 04-13 05-28 07-04 09-03 09-11 09-12 09-13 09-14 11-22 12-25",
        "07-03 11-23 12-24",
    ),
    (NEW_YORK, 1987): ("01-01 02-16 04-17 05-25 07-03 09-07 11-26 12-25", "12-24"),
    (LONDON, 2025): ("01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26", "12-24 12-31"),
    (PARIS, 2025): ("01-01 04-18 04-21 05-01 12-25 12-26", "12-24 12-31"),
    (XETRA, 2025): ("01-01 04-18 04-21 05-01 12-24 12-25 12-26 12-31", "12-30"),
    (HONG_KONG, 2025): (
        "01-01 01-29 01-30 01-31 04-04 04-18 04-21 05-01 05-05 07-01 10-01 10-07 10-29 12-25 12-26",
        "01-28 12-24 12-31",
    ),
    (SHANGHAI, 2025): (
        "01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08",
        "",
    ),
    (TOKYO, 2025): (
        "01-01 01-02 01-03 01-13 02-11 02-24 03-20 04-29 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-24 12-31",
        "",
    ),
}


def days_of(year: int, listed: str) -> list[date]:
    """The days of a year listed as month-day."""
    return [date.fromisoformat(f"{year}-{each}") for each in listed.split()]


@pytest.mark.parametrize(("place", "year"), PUBLISHED, ids=lambda value: getattr(value, "code", value))
def test_a_year_has_the_published_sessions(sessions: Sessions, place: Exchange, year: int) -> None:
    """Every weekday is a session, save the published holidays."""
    closed = days_of(year, PUBLISHED[place, year][0])
    weekdays = (date(year, 1, 1) + timedelta(days=each) for each in range(366))
    expected = [day for day in weekdays if day.year == year and day.weekday() < 5 and day not in closed]

    actual = sessions.between(place, date(year, 1, 1), date(year, 12, 31))

    assert expected == actual.tolist()
    assert actual.dtype == np.dtype("datetime64[D]")


@pytest.mark.parametrize(("place", "year"), PUBLISHED, ids=lambda value: getattr(value, "code", value))
def test_a_year_has_the_published_early_closes(sessions: Sessions, place: Exchange, year: int) -> None:
    """The published short sessions close early, and no others."""
    expected = days_of(year, PUBLISHED[place, year][1])

    days: list[date] = sessions.between(place, date(year, 1, 1), date(year, 12, 31)).tolist()

    assert expected == [day for day in days if sessions.closes_early(place, day)]


@pytest.mark.parametrize(
    ("place", "day", "close"),
    [
        (NEW_YORK, "2025-01-27", "21:00"),
        (NEW_YORK, "2025-07-07", "20:00"),
        (NEW_YORK, "2024-07-03", "17:00"),
        (NEW_YORK, "2024-11-29", "18:00"),
        (NEW_YORK, "2024-12-24", "18:00"),
        (NEW_YORK, "1987-10-19", "20:00"),
        (NEW_YORK, "2000-04-14", "20:00"),
        (PARIS, "2025-01-27", "16:30"),
        (XETRA, "2025-01-27", "16:30"),
        (HONG_KONG, "2025-01-27", "08:00"),
        (HONG_KONG, "2025-01-28", "04:00"),
        (SHANGHAI, "2025-01-27", "07:00"),
        (TOKYO, "2025-01-27", "06:30"),
        (TOKYO, "2024-11-01", "06:00"),
        (CURRENCIES, "2025-06-02", "23:00"),
    ],
)
def test_a_session_closes_when_its_exchange_said(sessions: Sessions, place: Exchange, day: str, close: str) -> None:
    """Closes are UTC moments that follow summer time, short days and changes of hours."""
    expected = datetime.fromisoformat(f"{day}T{close}+00:00")

    assert expected == sessions.close_of(place, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("place", "day", "opens"),
    [
        (NEW_YORK, "2025-01-27", "2025-01-27T14:30"),
        (NEW_YORK, "2025-07-07", "2025-07-07T13:30"),
        (PARIS, "2025-01-27", "2025-01-27T08:00"),
        (HONG_KONG, "2025-01-28", "2025-01-28T01:30"),
        (TOKYO, "2025-01-27", "2025-01-27T00:00"),
        (SYDNEY, "2025-01-28", "2025-01-27T23:00"),
    ],
)
def test_a_session_opens_when_its_exchange_said(sessions: Sessions, place: Exchange, day: str, opens: str) -> None:
    """Opens are UTC moments too; Sydney's Tuesday begins on the UTC Monday."""
    assert at(opens) == sessions.open_of(place, date.fromisoformat(day))


def test_a_coin_closes_at_the_utc_midnight_after(sessions: Sessions) -> None:
    """A coin's Sunday is a session like any other."""
    expected = datetime(2025, 1, 27, tzinfo=UTC)

    assert expected == sessions.close_of(COINS, date(2025, 1, 26))


def test_shanghai_was_away_for_the_lunar_new_year(sessions: Sessions) -> None:
    """Between 27 January and 5 February 2025 Shanghai did not trade."""
    holiday = date(2025, 1, 30)

    assert date(2025, 2, 5) == sessions.next_session(SHANGHAI, holiday)
    assert date(2025, 1, 27) == sessions.previous_session(SHANGHAI, holiday)
    assert date(2025, 1, 27) == sessions.session_at_or_before(SHANGHAI, holiday)
    assert date(2025, 1, 24) == sessions.previous_session(SHANGHAI, date(2025, 1, 27))


@pytest.mark.parametrize("day", ["1929-11-01", "1933-03-08", "1963-11-25", "1968-06-12", "1969-12-25"])
def test_new_york_before_1970_knows_its_closures(sessions: Sessions, day: str) -> None:
    """Holidays that the library's calendar leaves out before 1970 are no sessions either."""
    closed = date.fromisoformat(day)

    assert not sessions.is_session(NEW_YORK, closed)
    assert sessions.reliable(NEW_YORK, closed)


@pytest.mark.skipif(not PRICES.exists(), reason="the shared price files are absent")
def test_new_york_agrees_with_a_century_of_bars(sessions: Sessions) -> None:
    """The S&P 500 has a bar for every session since 1927, and for no other day."""
    with (PRICES / "_GSPC.csv").open() as file:
        expected = [date.fromisoformat(row["Date"]) for row in csv.DictReader(file) if row["Close"]]

    assert expected == sessions.between(NEW_YORK, expected[0], expected[-1]).tolist()


def test_the_state_of_a_running_short_session(sessions: Sessions) -> None:
    """On the eve of Independence Day New York is open until 17:00 UTC, and next on the fifth."""
    expected = SessionState(
        is_open=True,
        session=date(2024, 7, 3),
        opens_at=at("2024-07-03T13:30"),
        closes_at=at("2024-07-03T17:00"),
        closes_early=True,
        next_session=date(2024, 7, 5),
        next_opens_at=at("2024-07-05T13:30"),
    )

    assert expected == sessions.session_state(NEW_YORK, at("2024-07-03T16:59:59"))


def test_the_state_over_a_weekend(sessions: Sessions) -> None:
    """On Sunday the session is Friday's, over, and Monday is next."""
    expected = SessionState(
        is_open=False,
        session=date(2025, 1, 24),
        opens_at=at("2025-01-24T14:30"),
        closes_at=at("2025-01-24T21:00"),
        closes_early=False,
        next_session=date(2025, 1, 27),
        next_opens_at=at("2025-01-27T14:30"),
    )

    assert expected == sessions.session_state(NEW_YORK, at("2025-01-26T12:00"))


def test_a_lunch_break_belongs_to_its_session(sessions: Sessions) -> None:
    """Hong Kong at half past twelve has a session that is not over."""
    assert sessions.is_open(HONG_KONG, at("2025-01-27T04:30"))


@pytest.mark.parametrize(
    ("moment", "latest", "closed"),
    [
        ("2025-01-27T14:29:59", "2025-01-24", "2025-01-24"),
        ("2025-01-27T14:30:00", "2025-01-27", "2025-01-24"),
        ("2025-01-27T20:59:59", "2025-01-27", "2025-01-24"),
        ("2025-01-27T21:00:00", "2025-01-27", "2025-01-27"),
        ("2025-01-09T18:00:00", "2025-01-08", "2025-01-08"),
    ],
)
def test_latest_and_last_closed_sessions(sessions: Sessions, moment: str, latest: str, closed: str) -> None:
    """A session is the latest from its open on, and closed from its close on."""
    now = at(moment)

    assert date.fromisoformat(latest) == sessions.latest_session(NEW_YORK, now)
    assert date.fromisoformat(closed) == sessions.last_closed(NEW_YORK, now)


def test_grace_delays_the_close(sessions: Sessions) -> None:
    """With a grace of 20 minutes a session counts as closed 20 minutes after its close."""
    grace = timedelta(minutes=20)

    assert date(2025, 1, 24) == sessions.last_closed(NEW_YORK, at("2025-01-27T21:19:59"), grace)
    assert date(2025, 1, 27) == sessions.last_closed(NEW_YORK, at("2025-01-27T21:20:00"), grace)


@pytest.mark.parametrize(
    ("place", "expected"),
    [(NEW_YORK, "2025-01-26"), (TOKYO, "2025-01-27"), (COINS, "2025-01-26"), (CURRENCIES, "2025-01-26")],
)
def test_today_is_the_date_at_the_exchange(sessions: Sessions, place: Exchange, expected: str) -> None:
    """At 23:00 UTC on a Sunday it is Monday in Tokyo already."""
    assert date.fromisoformat(expected) == sessions.local_today(place, at("2025-01-26T23:00"))


def test_currencies_trade_on_weekdays_of_london(sessions: Sessions) -> None:
    """A currency has no weekend sessions, and its day begins at London's midnight."""
    state = sessions.session_state(CURRENCIES, at("2025-06-01T22:30"))

    assert (False, date(2025, 5, 30), at("2025-06-01T23:00")) == (state.is_open, state.session, state.next_opens_at)


def test_a_day_without_session_has_no_hours(sessions: Sessions) -> None:
    """Asking for the open or the close of a holiday is a mistake of the caller; it is no early close either."""
    with pytest.raises(ValueError, match="2025-01-09 is no session of XNYS"):
        sessions.close_of(NEW_YORK, date(2025, 1, 9))
    with pytest.raises(ValueError, match="no session"):
        sessions.open_of(NEW_YORK, date(2025, 1, 9))
    assert not sessions.closes_early(NEW_YORK, date(2025, 1, 9))


def test_days_outside_the_calendars_are_refused(sessions: Sessions) -> None:
    """There are sessions from 1900 to 2049."""
    with pytest.raises(ValueError, match="outside the calendars"):
        sessions.previous_session(NEW_YORK, date(1900, 1, 1))
    with pytest.raises(ValueError, match="outside the calendars"):
        sessions.session_state(NEW_YORK, at("2060-01-01T00:00"))


@settings(max_examples=200, deadline=None)
@given(
    place=st.sampled_from([NEW_YORK, HONG_KONG, SHANGHAI, CURRENCIES]), day=st.dates(date(1901, 1, 1), date(2048, 1, 1))
)
def test_neighbouring_sessions_fit_together(sessions: Sessions, place: Exchange, day: date) -> None:
    """The session after the one before a day is the day itself or the first after it."""
    before = sessions.previous_session(place, day)
    after = sessions.next_session(place, day)

    assert before < day < after
    expected = [before, day, after] if sessions.is_session(place, day) else [before, after]
    assert expected == sessions.between(place, before, after).tolist()
    assert sessions.last_closed(place, sessions.close_of(place, before)) == before
