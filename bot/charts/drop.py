"""The drop chart: prices around one session with its move and the previous close, and the volume below."""

from __future__ import annotations

from math import ceil

import numpy as np
from matplotlib.figure import Figure

from bot.charts.axes import SessionAxis, ValueAxis, spans_decades, value_axis
from bot.charts.frame import Area, Frame
from bot.charts.lettering import SMALL, Label, drawable, width
from bot.charts.price_plot import PricePlot
from bot.charts.theme import THEMES
from bot.charts.words import DropWords
from bot.domain.drops import DropReport, Window

CANDLES_UP_TO = 45
"""Sessions that still leave a candle wide enough to be read at half size; longer ranges are drawn as a line."""

DAYS_UP_TO = 10
"""Sessions that are few enough to be named by their days instead of their months."""

_INSET = 4
_CALENDAR = 40
_VOLUME = 54
_VOLUME_LABEL = 42


def draw_drop(report: DropReport, words: DropWords, theme: str) -> Figure:
    """The chart of one measured session as a figure of 1000 by 560 pixels; nothing is measured here.

    Raises:
        KeyError: there is no such theme.
    """
    frame = Frame(THEMES[theme])
    paint_drop(frame, report, words)
    return frame.figure


def paint_drop(frame: Frame, report: DropReport, words: DropWords) -> None:
    """Draw the chart on an empty frame."""
    window = report.window
    candles = draws_candles(window)
    shown = [window.close, [report.previous_close], *([window.high, window.low] if candles else [])]
    values = np.concatenate(shown)
    log = spans_decades(values)
    what = words.candles if candles else words.closes
    title = drawable(words.title, words.latin_title)
    area = frame.texts(title, f"{what}, {words.log_scale}" if log else what, words.source)
    base = area.bottom + _CALENDAR
    has_volume = bool(np.nan_to_num(window.volume).any())
    bottom = base + (_VOLUME + (_VOLUME_LABEL if words.volume else 16) if has_volume else 8)
    axis = value_axis(values, bottom, area.top, log)
    ticks = [(value, words.numerals.text(value, digits)) for value, digits in axis.ticks()]
    right = area.right - max((width(text, SMALL) for _, text in ticks), default=0) - 14
    plot = Area(area.left, bottom, right, area.top)
    sessions = SessionAxis(len(window.days), plot.left + _INSET, plot.right - _INSET)
    axis = PricePlot(frame, report, words, sessions, plot, candles).paint(axis)
    _grid(frame, axis, ticks, plot, area.right)
    frame.rules([base], plot.left, plot.right, frame.palette.accent)
    (_days if len(window.days) <= DAYS_UP_TO else _months)(frame, window, words, sessions, base)
    if has_volume:
        _volume(frame, report, words, sessions, base)


def draws_candles(window: Window) -> bool:
    """Whether the window is short and its open, high and low are known wherever its close is."""
    known = np.isfinite(window.close)
    complete = all(np.isfinite(each[known]).all() for each in (window.open, window.high, window.low))
    return complete and len(window.days) <= CANDLES_UP_TO


def _grid(frame: Frame, axis: ValueAxis, ticks: list[tuple[float, str]], plot: Area, right: float) -> None:
    """Thin lines at round prices, which stand at the right edge, where the latest price is."""
    heights = [float(axis.y(value)) for value, _ in ticks]
    frame.rules(heights, plot.left, plot.right, frame.palette.grid)
    for height, (_, text) in zip(heights, ticks, strict=True):
        frame.label(Label(text, SMALL, frame.palette.muted, right, height - 7, align=1.0))


def _months(frame: Frame, window: Window, words: DropWords, sessions: SessionAxis, base: float) -> None:
    """Month names in the middle of their sessions where they have room; the year once, and in January."""
    palette, year_said = frame.palette, False
    for first, end, month, year in sessions.months(window.days):
        start, room = sessions.left + first * sessions.step, (end - first) * sessions.step
        if first:
            frame.line([start, start], [base - 7, base], palette.accent, 2)
        name = words.months[month - 1]
        dated = f"{name} {year}"
        text = dated if (month == 1 or not year_said) and width(dated, SMALL) <= room - 12 else name
        if width(text, SMALL) <= room - 12:
            frame.label(Label(text, SMALL, palette.muted, start + room / 2, base - 28, align=0.5))
            year_said = year_said or text == dated


def _days(frame: Frame, window: Window, words: DropWords, sessions: SessionAxis, base: float) -> None:
    """The marked day and as many others, evenly, as have room."""
    days = [day.item() for day in window.days]
    texts = [words.day.format(day=day.day, month=words.months[day.month - 1]) for day in days]
    widest = max(width(text, SMALL) for text in texts)
    stride = ceil((widest + 12) / sessions.step)
    for row in range(window.marked % stride, len(days), stride):
        half = width(texts[row], SMALL) / 2
        middle = min(max(float(sessions.x(row)), sessions.left + half), sessions.right - half)
        frame.label(Label(texts[row], SMALL, frame.palette.muted, middle, base - 28, align=0.5))


def _volume(frame: Frame, report: DropReport, words: DropWords, sessions: SessionAxis, base: float) -> None:
    """Bars from zero; the marked session's has the colour of its move."""
    window = report.window
    rows = np.flatnonzero(window.volume > 0)
    tops = base + np.maximum(window.volume[rows] / window.volume[rows].max() * _VOLUME, 1)
    wide = min(sessions.step * 0.68, 22)
    lefts = sessions.x(rows) - wide / 2
    colour, _ = frame.palette.direction(report.since_previous)
    for chosen, each in ((rows != window.marked, frame.palette.bar), (rows == window.marked, colour)):
        frame.boxes(lefts[chosen], np.full(chosen.sum(), base), wide, tops[chosen], each, fill=True)
    if words.volume:
        frame.label(Label(words.volume, SMALL, frame.palette.muted, sessions.left - _INSET, base + _VOLUME + 11))
