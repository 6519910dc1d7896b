"""Ask: what a question needs to be answered, whoever asked it and wherever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.charts.studio import Studio
from bot.domain.catalog import Catalog
from bot.domain.ports import Clock, MarketData, ReferenceRates
from bot.domain.sessions import Sessions
from bot.i18n.speech import Speech

Progress = Callable[[int, int], None]
"""Told how many of how many parts of a long answer are there; it returns at once."""


def unseen(done: int, total: int) -> None:
    """The Progress of an answer that nobody watches."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The reader's language and theme, and everything an answer may draw on."""

    speech: Speech
    theme: str
    clock: Clock
    market: MarketData
    rates: ReferenceRates
    catalog: Catalog
    sessions: Sessions
    studio: Studio
    progress: Progress = unseen
