"""How far a long answer is: counted by the answer, shown to everybody who waits for it."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Generic, TypeVar

import aiohttp
import discord

from bot.answers.ask import Progress

log = logging.getLogger(__name__)

Key = TypeVar("Key")
Show = Callable[["Count"], Awaitable[None]]
Sleep = Callable[[float], Awaitable[None]]

AFTER, EVERY = 2.0, 2.0
"""Seconds from the question to the first count, and the least between one count and the next."""
GRACE = 0.75
"""Seconds for which an answer waits for a count that is on its way; less than the library's pause before a retry."""


class Count:
    """How many of how many parts are there; none of none until the answer says the first word of it."""

    def __init__(self) -> None:
        self.done = self.total = 0


class Counts(Generic[Key]):
    """The counts of all who wait, by what they wait for: those who share an answer are told of it alike."""

    def __init__(self) -> None:
        self._waiting: defaultdict[Key, set[Count]] = defaultdict(set)

    @contextmanager
    def joined(self, key: Key, count: Count) -> Iterator[None]:
        """Keep the count of one who waits for `key` moving while the block runs."""
        self._waiting[key].add(count)
        try:
            yield
        finally:
            self._waiting[key].discard(count)
            if not self._waiting[key]:
                del self._waiting[key]

    def teller(self, key: Key) -> Progress:
        """The Progress of the answer to `key`."""

        def tell(done: int, total: int) -> None:
            for count in self._waiting.get(key, ()):
                count.done, count.total = done, total

        return tell


@asynccontextmanager
async def shown(count: Count, show: Show, waited: float, sleep: Sleep = asyncio.sleep) -> AsyncIterator[None]:
    """Show a count that moves while the block runs; `waited` are the seconds since the question.

    No count comes after what follows the block: one on its way is waited for, and given up when it takes too long.
    """
    on_its_way = asyncio.Lock()
    showing = asyncio.create_task(_keep_showing(count, show, on_its_way, waited, sleep))
    try:
        yield
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await on_its_way.acquire()
        showing.cancel()


async def _keep_showing(count: Count, show: Show, on_its_way: asyncio.Lock, waited: float, sleep: Sleep) -> None:
    last = 0
    await sleep(AFTER - waited)
    while True:
        if count.done != last:
            last = count.done
            async with on_its_way:
                try:
                    await show(count)
                except (discord.DiscordServerError, aiohttp.ClientError) as error:
                    log.info("a count was lost: %s", error)
                except discord.HTTPException as error:
                    log.info("counts are not shown: %s", error)
                    return
        await sleep(EVERY)
