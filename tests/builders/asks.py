"""An Ask whose every part a test can set."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from bot.answers.ask import Ask
from bot.domain.calendars import TradingCalendar
from bot.domain.catalog import Catalog
from bot.domain.sessions import Sessions
from bot.i18n.languages import Languages
from bot.providers.names import load_catalog
from tests.fakes.clock import FakeClock
from tests.fakes.market import FakeMarketData
from tests.fakes.rates import FakeReferenceRates
from tests.fakes.studio import FakeStudio

NOW = datetime(2025, 2, 7, 22, 0, tzinfo=UTC)
"""After New York's close on Friday 7 February 2025."""


@cache
def catalog() -> Catalog:
    """The catalogue that ships, read once a run."""
    return load_catalog()


_BUILT: dict[str, TradingCalendar] = {}


def sessions() -> Sessions:
    """Trading calendars, built once a run; but a test's own Sessions, whose lock belongs to its event loop."""
    made = Sessions()
    made._calendars = _BUILT
    return made


def ask_with(market: FakeMarketData, *, now: datetime = NOW, **given: Any) -> Ask:
    """An English Ask over a market."""
    parts: dict[str, Any] = {
        "speech": Languages().speech("en"),
        "theme": "dark",
        "clock": FakeClock(now),
        "market": market,
        "rates": FakeReferenceRates(),
        "catalog": catalog(),
        "sessions": sessions(),
        "studio": FakeStudio(),
    }
    return Ask(**(parts | given))
