"""A basket as peers answer it: `yf.download`, share counts one by one, and pyplot, all in the event loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import discord
import matplotlib as mpl
import yfinance as yf
from discord.ext import commands

from benchmarks.questions import index_of

mpl.use("Agg")

import matplotlib.pyplot as plt

BEFORE, AFTER = timedelta(days=110), timedelta(days=20)
GROUND, TEXT, MUTED, FALL, RISE = "#2B2D31", "#F2F3F5", "#B5BAC1", "#FF7A33", "#4EA3F1"


@dataclass(frozen=True, slots=True)
class BarsPicture:
    """What is drawn: the members from the largest fall on, with moves in per cent and values, and the means."""

    title: str
    subtitle: str
    source: str
    names: Sequence[str]
    moves: Sequence[float]
    values: Sequence[float]
    marks: Sequence[tuple[str, float]]


@commands.command()
async def sector(ctx: commands.Context[Any], *, words: str) -> None:
    """How far a basket moved: everything at once, in the event loop."""
    listed, _, when = words.rpartition(" ")
    day, symbols = date.fromisoformat(when), listed.split(",")
    index = index_of(symbols[0])
    bars: Any = yf.download([*symbols, index], start=day - BEFORE, end=day + AFTER, auto_adjust=False, progress=False)
    closes = bars["Close"].ffill()
    closes.index = closes.index.date
    row = int(closes.index.searchsorted(day, side="right")) - 1
    close, previous = closes.iloc[row], closes.iloc[row - 1]
    moves = (close / previous - 1).drop(index)
    shares: dict[str, float] = {}
    for symbol in symbols:
        counts = yf.Ticker(symbol).get_shares_full(start=day - timedelta(days=400))
        if counts is not None and len(counts):
            shares[symbol] = float(counts.iloc[-1])
    caps = {symbol: shares[symbol] * float(previous[symbol]) for symbol in shares}
    values = {symbol: caps[symbol] * float(moves[symbol]) for symbol in shares}
    equal = float(moves.mean())
    cap = sum(values.values()) / sum(caps.values())
    order = list(moves.sort_values().index)
    title = f"{len(symbols)} shares {'fell' if equal < 0 else 'rose'} {abs(equal):.2%} on {closes.index[row]:%d %B %Y}"
    embed = discord.Embed(title=title, description=f"{sum(values.values()) / 1e9:+.1f} bn dollars of value.")
    embed.add_field(name="Weakest", value=", ".join(f"{each} {moves[each]:.2%}" for each in order[:3]))
    embed.add_field(name="Strongest", value=", ".join(f"{each} {moves[each]:.2%}" for each in order[:-4:-1]))
    embed.add_field(name="Equal weight", value=f"{equal:.2%}")
    embed.add_field(name="Weighted by value", value=f"{cap:.2%}")
    embed.add_field(name="Down", value=f"{int((moves < 0).sum())} of {len(moves)}")
    embed.add_field(name=index, value=f"{close[index] / previous[index] - 1:.2%}")
    embed.set_footer(text="Yahoo Finance, split-adjusted")
    picture = BarsPicture(
        title=title,
        subtitle="Moves since the previous close",
        source="Yahoo Finance, split-adjusted, not dividend-adjusted",
        names=order,
        moves=[100 * float(moves[each]) for each in order],
        values=[values.get(each, 0.0) / 1e9 for each in order],
        marks=[("Equal weight", 100 * equal), ("Weighted by value", 100 * cap)],
    )
    embed.set_image(url="attachment://sector.png")
    await ctx.send(embed=embed, file=discord.File(BytesIO(draw_bars_naively(picture)), "sector.png"))


def draw_bars_naively(picture: BarsPicture) -> bytes:
    """The picture as a PNG 1000 pixels wide."""
    height = 2 + 0.34 * len(picture.names)
    figure, axes = plt.subplots(figsize=(10, height), dpi=100, facecolor=GROUND)
    colors = [FALL if move < 0 else RISE for move in picture.moves]
    places = range(len(picture.names))
    axes.barh(places, picture.moves, color=colors)
    axes.set_yticks(places, picture.names)
    axes.invert_yaxis()
    for place, move, value in zip(places, picture.moves, picture.values, strict=True):
        axes.annotate(f"{move:+.2f} %  {value:+.1f} bn", (move, place), color=TEXT, fontsize=14, va="center")
    for name, move in picture.marks:
        axes.axvline(move, color=MUTED, linestyle=":")
        axes.annotate(name, (move, -1), color=MUTED, fontsize=14)
    axes.set_title(picture.subtitle, color=MUTED, fontsize=16, loc="left")
    axes.set_facecolor(GROUND)
    axes.tick_params(colors=MUTED, labelsize=15)
    axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle(picture.title, color=TEXT, fontsize=24, x=0.03, ha="left")
    figure.text(0.03, 0.01, picture.source, color=MUTED, fontsize=15)
    figure.tight_layout(rect=(0, 0.03, 1, 1))
    out = BytesIO()
    figure.savefig(out, format="png")
    plt.close(figure)
    return out.getvalue()
