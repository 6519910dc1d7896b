"""The loopback Discord's gateway: logging in, shards, intents, and coming back after trouble."""

from __future__ import annotations

import discord
import pytest
from discord.ext import commands

from tests.wire.conftest import connected, redirect
from tests.wire.discord_server import DiscordServer
from tests.wire.discord_sessions import Op
from tests.wire.parrot import Flock, Parrot, say


async def test_a_bot_logs_in_and_sees_its_server(server: DiscordServer) -> None:
    """A client becomes ready, knows the server by GUILD_CREATE, and has had its heartbeat acknowledged."""
    bot = Parrot()

    async with connected(bot, server):
        await server.gateway.request_heartbeat()
        await server.gateway.wait_for(Op.HEARTBEAT, 2)

        assert [each.name for each in bot.guilds] == ["Market Hall"]
        assert [each.name for each in bot.guilds[0].text_channels] == ["markets", "lobby"]
        assert bot.latency < 1.0
    identify = server.gateway.received(Op.IDENTIFY)
    assert [server.token] == [each.data["token"] for each in identify]


async def test_each_shard_sees_its_own_servers(server: DiscordServer) -> None:
    """Two shards identify apart, and what is said on a server reaches one of them, once."""
    bot = Flock(commands.when_mentioned, intents=discord.Intents.default(), shard_count=2, guild_ready_timeout=0.02)
    bot.add_command(say)
    async with connected(bot, server):
        await server.say(f"<@{server.world.bot['id']}> say once")
        await server.wait_for_posted()

    first, second = server.gateway.received(Op.IDENTIFY)
    assert [[0, 2], [1, 2]] == [first.data["shard"], second.data["shard"]]
    assert ["once"] == [each["content"] for each in server.posted()]


async def test_a_wrong_token_is_refused(server: DiscordServer) -> None:
    """Login with another token fails as Discord makes it fail."""
    async with Parrot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.login("another")

    assert [401] == [each.status for each in server.traffic.requests]


async def test_an_intent_that_was_not_granted_closes_the_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that asks for message content without having been granted it cannot connect (4014)."""
    async with DiscordServer(message_content=False) as server:
        redirect(monkeypatch, server)

        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with connected(Parrot(), server):
                pass


async def test_without_the_intent_only_mentions_are_readable(server: DiscordServer) -> None:
    """A bot without the message content intent gets empty words unless they mention it."""
    bot = Parrot(content=False)
    mention = f"<@{server.world.bot['id']}>"

    async with connected(bot, server):
        await server.say("!say unheard")
        await server.say(f"{mention} say heard")
        (posted,) = await server.wait_for_posted()

    assert ["", f"{mention} say heard"] == bot.heard
    assert posted["content"] == "heard"


async def test_a_reconnect_is_resumed(server: DiscordServer) -> None:
    """After op 7 the client resumes at the address it was given, and the session goes on."""
    bot = Parrot()
    async with connected(bot, server):
        await server.gateway.reconnect()
        (resume,) = await server.gateway.wait_for(Op.RESUME)
        await server.say("!say still here")
        (posted,) = await server.wait_for_posted()

    assert resume.path == "/resume/"
    assert posted["content"] == "still here"
    assert len(server.gateway.received(Op.IDENTIFY)) == 1


async def test_what_happened_during_an_outage_is_replayed(server: DiscordServer) -> None:
    """Events of the time without a line are delivered on resuming, in order, and once."""
    bot = Parrot()
    async with connected(bot, server):
        async with server.gateway.outage():
            await server.say("!say first")
            await server.say("!say second")
        posted = await server.wait_for_posted(2)

    assert ["!say first", "!say second"] == bot.heard
    assert {"first", "second"} == {each["content"] for each in posted}


@pytest.mark.parametrize(("resumable", "then"), [(True, Op.RESUME), (False, Op.IDENTIFY)], ids=["lives", "gone"])
async def test_an_invalid_session(server: DiscordServer, resumable: bool, then: Op) -> None:
    """Op 9 is followed by RESUME when the session may be resumed, and by a new IDENTIFY when not."""
    async with connected(Parrot(), server):
        await server.gateway.invalidate(resumable=resumable)
        await server.gateway.wait_for(then, 1 if resumable else 2)
        await server.say("!say back")
        (posted,) = await server.wait_for_posted()

    assert posted["content"] == "back"
