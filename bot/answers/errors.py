"""Every expected error as a kind reply in the reader's language."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

from bot.answers.origins import say_name
from bot.answers.reply import Choice, Reply, Tone
from bot.domain.baskets import read_inline
from bot.domain.errors import (
    AmbiguousInstrument,
    BotError,
    Malformed,
    NoData,
    NotListed,
    ProviderError,
    RateLimited,
    UnclearDate,
    UnknownBasket,
    UnknownInstrument,
    Unreachable,
)
from bot.domain.instruments import Instrument
from bot.domain.questions import Question
from bot.i18n.speech import Speech


def say_error(speech: Speech, error: BotError, question: Question | None = None) -> Reply:
    """The reply to a question that could not be answered.

    Where the error knows what was perhaps meant, `question` is offered again on buttons with that instrument.
    """
    sentences = [_sentence(speech, error), *_more(speech, error)]
    return Reply(
        title=speech.plain(_title(error)),
        text="\n".join(sentences),
        tone=Tone.PROBLEM,
        choices=_choices(speech, error, question) if question else (),
    )


def name_listing(instrument: Instrument, language: str) -> str:
    """How a list of choices tells instruments apart: name, symbol and exchange."""
    return f"{instrument.name_in(language)} · {instrument.symbol} · {instrument.listing.exchange.name}"


def _sentence(speech: Speech, error: BotError) -> str:
    facts = dict(error.facts)
    if isinstance(error, ProviderError) and not isinstance(error, NoData):
        facts["source"] = say_name(speech, error.source)
    if isinstance(error, RateLimited):
        facts["minutes"] = max(1, math.ceil(error.retry_in / 60))
    return speech.text(error.message, **facts)


def _title(error: BotError) -> str:
    upstream = isinstance(error, NoData | Unreachable | RateLimited | Malformed)
    return "error.title.upstream" if upstream else "error.title.question"


def _more(speech: Speech, error: BotError) -> list[str]:
    match error:
        case NoData():
            return [_sentence(speech, each) for each in error.troubles]
        case UnknownInstrument():
            hint = "error.hint.nearest" if error.nearest else "error.hint.symbol"
            trouble = [speech.text("error.hint.unsearched")] if error.trouble else []
            return [*trouble, speech.text(hint)]
        case UnknownBasket():
            nearest = [speech.text("error.hint.nearest")] if error.nearest else []
            return [speech.text("error.hint.basket"), *nearest]
        case NotListed() if error.closest:
            return [speech.text("error.hint.closest")]
        case _:
            return []


def _choices(speech: Speech, error: BotError, question: Question) -> tuple[Choice, ...]:
    """What was perhaps meant, each as the same question put right."""
    language = speech.locale.language
    match error:
        case UnknownInstrument(nearest=near) | AmbiguousInstrument(choices=near) | NotListed(closest=near):
            return tuple(
                Choice(name_listing(each, language), replace(question, subject=_put_right(error, question, each)))
                for each in near
            )
        case UnknownBasket(nearest=near):
            return tuple(Choice(each.name_in(language), replace(question, subject=each.key)) for each in near)
        case UnclearDate(message="error.two-dates", facts={"first": date() as first, "second": date() as second}):
            return tuple(
                Choice(speech.plain("error.choice.day", day=day), replace(question, when=day.isoformat()))
                for day in (first, second)
            )
        case _:
            return ()


def _put_right(error: BotError, question: Question, meant: Instrument) -> str:
    """The subject with the symbol in place of what was wrong: all of it, or one `word` of a list."""
    word = error.facts.get("word")
    if word is None:
        return meant.symbol
    return ",".join(meant.symbol if each == word else each for each in read_inline(question.subject) or ())
