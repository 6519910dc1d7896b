"""The one way out to Yahoo: what every request must pass, and what becomes of a failed one."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from bot.domain.errors import ProviderError, RateLimited, Unreachable
from bot.domain.prices import Source
from bot.providers.yahoo.breaker import Breaker
from bot.providers.yahoo.documents import ServerTrouble
from bot.providers.yahoo.reachability import RECHECK_SECONDS, NoAnswer, Reachability
from bot.providers.yahoo.session import TooManyRequests
from bot.providers.yahoo.transport import Transport, Wire

log = logging.getLogger(__name__)
T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

ATTEMPTS = 3
FIRST_PAUSE_SECONDS = 0.4
PATIENCE_SECONDS = 0.75
"""A request may take longer, but from then on the network is looked at; with the look it makes less than three."""


class Line:
    """Sends work through a transport, `concurrency` at a time."""

    def __init__(
        self,
        transport: Transport,
        breaker: Breaker,
        *,
        concurrency: int,
        recheck: float = RECHECK_SECONDS,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._transport = transport
        self._breaker = breaker
        self._slots = asyncio.Semaphore(concurrency)
        self._sleep = sleep
        self.reachability = Reachability(self._look, recheck=recheck, sleep=sleep)

    async def warm(self) -> None:
        """Look at the network, and when it is there import yfinance, so that the first question need not wait."""
        try:
            await self.reachability.require()
        except Unreachable:
            return
        await self._transport.open()

    async def run(self, work: Callable[[Wire], T]) -> T:
        """Do blocking work in a thread, again after 5xx or silence: up to three attempts, with random pauses.

        Raises:
            RateLimited: while the breaker is open; nothing is sent then.
            Unreachable: at once while the network is known to be down, else after the last attempt.
            ProviderError: what `work` raises.
        """
        attempt = 1
        while True:
            try:
                return await self._attempt(work)
            except (ServerTrouble, NoAnswer) as error:
                log.info("Yahoo, attempt %d of %d: %s", attempt, ATTEMPTS, error)
                if attempt == ATTEMPTS:
                    raise Unreachable(Source.YAHOO, str(error)) from error
            await self._sleep(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1) * random.uniform(0.5, 1.5))
            attempt += 1

    async def _attempt(self, work: Callable[[Wire], T]) -> T:
        async with self._slots:
            await self.reachability.require()
            wire = await self._transport.open()
            hear = partial(self._hear, self._breaker.enter())
            try:
                return await self._patiently(self._transport.start(wire, work, hear))
            except TooManyRequests as error:
                raise RateLimited(Source.YAHOO, self._breaker.retry_in) from error

    def _hear(self, entered: int, error: Exception | None) -> None:
        """What a request's end tells the breaker, also when whoever asked has gone; silence tells it nothing."""
        match error:
            case TooManyRequests():
                self._trip(entered)
            case Unreachable():
                pass
            case ProviderError() | None:  # bad news are an answer too
                self._breaker.succeed(entered)
            case _:
                pass

    async def _patiently(self, job: asyncio.Future[T]) -> T:
        """The job's result; but when it hangs or fails for want of an answer, the network is looked at first."""
        try:
            await asyncio.wait({job}, timeout=PATIENCE_SECONDS)
            if not job.done():
                await self.reachability.confirm()
            try:
                return await job
            except NoAnswer:
                await self.reachability.confirm()
                raise
        finally:
            # a thread cannot be stopped, but nobody listens to it any more
            job.cancel()

    async def _look(self) -> None:
        try:
            await self._transport.look()
        except TooManyRequests:
            # it answers, and that is all that was asked
            if not self._breaker.retry_in:
                self._trip(self._breaker.enter())

    def _trip(self, entered: int) -> None:
        self._breaker.trip(entered)
        log.warning("Yahoo asked to slow down; nothing is sent for %.0f s", self._breaker.retry_in)
