"""A bot as peers write it: yfinance and pyplot called straight from the command. Runs in a process of its own."""

from __future__ import annotations

import asyncio
import os
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import discord
import yfinance as yf
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from benchmarks import naive_sector
from benchmarks.naive_chart import Picture, draw_naively
from benchmarks.probe import probed
from benchmarks.questions import index_of

BEFORE, AFTER = timedelta(days=110), timedelta(days=20)
SESSIONS_BEFORE, SESSIONS_AFTER = 60, 10

intents = discord.Intents.default()
intents.message_content = True
bot = commands.Bot("!", intents=intents)


@bot.command()
async def drop(ctx: commands.Context[Any], symbol: str, when: str) -> None:
    """How far it fell: everything at once, in the event loop."""
    day = date.fromisoformat(when)
    ticker, span = yf.Ticker(symbol), {"start": day - BEFORE, "end": day + AFTER, "auto_adjust": False}
    bars: Any = ticker.history(**span)
    index = index_of(symbol)
    market: Any = yf.Ticker(index).history(**span)["Close"].pct_change()
    counts = ticker.get_shares_full(start=day - timedelta(days=400))
    bars.index, market.index = bars.index.date, market.index.date
    row = int(bars.index.searchsorted(day, side="right")) - 1
    session = bars.index[row]
    close, previous = float(bars["Close"].iloc[row]), float(bars["Close"].iloc[row - 1])
    move = close / previous - 1
    title = f"{symbol} {'fell' if move < 0 else 'rose'} {abs(move):.2%} on {session:%d %B %Y}"
    embed = discord.Embed(title=title, description=f"Close {close:.2f} after {previous:.2f}.")
    embed.add_field(name="Gap at the open", value=f"{bars['Open'].iloc[row] / previous - 1:.2%}")
    embed.add_field(name="Low", value=f"{bars['Low'].iloc[row] / previous - 1:.2%}")
    embed.add_field(
        name="Volume", value=f"{bars['Volume'].iloc[row] / bars['Volume'].iloc[row - 20 : row].mean():.1f}x"
    )
    embed.add_field(name=index, value=f"{market.get(session, float('nan')):.2%}")
    if counts is not None and len(counts):
        embed.add_field(name="Value", value=f"{(close - previous) * float(counts.iloc[-1]) / 1e9:.1f} bn")
    embed.set_footer(text="Yahoo Finance, split-adjusted")
    shown = bars.iloc[max(0, row - SESSIONS_BEFORE) : row + SESSIONS_AFTER + 1]
    picture = Picture(
        title=title,
        subtitle="Closing prices",
        source="Yahoo Finance, split-adjusted, not dividend-adjusted",
        move=f"{move:.2%}",
        previous=f"{previous:.2f}",
        days=list(shown.index),
        close=shown["Close"].tolist(),
        volume=shown["Volume"].tolist(),
        marked=min(row, SESSIONS_BEFORE),
    )
    embed.set_image(url="attachment://drop.png")
    await ctx.send(embed=embed, file=discord.File(BytesIO(draw_naively(picture)), "drop.png"))


async def main() -> None:
    """Serve Discord until killed."""
    Route.BASE = os.environ["SELLOFF_DISCORD_API"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["SELLOFF_DISCORD_GATEWAY"])
    bot.add_command(naive_sector.sector)
    yf.set_tz_cache_location(os.environ["SELLOFF_CACHE_DIR"])
    async with probed(), bot:
        await bot.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    asyncio.run(main())
