"""The context of a command with the bot's own verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord.ext import commands

from bot.chat.callers import Caller
from bot.domain.questions import Question

if TYPE_CHECKING:
    from bot.chat.client import Selloff


class Context(commands.Context[Any]):
    """What a command is given; the same for a message and for a slash command."""

    bot: Selloff

    @property
    def caller(self) -> Caller:
        """Who asked, and the way back to them."""
        if self.interaction is not None:
            return self.bot.caller_of_interaction(self.interaction)
        return self.bot.caller_of_message(self.message)

    async def answer(self, question: Question) -> None:
        """Answer the question where it was asked; every outcome, an error too, is a reply."""
        await self.bot.desk.answer(self.caller, question)
