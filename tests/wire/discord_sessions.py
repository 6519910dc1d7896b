"""What the gateway speaks: its frames, one connection, and a session that outlives its connections."""

from __future__ import annotations

import json
import secrets
import zlib
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import web

from tests.wire.discord_objects import Json


class Op(IntEnum):
    """What a gateway frame is."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE_STATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Close(IntEnum):
    """Why the gateway closes a connection."""

    UNKNOWN_OPCODE = 4001
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    DISALLOWED_INTENTS = 4014


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame from the bot; `at` is time.monotonic(), `path` where on the gateway it was connected."""

    at: float
    path: str
    op: int
    data: Any


class Connection:
    """One WebSocket, compressed as one zlib stream when the client asks for it."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.path = request.path
        self.resume_url = f"ws://{request.host}/resume/"
        self.session: Session | None = None
        self._request = request
        self._socket = socket
        self._deflate = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None

    async def send(self, op: Op, data: Any = None, sequence: int | None = None, event: str | None = None) -> None:
        """Send one frame; one that finds the socket closed is lost, as on a real line."""
        text = json.dumps({"op": op, "d": data, "s": sequence, "t": event})
        try:
            if self._deflate is None:
                await self._socket.send_str(text)
            else:
                packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self._socket.send_bytes(packed)
        except ConnectionError:
            self.leave()

    async def close(self, code: int) -> None:
        """Close with a code of the gateway's."""
        self.leave()
        await self._socket.close(code=code)

    def cut(self) -> None:
        """Break the line without a word."""
        self.leave()
        if self._request.transport is not None:
            self._request.transport.abort()

    def leave(self) -> None:
        """Let the session know that nobody listens here any more."""
        if self.session is not None and self.session.connection is self:
            self.session.connection = None


@dataclass(slots=True, eq=False)
class Session:
    """What a bot sees as one session, over however many connections. `sent` holds every event, numbered from 1."""

    intents: int
    shard: tuple[int, int]
    connection: Connection | None
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    sent: list[tuple[str, Json]] = field(default_factory=list)

    async def dispatch(self, event: str, data: Json) -> None:
        """Send an event, or keep it for whoever resumes."""
        self.sent.append((event, data))
        if self.connection is not None:
            await self.connection.send(Op.DISPATCH, data, len(self.sent), event)

    def sees(self, guild_id: str | None) -> bool:
        """Whether the events of a server belong to this session's shard."""
        number, count = self.shard
        return guild_id is None or (int(guild_id) >> 22) % count == number
