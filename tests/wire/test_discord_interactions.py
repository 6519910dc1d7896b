"""The loopback Discord's interactions: slash commands, buttons and suggestions, and the rules of answering."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest
from discord import app_commands

from tests.wire.conftest import connected, redirect
from tests.wire.discord_interactions import Answer
from tests.wire.discord_server import ANSWER, COMMANDS, FOLLOW_UP, DiscordServer
from tests.wire.parrot import PNG, Parrot

BUTTON = [{"type": 1, "components": [{"type": 2, "style": 2, "label": "Go", "custom_id": "go"}]}]


async def test_commands_are_synced(server: DiscordServer) -> None:
    """The command tree arrives by PUT and can be used from then on."""
    async with connected(Parrot(), server):
        (sync,) = server.traffic.of("PUT", COMMANDS)

    assert {"echo", "ponder"} == {each["name"] for each in sync.body} == set(server.commands)


async def test_a_slash_command_is_answered_at_once(server: DiscordServer) -> None:
    """A type 4 answer puts the message into the channel."""
    async with connected(Parrot(), server):
        used = await server.slash("echo", words="hello")
        waited = await used.answered()

    assert used.answer is Answer.MESSAGE
    assert ["hello"] == [each["content"] for each in server.posted()]
    assert waited < 3.0


async def test_a_deferred_answer_takes_the_place_of_thinking(server: DiscordServer) -> None:
    """A deferral leaves a loading message that the edit of @original fills; follow-ups come after it."""
    bot = Parrot()
    async with connected(bot, server):
        used = await server.slash("ponder")
        await used.answered()
        thinking = len(server.posted()), bool(used.data)
        bot.may_answer.set()
        answer = await used.finished()
        (follow_up,) = await server.traffic.wait_for("POST", FOLLOW_UP)

    (edit,) = server.traffic.of("PATCH", ANSWER)
    assert (1, False) == thinking
    assert answer["content"] == "done"
    assert [PNG] == [each.content for each in edit.files]
    assert server.posted() == [answer]
    assert follow_up.body["flags"] == 64


async def test_an_answer_after_the_deadline_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer after the deadline gets 404 and 10062, as real users' "did not respond"."""
    async with DiscordServer(acknowledge_within=0.0) as server:
        redirect(monkeypatch, server)
        bot = Parrot()
        refused: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()

        @bot.tree.error
        async def on_error(interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
            refused.set_result(getattr(error, "original", error))

        async with connected(bot, server):
            used = await server.slash("echo", words="late")
            error = await asyncio.wait_for(refused, 5.0)

    assert isinstance(error, discord.NotFound)
    assert error.code == 10062
    assert used.answer is None
    assert server.posted() == []


async def test_an_interaction_is_answered_once_and_before_it_is_edited(server: DiscordServer) -> None:
    """An edit before the first answer is refused with 10015, a second first answer with 40060."""
    async with aiohttp.ClientSession() as session:

        async def ask(method: str, path: str, body: object) -> object:
            async with session.request(method, server.api_url + path, json=body) as response:
                return (await response.json()).get("code") if response.status != 204 else None

        application = server.world.application["id"]
        used = await server.click(
            server.messages.blank(server.world.markets, server.world.bot, components=BUTTON), "Go"
        )
        edit = "PATCH", f"/webhooks/{application}/{used.token}/messages/@original", {"content": "edited"}
        answer = "POST", f"/interactions/{used.id}/{used.token}/callback", {"type": 4, "data": {"content": "first"}}

        codes = [await ask(*edit), await ask(*answer), await ask(*answer), await ask(*edit)]

    assert [10015, None, 40060, None] == codes
    assert ["edited"] == [each["content"] for each in server.posted()]


async def test_choices_are_completed(server: DiscordServer) -> None:
    """Typing into an option is answered with choices (type 8)."""
    async with connected(Parrot(), server):
        typed = await server.type_into("echo", "words", words="nv")
        await typed.answered()

    assert typed.answer is Answer.CHOICES
    assert typed.data["choices"] == [{"name": "NV", "value": "nv"}]


async def test_a_button_changes_its_message(server: DiscordServer) -> None:
    """A click reaches the view that was sent, whose update (type 7) edits the message in place."""
    async with connected(Parrot(), server):
        used = await server.slash("echo", words="once")
        message = await used.finished()
        click = await server.click(message, "Again")
        await click.answered()

    assert click.answer is Answer.UPDATE
    assert ["twice"] == [each["content"] for each in server.posted()]
