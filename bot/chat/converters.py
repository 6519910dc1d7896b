"""From what people type, in a message or in slash options, to a Question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.render import cut
from bot.domain.dates import split_words
from bot.domain.questions import Question

if TYPE_CHECKING:
    from bot.chat.client import Selloff

SUGGESTIONS, SUGGESTION = 25, 100
"""How many choices Discord takes for an option, and how long each may be."""


_QUOTES = str.maketrans(dict.fromkeys('"“”„«»', " "))
"""No name holds one of these; people put names of several words between them, and need not."""


class InstrumentAndDate(commands.FlagConverter):
    """Two options in a slash command; in a message one line, `siemens energy 27 jan 2025`.

    discord.py spreads a FlagConverter over slash options, and for a message hands the whole rest of the line to
    `convert` when the parameter is keyword-only: no quoting, so that no apostrophe or bracket can be in the way.
    """

    instrument: str = commands.flag(description="A symbol or a name: NVDA, siemens energy, s&p 500")
    date: str = commands.flag(description="A trading day: 2025-01-27, yesterday, last monday", default="")

    @classmethod
    async def convert(cls, ctx: commands.Context[Any], argument: str) -> Self:
        """Read the rest of a message: the last part that reads as a date is the date."""
        words = cls()
        client: Selloff = ctx.bot
        today = client.services.clock.now().date()
        words.instrument, words.date = split_words(argument.translate(_QUOTES), today)
        return words

    def question(self, command: str) -> Question:
        """These words as the question of a command."""
        return Question(command, self.instrument, self.date)


async def suggest_instruments(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
    """The instruments that what has been typed so far may mean."""
    client: Selloff = interaction.client
    found = client.services.catalog.suggest(current, limit=SUGGESTIONS)
    return [
        app_commands.Choice(
            name=cut(f"{each.name} · {each.symbol} · {each.listing.exchange.name}", SUGGESTION), value=each.symbol
        )
        for each in found
    ]
