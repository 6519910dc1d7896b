"""The loopback Discord is proved with a plain bot of the library's own, before it may prove ours."""

from __future__ import annotations

import asyncio
from io import BytesIO

import aiohttp
import discord
import pytest
from discord import app_commands
from discord.ext import commands

from tests.wire.conftest import connected, redirect
from tests.wire.discord_interactions import Answer
from tests.wire.discord_server import ANSWER, COMMANDS, FOLLOW_UP, POST, TYPING, DiscordServer
from tests.wire.discord_sessions import Op
from tests.wire.discord_traffic import HangUp, Refusal, rate_limited, unavailable

BUTTON = [{"type": 1, "components": [{"type": 2, "style": 2, "label": "Go", "custom_id": "go"}]}]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


class Parrot(commands.Bot):
    """Repeats what it is told, in every way that a bot can answer."""

    def __init__(self, *, content: bool = True) -> None:
        intents = discord.Intents.default()
        intents.message_content = content
        super().__init__(
            commands.when_mentioned_or("!"),
            intents=intents,
            guild_ready_timeout=0.02,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.heard: list[str] = []
        self.may_answer = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once also the second time, where the library would wait 5 seconds."""

    async def setup_hook(self) -> None:
        """Register the commands and sync them."""
        self.add_command(say)
        self.add_command(draw)
        self.tree.add_command(echo)
        self.tree.add_command(ponder)
        self.add_view(Again())
        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        """Remember people's words, then look for a command in them."""
        if not message.author.bot:
            self.heard.append(message.content)
        await super().on_message(message)


class Flock(commands.AutoShardedBot):
    """A bot of several shards that asks Discord where the gateway is."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once, where the library would wait 5 seconds for each shard."""


@commands.command()
async def say(ctx: commands.Context[Parrot], *, words: str) -> None:
    """Repeat words as a reply."""
    await ctx.reply(words)


@commands.command()
async def draw(ctx: commands.Context[Parrot]) -> None:
    """Post a picture with alt text, typing first."""
    async with ctx.typing():
        file = discord.File(BytesIO(PNG), "chart.png", description="A falling line")
        await ctx.send(file=file, embed=discord.Embed(title="Chart").set_image(url="attachment://chart.png"))


class Again(discord.ui.View):
    """One button that lives as long as the bot, known by its id alone."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Again", custom_id="again")
    async def again(self, interaction: discord.Interaction[Parrot], button: discord.ui.Button[Again]) -> None:
        """Change the message it is on."""
        await interaction.response.edit_message(content="twice", view=None)


@app_commands.command()
async def echo(interaction: discord.Interaction[Parrot], words: str) -> None:
    """Repeat words at once, with a button."""
    await interaction.response.send_message(words, view=Again())


@echo.autocomplete("words")
async def suggest(interaction: discord.Interaction[Parrot], typed: str) -> list[app_commands.Choice[str]]:
    """Suggest what was typed, louder."""
    return [app_commands.Choice(name=typed.upper(), value=typed)]


@app_commands.command()
async def ponder(interaction: discord.Interaction[Parrot]) -> None:
    """Defer, think until allowed to answer, then answer with a picture and a follow-up."""
    await interaction.response.defer()
    await interaction.client.may_answer.wait()
    await interaction.edit_original_response(content="done", attachments=[discord.File(BytesIO(PNG), "chart.png")])
    await interaction.followup.send("and more", ephemeral=True)


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
