"""A loopback Discord: enough of its REST API and gateway that a real client logs in, listens and answers.

    async with DiscordServer() as server:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = server.api_url, URL(server.gateway_url)
        ...                                               # start the bot with server.token
        await server.say("!drop NVDA")                    # people act ...
        pressed = await server.slash("drop", instrument="NVDA")
        await pressed.finished()                          # ... and what the bot does is waited for,
        server.traffic.of("POST", POST)[0].files          # looked into,
        server.traffic.program("POST", POST, HangUp(after=True))      # and disturbed,
        await server.gateway.reconnect()                  # on the gateway too.

What it keeps to, because bots fail on it: interactions are answered within 3 seconds or refused (10062), once
(40060), and only then edited or followed up (10015); an enforced nonce makes one message of many posts; sizes
beyond Discord's limits are refused (50035); a session that is resumed gets every event it missed; a bot without the
message content intent reads only what mentions it. The modules beside this one: discord_objects (JSON values),
discord_traffic (requests and faults), discord_messages with discord_limits, discord_interactions, discord_gateway
with discord_sessions, discord_rest (how requests are served) and discord_routes (which).
"""

from __future__ import annotations

import re
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.wire.discord_gateway import Gateway
from tests.wire.discord_interactions import Interaction, Interactions, Kind
from tests.wire.discord_limits import buttons
from tests.wire.discord_messages import Messages
from tests.wire.discord_objects import Json, Snowflakes, make_world
from tests.wire.discord_rest import PREFIX, Buckets, Rest
from tests.wire.discord_routes import Routes
from tests.wire.discord_traffic import PATIENCE, Changes, Traffic

POST = "/channels/{channel}/messages"
TYPING = "/channels/{channel}/typing"
CALLBACK = "/interactions/{interaction}/{token}/callback"
COMMANDS = "/applications/{application}/commands"
FOLLOW_UP = "/webhooks/{application}/{token}"
ANSWER = "/webhooks/{application}/{token}/messages/{message}"

TOKEN = "bm90LWEtdG9rZW4.loopbk.this-must-never-appear-in-any-log"


class DiscordServer:
    """One Discord with one server of two channels and two people, on a free port of 127.0.0.1.

    Args:
        token: the bot's, which alone is let in.
        message_content: whether the application may have that privileged intent.
        acknowledge_within: seconds for the first answer to an interaction.
        nonce_window: seconds for which a nonce is remembered.
        rate: requests allowed for each route and channel, and in how many seconds.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        message_content: bool = True,
        acknowledge_within: float = 3.0,
        nonce_window: float = 120.0,
        rate: tuple[int, float] = (50, 1.0),
    ) -> None:
        new_id, changes = Snowflakes(), Changes()
        self.token = token
        self.world = world = make_world(new_id)
        self.traffic = Traffic(changes)
        self.messages = Messages(world, new_id, nonce_window)
        self.gateway = Gateway(world, token, changes, message_content=message_content)
        self._changes = changes
        self._interactions = Interactions(world, new_id, self.messages, changes, acknowledge_within)
        self._routes = Routes(world, new_id, self.gateway, self.messages, self._interactions)
        self._app = web.Application(client_max_size=64 * 1024 * 1024)
        self._routes.add_to(Rest(self._app, token, self.traffic, Buckets(*rate)))
        self.gateway.add_routes(self._app)

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        self.api_url = f"http://{host}:{port}{PREFIX}"
        self.gateway_url = f"ws://{host}:{port}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.gateway.close()
        await self._runner.cleanup()

    @property
    def commands(self) -> dict[str, Json]:
        """The application's commands by name, as the bot synced them."""
        return self._routes.commands

    def posted(self, channel: Json | None = None) -> list[Json]:
        """The bot's messages in a channel (#markets unless told), oldest first."""
        found = self.messages.of_channel[(channel or self.world.markets)["id"]]
        return [each for each in found if each["author"] == self.world.bot]

    async def wait_for_posted(self, count: int = 1, patience: float = PATIENCE) -> list[Json]:
        """The bot's messages in #markets, once there are at least `count`."""

        def look() -> list[Json]:
            found = self.posted()
            return found if len(found) >= count else []

        return await self._changes.until(look, lambda: f"{count} posted messages; there are {self.posted()}", patience)

    async def say(self, text: str, *, by: Json | None = None, channel: Json | None = None) -> Json:
        """A person (Ben unless told) writes a message; `<@id>` mentions."""
        world = self.world
        named = set(re.findall(r"<@!?(\d+)>", text))
        mentions = [each for each in (world.bot, world.admin, world.member) if each["id"] in named]
        message = self.messages.blank(channel or world.markets, by or world.member, content=text, mentions=mentions)
        await self._routes.announce("MESSAGE_CREATE", self.messages.put(message))
        return message

    async def slash(
        self,
        name: str,
        *,
        by: Json | None = None,
        channel: Json | None = None,
        locale: str = "en-US",
        **options: object,
    ) -> Interaction:
        """A person uses a slash command that the bot has synced."""
        data = self._command_data(name, options)
        return await self._interact(Kind.COMMAND, data, by, channel, locale)

    async def type_into(
        self, name: str, focused: str, *, by: Json | None = None, locale: str = "en-US", **options: object
    ) -> Interaction:
        """A person is typing the option `focused` of a slash command and wants to see choices."""
        data = self._command_data(name, options)
        for each in data["options"]:
            if each["name"] == focused:
                each["focused"] = True
        return await self._interact(Kind.AUTOCOMPLETE, data, by, None, locale)

    async def click(self, message: Json, label: str, *, by: Json | None = None, locale: str = "en-US") -> Interaction:
        """A person presses a message's button with that label."""
        button = next(each for each in buttons(message) if each.get("label") == label)
        data = {"component_type": 2, "custom_id": button["custom_id"], "id": button.get("id", 1)}
        channel = self.world.channels[message["channel_id"]]
        return await self._interact(Kind.COMPONENT, data, by, channel, locale, message)

    async def _interact(
        self,
        kind: Kind,
        data: Json,
        by: Json | None,
        channel: Json | None,
        locale: str,
        message: Json | None = None,
    ) -> Interaction:
        world = self.world
        interaction = self._interactions.create(
            kind, by or world.member, channel or world.markets, locale, data, message
        )
        await self.gateway.dispatch("INTERACTION_CREATE", interaction.payload, world.guild["id"])
        return interaction

    def _command_data(self, name: str, options: dict[str, object]) -> Json:
        """What Discord sends of a command: only options it knows, with the types it was told."""
        command = self.commands[name]
        types = {each["name"]: each["type"] for each in command.get("options", [])}
        given = [{"name": each, "type": types[each], "value": value} for each, value in options.items()]
        return {"id": command["id"], "name": name, "type": command.get("type", 1), "options": given}
