"""Services that touch neither disk nor network."""

from __future__ import annotations

from functools import cache
from typing import Any

from bot.i18n.languages import Languages
from bot.services import Services
from tests.builders.asks import NOW, catalog, sessions
from tests.fakes.clock import FakeClock
from tests.fakes.market import FakeMarketData
from tests.fakes.rates import FakeReferenceRates
from tests.fakes.stores import FakeQuestionStore
from tests.fakes.studio import FakeStudio


@cache
def languages() -> Languages:
    """The sentences, read once a run."""
    return Languages()


def services_with(**given: Any) -> Services:
    """Services of fakes; any part can be given by name."""
    clock = given.get("clock") or FakeClock(NOW)
    parts: dict[str, Any] = {
        "clock": clock,
        "catalog": catalog(),
        "sessions": sessions(),
        "market": FakeMarketData(),
        "rates": FakeReferenceRates(),
        "questions": FakeQuestionStore(clock),
        "studio": FakeStudio(),
        "languages": languages(),
        "theme": "dark",
    }
    return Services(**(parts | given))
