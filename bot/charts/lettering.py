"""Text on charts: faces, measuring, wrapping, and an artist that draws a line of it.

Matplotlib's own Text asks its font manager for a file and renders each glyph from Python on every draw, which made
up four fifths of a chart's time. Here a line is rendered once by FreeType into a coverage mask, kept, and stamped in
any colour. Our own files are named directly, so what the machine has installed never shows.

Faces: Source Sans Pro (SIL OFL 1.1, tabular figures by default), then DejaVu Sans, which ships with matplotlib, for
letters the first one lacks. All lengths are pixels; y grows upwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from math import floor

import numpy as np
from matplotlib import get_data_path
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.font_manager import get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from numpy.typing import NDArray

from bot.charts.theme import SMALLEST_TYPE


class Weight(StrEnum):
    """The two weights in use."""

    REGULAR = "Regular"
    SEMIBOLD = "Semibold"


_FALLBACK = {Weight.REGULAR: "DejaVuSans.ttf", Weight.SEMIBOLD: "DejaVuSans-Bold.ttf"}


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is set: its size in pixels and its weight."""

    size: int
    weight: Weight = Weight.REGULAR


EDGES = 3
"""Coverage is kept in thirds: on a phone finer edges look the same, and they were a quarter of a picture's bytes."""

SMALL = Style(SMALLEST_TYPE)
"""Ticks, labels and notes."""


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """A rendered line: coverage 0..255, bottom row first; `left` and `drop` place it at the pen's start.

    `drop` is how far the mask's bottom lies below the baseline.
    """

    mask: NDArray[np.uint8]
    left: int
    drop: int

    @property
    def width(self) -> int:
        """Pixels from the first inked column to the last."""
        return self.mask.shape[1]


@lru_cache(maxsize=1024)
def ink(text: str, style: Style) -> Ink:
    """Render one line. Light hinting sharpens stems vertically and leaves the widths as designed."""
    font = _font(style.weight)
    font.set_size(style.size, 72)
    font.set_text(text, 0.0, flags=LoadFlags.TARGET_LIGHT)
    font.draw_glyphs_to_bitmap()
    mask = np.array(font.get_image())[::-1]
    mask = (np.round(mask * (EDGES / 255)) * (255 / EDGES)).astype(np.uint8)
    # FreeType leaves one empty row below the lowest pixel.
    return Ink(mask, floor(font.get_bitmap_offset()[0] / 64), floor(font.get_descent() / 64) + 1)


def width(text: str, style: Style) -> int:
    """How wide a line is set."""
    return ink(text, style).width


def fits(text: str, style: Style, room: float) -> bool:
    """Whether a line is no wider than `room`; it is set, which takes a hundred times as long, only where it is near.

    The sum of the letters' advances leaves out what makes a line wider, hinting by less than half a pixel a letter
    and ink that reaches beyond both ends, and what makes it narrower, kerning by less than a ninth of the type size a
    letter ("T.T.T.") and the blank beside the first and last letter.
    """
    advance = style.size * sum(_advance(letter, style.weight) for letter in text)
    if advance + len(text) / 2 + 3 <= room:
        return True
    return advance - (len(text) / 9 + 1 / 3) * style.size <= room and width(text, style) <= room


@lru_cache(maxsize=1024)
def _advance(letter: str, weight: Weight) -> float:
    """How far a letter moves the pen, as a part of the type size."""
    font = _font(weight)
    font.set_size(100, 72)
    return font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100


@lru_cache(maxsize=1024)
def can_draw(text: str) -> bool:
    """Whether the faces have a glyph for every character of `text`."""
    faces = [get_font(path) for path in _paths(Weight.REGULAR)]
    return all(any(face.get_char_index(ord(letter)) for face in faces) for letter in text)


def drawable(text: str, latin: str) -> str:
    """`text`, or what stands for it in Latin letters where the faces lack one of its own."""
    return text if can_draw(text) else latin


def wrap(text: str, style: Style, room: float) -> list[str]:
    """`text` in lines no wider than `room`, broken at ordinary spaces only; a longer word stands alone."""
    if fits(text, style, room):
        return [text]
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and fits(longer, style, room):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balance(lines: list[str], style: Style, room: float) -> list[str]:
    """The same words on two lines of about equal length; any other number of lines stays as it is."""
    if len(lines) != 2:
        return lines
    words = " ".join(lines).split(" ")
    parted = [(" ".join(words[:count]), " ".join(words[count:])) for count in range(1, len(words))]
    for pair in sorted(parted, key=lambda each: abs(len(each[0]) - len(each[1]))):
        if all(width(line, style) <= room for line in pair):
            return list(pair)
    return lines


def fit(text: str, trials: Sequence[tuple[Style, int]], room: float) -> tuple[Style, list[str]]:
    """The first style whose lines all fit within its number of lines, else the last one, wrapped as it must."""
    for style, most in trials:
        if width(text, style) > room * most:
            continue
        lines = wrap(text, style, room)
        if len(lines) <= most and all(width(line, style) <= room for line in lines):
            return style, lines
    return trials[-1][0], wrap(text, trials[-1][0], room)


class Label(Artist):
    """One line of text with its baseline at `y`; `x` is its left end, its middle or its right end by `align`.

    `backing` is a colour laid under the text so that thin lines stop before it.
    """

    def __init__(
        self,
        text: str,
        style: Style,
        colour: str,
        x: float,
        y: float,
        align: float = 0.0,
        backing: str | None = None,
    ) -> None:
        super().__init__()
        self.text = text
        self.style = style
        self._ink = ink(text, style)
        self._colour = colour
        self._backing = backing
        self._left = round(x - align * self._ink.width)
        self._bottom = round(y) - self._ink.drop
        self.set_zorder(5)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, bottom, right and top of the inked pixels."""
        height, wide = self._ink.mask.shape
        return self._left, self._bottom, self._left + wide, self._bottom + height

    def draw(self, renderer: RendererBase) -> None:
        """Stamp the line on the canvas."""
        gc = renderer.new_gc()
        if self._backing:
            height, wide = self._ink.mask.shape
            plate = _coloured(np.full((height + 2, wide + 12), 255, np.uint8), self._backing)
            renderer.draw_image(gc, self._left - 6, self._bottom - 1, plate)
        renderer.draw_image(gc, self._left, self._bottom, _coloured(self._ink.mask, self._colour))
        gc.restore()


def _coloured(mask: NDArray[np.uint8], colour: str) -> NDArray[np.uint8]:
    out = np.empty((*mask.shape, 4), np.uint8)
    out[..., :3] = np.round(np.array(to_rgb(colour)) * 255)
    out[..., 3] = mask
    return out


def _font(weight: Weight) -> FT2Font:
    return get_font(list(_paths(weight)))


@lru_cache(maxsize=2)
def _paths(weight: Weight) -> tuple[str, str]:
    ours = files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"
    return str(ours), f"{get_data_path()}/fonts/ttf/{_FALLBACK[weight]}"
