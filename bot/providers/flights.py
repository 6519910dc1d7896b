"""Single flight: those who want the same thing at the same time share one piece of work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


@dataclass(slots=True)
class _Flight(Generic[Result]):
    task: asyncio.Task[Result]
    waiting: int = 0


class Flights(Generic[Key, Result]):
    """Runs at most one piece of work per key at a time.

    The work belongs to nobody who waits for it: it goes on when one of them is cancelled, and is cancelled when
    none is left, or at `close`. Where it `outlives` those who wait, it is finished for the next one who asks.
    """

    def __init__(self, *, outlives: bool = False) -> None:
        self._outlives = outlives
        self._flights: dict[Key, _Flight[Result]] = {}
        self._tasks: set[asyncio.Task[Result]] = set()

    async def share(self, key: Key, start: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """The result of the work under way for `key`, or else of what `start` begins; its error for all alike."""
        flight = self._flights.get(key) or self._begin(key, start)
        flight.waiting += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if not (flight.waiting or flight.task.done() or self._outlives):
                self._forget(key, flight)  # at once, so that no newcomer joins what is being cancelled
                flight.task.cancel()

    async def close(self) -> None:
        """Cancel all work and wait until it has ended. Whoever still waits is cancelled too."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, key: Key, start: Callable[[], Coroutine[Any, Any, Result]]) -> _Flight[Result]:
        flight = _Flight(asyncio.create_task(start()))
        self._flights[key] = flight
        self._tasks.add(flight.task)
        flight.task.add_done_callback(lambda task: self._land(key, flight, task))
        return flight

    def _land(self, key: Key, flight: _Flight[Result], task: asyncio.Task[Result]) -> None:
        self._forget(key, flight)
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # looked at here, since those who wanted it may all have gone

    def _forget(self, key: Key, flight: _Flight[Result]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
