"""Every expected error as a kind reply in the reader's language."""

from __future__ import annotations

import math

from bot.answers.origins import say_name
from bot.answers.reply import Choice, Reply, Tone
from bot.domain.errors import (
    AmbiguousInstrument,
    BotError,
    NoData,
    NotListed,
    ProviderError,
    RateLimited,
    UnknownInstrument,
)
from bot.domain.instruments import Instrument
from bot.domain.questions import Question
from bot.i18n.speech import Speech


def say_error(speech: Speech, error: BotError, question: Question | None = None) -> Reply:
    """The reply to a question that could not be answered.

    Where the error knows what was perhaps meant, `question` is offered again on buttons with that instrument.
    """
    sentences = [_sentence(speech, error), *_more(speech, error)]
    near = _near(error)
    return Reply(
        title=speech.plain(_title(error)),
        text="\n".join(sentences),
        tone=Tone.PROBLEM,
        choices=tuple(_choice(each, question) for each in near) if question else (),
    )


def name_listing(instrument: Instrument) -> str:
    """How a list of choices tells instruments apart: name, symbol and exchange."""
    return f"{instrument.name} · {instrument.symbol} · {instrument.listing.exchange.name}"


def _sentence(speech: Speech, error: BotError) -> str:
    facts = dict(error.facts)
    if isinstance(error, ProviderError) and not isinstance(error, NoData):
        facts["source"] = say_name(speech, error.source)
    if isinstance(error, RateLimited):
        facts["minutes"] = max(1, math.ceil(error.retry_in / 60))
    return speech.text(error.message, **facts)


def _title(error: BotError) -> str:
    return "error.title.upstream" if isinstance(error, NoData) else "error.title.question"


def _more(speech: Speech, error: BotError) -> list[str]:
    match error:
        case NoData():
            return [_sentence(speech, each) for each in error.troubles]
        case UnknownInstrument():
            hint = "error.hint.nearest" if error.nearest else "error.hint.symbol"
            trouble = [speech.text("error.hint.unsearched")] if error.trouble else []
            return [*trouble, speech.text(hint)]
        case NotListed() if error.closest:
            return [speech.text("error.hint.closest")]
        case _:
            return []


def _near(error: BotError) -> tuple[Instrument, ...]:
    match error:
        case UnknownInstrument():
            return error.nearest
        case AmbiguousInstrument():
            return error.choices
        case NotListed():
            return error.closest
        case _:
            return ()


def _choice(instrument: Instrument, question: Question) -> Choice:
    return Choice(name_listing(instrument), Question(question.command, instrument.symbol, question.when))
