"""The frame all charts share: a title that states the finding, what is drawn, the plot, and a source line.

Everything is placed in pixels, y upwards, on a figure without axes: the layout is known, so nothing has to be
measured by drawing it first, which is where matplotlib's own axes spend their time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, TypeVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform
from numpy.typing import ArrayLike, NDArray

from bot.charts.lettering import SMALL, Label, Style, Weight, balance, fit
from bot.charts.theme import HEIGHT, MARGIN, SMALLEST_TYPE, WIDTH, Palette

_TITLE = (
    (Style(38, Weight.SEMIBOLD), 1),
    (Style(34, Weight.SEMIBOLD), 1),
    (Style(32, Weight.SEMIBOLD), 2),
    (Style(28, Weight.SEMIBOLD), 2),
    (Style(SMALLEST_TYPE, Weight.SEMIBOLD), 2),
)
_SUBTITLE = ((Style(24), 1), (SMALL, 2))
_SOURCE = ((SMALL, 2),)
_LEADING = 1.2
_ASCENT = 0.72
"""Of the type size: how far the tallest letters reach above the baseline."""
_Drawn = TypeVar("_Drawn", bound=Artist)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the picture."""

    left: float
    bottom: float
    right: float
    top: float


class Frame:
    """One picture being drawn. Kept by a worker and drawn on again after `clear`."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=palette.ground)
        FigureCanvasAgg(self.figure)
        self.height = HEIGHT
        self._artists: list[Artist] = []

    def clear(self) -> None:
        """Take everything off the picture, and give it its usual height; the canvas is kept."""
        for artist in self._artists:
            artist.remove()
        self._artists.clear()
        self._resize(HEIGHT)

    def texts(self, title: str, subtitle: str, source: str, room: float | None = None) -> Area:
        """Write the texts around the plot and return the room they leave for it.

        With `room` the picture is made as high as it must be for a plot of so many pixels.
        """
        heading, depth = self._block(title, _TITLE, self.palette.text, MARGIN)
        below, depth = self._block(subtitle, _SUBTITLE, self.palette.muted, depth + 14)
        style, lines = fit(source, _SOURCE, WIDTH - 2 * MARGIN)
        pitch = style.size * _LEADING
        # Descenders reach a quarter of the type size below the last baseline.
        bottom = MARGIN + style.size / 4 + pitch * (len(lines) - 1)
        for row, line in enumerate(lines):
            self.label(Label(line, style, self.palette.muted, MARGIN, bottom - row * pitch))
        bottom += style.size + 8
        if room is not None:
            self._resize(ceil(bottom + room + depth + 20))
        for line, look, colour, baseline in heading + below:
            self.label(Label(line, look, colour, MARGIN, self.height - baseline))
        return Area(MARGIN, bottom, WIDTH - MARGIN, self.height - depth - 20)

    def label(self, label: Label) -> Label:
        """Put a line of text on the picture."""
        return self._add(label)

    def line(
        self,
        xs: ArrayLike,
        ys: ArrayLike,
        colour: str,
        width: float,
        dashes: tuple[float, float] | None = None,
        zorder: float = 2,
    ) -> None:
        """A line through points; NaN breaks it. `width` and `dashes` are pixels."""
        style = (0, tuple(each / width for each in dashes)) if dashes else "-"
        self._curve(xs, ys, zorder, color=colour, linewidth=_points(width), linestyle=style, solid_capstyle="round")

    def rules(self, heights: Iterable[float], left: float, right: float, colour: str) -> None:
        """Thin horizontal lines, one whole pixel each."""
        spans = [
            point for y in heights for point in ((left, round(y) + 0.5), (right, round(y) + 0.5), (np.nan, np.nan))
        ]
        if spans:
            xs, ys = zip(*spans, strict=True)
            self.line(xs, ys, colour, 1, zorder=1)

    def boxes(
        self, lefts: ArrayLike, bottoms: ArrayLike, widths: ArrayLike, tops: ArrayLike, colour: str, fill: bool
    ) -> None:
        """Upright rectangles of one width or each its own, filled or outlined by two pixels, with whole-pixel edges."""
        left, bottom, wide, top = (np.round(np.asarray(each, float)) for each in (lefts, bottoms, widths, tops))
        if not len(left):
            return
        right = left + wide
        corners = np.stack(
            [
                np.stack(each, axis=-1)
                for each in ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))
            ],
            axis=1,
        )
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(left)
        self._add(
            PathPatch(
                Path(corners.reshape(-1, 2), codes),
                facecolor=colour if fill else self.palette.ground,
                edgecolor=colour,
                linewidth=0 if fill else _points(2),
                transform=IdentityTransform(),
                zorder=3,
            )
        )

    def dots(self, xs: ArrayLike, ys: ArrayLike, colour: str, size: float) -> None:
        """Round dots of `size` pixels across."""
        self._curve(xs, ys, 2, linestyle="", marker="o", markersize=_points(size), color=colour, markeredgewidth=0)

    def mark(self, x: float, y: float, colour: str, hollow: bool) -> None:
        """The mark of what a chart is about: a dot set off by a ring of the ground, or a ring of its own."""
        ground = self.palette.ground
        face, edge = (ground, colour) if hollow else (colour, ground)
        ring = _points(4 if hollow else 2)
        look = {"markerfacecolor": face, "markeredgecolor": edge, "markeredgewidth": ring}
        self._curve([x], [y], 4, linestyle="", marker="o", markersize=_points(15), **look)

    def pixels(self) -> NDArray[np.uint8]:
        """Draw, and give the picture as RGBA rows from the top."""
        canvas = self.figure.canvas
        assert isinstance(canvas, FigureCanvasAgg)  # made in __init__
        canvas.draw()
        return np.asarray(canvas.buffer_rgba())

    def _curve(self, xs: ArrayLike, ys: ArrayLike, zorder: float, **look: Any) -> None:
        curve = Line2D(np.asarray(xs, float), np.asarray(ys, float))
        curve.set(transform=IdentityTransform(), zorder=zorder, **look)
        self._add(curve)

    def _block(
        self, text: str, trials: Sequence[tuple[Style, int]], colour: str, depth: float
    ) -> tuple[list[tuple[str, Style, str, float]], float]:
        """Lines from `depth` pixels below the top edge, each with its baseline's depth, and the last one's depth."""
        if not text:
            return [], depth
        style, lines = fit(text, trials, WIDTH - 2 * MARGIN)
        lines = balance(lines, style, WIDTH - 2 * MARGIN)
        first, pitch = depth + style.size * _ASCENT, style.size * _LEADING
        placed = [(line, style, colour, first + row * pitch) for row, line in enumerate(lines)]
        return placed, placed[-1][-1]

    def _resize(self, height: int) -> None:
        if height != self.height:
            self.height = height
            # Matplotlib cuts off fractions, and 5.69 inches of 100 pixels would come out as 568.
            self.figure.set_size_inches(WIDTH / 100, (height + 0.01) / 100)

    def _add(self, artist: _Drawn) -> _Drawn:
        self._artists.append(self.figure.add_artist(artist))
        return artist


def _points(pixels: float) -> float:
    """Matplotlib's line widths and markers are in points of 1/72 inch; the figure has 100 pixels to the inch."""
    return pixels * 72 / 100
