"""Many instruments on one day: a basket, all markets, a ranking, a heatmap."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.chat.client import Selloff
from bot.chat.context import Context
from bot.chat.converters import BasketAndDate, BasketDateAndOrder, Day, suggest_baskets

ORDERS = [
    app_commands.Choice(name="Largest falls first", value="down"),
    app_commands.Choice(name="Largest rises first", value="up"),
    app_commands.Choice(name="Most value erased first", value="value"),
]


class Sectors(commands.Cog):
    """`sector`, `rout`, `movers` and `heatmap`: one day of many instruments."""

    @commands.hybrid_command()
    @app_commands.autocomplete(basket=suggest_baskets)
    async def sector(self, ctx: Context, *, words: BasketAndDate) -> None:
        """How far a basket moved in one session, member by member: chips, mag7, or NVDA,AVGO,TSM"""
        await ctx.answer(words.question("sector"))

    @commands.hybrid_command(aliases=("market",))
    async def rout(self, ctx: Context, *, words: Day) -> None:
        """What happened on a day in all markets: indices, baskets, extremes, havens; such as 2025-01-27"""
        await ctx.answer(words.question("rout"))

    @commands.hybrid_command()
    @app_commands.autocomplete(basket=suggest_baskets)
    @app_commands.choices(order=ORDERS)
    async def movers(self, ctx: Context, *, words: BasketDateAndOrder) -> None:
        """Who moved most on a day, of all or of a basket such as chips, ranked by move or by value erased"""
        await ctx.answer(words.question("movers"))

    @commands.hybrid_command()
    @app_commands.autocomplete(basket=suggest_baskets)
    async def heatmap(self, ctx: Context, *, words: BasketAndDate) -> None:
        """A day as a map, of all or of a basket such as mag7: size is market value, colour is the move"""
        await ctx.answer(words.question("heatmap"))


async def setup(bot: Selloff) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(Sectors())
