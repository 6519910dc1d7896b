"""Questions as people ask them in Discord: by message, mention, slash command and button."""

from __future__ import annotations

import pytest
import simcord

from bot.chat.client import Selloff
from bot.chat.cogs import cog_names
from bot.chat.desk import BUTTON_LIFETIME, Desk
from bot.chat.registration import Registration
from bot.domain.questions import Question
from bot.services import Services
from bot.settings import Settings
from tests.chat.conftest import Room
from tests.fakes.answers import FakeAnswers


@pytest.mark.parametrize(
    ("typed", "subject", "when"),
    [
        ("!drop NVDA 2025-01-27", "NVDA", "2025-01-27"),
        ("!drop siemens energy 27 jan 2025", "siemens energy", "27 jan 2025"),
        ("!DROP nvda", "nvda", ""),
        ("! drop nvda", "nvda", ""),
        ("<@{bot}> drop s&p 500 last monday", "s&p 500", "last monday"),
        ("<@!{bot}> drop nvda", "nvda", ""),
        ('!drop "nvda', "nvda", ""),
        ('!drop "siemens energy" "27 jan 2025"', "siemens energy", "27 jan 2025"),
        ("!drop l'oréal hier", "l'oréal", "hier"),
        ("!drop $brk.b (2025-01-27", "$brk.b", "(2025-01-27"),
        ("!drop [nvda]( | ) `\\", "[nvda]( | ) `\\", ""),
        ("!drop instrument: nvda date: 2025-01-27", "instrument: nvda date", "2025-01-27"),
        ("!drop «airbus» “hier", "airbus", "hier"),
    ],
)
async def test_a_message_asks_what_was_typed(room: Room, answers: FakeAnswers, typed: str, subject: str, when: str):
    """Prefix or mention, any case, and no quote, apostrophe, bracket or dollar sign is in the way."""
    assert room.env.bot.user is not None

    (reply,) = await room.says(typed.format(bot=room.env.bot.user.id))

    assert [Question("drop", subject, when)] == answers.questions
    assert ["Nvidia fell"] == [embed.title for embed in reply.embeds]


async def test_the_picture_comes_with_its_alt_text(room: Room):
    """The chart is inside the embed, and described on the file, where Discord reads it."""
    (reply,) = await room.says("!drop nvda")

    (attachment,) = reply.attachments
    assert ("drop-NVDA.png", "a falling line") == (attachment.filename, attachment.description)
    assert "attachment://drop-NVDA.png" == reply.embeds[0].image.url


async def test_an_empty_command_is_told_what_to_type(room: Room, answers: FakeAnswers):
    """`!drop` alone gets a kind sentence with an example, once."""
    (reply,) = await room.says("!drop")

    assert [] == answers.questions
    assert "`!drop NVDA 2025-01-27`" in (reply.embeds[0].description or "")
    assert 1 == len(room.env.errors)


@pytest.mark.parametrize("typed", ["!dropp nvda", "!", "!!", "drop nvda", "hello <@{bot}>", "!help", "?drop nvda"])
async def test_what_is_no_command_is_left_alone(room: Room, typed: str):
    """Other bots' commands and ordinary talk get no reply."""
    assert room.env.bot.user is not None

    assert [] == await room.says(typed.format(bot=room.env.bot.user.id))


async def test_edits_and_bots_are_not_answered(room: Room, answers: FakeAnswers):
    """A message edited into a command asks nothing, nor does another bot."""
    message = await room.ben.send(room.channel, "hello")
    await room.ben.edit(message, "!drop nvda")
    assert room.channel.guild is not None
    other = room.channel.guild.add_member(room.env.create_user("other", bot=True))
    await other.send(room.channel, "!drop nvda")

    assert [] == answers.questions


@pytest.mark.parametrize("date", ["", "27 jan 2025"])
async def test_a_slash_command_asks_its_options(room: Room, answers: FakeAnswers, date: str):
    """`/drop instrument date`, of which the date may be left out."""
    result = await room.ben.slash(room.channel, "drop", instrument="siemens energy", **({"date": date} if date else {}))

    assert [Question("drop", "siemens energy", date)] == answers.questions
    assert result.response is not None
    assert "Nvidia fell" == result.response.embeds[0].title
    assert not result.deferred


async def test_instruments_are_suggested(room: Room):
    """While somebody types, Discord gets names to show and symbols to send, within its limits."""
    choices = await room.ben.autocomplete(room.channel, "drop", "instrument", "siemens en")

    assert "ENR.DE" == choices[0]["value"]
    assert "Siemens Energy" in choices[0]["name"]
    assert len(choices) <= 25


@pytest.mark.parametrize("typed", ["", "x" * 200, "`*_~|", "\u202e"])
async def test_suggestions_never_fail(room: Room, typed: str):
    """Whatever stands in the option, there is a list, at most as long as Discord takes."""
    choices = await room.ben.autocomplete(room.channel, "drop", "instrument", typed)

    assert len(choices) <= 25
    assert all(len(each["name"]) <= 100 for each in choices)


async def test_no_message_can_mention_anybody(room: Room):
    """Every message tells Discord to ring nobody, whatever its text holds."""
    await room.says("!drop nvda")
    await room.ben.slash(room.channel, "drop", instrument="nvda")

    message, callback = (each.json for each in room.env.http_requests if each.json and "Nvidia fell" in str(each.json))
    assert {"parse": []} == message["allowed_mentions"] == callback["data"]["allowed_mentions"]


async def test_the_readers_language_is_used(room: Room, answers: FakeAnswers):
    """A slash command carries its reader's language; SimCord's people read American English."""
    await room.ben.slash(room.channel, "drop", instrument="nvda")

    assert [("en", Question("drop", "nvda"))] == answers.asked


async def test_commands_are_registered_once(settings: Settings, services: Services, answers: FakeAnswers):
    """A second start with the same commands does not send them again."""

    def bot() -> Selloff:
        registration = Registration(settings.cache_dir)
        return Selloff(settings, Desk(services, answers.by_command), cog_names(), registration=registration)

    async with simcord.run(bot()) as env:
        first = [each for each in env.http_requests if each.method == "PUT"]
        await env.restart_bot(bot())
        both = [each for each in env.http_requests if each.method == "PUT"]

    assert (1, 1) == (len(first), len(both))


def test_every_cog_is_found():
    """The package's modules are the extensions, by name."""
    assert "cogs.drops" in cog_names()
    assert BUTTON_LIFETIME.days >= 1
