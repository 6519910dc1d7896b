"""The chart of a day across all markets: its sessions over the clock, above the baskets ranked by their moves."""

from __future__ import annotations

from matplotlib.figure import Figure

from bot.charts.bars import BarTable
from bot.charts.frame import Area, Frame
from bot.charts.inputs import Rout
from bot.charts.lettering import Label, Style
from bot.charts.theme import THEMES
from bot.charts.timeline import Timeline
from bot.charts.words import RoutWords

_PITCH = 28
_HEADING = Style(24)
_BETWEEN = 30
"""Pixels from the sessions to the baskets."""


def draw_rout(rout: Rout, words: RoutWords, theme: str) -> Figure:
    """The chart as a figure 1000 pixels wide and as high as its rows need.

    Raises:
        KeyError: there is no such theme.
        ValueError: rows and words differ in number.
    """
    frame = Frame(THEMES[theme])
    paint_rout(frame, rout, words)
    return frame.figure


def paint_rout(frame: Frame, rout: Rout, words: RoutWords) -> None:
    """Draw the chart on an empty frame."""
    timeline = Timeline(rout, words)
    table = BarTable.of(rout.baskets, words.baskets, _PITCH) if rout.baskets and words.baskets else None
    room = timeline.height + (_BETWEEN + table.height if table else 0)
    area = frame.texts(words.title, words.subtitle, words.source, room=room)
    timeline.paint(frame, area)
    if table:
        top = area.top - timeline.height - _BETWEEN
        frame.label(Label(words.heading, _HEADING, frame.palette.muted, area.left, top - 18))
        table.paint(frame, Area(area.left, area.bottom, area.right, top))
