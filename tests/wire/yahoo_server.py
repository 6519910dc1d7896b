"""A loopback HTTPS stand-in of Yahoo: looks, cookies, crumbs, charts, share counts and search, and its ways to fail.

Nothing is patched to reach it: `YahooServer.open_session` is the real session told to connect elsewhere, so that
host names, cookies, crumbs and TLS stay what they are. `python -m tests.wire.yahoo_server --latency 0.08` runs one
in a process of its own; it prints its port, GET /standin/counts tells what was asked, /standin/reset forgets it.
"""

from __future__ import annotations

import argparse
import asyncio
import ssl
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Self

import orjson
import trustme
from aiohttp import web
from curl_cffi import CurlOpt
from curl_cffi._wrapper import ffi, lib

from bot.providers.yahoo import YahooSession
from tests.wire.yahoo_bars import Row, chart_result, invented_rows, moment

HOSTS = ("*.yahoo.com", "*.finance.yahoo.com", "localhost", "127.0.0.1")
CRUMB = "Crumb0standin"


class Asked(StrEnum):
    """What a request is for; LOOK is of the data host's bare root, which tells whether it can be reached."""

    LOOK = "look"
    COOKIE = "cookie"
    CRUMB = "crumb"
    CONSENT = "consent"
    CHART = "chart"
    SHARES = "shares"
    SEARCH = "search"


class Trouble(StrEnum):
    """A way to fail."""

    RATE_LIMIT = "429"
    BAD_GATEWAY = "502"
    HANG = "hang"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    BARE_NOT_FOUND = "bare-404"
    OUT_OF_RANGE = "out-of-range"
    INVALID_CRUMB = "invalid-crumb"


def connect_to(port: int) -> dict[CurlOpt, Any]:
    """curl options that send every connection, whatever its host, to a port of this machine."""
    return {CurlOpt.CONNECT_TO: lib.curl_slist_append(ffi.NULL, f"::127.0.0.1:{port}".encode())}


