"""Slash commands as typed on a command line, and messages as a terminal shows them."""

from __future__ import annotations

from datetime import date

import pytest
import simcord

from bot.chat.asking import slash_options
from bot.chat.transcripts import as_posted, readable
from bot.domain.errors import AmbiguousInstrument
from tests.builders.instruments import stock
from tests.chat.conftest import Room
from tests.fakes.answers import FakeAnswers

TODAY = date(2025, 2, 7)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/drop instrument:NVDA date:2025-01-27", {"instrument": "NVDA", "date": "2025-01-27"}),
        ("/drop date: last monday instrument: s&p 500", {"instrument": "s&p 500", "date": "last monday"}),
        ("/drop siemens energy 27 jan 2025", {"instrument": "siemens energy", "date": "27 jan 2025"}),
        ("/drop nvda", {"instrument": "nvda"}),
        ("/drop", {}),
    ],
)
async def test_options_are_named_or_in_a_row(simcord_env: simcord.Env, typed: str, expected: dict[str, str]):
    """Both ways of writing a slash command give its options."""
    tree = simcord_env.bot.tree  # pyright: ignore[reportAttributeAccessIssue] - the bot is ours

    assert ("drop", expected) == slash_options(tree, typed, TODAY)


async def test_a_message_is_readable_in_a_terminal(room: Room):
    """Stars and escapes are gone, the picture is named with its alt text."""
    (reply,) = await room.says("!drop nvda")

    assert "Nvidia fell\n-16.97 %\nPicture: drop-NVDA.png\n  a falling line" == readable(reply)


async def test_buttons_are_shown_with_their_labels(room: Room, answers: FakeAnswers):
    """What can be clicked is listed; names with markdown in them read as they are."""
    answers.error = AmbiguousInstrument("a_b*c", (stock("A", "Alpha"), stock("B", "Beta")))
    (reply,) = await room.says("!drop a_b*c")

    said = readable(reply)
    assert "a_b*c can mean more than one listing." in said
    assert "[ Alpha · A · Nasdaq ]\n[ Beta · B · Nasdaq ]" in said
    buttons = as_posted(reply, {})["components"][0]["components"]
    assert ["Alpha · A · Nasdaq", "Beta · B · Nasdaq"] == [each["label"] for each in buttons]
