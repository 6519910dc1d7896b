"""Prices of a window around one session: line or candles, the session's mark, the previous close, and both labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import hypot

import numpy as np
from numpy.typing import NDArray

from bot.charts.axes import SessionAxis, ValueAxis
from bot.charts.frame import Area, Frame
from bot.charts.lettering import SMALL, Label, Style, Weight, ink
from bot.charts.room import Room
from bot.charts.words import DropWords
from bot.domain.drops import DropReport, Window

_MOVE = Style(32, Weight.SEMIBOLD)
_CLEARANCE = 7
_HEADROOM = 54
_LEADER_FROM = 48
_ALONG = 0.1
"""How little it matters how far along its line the previous close is labelled, against how far from it."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A label's text and the pixels it may have; `to` is what it labels."""

    text: str
    style: Style
    colour: str
    left: float
    bottom: float
    to: Point
    along: bool

    @property
    def box(self) -> tuple[float, float, float, float]:
        height, width = ink(self.text, self.style).mask.shape
        return self.left, self.bottom, self.left + width, self.bottom + height


@dataclass(frozen=True, slots=True)
class PricePlot:
    """The plot of one report inside `area`. With `candles` each session is a candle, else closes are a line."""

    frame: Frame
    report: DropReport
    words: DropWords
    sessions: SessionAxis
    area: Area
    candles: bool

    def paint(self, axis: ValueAxis) -> ValueAxis:
        """Draw the prices; returns the scale in use, lowered where the labels would have found no room."""
        spots = list(self._spots(axis))
        if len(spots) < len(self._labels(axis)):
            axis = replace(axis, top=axis.top - _HEADROOM)
            spots = list(self._spots(axis))
        frame, level = self.frame, float(axis.y(self.report.previous_close))
        frame.line([self.area.left, self.area.right], [level, level], frame.palette.accent, 2, dashes=(2, 6))
        if self.candles:
            self._candles(axis)
        else:
            self._line(*self._closes(axis))
        for spot in spots:
            self._label(spot)
        return axis

    @property
    def _window(self) -> Window:
        return self.report.window

    def _closes(self, axis: ValueAxis) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self.sessions.x(np.arange(len(self._window.days))), axis.y(self._window.close)

    def _line(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> None:
        """Closes, broken where one is unknown; a close between two unknown ones is a dot."""
        frame, marked = self.frame, self._window.marked
        colour, _ = frame.palette.direction(self.report.since_previous)
        frame.line(xs, ys, frame.palette.line, 3)
        known = np.pad(np.isfinite(ys), 1)
        alone = known[1:-1] & ~known[:-2] & ~known[2:]
        frame.dots(xs[alone], ys[alone], frame.palette.line, 6)
        if marked:
            frame.line(xs[marked - 1 : marked + 1], ys[marked - 1 : marked + 1], colour, 5, zorder=3)
        frame.mark(float(xs[marked]), float(ys[marked]), colour, hollow=self.report.running is not None)

    def _candles(self, axis: ValueAxis) -> None:
        """Hollow where the close is above the open, filled where it is not; only the marked one has a colour."""
        window, frame = self._window, self.frame
        rows, xs, wide = self._candle_columns()
        opened, high, low, close = (axis.y(each[rows]) for each in (window.open, window.high, window.low, window.close))
        bottom, top = np.minimum(opened, close), np.maximum(opened, close)
        top = np.maximum(top, bottom + 2)
        marked, rising = rows == window.marked, close > opened
        mark_colour, _ = frame.palette.direction(self.report.since_previous)
        for colour, chosen in ((frame.palette.line, ~marked), (mark_colour, marked)):
            wicks = np.stack([low[chosen], high[chosen], np.full(chosen.sum(), np.nan)], axis=1).reshape(-1)
            frame.line(np.repeat(xs[chosen], 3), wicks, colour, 2)
            for fill, some in ((False, chosen & rising), (True, chosen & ~rising)):
                frame.boxes(xs[some] - wide / 2, bottom[some], wide, top[some], colour, fill=fill)

    def _candle_columns(self) -> tuple[NDArray[np.intp], NDArray[np.float64], int]:
        """Rows with a candle, the pixel each stands on, and how wide it is."""
        rows = np.flatnonzero(np.isfinite(self._window.close))
        return rows, np.round(self.sessions.x(rows)), max(6, min(round(self.sessions.step * 0.3) * 2, 26))

    def _labels(self, axis: ValueAxis) -> list[tuple[str, Style, str, Point, bool]]:
        """What is labelled: text, style, colour, point, and whether the point stands for a whole line."""
        marked = self._window.marked
        x, y = float(self.sessions.x(marked)), float(axis.y(self.report.close))
        level = float(axis.y(self.report.previous_close))
        _, colour = self.frame.palette.direction(self.report.since_previous)
        labels = [
            (self.words.move, _MOVE, colour, (x, y), False),
            (self.words.previous, SMALL, self.frame.palette.muted, (x, level), True),
        ]
        return [each for each in labels if each[0]]

    def _spots(self, axis: ValueAxis) -> Iterator[_Spot]:
        """Free places for the labels, each touching neither what is drawn nor one another."""
        room = self._room(axis)
        for text, style, colour, to, along in self._labels(axis):
            height, width = ink(text, style).mask.shape
            found = room.nearest(width, height, to, _CLEARANCE, _ALONG if along else 1.0)
            if found:
                spot = _Spot(text, style, colour, *found, to, along)
                room.take_box(spot.box)
                yield spot

    def _room(self, axis: ValueAxis) -> Room:
        room = Room(self.area)
        level = axis.y(np.full(2, self.report.previous_close))
        room.take_line(np.array([self.area.left, self.area.right]), level)
        if self.candles:
            rows, xs, wide = self._candle_columns()
            for x, low, high in zip(xs, axis.y(self._window.low[rows]), axis.y(self._window.high[rows]), strict=True):
                room.take_box((x - wide / 2, low, x + wide / 2, high))
            return room
        xs, ys = self._closes(axis)
        room.take_line(xs, ys)
        x, y = xs[self._window.marked], ys[self._window.marked]
        room.take_box((x - 8, y - 8, x + 8, y + 8))
        return room

    def _label(self, spot: _Spot) -> None:
        """The label, and a thin line to what it labels where that is far away."""
        left, bottom, right, top = spot.box
        drop = ink(spot.text, spot.style).drop
        ground = self.frame.palette.ground
        self.frame.label(Label(spot.text, spot.style, spot.colour, left, bottom + drop, backing=ground))
        start = ((left + right) / 2, spot.to[1]) if spot.along else spot.to
        end = min(max(start[0], left), right), min(max(start[1], bottom), top)
        if hypot(end[0] - start[0], end[1] - start[1]) > _LEADER_FROM:
            self.frame.line([start[0], end[0]], [start[1], end[1]], spot.colour, 2, zorder=1.5)
