"""Reports of any shape, for drawing: closes as given, everything unmeasured unknown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from bot.charts.words import DropWords
from bot.domain.drops import DropReport, Window
from bot.domain.instruments import Instrument, Kind, Listing, Symbol
from bot.domain.prices import Origin, Source
from tests.charts.scenes import NAMELESS, words_of

NAN = float("nan")


def report_of(close: Sequence[float], marked: int, previous: float | None = None, **columns: Any) -> DropReport:
    """A report of weekday sessions from 1 November 2024; the previous close is that of the row before."""
    values = np.asarray(close, dtype=float)
    days = np.busday_offset("2024-11-01", np.arange(len(values))).astype("datetime64[D]")
    window = Window(
        days=days,
        close=values,
        marked=marked,
        **{
            name: np.asarray(columns.get(name, [NAN] * len(values)), float)
            for name in ("open", "high", "low", "volume")
        },
    )
    before = previous if previous is not None else float(values[marked - 1])
    symbol = Symbol("TEST")
    return DropReport(
        instrument=Instrument("Test", Kind.EQUITY, Listing(symbol, NAMELESS, "USD")),
        day=days[marked].item(),
        close=float(values[marked]),
        previous_day=days[max(marked - 1, 0)].item(),
        previous_close=before,
        since_previous=float(values[marked]) / before - 1,
        missing_previous=None,
        running=columns.get("running"),
        window=window,
        origin=Origin(Source.SAMPLE, datetime(2025, 2, 7, tzinfo=UTC)),
        **dict.fromkeys(
            ("gap", "worst", "best", "intraday", "volume", "volume_multiple", "dividend", "total_return", "split",
             "value", "index")
        ),
    )  # fmt: skip


def words_for(report: DropReport, title: str = "Test moved on 27 January 2025", locale: str = "en") -> DropWords:
    """Plain words with the report's own move and previous close."""
    move = f"{report.since_previous:+.2%}".replace("-", "−").replace("%", " %")
    previous = f"{report.previous_close:,.10g} on 24 Jan"
    return words_of(locale, "US dollars", title, move, previous, "Volume")


def _walk(count: int = 71, level: float = 100.0) -> np.ndarray:
    return level * (1 + np.cumsum(np.random.default_rng(3).normal(0, 0.015, count)))


def _spiked(row: int, factor: float) -> np.ndarray:
    walk = _walk()
    walk[row] *= factor
    return walk


def _sparse() -> np.ndarray:
    walk = np.where(np.random.default_rng(5).random(71) < 0.5, NAN, _walk())
    walk[59:61] = 100.0, 90.0
    return walk


_VOLUME = np.random.default_rng(7).uniform(1e6, 3e6, 71)

SHAPES: dict[str, DropReport] = {
    "first row": report_of(_walk(), 0, 105.0, volume=_VOLUME),
    "second row": report_of(_walk(), 1, volume=_VOLUME),
    "last row": report_of(_spiked(70, 0.8), 70, volume=_VOLUME, running=datetime(2025, 2, 7, 18, tzinfo=UTC)),
    "spike up": report_of(_spiked(40, 1.4), 40, volume=_VOLUME),
    "spike down": report_of(_spiked(40, 0.6), 40, volume=_VOLUME),
    "flat": report_of([50.0] * 71, 60, volume=_VOLUME),
    "flat at zero": report_of([0.0] * 71, 60, 1.0),
    "two rows": report_of([10.0, 9.0], 1, volume=[1e6, 2e6]),
    "three rows": report_of([10.0, 11.0, 9.0], 1),
    "one row": report_of([10.0], 0, 11.0),
    "yen index": report_of(_walk(level=38_915.87), 60, volume=_VOLUME * 1e6),
    "million": report_of(_walk(level=7_654_321.0), 60),
    "tiny": report_of(_walk(level=0.000012), 60, volume=_VOLUME * 1e9),
    "zigzag": report_of(np.where(np.arange(71) % 2, 100.0, 60.0), 60, volume=_VOLUME),
    "sparse": report_of(_sparse(), 60, volume=np.where(np.isnan(_sparse()), NAN, _VOLUME)),
    "below zero": report_of([*_walk(60, 20.0), -37.63, 10.0, 12.0], 60),
    "steep": report_of(
        np.concatenate([np.linspace(17, 20, 40), np.geomspace(20, 347, 21), np.geomspace(300, 50, 10)]), 61
    ),
    "zero volume": report_of(_walk(), 60, volume=[0.0] * 71),
}
