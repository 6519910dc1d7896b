"""The least a chart of matplotlib's can take: axes drawn once and kept, only what moves drawn anew on them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from benchmarks.naive_chart import BAR, FALL, GROUND, LINE, MUTED, TEXT, Picture
from bot.charts.encode import encode_png
from bot.charts.theme import THEMES


class BlittedChart:
    """Draws pictures of one number of sessions; ticks and their labels stay as they were first drawn."""

    def __init__(self, sessions: int) -> None:
        figure = Figure(figsize=(10, 5.6), dpi=100, facecolor=GROUND)
        self._canvas = FigureCanvasAgg(figure)
        self._sessions = np.arange(sessions)
        self._prices = figure.add_axes((0.08, 0.33, 0.89, 0.5), facecolor=GROUND, xlim=(-1, sessions), ylim=(0, 1))
        self._volumes = figure.add_axes((0.08, 0.12, 0.89, 0.18), facecolor=GROUND, xlim=(-1, sessions), ylim=(0, 1))
        for axes in (self._prices, self._volumes):
            axes.tick_params(colors=MUTED, labelsize=15)
        self._moving = list(self._artists(figure))
        for artist in self._moving:
            artist.set_animated(True)
        self._canvas.draw()
        self._ground = self._canvas.copy_from_bbox(figure.bbox)

    def draw(self, picture: Picture) -> bytes:
        """The picture as a palette PNG."""
        close, volume = np.asarray(picture.close), np.asarray(picture.volume)
        low, high = close.min(), close.max()
        heights, mark = (close - low) / (high - low), picture.marked
        feet = np.stack([self._sessions, np.zeros(len(volume))], axis=1)
        bars = np.stack([feet, np.stack([self._sessions, volume / volume.max()], axis=1)], axis=1)
        self._line.set_ydata(heights)
        self._level.set_ydata([heights[mark - 1]] * 2)
        self._mark.set_data([mark], [heights[mark]])
        self._bars.set_segments(list(bars))
        self._bars.set_color([FALL if row == mark else BAR for row in self._sessions])
        said = (picture.title, picture.subtitle, picture.source, picture.move, picture.previous)
        for text, words in zip(self._texts, said, strict=True):
            text.set_text(words)
        self._canvas.restore_region(self._ground)
        for artist in self._moving:
            (artist.axes or self._canvas.figure).draw_artist(artist)
        return encode_png(np.asarray(self._canvas.buffer_rgba()), THEMES["dark"])

    def _artists(self, figure: Figure) -> Iterator[Artist]:
        ends = [-1, len(self._sessions)]
        (self._line,) = self._prices.plot(self._sessions, np.zeros(len(self._sessions)), color=LINE, linewidth=2)
        (self._level,) = self._prices.plot(ends, [0, 0], color=MUTED, linestyle=":")
        (self._mark,) = self._prices.plot([0], [0], "o", color=FALL, markersize=10)
        self._bars = LineCollection([], linewidths=8)
        self._volumes.add_collection(self._bars, autolim=False)
        self._texts = [
            figure.text(0.03, 0.93, "", color=TEXT, fontsize=24),
            figure.text(0.03, 0.86, "", color=MUTED, fontsize=16),
            figure.text(0.03, 0.02, "", color=MUTED, fontsize=15),
            self._prices.text(0.7, 0.8, "", color=FALL, fontsize=22, transform=self._prices.transAxes),
            self._prices.text(0.0, 0.9, "", color=MUTED, fontsize=16, transform=self._prices.transAxes),
        ]
        return iter([self._line, self._level, self._mark, self._bars, *self._texts])
