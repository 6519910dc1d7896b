"""What becomes of a question: replies, choices on buttons, errors, and work that takes long."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import discord
import pytest
import simcord

from bot.answers.reply import Choice, Reply, Tone
from bot.chat.callers import MessageCaller
from bot.chat.client import Selloff
from bot.chat.cogs import cog_names
from bot.chat.desk import BUTTON_LIFETIME, Desk
from bot.chat.interactions import InteractionCaller
from bot.domain.errors import AmbiguousInstrument
from bot.domain.questions import Question
from bot.services import Services
from bot.settings import Settings
from tests.builders.instruments import stock
from tests.chat.conftest import Room
from tests.fakes.answers import FakeAnswers

AMBIGUOUS = AmbiguousInstrument("siemens", (stock("SIE", "Siemens"), stock("ENR", "Siemens Energy")))


def title(message: discord.Message | simcord.ResponseMessage | None) -> str:
    """What a reply says first."""
    assert message is not None
    return message.embeds[0].title or ""


async def test_choices_are_asked_by_button(room: Room, answers: FakeAnswers):
    """An ambiguous name comes back with buttons; a click asks with the chosen one and the same date."""
    answers.error = AMBIGUOUS
    (reply,) = await room.says("!drop siemens 2025-01-27")
    answers.error = None

    result = await room.ben.click(reply, label="Siemens Energy · ENR · Nasdaq")

    assert [Question("drop", "siemens", "2025-01-27"), Question("drop", "ENR", "2025-01-27")] == answers.questions
    assert "Nvidia fell" == title(result.response)


async def test_buttons_survive_a_restart(room: Room, settings: Settings, services: Services, answers: FakeAnswers):
    """A button posted before the bot was restarted still asks its question."""
    answers.error = AMBIGUOUS
    (reply,) = await room.says("!drop siemens")
    answers.error = None
    await room.env.restart_bot(Selloff(settings, Desk(services, answers.by_command), cog_names()))

    result = await room.ben.click(reply, label="Siemens · SIE · Nasdaq")

    assert Question("drop", "SIE") == answers.questions[-1]
    assert "Nvidia fell" == title(result.response)


async def test_an_expired_button_says_so(room: Room, services: Services, answers: FakeAnswers):
    """When the question behind a button is gone, the click gets a kind sentence."""
    answers.error = AMBIGUOUS
    (reply,) = await room.says("!drop siemens")
    services.clock.advance(BUTTON_LIFETIME + timedelta(seconds=1))  # pyright: ignore[reportAttributeAccessIssue] - a FakeClock

    result = await room.ben.click(reply, label="Siemens · SIE · Nasdaq")

    assert result.response is not None
    assert "expired" in (result.response.embeds[0].description or "")
    assert 1 == len(answers.questions)


async def test_choices_that_cannot_be_kept_are_left_out(
    room: Room, services: Services, answers: FakeAnswers, monkeypatch: pytest.MonkeyPatch
):
    """Trouble with the database costs the buttons, not the reply."""

    async def fail(question: Question, lifetime: timedelta) -> str:
        raise OSError("database is locked")

    monkeypatch.setattr(services.questions, "put", fail)
    answers.reply = Reply("t", "x", Tone.FALL, choices=(Choice("again", Question("drop", "NVDA")),))

    (reply,) = await room.says("!drop nvda")

    assert ("t", []) == (title(reply), reply.components)


@pytest.mark.parametrize("way", ["message", "slash", "button"])
async def test_an_unexpected_error_has_a_reference(
    room: Room, answers: FakeAnswers, caplog: pytest.LogCaptureFixture, way: str
):
    """The reply names a reference under which the log holds the traceback; the error's own text stays inside."""
    answers.error = AMBIGUOUS
    (choices,) = await room.says("!drop siemens")
    answers.error = RuntimeError("a secret detail")

    with caplog.at_level(logging.ERROR):
        if way == "message":
            (reply,) = await room.says("!drop nvda")
        elif way == "slash":
            reply = (await room.ben.slash(room.channel, "drop", instrument="nvda")).response
        else:
            reply = (await room.ben.click(choices, label="Siemens · SIE · Nasdaq")).response

    assert "Something went wrong on my side" == title(reply)
    assert reply is not None
    said = reply.embeds[0].description or ""
    (record,) = [each for each in caplog.records if each.name == "bot.chat.errors"]
    assert str(record.args[0] if isinstance(record.args, tuple) else "") in said
    assert "a secret detail" not in said
    assert "a secret detail" in caplog.text


