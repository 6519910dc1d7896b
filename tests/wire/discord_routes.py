"""The REST routes a bot uses, and the gateway events they cause."""

from __future__ import annotations

from typing import Any

from tests.wire.discord_gateway import Gateway
from tests.wire.discord_interactions import Answer, Interactions
from tests.wire.discord_messages import Messages
from tests.wire.discord_objects import EPHEMERAL, LOADING, Json, Snowflakes, World
from tests.wire.discord_rest import Rest
from tests.wire.discord_traffic import Refusal, Request


class Routes:
    """The handlers, over the state they share. `commands` are the application's, by name, as last synced."""

    def __init__(
        self,
        world: World,
        new_id: Snowflakes,
        gateway: Gateway,
        messages: Messages,
        interactions: Interactions,
    ) -> None:
        self.commands: dict[str, Json] = {}
        self._world = world
        self._new_id = new_id
        self._gateway = gateway
        self._messages = messages
        self._interactions = interactions

    def add_to(self, rest: Rest) -> None:
        """Serve every route, and 404 for all others."""
        commands, posts = "/applications/{application}/commands", "/channels/{channel}/messages"
        webhook = "/webhooks/{application}/{token}"
        rest.add("GET", "/users/@me", self._me)
        rest.add("GET", "/oauth2/applications/@me", self._application)
        rest.add("GET", "/applications/@me", self._application)
        rest.add("GET", "/gateway/bot", self._gateway_bot)
        rest.add("PUT", commands, self._sync)
        rest.add("GET", commands, self._list_commands)
        rest.add("GET", posts, self._history)
        rest.add("POST", posts, self._post)
        rest.add("GET", posts + "/{message}", self._fetch)
        rest.add("PATCH", posts + "/{message}", self._edit)
        rest.add("DELETE", posts + "/{message}", self._delete)
        rest.add("POST", "/channels/{channel}/typing", self._typing)
        rest.add("POST", "/interactions/{interaction}/{token}/callback", self._respond)
        rest.add("POST", webhook, self._follow_up)
        rest.add("GET", webhook + "/messages/{message}", self._fetch_answer)
        rest.add("PATCH", webhook + "/messages/{message}", self._edit_answer)
        rest.add("DELETE", webhook + "/messages/{message}", self._delete_answer)
        rest.add("*", "/{anything:.*}", self._unknown)

    async def announce(self, event: str, message: Json) -> None:
        """Tell the gateway of a message, with what only events carry; not of one that a single reader sees."""
        if message["flags"] & EPHEMERAL:
            return
        member = self._world.member_of(message["author"])
        event_only = {"guild_id": self._world.guild["id"], "member": member}
        await self._gateway.dispatch(event, {**message, **event_only}, self._world.guild["id"])

    async def _unknown(self, request: Request) -> Any:
        raise Refusal(404, 0, "404: Not Found")

    async def _me(self, request: Request) -> Json:
        return {**self._world.bot, "flags": 0, "mfa_enabled": False, "verified": True, "locale": "en-US"}

    async def _application(self, request: Request) -> Json:
        return self._world.application

    async def _gateway_bot(self, request: Request) -> Json:
        starts = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
        return {"url": f"ws://{request.headers['Host']}/", "shards": 1, "session_start_limit": starts}

    async def _sync(self, request: Request) -> list[Json]:
        application_id = self._world.application["id"]
        fixed = {"application_id": application_id, "default_member_permissions": None, "nsfw": False}
        self.commands = {
            each["name"]: {**fixed, **each, "id": self._new_id(), "version": self._new_id()} for each in request.body
        }
        return list(self.commands.values())

    async def _list_commands(self, request: Request) -> list[Json]:
        return list(self.commands.values())

    async def _history(self, request: Request) -> list[Json]:
        return self._messages.history(self._channel(request)["id"], request.query)

    async def _post(self, request: Request) -> Json:
        message, new = self._messages.post(self._channel(request), request.body, request.files)
        if new:
            await self.announce("MESSAGE_CREATE", message)
        return message

    async def _fetch(self, request: Request) -> Json:
        return self._messages.find(request.match["channel"], request.match["message"])

    async def _edit(self, request: Request) -> Json:
        message = await self._fetch(request)
        if message["author"] != self._world.bot:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        self._messages.edit(message, request.body, request.files)
        await self.announce("MESSAGE_UPDATE", message)
        return message

    async def _delete(self, request: Request) -> None:
        message = await self._fetch(request)
        self._messages.of_channel[message["channel_id"]].remove(message)
        await self._tell_deleted(message)

    async def _typing(self, request: Request) -> None:
        self._channel(request)

    async def _respond(self, request: Request) -> Json | None:
        match, body = request.match, request.body
        interaction = self._interactions.respond(match["interaction"], match["token"], body, request.files)
        message = interaction.original
        if message and interaction.answer in (Answer.MESSAGE, Answer.DEFER):
            await self.announce("MESSAGE_CREATE", message)
        elif message and interaction.answer is Answer.UPDATE:
            await self.announce("MESSAGE_UPDATE", message)
        if request.query.get("with_response") not in ("1", "true"):
            return None
        summary: Json = {"id": interaction.id, "type": int(interaction.kind)}
        answer: Json = {"interaction": summary, "resource": {"type": body["type"]}}
        if message and interaction.answer in (Answer.MESSAGE, Answer.DEFER, Answer.UPDATE):
            summary["response_message_id"] = message["id"]
            summary["response_message_loading"] = bool(message["flags"] & LOADING)
            summary["response_message_ephemeral"] = bool(message["flags"] & EPHEMERAL)
            answer["resource"]["message"] = message
        return answer

    async def _follow_up(self, request: Request) -> Json | None:
        message, new = self._interactions.follow_up(request.match["token"], request.body, request.files)
        await self.announce("MESSAGE_CREATE" if new else "MESSAGE_UPDATE", message)
        return message if request.query.get("wait") in ("1", "true") else None

    async def _fetch_answer(self, request: Request) -> Json:
        return self._interactions.message(request.match["token"], request.match["message"])

    async def _edit_answer(self, request: Request) -> Json:
        message = await self._fetch_answer(request)
        self._interactions.edit(message, request.body, request.files)
        await self.announce("MESSAGE_UPDATE", message)
        return message

    async def _delete_answer(self, request: Request) -> None:
        message = await self._fetch_answer(request)
        self._interactions.delete(request.match["token"], message)
        await self._tell_deleted(message)

    async def _tell_deleted(self, message: Json) -> None:
        guild_id = self._world.guild["id"]
        gone = {"id": message["id"], "channel_id": message["channel_id"], "guild_id": guild_id}
        await self._gateway.dispatch("MESSAGE_DELETE", gone, guild_id)

    def _channel(self, request: Request) -> Json:
        try:
            return self._world.channels[request.match["channel"]]
        except KeyError:
            raise Refusal(404, 10003, "Unknown Channel") from None