class YahooServer:
    """A context manager; it serves from a thread of its own, and its methods may be called from any other.

    `latency` seconds lie before every answer. `now` tells up to when it knows bars.
    """

    def __init__(
        self,
        *,
        latency: float = 0.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        port: int = 0,
    ) -> None:
        self.latency = latency
        self.port = port
        self.requests: list[tuple[Asked, str]] = []
        self.authority = trustme.CA()
        self._now = now
        self._charts: dict[str, dict[str, Any]] = {}
        self._shares: dict[str, list[tuple[int, float | None]]] = {}
        self._quotes: dict[str, list[dict[str, Any]]] = {}
        self._troubles: dict[tuple[Asked, str], list[Trouble]] = {}
        self._lasting: dict[tuple[Asked, str], Trouble] = {}
        self._started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, name="yahoo-stand-in", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    # what tests and benchmarks say to it

    def open_session(self, **options: Any) -> YahooSession:
        """The real session, connected to this server whatever the host name says."""
        return YahooSession(**{"verify": False, "curl_options": connect_to(self.port)} | options)

    def counts(self, asked: Asked) -> Counter[str]:
        """How often each symbol (or text, or host) was asked for."""
        return Counter(subject for kind, subject in self.requests if kind is asked)

    def fail(self, asked: Asked, trouble: Trouble, subject: str = "*", *, times: int | None = None) -> None:
        """Fail the next `times` requests, or all of them until `recover`."""
        if times is None:
            self._lasting[asked, subject] = trouble
        else:
            self._troubles.setdefault((asked, subject), []).extend([trouble] * times)

    def recover(self) -> None:
        """Stop failing."""
        self._lasting.clear()
        self._troubles.clear()

    def give_bars(self, symbol: str, rows: Sequence[Row], **meta: Any) -> None:
        """Serve these rows for a symbol; `meta` overrides fields of the chart's meta."""
        self.give_chart(symbol, chart_result(symbol, rows, self._now(), **meta))

    def give_chart(self, symbol: str, result: dict[str, Any]) -> None:
        """Serve this result of the chart endpoint, whatever range is asked for."""
        self._charts[symbol] = result

    def give_shares(self, symbol: str, counts: Sequence[tuple[int, float | None]]) -> None:
        """Serve these (epoch seconds, shares) for a symbol."""
        self._shares[symbol] = list(counts)

    def give_quotes(self, text: str, rows: Sequence[dict[str, Any]]) -> None:
        """Serve these rows for a searched text."""
        self._quotes[text] = list(rows)

    # the server itself

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._run())
        self._loop.close()

    async def _run(self) -> None:
        app = web.Application(middlewares=[self._slowly])
        app.router.add_get("/standin/counts", self._tell_counts)
        app.router.add_get("/standin/reset", self._reset)
        app.router.add_get("/v1/test/getcrumb", self._crumb)
        app.router.add_get("/v8/finance/chart/{symbol}", self._chart)
        app.router.add_get("/ws/fundamentals-timeseries/v1/finance/timeseries/{symbol}", self._timeseries)
        app.router.add_get("/v1/finance/search", self._search)
        app.router.add_get("/", self._root)
        app.router.add_route("*", "/{other:.*}", self._consent)
        runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(*HOSTS).configure_cert(context)
        site = web.TCPSite(runner, "127.0.0.1", self.port, ssl_context=context)
        await site.start()
        self.port = runner.addresses[0][1]
        self._started.set()
        await self._stopping.wait()
        await site.stop()
        # a polite TLS goodbye would wait for clients that keep their connections
        for connection in runner.server.connections if runner.server else ():
            if connection.transport is not None:
                connection.transport.abort()
        await runner.cleanup()

    @web.middleware
    async def _slowly(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.latency and not request.path.startswith("/standin"):
            await asyncio.sleep(self.latency)
        return await handler(request)

    async def _trouble(self, asked: Asked, subject: str) -> web.Response | None:
        """Note the request, and answer it when it is to fail."""
        self.requests.append((asked, subject))
        for key in ((asked, subject), (asked, "*")):
            if waiting := self._troubles.get(key):
                return await _failure(waiting.pop(0), self._stopping)
            if lasting := self._lasting.get(key):
                return await _failure(lasting, self._stopping)
        return None

    async def _root(self, request: web.Request) -> web.Response:
        if request.host == "fc.yahoo.com":
            return await self._cookie(request)
        return await self._trouble(Asked.LOOK, request.host) or web.Response(status=404, text="<html></html>")

    async def _cookie(self, request: web.Request) -> web.Response:
        if failure := await self._trouble(Asked.COOKIE, request.host):
            return failure
        response = web.Response(status=404, text="")
        response.set_cookie("A3", "d=standin", domain=".yahoo.com", path="/", max_age=31_536_000, secure=True)
        return response

    async def _consent(self, request: web.Request) -> web.Response:
        return await self._trouble(Asked.CONSENT, request.host) or web.Response(status=404, text="<html></html>")

    async def _crumb(self, request: web.Request) -> web.Response:
        failure = await self._trouble(Asked.CRUMB, request.host)
        return failure or web.Response(text=CRUMB if "A3" in request.cookies else "")

    async def _chart(self, request: web.Request) -> web.Response:
        symbol = request.match_info["symbol"]
        if failure := await self._trouble(Asked.CHART, symbol):
            return failure
        result = self._charts.get(symbol) or self._invent(symbol, request.query)
        return _json({"chart": {"result": [result], "error": None}})

    def _invent(self, symbol: str, query: Any) -> dict[str, Any]:
        now = self._now()
        if "period1" not in query:
            return chart_result(symbol, [row for row in invented_rows(symbol) if row[0] <= now.date()][-1:], now)
        first = moment(int(query["period1"])).date()
        last = min(moment(int(query["period2"])), now).date()
        return chart_result(symbol, [row for row in invented_rows(symbol) if first <= row[0] <= last], now)

    async def _timeseries(self, request: web.Request) -> web.Response:
        symbol = request.match_info["symbol"]
        if failure := await self._trouble(Asked.SHARES, symbol):
            return failure
        result: dict[str, Any] = {"meta": {"symbol": [symbol], "type": ["shares_out"]}}
        if counts := self._shares.get(symbol):
            result |= {"timestamp": [stamp for stamp, _ in counts], "shares_out": [shares for _, shares in counts]}
        return _json({"timeseries": {"result": [result], "error": None}})

    async def _search(self, request: web.Request) -> web.Response:
        text = request.query["q"]
        if failure := await self._trouble(Asked.SEARCH, text):
            return failure
        rows = self._quotes.get(text, [])
        return _json({"explains": [], "count": len(rows), "quotes": rows, "news": []})

    async def _tell_counts(self, _: web.Request) -> web.Response:
        return _json({asked.value: dict(self.counts(asked)) for asked in Asked})

    async def _reset(self, _: web.Request) -> web.Response:
        self.requests.clear()
        return _json({})


def _json(document: Any, status: int = 200) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(document), content_type="application/json")


def _error(status: int, code: str, description: str) -> web.Response:
    return _json({"chart": {"result": None, "error": {"code": code, "description": description}}}, status)


async def _failure(trouble: Trouble, stopping: asyncio.Event) -> web.Response:
    """Yahoo's own words for each trouble."""
    match trouble:
        case Trouble.RATE_LIMIT:
            return web.Response(status=429, text="Edge: Too Many Requests")
        case Trouble.BAD_GATEWAY:
            return web.Response(status=502, text="<html>502 Bad Gateway</html>", content_type="text/html")
        case Trouble.HANG:
            await stopping.wait()
            return web.Response(status=504)
        case Trouble.MALFORMED:
            return web.Response(text="<html>Will be right back</html>", content_type="text/html")
        case Trouble.UNKNOWN:
            return _error(404, "Not Found", "No data found, symbol may be delisted")
        case Trouble.BARE_NOT_FOUND:
            return web.Response(status=404, text="<html>no such page</html>", content_type="text/html")
        case Trouble.OUT_OF_RANGE:
            return _error(400, "Bad Request", "Data doesn't exist for startDate = 1, endDate = 2")
        case Trouble.INVALID_CRUMB:
            return _error(401, "Unauthorized", "Invalid Crumb")


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    with YahooServer(latency=options.latency, port=options.port) as server:
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
