"""The way a question takes: in by Discord's gateway, out by its REST interface, both on the loopback."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.probe import TAKE, Stall
from benchmarks.processes import Child, child
from tests.wire.discord_server import POST, DiscordServer
from tests.wire.discord_sessions import Op
from tests.wire.discord_traffic import Request

PATIENCE = 120.0
EDIT = "/channels/{channel}/messages/{message}"
UNLIMITED = (100_000, 1.0)
"""Discord's own limits would be all that is measured when fifty people ask in one channel."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """Yahoo's stand-in, in a process of its own."""

    port: int
    proxy: str
    authority: Path
    http: aiohttp.ClientSession

    @property
    def env(self) -> dict[str, str]:
        """What leads a process to it."""
        return {"HTTPS_PROXY": self.proxy, "CURL_CA_BUNDLE": str(self.authority)}

    def url(self, path: str) -> str:
        """An address of it, without the proxy."""
        return f"https://localhost:{self.port}{path}"

    async def counts(self, kind: str) -> Counter[str]:
        """How often each symbol, text or host was asked for since the last reset."""
        async with self.http.get(self.url("/standin/counts")) as answer:
            return Counter((await answer.json())[kind])

    async def total(self) -> int:
        """All requests since the last reset, but for cookies, crumbs, consent and looks at the network."""
        return sum([(await self.counts(kind)).total() for kind in ("chart", "shares", "search")])

    async def reset(self) -> None:
        """Forget what was asked so far."""
        async with self.http.get(self.url("/standin/reset")) as answer:
            answer.raise_for_status()


@asynccontextmanager
async def upstream(folder: Path) -> AsyncIterator[Upstream]:
    """Run Yahoo's stand-in until the block ends."""
    authority = folder / "authority.pem"
    async with child(folder, "benchmarks.upstream", str(authority)) as process:
        where = await process.ask()
        context = ssl.create_default_context(cafile=str(authority))
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)) as http:
            yield Upstream(where["port"], where["proxy"], authority, http)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of questions asked at the same time: seconds until Discord held the last answer, and the answers."""

    seconds: float
    posts: Sequence[Request]


class WrongAnswer(Exception):
    """A bot answered, but not with what was asked for: its times would mean nothing."""


@dataclass(slots=True)
class Channel:
    """A channel with one bot in it, and the process that is the bot."""

    server: DiscordServer
    bot: Child
    started: float
    identified: float = field(default=0.0)

    async def ask(self, *questions: str, apart: float = 0.0) -> Told:
        """Write the questions, `apart` seconds from each other, and wait for as many answers with a chart.

        Raises:
            WrongAnswer: one of them has none.
        """
        told = await self.say(*questions, apart=apart)
        for post in told.posts:
            if not post.files or not post.files[0].content.startswith(b"\x89PNG"):
                raise WrongAnswer(f"{post.body}\n{self.bot.log_end()}")
        return told

    async def say(self, *questions: str, apart: float = 0.0) -> Told:
        """Write the questions and wait for as many answers, whatever they say."""
        before, wanted = len(self._answers()), len(questions)
        start = time.monotonic()
        for number, question in enumerate(questions):
            await asyncio.sleep(apart if number else 0)
            await self.server.say(question)

        def look() -> list[Request]:
            answers = self._answers()[before:]
            return answers if len(answers) >= wanted else []

        try:
            answers = await self.server.traffic.changes.until(look, lambda: f"{wanted} answers", PATIENCE)
        except AssertionError as error:
            raise self.bot.ended() from error
        return Told(max(each.at for each in answers) - start, answers)

    def _answers(self) -> list[Request]:
        """What was posted but for counts of what is done so far."""
        return [each for each in self.server.traffic.of("POST", POST) if not _is_count(each)]

    def counts_shown(self, since: float) -> tuple[list[float], list[float]]:
        """Seconds after a moment (of time.monotonic) at which counts were posted, and at which they were edited."""
        traffic = self.server.traffic
        posted = [each.at - since for each in traffic.of("POST", POST) if _is_count(each)]
        edited = [each.at - since for each in traffic.of("PATCH", EDIT)]
        return [each for each in posted if each > 0], [each for each in edited if each > 0]

    async def stall(self) -> Stall:
        """The longest stall of the bot's event loop since this was last asked."""
        return Stall(**await self.bot.ask(TAKE))


def _is_count(post: Request) -> bool:
    """Whether it says how far the work is, and is no answer."""
    return str(post.body.get("nonce", "")).endswith("-count")


@asynccontextmanager
async def channel(folder: Path, module: str, *arguments: str, env: Mapping[str, str]) -> AsyncIterator[Channel]:
    """Start a bot on an empty Discord; it has identified itself when the block begins.

    `folder` holds what the bot keeps: its database and its caches.
    """
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(DiscordServer(rate=UNLIMITED))
        start = time.monotonic()
        process = await stack.enter_async_context(
            child(folder, module, *arguments, env=_settings(folder, server) | dict(env))
        )
        opened = Channel(server, process, start)
        await _identified(opened)
        opened.identified = time.monotonic()
        yield opened


async def _identified(opened: Channel) -> None:
    """Wait until the bot has a session, in which every message reaches it."""
    try:
        await opened.server.gateway.wait_for(Op.IDENTIFY, patience=PATIENCE)
    except AssertionError as error:
        raise opened.bot.ended() from error


def _settings(folder: Path, server: DiscordServer) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": server.token,
        "SELLOFF_DISCORD_API": server.api_url,
        "SELLOFF_DISCORD_GATEWAY": server.gateway_url,
        "SELLOFF_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'selloff.db'}",
        "SELLOFF_CACHE_DIR": str(folder / "cache"),
        "SELLOFF_MARKET_DATA": "yahoo",
    }
