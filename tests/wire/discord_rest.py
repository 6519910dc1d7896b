"""How REST requests are served: recorded, hit by programmed faults, checked for the token, counted against limits."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from multidict import CIMultiDict

from tests.wire.discord_traffic import HangUp, Refusal, Request, Traffic, rate_limited, read_request

PREFIX = "/api/v10"
WITHOUT_TOKEN = ("/interactions/", "/webhooks/")
"""Routes that carry their permission in the path."""

Handler = Callable[[Request], Awaitable[Any]]
"""Answers a request with a JSON value, or None for 204; refuses by raising Refusal."""


@dataclass(slots=True)
class Buckets:
    """At most `burst` requests in `seconds` for each route and channel."""

    burst: int
    seconds: float
    _used: dict[tuple[str, str, str], tuple[float, int]] = field(default_factory=dict)

    def take(self, request: Request) -> dict[str, str]:
        """Count a request and return the headers that tell how many are left.

        Raises:
            Refusal: 429, there is none left.
        """
        now = time.monotonic()
        key = (request.method, request.route, request.match.get("channel") or request.match.get("token", ""))
        began, used = self._used.get(key, (now, 0))
        if now >= began + self.seconds:
            began, used = now, 0
        rest = began + self.seconds - now
        headers = {
            "X-RateLimit-Limit": str(self.burst),
            "X-RateLimit-Remaining": str(max(0, self.burst - used - 1)),
            "X-RateLimit-Reset": f"{time.time() + rest:.3f}",
            "X-RateLimit-Reset-After": f"{rest:.3f}",
            "X-RateLimit-Bucket": f"{request.method} {request.route}".encode().hex(),
        }
        if used >= self.burst:
            refusal = rate_limited(rest)
            refusal.headers.extend(headers)
            raise refusal
        self._used[key] = began, used + 1
        return headers


class Rest:
    """Serves handlers under the API's prefix."""

    def __init__(self, app: web.Application, token: str, traffic: Traffic, buckets: Buckets) -> None:
        self._app = app
        self._token = token
        self._traffic = traffic
        self._buckets = buckets

    def add(self, method: str, route: str, handler: Handler) -> None:
        """Serve one route, written as in `/channels/{channel}/messages`."""

        async def serve(incoming: web.Request) -> web.StreamResponse:
            return await self._serve(incoming, handler)

        self._app.router.add_route(method, PREFIX + route, serve)

    async def _serve(self, incoming: web.Request, handler: Handler) -> web.StreamResponse:
        request = await read_request(incoming, PREFIX)
        self._traffic.requests.append(request)
        fault = self._traffic.next_fault(request)
        headers: CIMultiDict[str] = CIMultiDict()
        try:
            if isinstance(fault, HangUp) and not fault.after:
                return _hang_up(incoming)
            if isinstance(fault, Refusal):
                raise fault
            self._check_token(request)
            headers.extend(self._buckets.take(request))
            answer = await handler(request)
            if isinstance(fault, HangUp):
                return _hang_up(incoming)
            request.status = 204 if answer is None else 200
        except Refusal as refusal:
            headers.extend(refusal.headers)
            request.status, answer = refusal.status, refusal.body
        finally:
            request.done = True
            self._traffic.changes.tell()
        if request.status == 204:
            return web.Response(status=204, headers=headers)
        return _json(answer, request.status, headers)

    def _check_token(self, request: Request) -> None:
        if request.path.startswith(WITHOUT_TOKEN):
            return
        if request.headers.get("Authorization") != f"Bot {self._token}":
            raise Refusal(401, 0, "401: Unauthorized")


def _json(value: Any, status: int, headers: CIMultiDict[str]) -> web.Response:
    """An answer whose Content-Type is exactly application/json: clients compare it, charset and all."""
    response = web.json_response(value, status=status, headers=headers)
    response.headers["Content-Type"] = "application/json"
    return response


def _hang_up(incoming: web.Request) -> web.Response:
    """Break the connection: the answer that the server insists on goes nowhere."""
    if incoming.transport is not None:
        incoming.transport.abort()
    return web.Response()
