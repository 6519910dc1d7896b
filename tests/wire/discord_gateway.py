"""The gateway: sessions that remember what they sent, so that a client which comes back misses nothing."""

from __future__ import annotations

import asyncio
import copy
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import WSCloseCode, WSMsgType, web

from tests.wire.discord_objects import MESSAGE_CONTENT, Json, World
from tests.wire.discord_sessions import Close, Connection, Frame, Op, Session
from tests.wire.discord_traffic import PATIENCE, Changes

HEARTBEAT_MS = 41_250
NEEDED_INTENT = {"GUILD_CREATE": 1 << 0, "MESSAGE_CREATE": 1 << 9, "MESSAGE_UPDATE": 1 << 9, "MESSAGE_DELETE": 1 << 9}
CONTENT_KEYS = ("content", "embeds", "attachments", "components")


class Gateway:
    """All sessions and connections, and the ways to disturb them."""

    def __init__(self, world: World, token: str, changes: Changes, *, message_content: bool) -> None:
        self.frames: list[Frame] = []
        self.sessions: dict[str, Session] = {}
        self._world = world
        self._token = token
        self._changes = changes
        self._message_content = message_content
        self._connections: set[Connection] = set()
        self._open = asyncio.Event()
        self._open.set()

    def add_routes(self, app: web.Application) -> None:
        """Serve the gateway's own address and the one for resuming."""
        app.router.add_get("/", self._serve)
        app.router.add_get("/resume/", self._serve)

    async def dispatch(self, event: str, data: Json, guild_id: str | None) -> None:
        """Send an event to every session whose shard and intents cover it."""
        for session in list(self.sessions.values()):
            needed = NEEDED_INTENT.get(event, 0)
            if session.sees(guild_id) and session.intents & needed == needed:
                await session.dispatch(event, self._seen_by(session, event, data))

    async def reconnect(self) -> None:
        """Ask every client to come back and resume (op 7)."""
        for connection in list(self._connections):
            await connection.send(Op.RECONNECT)

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell every client that its session is invalid (op 9); with `resumable`, it may still be resumed."""
        if not resumable:
            self.sessions.clear()
        for connection in list(self._connections):
            await connection.send(Op.INVALID_SESSION, resumable)

    async def request_heartbeat(self) -> None:
        """Ask every client for a heartbeat now (op 1)."""
        for connection in list(self._connections):
            await connection.send(Op.HEARTBEAT)

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """Break every line; whoever dials in again hears nothing before the block ends."""
        self._open.clear()
        for connection in list(self._connections):
            connection.cut()
        try:
            yield
        finally:
            self._open.set()

    async def close(self) -> None:
        """Say good-bye to every client."""
        for connection in list(self._connections):
            await connection.close(WSCloseCode.GOING_AWAY)

    def received(self, op: Op) -> list[Frame]:
        """The bot's frames of one kind, oldest first."""
        return [each for each in self.frames if each.op == op]

    async def wait_for(self, op: Op, count: int = 1, patience: float = PATIENCE) -> list[Frame]:
        """The bot's frames of one kind, once there are at least `count`."""

        def look() -> list[Frame]:
            found = self.received(op)
            return found if len(found) >= count else []

        def what() -> str:
            return f"{count} x {op.name}; came: {[each.op for each in self.frames]}"

        return await self._changes.until(look, what, patience)

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        connection = Connection(request, socket)
        await self._open.wait()
        self._connections.add(connection)
        try:
            await connection.send(Op.HELLO, {"heartbeat_interval": HEARTBEAT_MS})
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, json.loads(message.data))
        finally:
            self._connections.discard(connection)
            connection.leave()
            if socket.close_code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY) and connection.session:
                self.sessions.pop(connection.session.id, None)
        return socket

    async def _receive(self, connection: Connection, frame: Json) -> None:
        op, data = frame["op"], frame["d"]
        self.frames.append(Frame(time.monotonic(), connection.path, op, data))
        if op == Op.HEARTBEAT:
            await connection.send(Op.HEARTBEAT_ACK)
        elif op in (Op.IDENTIFY, Op.RESUME):
            await self._authenticate(connection, Op(op), data)
        elif op not in (Op.PRESENCE, Op.VOICE_STATE, Op.REQUEST_MEMBERS):
            await connection.close(Close.UNKNOWN_OPCODE)
        elif connection.session is None:
            await connection.close(Close.NOT_AUTHENTICATED)
        self._changes.tell()

    async def _authenticate(self, connection: Connection, op: Op, data: Json) -> None:
        if connection.session is not None:
            await connection.close(Close.ALREADY_AUTHENTICATED)
        elif data["token"] != self._token:
            await connection.close(Close.AUTHENTICATION_FAILED)
        elif op is Op.IDENTIFY:
            await self._identify(connection, data)
        else:
            await self._resume(connection, data)

    async def _identify(self, connection: Connection, data: Json) -> None:
        if data["intents"] & MESSAGE_CONTENT and not self._message_content:
            await connection.close(Close.DISALLOWED_INTENTS)
            return
        number, count = data.get("shard", (0, 1))
        session = Session(data["intents"], (number, count), connection)
        self.sessions[session.id] = connection.session = session
        world, guilds = self._world, [self._world.guild] if session.sees(self._world.guild["id"]) else []
        ready = {
            "v": 10,
            "user": world.bot,
            "guilds": [{"id": each["id"], "unavailable": True} for each in guilds],
            "session_id": session.id,
            "resume_gateway_url": connection.resume_url,
            "application": {"id": world.application["id"], "flags": world.application["flags"]},
            **({"shard": data["shard"]} if "shard" in data else {}),
        }
        await session.dispatch("READY", ready)
        for guild in guilds:
            await session.dispatch("GUILD_CREATE", guild)

    async def _resume(self, connection: Connection, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None:
            await connection.send(Op.INVALID_SESSION, data=False)
            return
        if data["seq"] > len(session.sent):
            await connection.close(Close.INVALID_SEQUENCE)
            return
        session.connection, connection.session = connection, session
        for sequence, (event, missed) in enumerate(session.sent[data["seq"] :], data["seq"] + 1):
            await connection.send(Op.DISPATCH, missed, sequence, event)
        await session.dispatch("RESUMED", {})

    def _seen_by(self, session: Session, event: str, data: Json) -> Json:
        """A message as this session may read it: without the intent, only its own and those that mention it."""
        data = copy.deepcopy(data)
        bot_id = self._world.bot["id"]
        private = event.startswith("MESSAGE") and not session.intents & MESSAGE_CONTENT
        if private and data["author"]["id"] != bot_id and all(each["id"] != bot_id for each in data["mentions"]):
            data |= {key: [] if key != "content" else "" for key in CONTENT_KEYS}
        return data
