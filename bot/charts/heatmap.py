"""The heatmap: tiles whose areas are sizes and whose colours are moves, and the fixed scale of the colours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import ceil, floor

from matplotlib.figure import Figure
from squarify import normalize_sizes, squarify

from bot.charts.frame import Area, Frame
from bot.charts.inputs import BOUNDS, Tiles
from bot.charts.lettering import SMALL, Label, Style, Weight, drawable, fits, width, wrap
from bot.charts.theme import SMALLEST_TYPE, THEMES
from bot.charts.words import HeatmapWords, TileWords

SIZES = (SMALLEST_TYPE, 26, 30, 36, 44, 52)
"""Sizes of type in tiles."""

DENSE = 40
"""More tiles than this are set in the three smallest sizes only: large type is what makes a picture heavy."""

_LOWEST, _TALLER, _HIGHEST = 310, 10, 860
"""Pixels of height: for the first tile, for each further one, and at most."""
_SEAM = 3
_PAD = 3, 0.5
"""Pixels around the smallest type in a tile, and more for each pixel that type is larger."""
_LEADING = 1.13
_FOOT = 0.25
"""Of the type size: how far a baseline is above the foot of its line, so that figures stand in the middle of it."""
_KEY = 62
_KEY_BOX = 18
_KEY_WIDEST = 78
_KEY_GAP = 14


def draw_heatmap(tiles: Tiles, words: HeatmapWords, theme: str) -> Figure:
    """The heatmap as a figure 1000 pixels wide, the higher the more tiles it has.

    Raises:
        KeyError: there is no such theme.
        ValueError: tiles and words differ in number.
    """
    frame = Frame(THEMES[theme])
    paint_heatmap(frame, tiles, words)
    return frame.figure


def paint_heatmap(frame: Frame, tiles: Tiles, words: HeatmapWords) -> None:
    """Draw the chart on an empty frame."""
    room = min(_LOWEST + _TALLER * len(tiles.sizes), _HIGHEST)
    title = drawable(words.title, words.latin_title)
    area = frame.texts(title, words.subtitle, words.source, room=room + _KEY)
    places = lay_out(tiles.sizes, Area(area.left, ceil(area.bottom) + _KEY, area.right, floor(area.top)))
    steps = [step_of(move) for move in tiles.moves]
    for step, colour in enumerate(frame.palette.steps):
        some = [place for place, each in zip(places, steps, strict=True) if each == step]
        _boxes(frame, some, colour)
    sizes = SIZES if len(places) <= DENSE else SIZES[:3]
    for place, step, said in zip(places, steps, words.tiles, strict=True):
        _write(frame, place, said, sizes, frame.palette.on(frame.palette.steps[step]))
    _key(frame, words, area)


def step_of(move: float) -> int:
    """Which of the theme's steps a move has, 0 for the largest falls; a bound belongs to the larger move."""
    return bisect_right(BOUNDS, move) if move > 0 else bisect_left(BOUNDS, move)


def lay_out(sizes: Sequence[float], area: Area) -> list[Area]:
    """A tile of whole pixels for each size, the largest at the top left, with seams between them.

    `area` has whole-pixel edges. Squarified treemap of Bruls, Huizing and van Wijk (2000): tiles as near to squares
    as can be.
    """
    order = sorted(range(len(sizes)), key=lambda row: -sizes[row])
    # Every tile gives up a seam at its right and its foot; the last ones give up one that is not in the area.
    wide, high = area.right - area.left + _SEAM, area.top - area.bottom + _SEAM
    tiles = squarify(normalize_sizes([sizes[row] for row in order], wide, high), area.left, 0.0, wide, high)
    places: dict[int, Area] = {}
    for row, tile in zip(order, tiles, strict=True):
        # The smallest ones would vanish in their seams.
        left = min(round(tile["x"]), area.right - 1)
        right = max(round(tile["x"] + tile["dx"]) - _SEAM, left + 1)
        top = max(round(area.top - tile["y"]), area.bottom + 1)
        foot = min(round(area.top - tile["y"] - tile["dy"]) + _SEAM, top - 1)
        places[row] = Area(left, foot, right, top)
    return [places[row] for row in range(len(sizes))]


def _boxes(frame: Frame, places: Sequence[Area], colour: str) -> None:
    frame.boxes(
        [each.left for each in places],
        [each.bottom for each in places],
        [each.right - each.left for each in places],
        [each.top for each in places],
        colour,
        fill=True,
    )


def _write(frame: Frame, place: Area, words: TileWords, sizes: Sequence[int], colour: str) -> None:
    """What the tile has room for, around its middle."""
    lines = fit_tile(words, place.right - place.left, place.top - place.bottom, sizes)
    x, y = (place.left + place.right) / 2, (place.top + place.bottom) / 2 + _height(lines) / 2
    for text, style in lines:
        y -= style.size * _LEADING
        frame.label(Label(text, style, colour, x, y + style.size * _FOOT, align=0.5))


def fit_tile(words: TileWords, wide: float, high: float, sizes: Sequence[int] = SIZES) -> list[tuple[str, Style]]:
    """The lines that a tile of so many pixels holds, as large as can be.

    Name and move, else symbol and move, else the move, else the symbol, else nothing.
    """
    name, symbol = drawable(words.name, words.symbol), words.symbol
    both = ((name, words.move), (symbol, words.move), (symbol, words.brief))
    for said in (*both, ("", words.move), ("", words.brief), (symbol, "")):
        best: list[tuple[str, Style]] = []
        for size in sizes:
            air = 2 * (_PAD[0] + _PAD[1] * (size - SMALLEST_TYPE))
            lines = _lines(*said, size, wide - air)
            if _height(lines) > high - air or not all(fits(*line, wide - air) for line in lines):
                break
            best = lines
        if best:
            return best
    return []


def _lines(name: str, move: str, size: int, wide: float) -> list[tuple[str, Style]]:
    """The name in strong type, wrapped, and the move below it."""
    strong, plain = Style(size, Weight.SEMIBOLD), Style(max(SMALLEST_TYPE, round(size * 0.8)))
    return [*((line, strong) for line in wrap(name, strong, wide) if line), *([(move, plain)] if move else [])]


def _height(lines: Sequence[tuple[str, Style]]) -> float:
    return sum(style.size for _, style in lines) * _LEADING


def _key(frame: Frame, words: HeatmapWords, area: Area) -> None:
    """The scale of the colours in the middle below the tiles, its bounds under its boxes."""
    steps, (below, above) = frame.palette.steps, words.ends
    ends = 2 * (max(width(below, SMALL), width(above, SMALL)) + _KEY_GAP)
    wide = min((area.right - area.left - ends) // len(steps), _KEY_WIDEST)
    left = round((area.left + area.right - wide * len(steps)) / 2)
    bottom = area.bottom + 28
    for place, colour in enumerate(steps):
        at = left + place * wide
        _boxes(frame, [Area(at, bottom, at + wide - _SEAM, bottom + _KEY_BOX)], colour)
    for place, bound in enumerate(words.bounds):
        x = left + (place + 1) * wide - _SEAM / 2
        frame.label(Label(bound, SMALL, frame.palette.muted, x, area.bottom, align=0.5))
    frame.label(Label(below, SMALL, frame.palette.muted, left - _KEY_GAP, bottom + 2, align=1.0))
    frame.label(Label(above, SMALL, frame.palette.muted, left + wide * len(steps) - _SEAM + _KEY_GAP, bottom + 2))
