"""Tables in pages, as people turn them in Discord, and tables as files."""

from __future__ import annotations

import discord
import pytest
import simcord

from bot.answers.ask import Ask
from bot.answers.reply import Attachment, Choice, Picture, Reply, Tone
from bot.chat.client import Selloff
from bot.chat.cogs import cog_names
from bot.chat.desk import Desk
from bot.chat.transcripts import readable
from bot.domain.errors import Unreachable
from bot.domain.questions import Question
from bot.services import Services
from bot.settings import Settings
from tests.chat.conftest import Room
from tests.fakes.studio import PNG

TABLE = b"symbol,move\r\nNVDA,-0.1697\r\n"


async def pages(ask: Ask, question: Question) -> Reply:
    """Three pages with a picture each, and the table as a file; the fourth cannot be had."""
    if question.option("csv"):
        return Reply("Chips as a table", "1 row", Tone.FLAT, attachments=(Attachment("chips.csv", TABLE, "All rows"),))
    page = int(question.option("page") or 1)
    if page > 3:
        raise Unreachable("yahoo", "time-out")
    choices = (
        Choice("Previous", question.but(page=str(page - 1)), in_place=True, open=page > 1),
        Choice("Next", question.but(page=str(page + 1)), in_place=True),
        Choice("Table as CSV", question.but(csv="1")),
    )
    picture = Picture(f"page-{page}.png", PNG, f"page {page}")
    return Reply(f"Page {page}", "rows", Tone.FALL, picture=picture, choices=choices)


@pytest.fixture
def simcord_bot(settings: Settings, services: Services) -> Selloff:
    """The bot with a basket of several pages."""
    return Selloff(settings, Desk(services, {"sector": pages}), cog_names())


def seen(message: discord.Message) -> tuple[str | None, list[str]]:
    """What a message shows: its title and its files."""
    return message.embeds[0].title, [each.filename for each in message.attachments]


async def test_pages_turn_where_they_stand(room: Room):
    """Next and previous change the one message, and anybody may click."""
    (table,) = await room.says("!sector chips")
    assert room.channel.guild is not None
    ann = room.channel.guild.add_member(room.env.create_user("ann"))

    await room.ben.click(table, label="Next")
    await ann.click(table, label="Next")
    await ann.click(table, label="Previous")

    (only,) = room.replies()
    assert (table.id, ("Page 2", ["page-2.png"])) == (only.id, seen(only))


async def test_there_is_no_way_back_from_the_first_page(room: Room):
    """Its button is there and cannot be clicked."""
    (table,) = await room.says("!sector chips")

    with pytest.raises(simcord.SetupError, match="disabled"):
        await room.ben.click(table, label="Previous")


async def test_pages_turn_after_a_restart(room: Room, settings: Settings, services: Services):
    """A table of an earlier run turns on."""
    (table,) = await room.says("!sector chips")
    await room.env.restart_bot(Selloff(settings, Desk(services, {"sector": pages}), cog_names()))

    await room.ben.click(table, label="Next")

    (only,) = room.replies()
    assert ("Page 2", ["page-2.png"]) == seen(only)


async def test_a_page_that_cannot_be_had_is_said_to_who_clicked(room: Room):
    """The table stays as it is for all; the words are for one."""
    (table,) = await room.says("!sector chips")
    for _ in range(2):
        await room.ben.click(table, label="Next")

    result = await room.ben.click(table, label="Next")

    assert result.ephemeral
    assert ("Page 3", ["page-3.png"]) == seen(room.replies()[0])


async def test_the_table_comes_as_a_file(room: Room):
    """In a message of its own, named in what a terminal shows; the table above stays."""
    (table,) = await room.says("!sector chips")

    await room.ben.click(table, label="Table as CSV")

    first, posted = room.replies()
    (file,) = posted.attachments
    assert ("Page 1", ["page-1.png"]) == seen(first)
    assert ("chips.csv", "All rows", TABLE) == (file.filename, file.description, await file.read())
    assert "Chips as a table\n1 row\nFile: chips.csv\n  All rows" == readable(posted)


async def test_a_terminal_is_shown_the_buttons_that_work(room: Room):
    """What cannot be clicked is left out."""
    (table,) = await room.says("!sector chips")

    assert "[ Next ]\n[ Table as CSV ]\nPicture: page-1.png\n  page 1" in readable(table)
    assert "Previous" not in readable(table)
