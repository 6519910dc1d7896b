"""The pictures of baskets side by side, in a process of their own that prints milliseconds as JSON."""

from __future__ import annotations

import json
import time
from collections import defaultdict

import numpy as np

from benchmarks.baskets import market
from benchmarks.naive_sector import BarsPicture, draw_bars_naively
from bot.charts.inputs import BOUNDS, ROWS, Bars, Tiles
from bot.charts.words import BarsWords, HeatmapWords, RowWords, TileWords
from bot.charts.worker import Easel
from bot.domain.instruments import Instrument
from bot.providers.names import load_catalog

TURNS, TILES = 16, 100
TITLE = "The market fell 1.97 % on 27 January 2025: 71 of 100 members fell"
SOURCE = "Yahoo Finance, split-adjusted, not dividend-adjusted, as of 7 February 2025, 22:00 UTC"


def signed(move: float, digits: int = 2) -> str:
    """A move as the charts write it."""
    return f"{100 * move:+.{digits}f} %".replace("-", "\N{MINUS SIGN}")


def bars_of(shares: list[Instrument], moves: list[float], values: list[float]) -> tuple[Bars, BarsWords]:
    """A full page of bars with two means and an index across them."""
    marks = (
        ("Mean, all alike", "Mean", -0.0197),
        ("Mean, weighted", "Weighted", -0.031),
        ("S&P 500", "^GSPC", -0.0146),
    )
    rows = tuple(
        RowWords(each.name, each.symbol, signed(move), f"{value:+.1f}".replace("-", "\N{MINUS SIGN}"))
        for each, move, value in zip(shares, moves, values, strict=True)
    )
    words = BarsWords(
        title=TITLE,
        latin_title=TITLE,
        subtitle="Moves since the previous close",
        source=SOURCE,
        rows=rows,
        marks=tuple(RowWords(name, short, signed(move)) for name, short, move in marks),
        move="Move",
        value="Value, $ bn",
    )
    return Bars(tuple(moves), tuple(move for _, _, move in marks), reach=(min(moves), max(moves))), words


def tiles_of(shares: list[Instrument], moves: list[float], sizes: list[float]) -> tuple[Tiles, HeatmapWords]:
    """A full heatmap."""
    words = HeatmapWords(
        title=TITLE,
        latin_title=TITLE,
        subtitle="Area: market value at the previous close. Colour: move of the day.",
        source=SOURCE,
        tiles=tuple(
            TileWords(each.name, each.symbol, signed(move, 1), signed(move, 0))
            for each, move in zip(shares, moves, strict=True)
        ),
        bounds=tuple(signed(bound, 0 if abs(bound) >= 0.01 else 1) for bound in BOUNDS),
        ends=("falls beyond", "rises beyond"),
    )
    return Tiles(tuple(sizes), tuple(moves)), words


def measure() -> dict[str, list[float]]:
    """Milliseconds of each picture, in turns so that all meet the same noise; the first of each is left out."""
    taken: defaultdict[str, list[float]] = defaultdict(list)
    catalog = load_catalog()
    shares = [each for each in map(catalog.get, market(catalog)) if each]
    easel = Easel()
    easel.warm()
    for turn in range(TURNS):
        random = np.random.default_rng(turn)
        moves = np.sort(random.normal(-0.02, 0.03, TILES)).tolist()
        sizes = (1e12 / (1 + np.arange(TILES)) ** 0.8).tolist()
        values = [move * size / 1e9 for move, size in zip(moves, sizes, strict=True)][:ROWS]
        bars, words = bars_of(shares[:ROWS], moves[:ROWS], values)
        tiles, tile_words = tiles_of(shares[:TILES], random.permutation(moves).tolist(), sizes)
        picture = BarsPicture(
            title=words.title,
            subtitle=words.subtitle,
            source=words.source,
            names=[row.name for row in words.rows],
            moves=[100 * move for move in bars.moves],
            values=values,
            marks=[(row.name, 100 * move) for row, move in zip(words.marks, bars.marks, strict=True)],
        )
        start = time.perf_counter()
        easel.draw("sector", bars, words, "dark")
        barred = time.perf_counter()
        easel.draw("heatmap", tiles, tile_words, "dark")
        tiled = time.perf_counter()
        draw_bars_naively(picture)
        drawn = time.perf_counter()
        for name, seconds in (("bars", barred - start), ("tiles", tiled - barred), ("naive", drawn - tiled)):
            taken[name].append(seconds * 1e3)
    return {name: times[1:] for name, times in taken.items()}


if __name__ == "__main__":
    print(json.dumps(measure()), flush=True)
