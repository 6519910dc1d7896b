"""A trading calendar is built once, when it is needed; where nothing is known of a day, weekdays stand in."""

from __future__ import annotations

import asyncio
import logging
from datetime import date

import pytest

import bot.domain.sessions
from bot.domain.calendars import TradingCalendar, build_calendar
from bot.domain.instruments import Exchange
from bot.domain.sessions import Sessions
from tests.builders.exchanges import COINS, CURRENCIES, NOWHERE, SHANGHAI, TOKYO, at


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which calendars were built, in order."""
    names: list[str] = []

    def build(place: Exchange) -> TradingCalendar:
        names.append(place.calendar)
        return build_calendar(place)

    monkeypatch.setattr(bot.domain.sessions, "build_calendar", build)
    return names


async def test_a_calendar_is_built_once(built: list[str]) -> None:
    """Many who prepare at once share one calendar, and look-ups find it ready."""
    sessions = Sessions()

    await asyncio.gather(*(sessions.prepare(COINS) for _ in range(5)), sessions.prepare(CURRENCIES))
    sessions.is_session(COINS, date(2025, 1, 26))

    assert ["24/7", "24/5"] == built


async def test_preparing_survives_a_cancelled_waiter(built: list[str]) -> None:
    """Somebody who gives up waiting leaves the exchange usable for the others."""
    sessions = Sessions()

    first = asyncio.create_task(sessions.prepare(COINS))
    second = asyncio.create_task(sessions.prepare(COINS))
    await asyncio.sleep(0)
    first.cancel()
    await second

    assert first.cancelled()
    assert sessions.is_session(COINS, date(2025, 1, 26))


def test_a_look_up_without_preparation_is_right_and_reported(
    built: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever forgot to prepare gets the answer, and a line in the log."""
    with caplog.at_level(logging.WARNING):
        assert Sessions().is_session(COINS, date(2025, 1, 26))

    assert ["24/7"] == built
    assert "24/7 was not prepared" in caplog.text


def test_after_its_calendar_ends_weekdays_stand_in(sessions: Sessions, caplog: pytest.LogCaptureFixture) -> None:
    """Shanghai's known holidays end with 2026; after that weekdays with the usual hours, and a warning."""
    new_year = date(2027, 1, 1)

    with caplog.at_level(logging.WARNING):
        assert sessions.is_session(SHANGHAI, new_year)
        assert at("2027-01-01T07:00") == sessions.close_of(SHANGHAI, new_year)
        assert not sessions.reliable(SHANGHAI, new_year)
    assert "XSHG does not know 2027-01-01" in caplog.text
    assert sessions.reliable(SHANGHAI, date(2026, 12, 31))


def test_before_its_calendar_begins_weekdays_stand_in(sessions: Sessions) -> None:
    """Tokyo's known holidays begin with 1997; Black Monday's echo of 1987 is a weekday like others."""
    assert sessions.is_session(TOKYO, date(1987, 10, 20))
    assert at("1987-10-20T06:00") == sessions.close_of(TOKYO, date(1987, 10, 20))
    assert not sessions.reliable(TOKYO, date(1987, 10, 20))
    assert sessions.reliable(TOKYO, date(1997, 1, 6))


def test_an_unknown_calendar_is_weekdays(caplog: pytest.LogCaptureFixture) -> None:
    """An exchange without a calendar trades whole local weekdays, none of them reliable, and the log says so."""
    sessions = Sessions()

    with caplog.at_level(logging.WARNING):
        actual = sessions.between(NOWHERE, date(2025, 1, 24), date(2025, 1, 28)).tolist()

    assert [date(2025, 1, 24), date(2025, 1, 27), date(2025, 1, 28)] == actual
    assert at("2025-01-27T22:00") == sessions.close_of(NOWHERE, date(2025, 1, 27))
    assert not sessions.reliable(NOWHERE, date(2025, 1, 27))
    assert "no calendar XXXX" in caplog.text
