"""The one place that turns an error, from a message, a slash command or a button, into a reply."""

from __future__ import annotations

import logging

from discord import app_commands
from discord.ext import commands

from bot.answers.errors import say_error
from bot.answers.reply import Reply, Tone
from bot.domain.errors import BotError, UserError
from bot.domain.questions import Question
from bot.i18n.speech import Speech

log = logging.getLogger(__name__)

Wrapped = (commands.ConversionError, commands.CommandInvokeError, commands.HybridCommandError)


def say(speech: Speech, error: BaseException, reference: str, question: Question | None = None) -> Reply:
    """A kind sentence for any error. What nobody expected is logged with its traceback under `reference`."""
    match unwrap(error):
        case BotError() as expected:
            log.info("declined: %s", expected.message)
            return say_error(speech, expected, question)
        case commands.MissingRequiredArgument():
            return say_error(speech, UserError("error.nothing-named"), question)
        case unexpected:
            log.error("unexpected error, shown as %s", reference, exc_info=unexpected)
            return Reply(
                title=speech.plain("error.title.unexpected"),
                text=speech.text("error.unexpected", reference=reference),
                tone=Tone.PROBLEM,
            )


def unwrap(error: BaseException) -> BaseException:
    """The error inside discord.py's wrappings."""
    while isinstance(error, (*Wrapped, app_commands.CommandInvokeError)):
        error = error.original
    return error
