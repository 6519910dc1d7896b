"""Stores held in memory."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from bot.domain.instruments import Symbol
from bot.domain.ports import Clock
from bot.domain.prices import PriceHistory
from bot.domain.questions import Question


class FakeBarStore:
    """Keeps histories in a dictionary; `loaded` and `saved` record every call."""

    def __init__(self, *histories: PriceHistory) -> None:
        self.kept = {history.symbol: history for history in histories}
        self.loaded: list[Symbol] = []
        self.saved: list[PriceHistory] = []

    async def load(self, symbol: Symbol) -> PriceHistory | None:
        """The kept history, or None."""
        self.loaded.append(symbol)
        return self.kept.get(symbol)

    async def save(self, history: PriceHistory) -> None:
        """Replace what is kept under this symbol."""
        self.saved.append(history)
        self.kept[history.symbol] = history


class FakeQuestionStore:
    """Keeps questions in a dictionary, by the clock it is given."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.kept: dict[str, tuple[Question, datetime]] = {}

    async def put(self, question: Question, lifetime: timedelta) -> str:
        """Keep a question under a key of 24 hex characters."""
        key = hashlib.sha256(repr(question).encode()).hexdigest()[:24]
        self.kept[key] = (question, self.clock.now() + lifetime)
        return key

    async def get(self, key: str) -> Question | None:
        """The question, or None when it has expired or never was."""
        question, expires = self.kept.get(key, (None, self.clock.now()))
        return question if expires > self.clock.now() else None
