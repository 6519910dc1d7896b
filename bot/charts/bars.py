"""A table with bars: names at the left, moves and values at the right, and bars from a common zero between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

from bot.charts.frame import Area, Frame
from bot.charts.inputs import Bars
from bot.charts.lettering import SMALL, Label, Style, Weight, drawable, width, wrap
from bot.charts.theme import SMALLEST_TYPE
from bot.charts.words import BarsWords, RowWords

PITCH = 38
"""Pixels from one row to the next, unless they must stand closer."""
NAMES = 360
"""The widest that names are set, so that bars keep a quarter of the picture; longer ones take two lines."""

_FIGURES = Style(SMALLEST_TYPE, Weight.SEMIBOLD)
_HEADING = 170
"""The widest that a heading is set on one line."""
_LEADING = 26
_THICK = 0.63
"""Of the pitch: how thick a bar is."""
_GAP = 18
"""Pixels between columns, and between the marks and the members."""
_SINK = 8
"""How far the baseline of small type lies below its middle."""
_DASHES = ((12, 5), (5, 5), (2, 5))
"""For the lines of the first, second and any further mark."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar and its texts; `names` are the lines of its name, `mark` sets it apart from the members."""

    names: Sequence[str]
    move: float
    figures: str
    value: str
    mark: bool
    running: bool = False
    pitch: int = PITCH

    @classmethod
    def of(cls, move: float, words: RowWords, mark: bool = False, running: bool = False, pitch: int = PITCH) -> Self:
        """The name stands on at most two lines, else the symbol takes its place."""
        names = wrap(drawable(words.name, words.symbol), SMALL, NAMES)
        if len(names) > 2 or _widest(names) > NAMES:
            names = [words.symbol]
        return cls(names, move, words.move, words.value, mark, running, pitch)

    @property
    def height(self) -> int:
        return self.pitch + _LEADING * (len(self.names) - 1)

    @property
    def thick(self) -> int:
        """How thick its bar is."""
        return round(self.pitch * _THICK)


@dataclass(frozen=True, slots=True)
class _Scale:
    """A horizontal scale of moves laid on the pixels from `left` to `right`; zero is always on it."""

    low: float
    high: float
    left: float
    right: float

    @classmethod
    def over(cls, moves: Iterable[float], left: float, right: float) -> Self:
        """A scale that holds all moves. Where all are zero, zero is in the middle."""
        known = [0.0, *moves]
        low, high = min(known), max(known)
        return cls(low, high, left, right) if low < high else cls(-1.0, 1.0, left, right)

    def x(self, move: float) -> int:
        return round(self.left + (move - self.low) / (self.high - self.low) * (self.right - self.left))

    def span(self, move: float) -> tuple[int, int]:
        """Both ends of a bar; any move but zero is at least two pixels long."""
        zero, end = self.x(0), self.x(move)
        if move < 0:
            return min(end, zero - 2), zero
        return zero, max(end, zero + 2) if move else zero


@dataclass(frozen=True, slots=True)
class BarTable:
    """Rows from top to bottom, the marks first, under headings that may take two lines each."""

    rows: Sequence[_Row]
    reach: tuple[float, float]
    move: Sequence[str]
    value: Sequence[str]

    @classmethod
    def of(cls, bars: Bars, words: BarsWords, pitch: int = PITCH) -> Self:
        """Join numbers and texts; `pitch` is how far apart rows of one line stand.

        Raises:
            ValueError: they differ in number.
        """
        marks = [_Row.of(*each, mark=True, pitch=pitch) for each in zip(bars.marks, words.marks, strict=True)]
        members = [
            _Row.of(move, said, running=row in bars.running, pitch=pitch)
            for row, (move, said) in enumerate(zip(bars.moves, words.rows, strict=True))
        ]
        rows = [*marks, *members]
        value = wrap(words.value, SMALL, _HEADING) if any(row.value for row in rows) else []
        return cls(rows, bars.reach, wrap(words.move, SMALL, _HEADING), value)

    @property
    def height(self) -> int:
        """Pixels from the top of the headings to the foot of the last row."""
        return self._head + sum(row.height for row in self.rows) + self._gap

    @property
    def _head(self) -> int:
        return _LEADING * max(len(self.move), len(self.value)) + 6

    @property
    def _marks(self) -> int:
        return sum(row.mark for row in self.rows)

    @property
    def _gap(self) -> int:
        return _GAP if self._marks else 0

    def paint(self, frame: Frame, area: Area) -> None:
        """Draw the table from the top of `area`, as wide as it is."""
        palette = frame.palette
        middles = self._middles(area.top)
        names = area.left + max(_widest(row.names) for row in self.rows)
        values = _widest([*self.value, *(row.value for row in self.rows)])
        figures = area.right - (values + _GAP if values else 0)
        moves = figures - _widest([*self.move, *(row.figures for row in self.rows)], _FIGURES)
        scale = _Scale.over([*self.reach, *(row.move for row in self.rows)], names + _GAP, moves - _GAP)
        for lines, right in ((self.move, figures), (self.value, area.right)):
            first = area.top - self._head + 6 + _LEADING * len(lines) - _LEADING + _SINK
            self._lines(frame, lines, right, first, palette.muted, align=1.0)
        self._across(frame, scale, middles)
        for row, middle in zip(self.rows, middles, strict=True):
            left, right = scale.span(row.move)
            bar, type_ = palette.direction(row.move)
            colour = palette.bar if row.mark else bar
            bottom, top = middle - row.thick / 2, middle + row.thick / 2
            frame.boxes([left], [bottom], right - left, [top], colour, fill=not row.running)
            first = middle - _SINK + _LEADING * (len(row.names) - 1) / 2
            self._lines(frame, row.names, area.left, first, palette.text)
            frame.label(Label(row.figures, _FIGURES, type_, figures, middle - _SINK, align=1.0))
            self._lines(frame, [row.value] if row.value else [], area.right, middle - _SINK, palette.muted, align=1.0)

    def _middles(self, top: float) -> list[float]:
        """The height of each row's middle."""
        feet = accumulate((row.height for row in self.rows), initial=0)
        return [
            round(top - self._head - foot - row.height / 2 - (0 if row.mark else self._gap))
            for row, foot in zip(self.rows, feet, strict=False)
        ]

    def _across(self, frame: Frame, scale: _Scale, middles: Sequence[float]) -> None:
        """The line of zero, and one from each mark's end down through the members."""
        palette, foot = frame.palette, middles[-1] - self.rows[-1].height / 2
        for place, row in enumerate(self.rows[: self._marks]):
            at = scale.x(row.move)
            start = middles[place] - row.thick / 2
            frame.line([at, at], [start, foot], palette.accent, 2, dashes=_DASHES[min(place, 2)], zorder=1)
        zero, top = scale.x(0), middles[0] + self.rows[0].height / 2
        frame.line([zero, zero], [foot, top], palette.accent, 2, zorder=3.5)

    @staticmethod
    def _lines(frame: Frame, lines: Sequence[str], x: float, first: float, colour: str, align: float = 0.0) -> None:
        """Lines of small type downwards from a first baseline."""
        for row, line in enumerate(lines):
            frame.label(Label(line, SMALL, colour, x, first - row * _LEADING, align))


def _widest(texts: Iterable[str], style: Style = SMALL) -> int:
    return max((width(text, style) for text in texts if text), default=0)
