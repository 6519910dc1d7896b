"""From what people type, in a message or in slash options, to a Question."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.render import cut
from bot.domain.dates import MOST_WORDS, split_words
from bot.domain.questions import Question

if TYPE_CHECKING:
    from bot.chat.client import Selloff

SUGGESTIONS, SUGGESTION = 25, 100
"""How many choices Discord takes for an option, and how long each may be."""
ORDERS = ("down", "up", "value")
"""How movers can be ranked."""
DATE = "A trading day: 2025-01-27, yesterday, last monday"

_QUOTES = str.maketrans(dict.fromkeys('"“”„«»', " "))
"""No name holds one of these; people put names of several words between them, and need not."""


class InstrumentAndDate(commands.FlagConverter):
    """Two options in a slash command; in a message one line, `siemens energy 27 jan 2025`.

    discord.py spreads a FlagConverter over slash options, and for a message hands the whole rest of the line to
    `convert` when the parameter is keyword-only: no quoting, so that no apostrophe or bracket can be in the way.
    """

    instrument: str = commands.flag(description="A symbol or a name: NVDA, siemens energy, s&p 500")
    date: str = commands.flag(description=DATE, default="")

    @classmethod
    async def convert(cls, ctx: commands.Context[Any], argument: str) -> Self:
        """Read the rest of a message: the last part that reads as a date is the date."""
        words = cls()
        words.instrument, words.date = split_words(argument.translate(_QUOTES), _today(ctx))
        return words

    def question(self, command: str) -> Question:
        """These words as the question of a command."""
        return Question(command, self.instrument, self.date)


class BasketAndDate(commands.FlagConverter):
    """A basket by name, or made up in the question, and a date; in a message either may come first, or neither."""

    basket: str = commands.flag(description="A basket, or a list: chips, mag7, NVDA,AVGO,TSM", default="")
    date: str = commands.flag(description=DATE, default="")

    @classmethod
    async def convert(cls, ctx: commands.Context[Any], argument: str) -> Self:
        """Read the rest of a message: `chips 2025-01-27`, `27 jan 2025 chips`, `NVDA, AVGO, TSM`."""
        words = cls()
        words.basket, words.date = split_date(argument.translate(_QUOTES), _today(ctx))
        return words

    def question(self, command: str) -> Question:
        """These words as the question of a command."""
        return Question(command, self.basket, self.date)


class BasketDateAndOrder(BasketAndDate):
    """A basket, a date and how to rank; in a message the three in any order, each of them optional."""

    order: str = commands.flag(description="What comes first: the largest falls unless told", default="")

    @classmethod
    async def convert(cls, ctx: commands.Context[Any], argument: str) -> Self:
        """Read the rest of a message: `value 2025-01-27`, `chips down`, `2025-01-27 chips up`."""
        words = cls()
        words.order, rest = take_order(argument.translate(_QUOTES))
        words.basket, words.date = split_date(rest, _today(ctx))
        if not words.order:
            words.order, words.basket = take_order(words.basket)
        return words

    def question(self, command: str) -> Question:
        """These words as the question of a command."""
        question = super().question(command)
        return question.but(order=self.order) if self.order else question


class Day(commands.FlagConverter):
    """A date and nothing else."""

    date: str = commands.flag(description=DATE, default="")

    @classmethod
    async def convert(cls, ctx: commands.Context[Any], argument: str) -> Self:
        """All the rest of a message is the date, so that one that cannot be read is complained of as a date."""
        words = cls()
        words.date = argument.translate(_QUOTES).strip()
        return words

    def question(self, command: str) -> Question:
        """These words as the question of a command."""
        return Question(command, "", self.date)


def split_date(text: str, today: date) -> tuple[str, str]:
    """Divide what was typed into a subject and the date at its end, or else at its beginning."""
    subject, when = split_words(text, today)
    words = subject.split()
    if when:
        return subject, when
    for end in range(min(len(words) - 1, MOST_WORDS), 0, -1):
        head = " ".join(words[:end]).rstrip(",;:")
        if split_words(head, today) == ("", head):
            return " ".join(words[end:]), head
    return subject, ""


def take_order(text: str) -> tuple[str, str]:
    """The word for an order at the beginning or the end of a text, if there is one, and what is left."""
    words = text.split()
    for place in (0, -1):
        if words and words[place].casefold() in ORDERS:
            return words.pop(place).casefold(), " ".join(words)
    return "", text


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


async def suggest_baskets(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
    """The baskets that what has been typed so far may mean, each with what it gathers."""
    client: Selloff = interaction.client
    language = interaction.locale.value.partition("-")[0]
    found = client.services.catalog.suggest_baskets(current, limit=SUGGESTIONS)
    return [
        app_commands.Choice(
            name=cut(f"{each.name_in(language)} · {each.purpose_in(language)}", SUGGESTION), value=each.key
        )
        for each in found
    ]


def _today(ctx: commands.Context[Any]) -> date:
    """The date in UTC, by which what was typed is divided; the answer reads the date by its own exchanges."""
    client: Selloff = ctx.bot
    return client.services.clock.now().date()
