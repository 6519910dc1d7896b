"""What came in over REST, what is to go wrong with it, and how a test waits for something to happen."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import BodyPartReader, web
from multidict import CIMultiDict, CIMultiDictProxy

from tests.wire.discord_objects import Json

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds a test waits before what it waits for is said to be missing."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart body."""

    field: str
    filename: str
    content_type: str
    content: bytes


@dataclass(slots=True, eq=False)
class Request:
    """One REST request. `at` is time.monotonic() once its body had arrived.

    `path` leaves the API's prefix out; `route` is the pattern it matched, as in `/channels/{channel}/messages`, and
    `match` what stood in its braces. `body` is the JSON body, or a multipart one's payload_json. `done` turns true
    when it has been answered with `status`, or dropped, which leaves `status` None.
    """

    at: float
    method: str
    path: str
    route: str
    match: dict[str, str]
    query: dict[str, str]
    headers: CIMultiDictProxy[str]
    body: Any
    files: tuple[Upload, ...]
    status: int | None = None
    done: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path} -> {self.status}"


class Refusal(Exception):
    """An error answer: raised by a handler, or programmed as a fault."""

    def __init__(self, status: int, code: int = 0, message: str = "", **body: Any) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.body: Json = {"message": message, "code": code, **body}
        self.headers: CIMultiDict[str] = CIMultiDict()


@dataclass(frozen=True, slots=True)
class HangUp:
    """The connection breaks without an answer, before or after the request took effect."""

    after: bool


Fault = Refusal | HangUp


def rate_limited(retry_after: float, *, everywhere: bool = False) -> Refusal:
    """429 as Discord itself sends it; the Via header is what tells it from a ban by its edge."""
    refusal = Refusal(429, 0, "You are being rate limited.", retry_after=retry_after)
    refusal.body["global"] = everywhere
    refusal.headers.extend({"Retry-After": str(max(1, round(retry_after))), "Via": "1.1 google"})
    refusal.headers["X-RateLimit-Scope"] = "global" if everywhere else "user"
    return refusal


def unavailable(status: int = 503) -> Refusal:
    """A server error of Discord's: 500, 502 or 503."""
    return Refusal(status, 0, f"{status}: Service Unavailable")


class Changes:
    """Lets tests wait for a state instead of sleeping."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def tell(self) -> None:
        """Say that something changed: everyone who waits looks again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, look: Callable[[], T], what: Callable[[], str], patience: float = PATIENCE) -> T:
        """The first true value of `look()`.

        Raises:
            AssertionError: patience ran out; `what()` says what was awaited and what was there instead.
        """
        try:
            async with asyncio.timeout(patience):
                while not (found := look()):
                    await self._changed.wait()
                return found
        except TimeoutError:
            raise AssertionError(f"waited {patience:g} s for {what()}") from None


@dataclass(slots=True)
class Traffic:
    """All requests in order of arrival, and the faults that wait for the next ones."""

    changes: Changes
    requests: list[Request] = field(default_factory=list)
    faults: dict[tuple[str, str], deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def program(self, method: str, route: str, *faults: Fault) -> None:
        """Let the next requests of this route meet these faults, one each; later ones are served well."""
        self.faults[method, route].extend(faults)

    def of(self, method: str, route: str) -> list[Request]:
        """The requests of one route that were answered or dropped, oldest first."""
        return [each for each in self.requests if (each.method, each.route) == (method, route) and each.done]

    async def wait_for(self, method: str, route: str, count: int = 1, patience: float = PATIENCE) -> list[Request]:
        """The requests of one route, once there are at least `count`."""

        def look() -> list[Request]:
            found = self.of(method, route)
            return found if len(found) >= count else []

        def what() -> str:
            return f"{count} x {method} {route}; came: " + ", ".join(map(str, self.requests))

        return await self.changes.until(look, what, patience)

    def next_fault(self, request: Request) -> Fault | None:
        """The fault programmed for this request, which is used up by it."""
        waiting = self.faults.get((request.method, request.route))
        return waiting.popleft() if waiting else None


async def read_request(request: web.Request, prefix: str) -> Request:
    """Read a request whole: JSON, or multipart as payload_json and files[n]. Another body's type reads as None."""
    body, files = None, []
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader), "Discord's bodies are not nested"
            if part.name == "payload_json":
                body = json.loads(await part.read())
            else:
                content_type = part.headers.get("Content-Type", "")
                files.append(Upload(part.name or "", part.filename or "", content_type, bytes(await part.read())))
    elif request.can_read_body and request.content_type == "application/json":
        body = json.loads(await request.read())
    resource = request.match_info.route.resource
    return Request(
        at=time.monotonic(),
        method=request.method,
        path=request.path.removeprefix(prefix),
        route=resource.canonical.removeprefix(prefix) if resource else "",
        match=dict(request.match_info),
        query=dict(request.query),
        headers=request.headers,
        body=body,
        files=tuple(files),
    )
