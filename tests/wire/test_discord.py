"""The loopback Discord's REST: messages, files, nonces, limits and faults, as a plain client meets them."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from tests.wire.conftest import connected, redirect
from tests.wire.discord_server import POST, TYPING, DiscordServer
from tests.wire.discord_traffic import HangUp, Refusal, rate_limited, unavailable
from tests.wire.parrot import PNG, Parrot


async def test_a_message_is_replied_to(server: DiscordServer) -> None:
    """A command in a message brings one JSON post that refers to it, and pings nobody."""
    async with connected(Parrot(), server):
        asked = await server.say("!say hello @everyone")
        (post,) = await server.traffic.wait_for("POST", POST)

    (posted,) = server.posted()
    assert posted["content"] == "hello @everyone"
    assert posted["referenced_message"]["id"] == asked["id"]
    assert post.body["allowed_mentions"] == {"parse": []}
    assert post.files == ()


async def test_a_picture_comes_as_multipart_with_alt_text(server: DiscordServer) -> None:
    """A file is read byte by byte out of a multipart post, with its description, after a typing request."""
    async with connected(Parrot(), server):
        await server.say("!draw")
        (posted,) = await server.wait_for_posted()

    (post,) = server.traffic.of("POST", POST)
    (typing,) = server.traffic.of("POST", TYPING)
    assert [("files[0]", "chart.png", PNG)] == [(each.field, each.filename, each.content) for each in post.files]
    assert ["A falling line"] == [each["description"] for each in posted["attachments"]]
    assert typing.at < post.at


async def test_one_nonce_makes_one_message(server: DiscordServer) -> None:
    """Posting twice with the same nonce gives the same message back, and the channel holds one."""
    bot = Parrot()
    async with connected(bot, server):
        channel = bot.guilds[0].text_channels[0]

        first = await channel.send("recap", nonce="a" * 24)
        second = await channel.send("recap", nonce="a" * 24)
        other = await channel.send("recap", nonce="b" * 24)

    assert first.id == second.id != other.id
    assert len(server.posted()) == 2


async def test_a_nonce_is_forgotten_after_its_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the window the same nonce makes a second message, which the channel's history then shows."""
    async with DiscordServer(nonce_window=0.0) as server:
        redirect(monkeypatch, server)
        bot = Parrot()
        async with connected(bot, server):
            channel = bot.guilds[0].text_channels[0]

            sent = [await channel.send("recap", nonce="a" * 24) for _ in range(2)]
            history = [each.id async for each in channel.history()]

    assert history == [each.id for each in reversed(sent)]


async def test_a_429_is_waited_out(server: DiscordServer) -> None:
    """After 429 the client tries once more, no sooner than it was told."""
    server.traffic.program("POST", POST, rate_limited(0.15))

    async with connected(Parrot(), server):
        await server.say("!say slowly")
        refused, served = await server.traffic.wait_for("POST", POST, 2)

    assert [429, 200] == [refused.status, served.status]
    assert served.at - refused.at >= 0.15


async def test_announced_limits_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that reads the rate limit headers spreads its posts and is never refused."""
    async with DiscordServer(rate=(2, 0.2)) as server:
        redirect(monkeypatch, server)
        bot = Parrot()
        async with connected(bot, server):
            channel = bot.guilds[0].text_channels[0]

            await asyncio.gather(*(channel.send(str(number)) for number in range(5)))

    posts = server.traffic.of("POST", POST)
    assert [200] * 5 == [each.status for each in posts]
    assert posts[-1].at - posts[0].at >= 0.4


@pytest.mark.parametrize(
    ("fault", "error", "posted"),
    [
        (unavailable(503), discord.DiscordServerError, 0),
        (Refusal(403, 50013, "Missing Permissions"), discord.Forbidden, 0),
        (HangUp(after=False), aiohttp.ClientConnectionError, 0),
        (HangUp(after=True), aiohttp.ClientConnectionError, 1),
    ],
    ids=["503", "403", "dropped before", "dropped after"],
)
async def test_faults_that_the_client_does_not_retry(
    server: DiscordServer, fault: Refusal | HangUp, error: type[Exception], posted: int
) -> None:
    """discord.py leaves these to the bot; after a drop the message may or may not be there."""
    bot = Parrot()
    async with connected(bot, server):
        channel = bot.guilds[0].text_channels[0]
        server.traffic.program("POST", POST, fault)

        with pytest.raises(error):
            await channel.send("once", nonce="c" * 24)
        left = len(server.posted())
        await channel.send("once", nonce="c" * 24)

    assert posted == left
    assert len(server.posted()) == 1


async def test_a_502_is_retried_by_the_client(server: DiscordServer) -> None:
    """discord.py itself repeats a post after 502, a second later."""
    bot = Parrot()
    server.traffic.program("POST", POST, unavailable(502))

    async with connected(bot, server):
        await bot.guilds[0].text_channels[0].send("patient")

    assert [502, 200] == [each.status for each in server.traffic.of("POST", POST)]


async def test_what_discord_would_refuse_is_refused(server: DiscordServer) -> None:
    """Text beyond a limit answers 400 with Discord's code, and nothing is posted."""
    bot = Parrot()
    async with connected(bot, server):
        channel = bot.guilds[0].text_channels[0]

        for content, code in (("x" * 2001, 50035), ("", 50006)):
            with pytest.raises(discord.HTTPException) as refused:
                await channel.send(content)
            assert code == refused.value.code

    assert server.posted() == []