async def test_short_work_shows_nothing(room: Room):
    """A reply that is there at once comes without typing."""
    await room.says("!drop nvda")

    assert not [each for each in room.env.http_requests if each.path.endswith("/typing")]


@pytest.fixture
def gate(room: Room, answers: FakeAnswers, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Holds answers back until it is set, as a slow upstream does; nobody has any patience meanwhile."""
    gate = asyncio.Event()
    answers.upstream = lambda: room.env.external_wait(gate.wait(), reason="a slow upstream")
    monkeypatch.setattr(MessageCaller, "patience", 0.01)
    monkeypatch.setattr(InteractionCaller, "patience", 0.01)
    # SimCord would wait for the next sign of typing and the next count, which the test has no use for.
    monkeypatch.setattr("bot.chat.callers.TYPING_SHOWN", 1000.0)
    monkeypatch.setattr("bot.chat.progress.AFTER", 1000.0)
    return gate


async def test_long_work_shows_typing(room: Room, gate: asyncio.Event):
    """While the answer takes longer than a moment, the channel sees the bot typing."""
    assert [] == await room.says("!drop nvda")
    typed = [each for each in room.env.http_requests if each.path.endswith("/typing")]

    gate.set()
    await room.env.settle()

    assert 1 == len(typed)
    assert ["Nvidia fell"] == [title(each) for each in room.replies()]


async def test_the_same_question_at_the_same_time_is_answered_once(
    room: Room, answers: FakeAnswers, gate: asyncio.Event
):
    """Two who ask the same share the work and get a reply each; another date is another question."""
    for words in ("nvda 2025-01-27", "nvda 2025-01-27", "nvda 2025-01-28"):
        await room.says(f"!drop {words}")

    gate.set()
    await room.env.settle()

    assert [Question("drop", "nvda", "2025-01-27"), Question("drop", "nvda", "2025-01-28")] == answers.questions
    assert 3 == len(room.replies())


async def test_a_long_slash_command_is_deferred(room: Room, gate: asyncio.Event):
    """The command is acknowledged while the work goes on, and the reply takes the place of the thinking sign."""
    result = await room.ben.slash(room.channel, "drop", instrument="nvda")
    thinking = result.deferred, bool(result.response and result.response.embeds)

    gate.set()
    await room.env.settle()

    assert (True, False) == thinking
    assert "Nvidia fell" == title(result.response)
    assert result.response is not None
    assert ["drop-NVDA.png"] == [each.filename for each in result.response.attachments]


async def test_a_button_whose_work_is_long_is_deferred(room: Room, answers: FakeAnswers, gate: asyncio.Event):
    """A click is acknowledged as a slash command is, and leaves the message with the choices as it was."""
    gate.set()
    answers.error = AMBIGUOUS
    (choices,) = await room.says("!drop siemens")
    answers.error = None
    gate.clear()
    result = await room.ben.click(choices, label="Siemens · SIE · Nasdaq")
    thinking = result.deferred

    gate.set()
    await room.env.settle()

    assert thinking
    assert ["I could not answer that", "Nvidia fell"] == [title(each) for each in room.replies()]


async def test_where_embeds_are_forbidden_the_reply_is_plain(room: Room):
    """Without the permission for embeds or files the reply comes as text."""
    room.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, message="Missing Permissions")

    (reply,) = await room.says("!drop nvda")

    assert "**Nvidia fell**\n**-16.97 %**" == reply.content


async def test_a_reply_nobody_takes_is_logged(room: Room, caplog: pytest.LogCaptureFixture):
    """Where the bot may not write at all, the log says so and nothing else happens."""
    room.env.inject_error("POST", "/channels/*/messages", status=403, code=50001, message="Missing Access", times=None)

    with caplog.at_level(logging.WARNING, "bot"):
        assert [] == await room.says("!drop nvda")

    assert "not delivered" in caplog.text


@pytest.mark.parametrize(("server", "expected"), [("fr", "fr"), ("en-US", "en")])
async def test_a_message_is_answered_in_its_servers_language(
    simcord_env: simcord.Env, answers: FakeAnswers, server: str, expected: str
):
    """Plain messages carry no language of their own, so the server's counts."""
    guild = simcord_env.create_guild("Test", preferred_locale=server)
    channel = guild.create_text_channel("markets")
    await guild.add_member(simcord_env.create_user("ben")).send(channel, "!drop nvda")

    spoken = {locale for locale, _ in answers.asked}
    known = expected if expected in simcord_env.bot.services.languages.locales else "en"  # pyright: ignore[reportAttributeAccessIssue] - the bot is ours
    assert {known} == spoken
