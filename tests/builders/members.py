"""Members of baskets for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bot.domain.baskets import Basket
from bot.domain.prices import Origin, Source
from bot.domain.sectors import MemberMove
from tests.builders.instruments import stock

MONDAY = date(2025, 1, 27)
ORIGIN = Origin(Source.YAHOO, datetime(2025, 2, 7, 22, tzinfo=UTC))
BASKET = Basket("test", (("en", "Test basket"),), (), ())


def member(symbol: str, move: float, cap: float | None = None, **given: Any) -> MemberMove:
    """A member that stood at 100 and moved by `move`; its value follows from its cap."""
    facts: dict[str, Any] = {
        "instrument": stock(symbol, f"{symbol} Company"),
        "day": MONDAY,
        "close": 100 * (1 + move),
        "previous_close": 100.0,
        "move": move,
        "cap": cap,
        "value": None if cap is None else cap * move,
        "approximate": False,
        "origin": ORIGIN,
    }
    return MemberMove(**(facts | given))
