"""Answers remembered for a while, and fetched once for all who ask meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from bot.domain.ports import Clock
from bot.providers.flights import Flights
from bot.providers.memory import Recent

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Answer(Generic[Value]):
    value: Value
    expires: datetime


class Remembered(Generic[Key, Value]):
    """Up to `size` answers, each good for `life`. Errors are not remembered.

    A fetch outlives those who wait for it: they may have little patience, and it comes in time for the next one.
    """

    def __init__(self, size: int, life: timedelta, clock: Clock) -> None:
        self._life = life
        self._clock = clock
        self._answers: Recent[Key, _Answer[Value]] = Recent(size)
        self._flights: Flights[Key, Value] = Flights(outlives=True)

    def fresh(self, key: Key) -> Value | None:
        """The answer, unless there is none or it has expired."""
        answer = self._answers.get(key)
        return answer.value if answer is not None and self._clock.now() < answer.expires else None

    def last(self, key: Key) -> Value | None:
        """The last answer, however old."""
        answer = self._answers.get(key)
        return answer.value if answer is not None else None

    async def fetch(self, key: Key, ask: Callable[[], Coroutine[Any, Any, Value]]) -> Value:
        """The answer to `ask`, or to an equal question under way; its error for all who wait."""
        return await self._flights.share(key, lambda: self._fetch(key, ask))

    async def close(self) -> None:
        """Cancel every fetch and wait until it has ended."""
        await self._flights.close()

    async def _fetch(self, key: Key, ask: Callable[[], Coroutine[Any, Any, Value]]) -> Value:
        value = await ask()
        self._answers.put(key, _Answer(value, self._clock.now() + self._life))
        return value
