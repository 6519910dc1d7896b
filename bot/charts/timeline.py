"""A day's sessions over the clock: a row for each index with its name, a bar from open to close, and its move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Self

from bot.charts.frame import Area, Frame
from bot.charts.inputs import Rout, SessionRow
from bot.charts.lettering import SMALL, Label, Style, Weight, drawable, width
from bot.charts.theme import SMALLEST_TYPE
from bot.charts.words import RoutWords, SessionWords

NAMES = 300
"""The widest that a name is set; the symbol stands for a wider one."""

_FIGURES = Style(SMALLEST_TYPE, Weight.SEMIBOLD)
_PITCH = 25
_THICK = 15
_CLOCK = 34
"""Pixels above the rows for the hours, and below them for the word at the line of now."""
_BREAK = 11
"""Pixels between regions."""
_GAP = 18
_AIR = 10
_SINK = 8
"""How far the baseline of small type lies below its middle."""
_STEPS = (1, 2, 3, 4, 6, 12)
"""Hours that the clock may be marked at."""

Taken = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Clock:
    """Hours laid on the pixels from `left` to `right`."""

    first: int
    last: int
    left: float
    right: float

    @classmethod
    def over(cls, rout: Rout, left: float, right: float) -> Self:
        """Whole hours that hold every session and now, a day of them at least, so that notes have room."""
        hours = [hour for region in rout.regions for row in region for hour in row.hours or ()]
        hours += [] if rout.now is None else [rout.now]
        first = floor(min(hours))
        return cls(first, max(ceil(max(hours)), first + 24), left, right)

    def x(self, hour: float) -> int:
        return round(self.left + (hour - self.first) / (self.last - self.first) * (self.right - self.left))

    def ticks(self, room: float) -> Iterator[int]:
        """Hours to mark, as many as leave `room` pixels between them."""
        an_hour = (self.right - self.left) / (self.last - self.first)
        step = next((each for each in _STEPS if each * an_hour >= room), _STEPS[-1])
        return (hour for hour in range(self.first, self.last + 1) if hour % step == 0)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows of all regions, top to bottom."""

    rout: Rout
    words: RoutWords

    @property
    def height(self) -> int:
        """Pixels from the hours to the foot of the last row, or of the word for now."""
        rows = sum(map(len, self.rout.regions))
        breaks = len(self.rout.regions) - 1
        return _CLOCK + rows * _PITCH + breaks * _BREAK + (_CLOCK if self.rout.now is not None else 0)

    def paint(self, frame: Frame, area: Area) -> None:
        """Draw the rows from the top of `area`, as wide as it is."""
        said = [each for region in self.words.rows for each in region]
        left = area.left + max(width(_name(each), SMALL) for each in said) + _GAP
        right = area.right - max(width(each.move, _FIGURES) for each in said) - _GAP
        clock = _Clock.over(self.rout, left, right)
        foot = area.top - self.height + (_CLOCK if self.rout.now is not None else 0)
        self._hours(frame, clock, area, foot)
        top = area.top - _CLOCK
        for region, rows, said_of_rows in zip(self.words.regions, self.rout.regions, self.words.rows, strict=True):
            taken = [
                self._row(frame, clock, area, top - (place + 0.5) * _PITCH, row, each)
                for place, (row, each) in enumerate(zip(rows, said_of_rows, strict=True))
            ]
            _caption(frame, region, clock, top, taken)
            top -= len(rows) * _PITCH + _BREAK

    def _hours(self, frame: Frame, clock: _Clock, area: Area, foot: float) -> None:
        """The hours above, and a thin line down from each; the line of now stands out."""
        palette, top = frame.palette, area.top
        texts = {hour: self.words.hour.format(hour=hour % 24) for hour in range(clock.first, clock.last + 1)}
        widest = max(width(text, SMALL) for text in texts.values())
        for hour in clock.ticks(widest + _GAP):
            at = clock.x(hour)
            frame.line([at + 0.5, at + 0.5], [foot, top - _CLOCK + 4], palette.grid, 1, zorder=1)
            middle = min(max(at, area.left + widest / 2), area.right - widest / 2)
            frame.label(Label(texts[hour], SMALL, palette.muted, middle, top - _CLOCK + _AIR, align=0.5))
        if self.rout.now is None:
            return
        at = clock.x(self.rout.now)
        frame.line([at, at], [foot, top - _CLOCK + 4], palette.accent, 2, dashes=(5, 5), zorder=2)
        half = width(self.words.now, SMALL) / 2
        middle = min(max(at, area.left + half), area.right - half)
        frame.label(Label(self.words.now, SMALL, palette.muted, middle, foot - _CLOCK + _AIR, align=0.5))

    def _row(
        self, frame: Frame, clock: _Clock, area: Area, middle: float, row: SessionRow, words: SessionWords
    ) -> Taken:
        """One index; returns what of the plot its bar and its note take."""
        palette = frame.palette
        bar, type_ = palette.direction(row.move or 0.0) if row.move is not None else (palette.bar, palette.muted)
        frame.label(Label(_name(words), SMALL, palette.text, area.left, middle - _SINK))
        frame.label(Label(words.move, _FIGURES, type_, area.right, middle - _SINK, align=1.0))
        if row.hours is None:
            return _note(frame, words.note, clock, middle, [])
        opens, closes = map(clock.x, row.hours)
        filled = not row.running
        frame.boxes([opens], [middle - _THICK / 2], [closes - opens], [middle + _THICK / 2], bar, fill=filled)
        return _note(frame, words.note, clock, middle, [(opens, closes)])


def _name(words: SessionWords) -> str:
    name = drawable(words.name, words.symbol)
    return name if width(name, SMALL) <= NAMES else words.symbol


def _note(frame: Frame, note: str, clock: _Clock, middle: float, taken: Taken) -> Taken:
    """The note after the bar, before it where there is no room, or from the left where there is no bar."""
    if not note:
        return taken
    wide = width(note, SMALL)
    start = taken[-1][1] + _AIR if taken else clock.left + _AIR
    if start + wide > clock.right and taken:
        start = taken[0][0] - _AIR - wide
    frame.label(Label(note, SMALL, frame.palette.muted, start, middle - _SINK, backing=frame.palette.ground))
    return [*taken, (start, start + wide)]


def _caption(frame: Frame, region: str, clock: _Clock, top: float, taken: Sequence[Taken]) -> None:
    """The region's name on its first row that has room for it, at the side with more of it."""
    wide = width(region, SMALL)
    for place, row in enumerate(taken):
        before = min((left for left, _ in row), default=clock.right) - clock.left
        after = clock.right - max((right for _, right in row), default=clock.left)
        if max(before, after) >= wide + 2 * _AIR:
            start = clock.left + _AIR if before > after else clock.right - _AIR - wide
            baseline = top - (place + 0.5) * _PITCH - _SINK
            frame.label(Label(region, SMALL, frame.palette.muted, start, baseline, backing=frame.palette.ground))
            return
