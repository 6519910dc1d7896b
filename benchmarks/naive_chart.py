"""The drop chart as peers draw it: pyplot and tight_layout. It shows what ours shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt

GROUND, TEXT, MUTED, FALL, LINE, BAR = "#2B2D31", "#F2F3F5", "#B5BAC1", "#FF7A33", "#DBDEE1", "#5C5F66"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: about 71 sessions, the row of the marked one, and the texts."""

    title: str
    subtitle: str
    source: str
    move: str
    previous: str
    days: Sequence[date]
    close: Sequence[float]
    volume: Sequence[float]
    marked: int


def draw_naively(picture: Picture) -> bytes:
    """The picture as a PNG of 1000 by 560 pixels."""
    mark, days = picture.marked, picture.days
    figure, (prices, volumes) = plt.subplots(
        2, 1, sharex=True, figsize=(10, 5.6), dpi=100, facecolor=GROUND, height_ratios=(4, 1)
    )
    figure.suptitle(picture.title, color=TEXT, fontsize=24, x=0.03, ha="left")
    prices.set_title(picture.subtitle, color=MUTED, fontsize=16, loc="left")
    prices.plot(days, picture.close, color=LINE, linewidth=2)
    prices.axhline(picture.close[mark - 1], color=MUTED, linestyle=":")
    prices.plot(days[mark], picture.close[mark], "o", color=FALL, markersize=10)
    prices.annotate(picture.move, (days[mark], picture.close[mark]), color=FALL, fontsize=22)
    prices.annotate(picture.previous, (days[0], picture.close[mark - 1]), color=MUTED, fontsize=16)
    volumes.bar(days, picture.volume, color=[FALL if row == mark else BAR for row in range(len(days))])
    figure.text(0.03, 0.02, picture.source, color=MUTED, fontsize=15)
    for axes in (prices, volumes):
        _style(axes)
    figure.tight_layout(rect=(0, 0.06, 1, 1))
    out = BytesIO()
    figure.savefig(out, format="png")
    plt.close(figure)
    return out.getvalue()


def _style(axes: Any) -> None:
    axes.set_facecolor(GROUND)
    axes.grid(visible=True, axis="y", alpha=0.3)
    axes.tick_params(colors=MUTED, labelsize=15)
    axes.spines[["top", "right"]].set_visible(False)
