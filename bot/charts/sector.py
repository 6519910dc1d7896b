"""The sector chart: a bar for each member of a basket, the weighted means and the index above and across them."""

from __future__ import annotations

from matplotlib.figure import Figure

from bot.charts.bars import BarTable
from bot.charts.frame import Frame
from bot.charts.inputs import Bars
from bot.charts.lettering import drawable
from bot.charts.theme import THEMES
from bot.charts.words import BarsWords


def draw_sector(bars: Bars, words: BarsWords, theme: str) -> Figure:
    """The chart of one page of a basket as a figure 1000 pixels wide and as high as its rows need.

    Raises:
        KeyError: there is no such theme.
        ValueError: bars and words differ in number.
    """
    frame = Frame(THEMES[theme])
    paint_sector(frame, bars, words)
    return frame.figure


def paint_sector(frame: Frame, bars: Bars, words: BarsWords) -> None:
    """Draw the chart on an empty frame."""
    table = BarTable.of(bars, words)
    title = drawable(words.title, words.latin_title)
    table.paint(frame, frame.texts(title, words.subtitle, words.source, room=table.height))
