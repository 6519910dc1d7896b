"""How far an instrument fell or rose in one session."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.chat.client import Selloff
from bot.chat.context import Context
from bot.chat.converters import InstrumentAndDate, suggest_instruments


class Drops(commands.Cog):
    """`drop`: one session of one instrument."""

    @commands.hybrid_command()
    @app_commands.autocomplete(instrument=suggest_instruments)
    async def drop(self, ctx: Context, *, words: InstrumentAndDate) -> None:
        """How far it fell or rose in one session, from what, and what value went with it"""
        await ctx.answer(words.question("drop"))


async def setup(bot: Selloff) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(Drops())
