"""What a reader is told when a question cannot be answered."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.errors import say_error
from bot.answers.reply import Choice, Tone
from bot.domain.errors import (
    AmbiguousInstrument,
    BotError,
    Malformed,
    NoData,
    NoSuchSymbol,
    NotListed,
    OutOfRange,
    RateLimited,
    UnclearDate,
    UnknownInstrument,
    Unreachable,
)
from bot.domain.questions import Question
from bot.i18n.languages import Languages
from tests.builders.asks import catalog

SPEECH = Languages().speech("en")
DOWN = Unreachable("yahoo", "no route")


def said(error: BotError) -> list[str]:
    """The lines of the reply, no-break spaces as spaces."""
    return say_error(SPEECH, error).text.replace("\N{NO-BREAK SPACE}", " ").splitlines()


def test_every_trouble_of_every_source_is_told() -> None:
    """Which failed, and why, in the order they were asked."""
    sample = OutOfRange("sample", "NVDA", (date(2024, 7, 1), date(2025, 2, 7)))
    assert said(NoData("NVDA", (DOWN, sample))) == [
        "I could get no prices for NVDA:",
        "Yahoo Finance cannot be reached just now. Ask again in a minute.",
        "The bundled sample has prices of NVDA from 1 July 2024 to 7 February 2025 only. Ask for a day in between.",
    ]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NoSuchSymbol("yahoo", "ABCD"), "Yahoo Finance does not know the symbol ABCD."),
        (RateLimited("yahoo", 61), "Yahoo Finance asks for fewer requests just now. Ask again in 2 min."),
        (
            Malformed("files", "NVDA.csv, line 4"),
            "The folder of market data gave an answer that cannot be read; my log says why.",
        ),
        (OutOfRange("yahoo", "NVDA"), "Yahoo Finance has no prices of NVDA for these dates."),
    ],
)
def test_upstream_trouble_is_told_apart(error: BotError, sentence: str) -> None:
    """A wrong symbol, too many requests, an unreadable answer and an empty one are four different things."""
    assert said(error)[0].startswith(sentence)


@pytest.mark.parametrize("error", [DOWN, RateLimited("yahoo", 61), Malformed("yahoo", "html"), NoData("NVDA", (DOWN,))])
def test_trouble_upstream_is_not_laid_on_the_question(error: BotError) -> None:
    """The title says that data are missing, not that the question was at fault."""
    assert say_error(SPEECH, error).title == "No market data just now"


def test_an_unknown_name_says_when_it_could_not_be_searched() -> None:
    """A name may be missing only because the live search was down."""
    assert said(UnknownInstrument("zzzz", trouble=DOWN)) == [
        "I know nothing called zzzz.",
        "The live search could not be asked just now, so a name outside my own list may be missing.",
        "Try the ticker as Yahoo Finance writes it, such as `NVDA`, `ASML.AS` or `^GSPC`.",
    ]


@pytest.mark.parametrize("error", [AmbiguousInstrument, UnknownInstrument, NotListed])
def test_what_was_perhaps_meant_is_offered_as_the_same_question(error: type[BotError]) -> None:
    """A button asks again with that instrument, on the day asked for."""
    near = (catalog().find("BABA"), catalog().find("9988.HK"))
    reply = say_error(SPEECH, error("alibaba", near), Question("drop", "alibaba", "yesterday"))
    assert reply.tone is Tone.PROBLEM
    assert reply.choices == (
        Choice("Alibaba · BABA · NYSE", Question("drop", "BABA", "yesterday")),
        Choice("Alibaba · 9988.HK · Hong Kong", Question("drop", "9988.HK", "yesterday")),
    )


def test_both_readings_of_a_date_are_offered() -> None:
    """03/04/2025 is one of two days: a button for each."""
    first, second = date(2025, 3, 4), date(2025, 4, 3)
    iso = {"first_iso": first.isoformat(), "second_iso": second.isoformat()}
    error = UnclearDate("error.two-dates", text="03/04/2025", first=first, second=second, **iso)
    reply = say_error(SPEECH, error, Question("drop", "NVDA", "03/04/2025"))
    assert "Write 2025-03-04 or 2025-04-03." in reply.text
    assert [each.question.when for each in reply.choices] == ["2025-03-04", "2025-04-03"]


def test_what_was_typed_comes_back_harmless() -> None:
    """Nobody is mentioned by a mistake."""
    assert "@everyone" not in say_error(SPEECH, UnknownInstrument("@everyone **x**")).text
