"""A basket's bars fetched cold, and its answers from warm bars beside their pictures alone.

In a process of its own, which calls the bot's answers directly and prints milliseconds as JSON.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from benchmarks.baskets import FIRST_THIRTY, THIRTY
from benchmarks.questions import index_of
from bot.answers.ask import Ask
from bot.answers.gathering import gather_moves
from bot.answers.sectors import answer_sector
from bot.charts.studio import Studio
from bot.chat.run import run_until_stopped
from bot.domain.instruments import Instrument
from bot.domain.questions import Question
from bot.services import SystemClock, open_services
from bot.settings import load_settings

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
        first, thirty = _instruments(ask, FIRST_THIRTY), _instruments(ask, THIRTY)
        await gather_moves(ask, first, day, ask.catalog.get(index_of(FIRST_THIRTY[0])))
        gc.freeze()  # as `selloff run` does
        start = time.perf_counter()
        gathered = await gather_moves(ask, thirty, day, ask.catalog.get(index_of(THIRTY[0])))
        fetching = time.perf_counter() - start
        assert len(gathered.members) == len(THIRTY), gathered.absent
        assert not gathered.late, "share counts were given up"
        answering, drawing = await _warm(ask, studio, day)
    print(json.dumps({"fetching": fetching * 1e3, "answering": answering, "drawing": drawing}), flush=True)


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


def _instruments(ask: Ask, symbols: Iterable[str]) -> list[Instrument]:
    found = [ask.catalog.get(each) for each in symbols]
    return [each for each in found if each]


if __name__ == "__main__":
    run_until_stopped(main(date.fromisoformat(sys.argv[1])))
