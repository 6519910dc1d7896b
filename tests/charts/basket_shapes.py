"""Bars and tiles of any shape, with the plainest words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.charts.inputs import Bars, Tiles
from bot.charts.words import BarsWords, HeatmapWords, RowWords, TileWords
from tests.charts.scenes import SOURCE, percent

LONG = "Taiwan Semiconductor Manufacturing"
LONGER = "China Railway Signal and Communication Corporation Limited Holdings of Beijing and Hong Kong"
HEADINGS = {"en": ("Move", "Value, $ bn"), "fr": ("Variation", "Valeur, Md $")}
MEANS = ("Mean by market value", "Plain mean", "S&P 500")
BOUNDS = (-10, -5, -2, -0.5, 0.5, 2, 5, 10)
ENDS = {"en": ("falls beyond", "rises beyond"), "fr": ("baisses au-delà", "hausses au-delà")}


def bars_words(
    bars: Bars,
    names: Sequence[str] | str = "Member",
    values: Sequence[str] = (),
    title: str = "Test moved on 27 January 2025",
    locale: str = "en",
    means: Sequence[str] = MEANS,
) -> BarsWords:
    """Words with the bars' own moves; one name is numbered through all rows."""
    count = len(bars.moves)
    named = [f"{names} {row + 1}" for row in range(count)] if isinstance(names, str) else names
    said = zip(named, bars.moves, values or [""] * count, strict=True)
    return BarsWords(
        title=title,
        latin_title=title,
        subtitle="Move since the previous close",
        source=SOURCE[locale],
        rows=tuple(
            RowWords(name, f"SYM{row}", percent(move, locale), value) for row, (name, move, value) in enumerate(said)
        ),
        marks=tuple(RowWords(name, name, percent(move, locale)) for name, move in zip(means, bars.marks, strict=False)),
        move=HEADINGS[locale][0],
        value=HEADINGS[locale][1],
    )


def tiles_words(
    tiles: Tiles,
    names: Sequence[str] | str = "Member",
    title: str = "Test moved on 27 January 2025",
    locale: str = "en",
) -> HeatmapWords:
    """Words with the tiles' own moves; one name is numbered through all tiles."""
    named = [f"{names} {row}" for row in range(len(tiles.moves))] if isinstance(names, str) else names
    return HeatmapWords(
        title=title,
        latin_title=title,
        subtitle="Area: market value at the previous close. Colour: move of the day",
        source=SOURCE[locale],
        tiles=tuple(
            TileWords(name, f"SYM{row}", percent(move, locale, 1), percent(move, locale, 0))
            for row, (name, move) in enumerate(zip(named, tiles.moves, strict=True))
        ),
        bounds=tuple(percent(bound / 100, locale, 1 if abs(bound) < 1 else 0) for bound in BOUNDS),
        ends=ENDS[locale],
    )


_RANDOM = np.random.default_rng(11)
_FALLS = tuple(np.sort(_RANDOM.uniform(-0.3, -0.01, 20)).tolist())
_MIXED = tuple(np.sort(_RANDOM.normal(-0.01, 0.03, 12)).tolist())
_VALUES = [f"−{value:,.1f}" for value in _RANDOM.lognormal(3, 1.5, 20)]

BARS: dict[str, tuple[Bars, BarsWords]] = {
    name: (bars, bars_words(bars, **words))
    for name, (bars, words) in {
        "one row": (Bars((-0.0142,)), {}),
        "one row and means": (Bars((-0.0142,), (-0.0142, -0.0142, -0.0146)), {"values": ["−4.2"]}),
        "three rows": (Bars((-0.03, -0.01, 0.02), (-0.01, -0.0067, 0.004)), {}),
        "all falls": (Bars(_FALLS, (-0.16, -0.14, -0.0146)), {"values": _VALUES}),
        "all rises": (Bars(tuple(-move for move in _FALLS), (0.16, 0.14, 0.0146)), {"values": _VALUES}),
        "mixed": (Bars(_MIXED, (-0.012, -0.005, 0.001)), {"values": _VALUES[:12]}),
        "all zero": (Bars((0.0,) * 5, (0.0, 0.0, 0.0)), {}),
        "outlier": (Bars((-0.6, *(-0.01 - row / 1e4 for row in range(19))), (-0.04, -0.035, -0.01)), {}),
        "long names": (Bars(_FALLS, (-0.16, -0.14, -0.0146)), {"names": [LONG] * 20, "values": _VALUES}),
        "longer names": (Bars(_MIXED, (-0.012,)), {"names": [LONG, LONGER, f"{LONG} Company"] * 4}),
        "other scripts": (Bars((-0.05, -0.01)), {"names": ["阿里巴巴", "ソフトバンク"]}),
        "running": (Bars(_MIXED, (-0.012, -0.005, 0.001), running=(0, 4, 11)), {"values": _VALUES[:12]}),
        "second page": (Bars(_MIXED, (-0.1, -0.12, -0.0146), reach=(-0.3, 0.03)), {"values": _VALUES[:12]}),
    }.items()
}

_CAPS = tuple(np.random.default_rng(13).lognormal(11, 1.3, 100).tolist())
_MOVES = tuple(np.random.default_rng(17).normal(-0.02, 0.05, 100).tolist())

TILES: dict[str, tuple[Tiles, HeatmapWords]] = {
    name: (tiles, tiles_words(tiles, **words))
    for name, (tiles, words) in {
        "one tile": (Tiles((1.0,), (-0.17,)), {}),
        "two tiles": (Tiles((3.0, 1.0), (-0.17, 0.02)), {}),
        "hundred tiles": (Tiles(_CAPS, _MOVES), {}),
        "hundred alike": (Tiles((1.0,) * 100, _MOVES), {"names": [LONG] * 100}),
        "one giant": (Tiles((1e13, *([1e6] * 12)), _MOVES[:13]), {}),
        "no move": (Tiles(_CAPS[:9], (0.0,) * 9), {}),
        "all bounds": (Tiles((1.0,) * 9, (-0.1, -0.05, -0.02, -0.005, 0, 0.005, 0.02, 0.05, 0.1)), {}),
        "other scripts": (Tiles((2.0, 1.0), (-0.05, 0.01)), {"names": ["阿里巴巴", "ソフトバンク"]}),
    }.items()
}
