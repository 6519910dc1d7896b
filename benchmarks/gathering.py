"""A basket's bars fetched cold, and its answers from warm bars beside their pictures alone.

In a process of its own, which calls the bot's answers directly and prints milliseconds as JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from benchmarks.baskets import FIRST_THIRTY, THIRTY, cold_baskets
from benchmarks.questions import index_of
from bot.answers.ask import Ask
from bot.answers.gathering import gather_moves
from bot.answers.sectors import answer_sector
from bot.charts.studio import Studio
from bot.chat.run import run_until_stopped
from bot.domain.questions import Question
from bot.services import SystemClock, open_services
from bot.settings import load_settings

SETTLE = 2.0
"""Seconds for what the bot loads ahead in the background."""
WARM_DAYS = 12
"""Days asked about from warm bars; the first of them is left out."""


class Recorder(Studio):
    """A studio that keeps no picture and remembers the last one it was asked for."""

    request: tuple[Any, ...] = ()

    async def draw(self, chart: str, report: object, words: object, theme: str) -> bytes:
        """The picture, drawn anew."""
        self.request = (chart, report, words, theme)
        return await super().draw(*self.request)


async def main(day: date) -> None:
    """Warm up, fetch, then answer and draw in turns."""
    settings = load_settings()
    async with (
        open_services(settings, SystemClock()) as services,
        Recorder(settings.chart_workers, kept=0, cache=settings.cache_dir / "matplotlib") as studio,
    ):
        await studio.warm()
        ask = replace(services.ask("en"), studio=studio)
        await _fetch(ask, (*FIRST_THIRTY, index_of(FIRST_THIRTY[0])), day)
        await asyncio.sleep(SETTLE)
        gc.freeze()  # as `selloff run` does
        fetching = [await _fetch(ask, each, day) for each in cold_baskets()]
        answering, drawing = await _warm(ask, studio, day)
    print(json.dumps({"fetching": fetching, "answering": answering, "drawing": drawing}), flush=True)


async def _fetch(ask: Ask, symbols: Sequence[str], day: date) -> float:
    """Milliseconds until the moves of shares, and of the index that is the last symbol, can be told."""
    *shares, index = [each for each in map(ask.catalog.get, symbols) if each]
    start = time.perf_counter()
    gathered = await gather_moves(ask, shares, day, index)
    seconds = time.perf_counter() - start
    assert len(gathered.members) == len(symbols) - 1, gathered.absent
    assert gathered.beside, "the index is missing"
    assert not gathered.late, "share counts were given up"
    return seconds * 1e3


async def _warm(ask: Ask, studio: Recorder, day: date) -> tuple[list[float], list[float]]:
    """Milliseconds of whole answers about other days within the same bars, and of drawing their pictures alone."""
    answering: list[float] = []
    drawing: list[float] = []
    for earlier in range(WARM_DAYS):
        question = Question("sector", ",".join(THIRTY), str(day - timedelta(days=7 * earlier)))
        start = time.perf_counter()
        await answer_sector(ask, question)
        answered = time.perf_counter()
        await studio.draw(*studio.request)
        drawing.append((time.perf_counter() - answered) * 1e3)
        answering.append((answered - start) * 1e3)
    return answering[1:], drawing[1:]


if __name__ == "__main__":
    run_until_stopped(main(date.fromisoformat(sys.argv[1])))
