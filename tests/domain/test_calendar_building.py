"""A trading calendar is built once, off the event loop, and only when it is needed."""

from __future__ import annotations

import asyncio
import logging
from datetime import date

import pytest

import bot.domain.sessions
from bot.domain.calendars import TradingCalendar, build_calendar
from bot.domain.instruments import Exchange
from bot.domain.sessions import Sessions
from tests.builders.exchanges import COINS, CURRENCIES


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
