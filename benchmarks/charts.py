"""Drawing functions side by side on the same pictures, in a process of their own that prints milliseconds as JSON."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.blitted_chart import BlittedChart
from benchmarks.naive_chart import Picture, draw_naively
from bot.charts.studio import Studio
from bot.charts.words import DropWords, Numerals
from bot.charts.worker import Easel
from bot.domain.drops import AFTER, BEFORE, DropReport, measure_drop
from bot.domain.instruments import Symbol
from tests.builders.histories import history_of, weekdays_from
from tests.builders.instruments import stock

PICTURES, ROUNDS = 8, 3
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIRST_DAY = date(2024, 9, 2)
Made = TypeVar("Made")


def report_of(number: int) -> DropReport:
    """An invented session with 60 before it and 10 after; no open, high or low, so that closes are a line."""
    random = np.random.default_rng(number)
    count = BEFORE + AFTER + 20
    close = 100 * np.exp(np.cumsum(random.normal(0, 0.02, count)))
    days = weekdays_from(FIRST_DAY, count)
    volume = random.integers(1_000_000, 90_000_000, count).astype(float)
    symbol = f"T{number:03}"
    history = history_of(days, close.tolist(), volume=volume.tolist(), symbol=Symbol(symbol))
    return measure_drop(stock(symbol), history, days[BEFORE + 5].item(), days)


def words_of(report: DropReport) -> DropWords:
    """What our chart says of it."""
    move = f"{report.since_previous:+.2%}".replace("-", "\N{MINUS SIGN}")
    title = f"{report.instrument.symbol} moved {move} on {report.day:%d %B %Y}"
    return DropWords(
        title=title,
        latin_title=title,
        closes="Closing prices, US dollars",
        candles="Daily prices, US dollars",
        log_scale="logarithmic scale",
        source="Yahoo Finance, split-adjusted, not dividend-adjusted, as of 7 February 2025, 22:00 UTC",
        move=move,
        previous=f"{report.previous_close:.2f} on {report.previous_day:%d %b}",
        volume=f"Volume: {(report.volume or 0) / 1e6:.1f} m shares, 1.2 times its 20-session mean",
        months=MONTHS,
        day="{day} {month}",
        numerals=Numerals(".", ","),
    )


def picture_of(report: DropReport, words: DropWords) -> Picture:
    """The same for the other two."""
    window = report.window
    return Picture(
        title=words.title,
        subtitle=words.closes,
        source=words.source,
        move=words.move,
        previous=words.previous,
        days=window.days.tolist(),
        close=window.close.tolist(),
        volume=window.volume.tolist(),
        marked=window.marked,
    )


async def measure(cache: Path) -> dict[str, list[float]]:
    """Milliseconds of each drawing, taken in turns so that all meet the same noise; the first of each is left out."""
    taken: defaultdict[str, list[float]] = defaultdict(list)
    easel = Easel()
    easel.warm()
    blitted = BlittedChart(BEFORE + AFTER + 1)
    # nothing is kept, so that every request is drawn
    async with Studio(workers=1, kept=0, cache=cache) as studio:
        await studio.warm()
        for turn in range(ROUNDS * PICTURES):
            report = report_of(turn)
            words = words_of(report)
            picture = picture_of(report, words)
            taken["naive"].append(_timed(lambda drawn=picture: draw_naively(drawn)))
            taken["ours"].append(_timed(lambda one=report, said=words: easel.draw("drop", one, said, "dark")))
            taken["floor"].append(_timed(lambda drawn=picture: blitted.draw(drawn)))
            start = time.perf_counter()
            await studio.draw("drop", report, words, "dark")
            taken["worker"].append((time.perf_counter() - start) * 1e3)
    return {name: times[1:] for name, times in taken.items()}


def _timed(draw: Callable[[], Made]) -> float:
    start = time.perf_counter()
    draw()
    return (time.perf_counter() - start) * 1e3


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(Path(sys.argv[1])))), flush=True)
