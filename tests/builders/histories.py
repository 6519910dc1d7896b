"""Price histories for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from bot.domain.instruments import Symbol
from bot.domain.prices import Days, Floats, Origin, PriceHistory, Source

NAN = float("nan")


def days_of(*days: str) -> Days:
    """Session dates from ISO texts."""
    return np.array(days, dtype="datetime64[D]")


def weekdays_from(first: date, count: int) -> Days:
    """The first `count` weekdays from a day on."""
    every = (first + timedelta(days=each) for each in range(count * 2 + 7))
    return np.array([each for each in every if each.weekday() < 5][:count], dtype="datetime64[D]")


def history_of(days: Days, close: Sequence[float], **given: Any) -> PriceHistory:
    """A history of the given closes; every other column is unknown unless given by name."""
    columns: dict[str, Floats] = {
        name: np.asarray(given.pop(name, [NAN] * len(days)), dtype=np.float64)
        for name in ("open", "high", "low", "adjusted", "volume")
    }
    facts: dict[str, Any] = {
        "symbol": Symbol("TEST"),
        "currency": "USD",
        "exchange": "XNAS",
        "timezone": "America/New_York",
        "origin": Origin(Source.YAHOO, datetime(2025, 2, 7, 22, tzinfo=UTC)),
        "asked_from": days[0].item(),
    }
    return PriceHistory(days=days, close=np.asarray(close, dtype=np.float64), **columns, **(facts | given))
