"""Whether Yahoo answers at all: found out once, shared by everybody, looked at again in the background."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.domain.errors import Unreachable
from bot.domain.prices import Source

log = logging.getLogger(__name__)

RECHECK_SECONDS = 60.0


class NoAnswer(Exception):
    """The network gave no answer: a failed name or connection, a refusing proxy, a time-out."""


class Reachability:
    """Keeps what the last look at Yahoo found.

    `look` makes one quick attempt and raises NoAnswer when it fails. While it fails, `sleep(recheck)` lies between
    the looks in the background.
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[None]],
        *,
        recheck: float = RECHECK_SECONDS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._look = look
        self._recheck = recheck
        self._sleep = sleep
        self._known = False
        self._trouble: str | None = None
        self._looking: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None

    async def require(self) -> None:
        """Return when Yahoo is known to be reachable; the first look is waited for.

        Raises:
            Unreachable: at once, when the last look failed.
        """
        if not self._known:
            await self.confirm()
        self._raise_trouble()

    async def confirm(self) -> None:
        """Look now, or join the look that is under way.

        Raises:
            Unreachable: it failed.
        """
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_once(), name="yahoo-look")
        # one waiter's cancellation must not take the look away from the others
        await asyncio.shield(self._looking)
        self._raise_trouble()

    async def close(self) -> None:
        """Stop looking."""
        tasks = [task for task in (self._looking, self._watching) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _raise_trouble(self) -> None:
        if self._trouble is not None:
            raise Unreachable(Source.YAHOO, self._trouble)

    async def _look_once(self) -> None:
        before = self._trouble
        try:
            await self._look()
        except NoAnswer as trouble:
            self._trouble = str(trouble)
            if before is None:
                log.warning("Yahoo cannot be reached: %s", trouble)
            if self._watching is None or self._watching.done():
                self._watching = asyncio.create_task(self._watch(), name="yahoo-watch")
        else:
            self._trouble = None
            if before is not None:
                log.info("Yahoo can be reached again")
        self._known = True

    async def _watch(self) -> None:
        while self._trouble is not None:
            await self._sleep(self._recheck)
            try:
                await self.confirm()
            except Unreachable:
                continue
