"""Remembering answers for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.providers.remembered import Remembered
from tests.fakes.clock import FakeClock

HOUR = timedelta(hours=1)


class Oracle:
    """Counts how often it is asked, and fails when told."""

    def __init__(self) -> None:
        self.asked = 0
        self.error: Exception | None = None

    async def __call__(self) -> int:
        """How often it has been asked."""
        self.asked += 1
        if self.error:
            raise self.error
        return self.asked


async def test_an_answer_is_fresh_for_its_life_and_the_last_one_for_ever() -> None:
    """After an hour there is nothing fresh, but still a last answer."""
    clock, oracle = FakeClock(), Oracle()
    remembered = Remembered[str, int](10, HOUR, clock)
    assert (remembered.fresh("NVDA"), remembered.last("NVDA")) == (None, None)

    assert await remembered.fetch("NVDA", oracle) == 1
    assert (remembered.fresh("NVDA"), remembered.last("NVDA")) == (1, 1)
    clock.advance(HOUR)
    assert (remembered.fresh("NVDA"), remembered.last("NVDA")) == (None, 1)


async def test_an_error_is_not_remembered_and_leaves_the_last_answer() -> None:
    """The next fetch asks again."""
    oracle = Oracle()
    remembered = Remembered[str, int](10, HOUR, FakeClock())
    await remembered.fetch("NVDA", oracle)
    oracle.error = RuntimeError("broken")

    with pytest.raises(RuntimeError):
        await remembered.fetch("NVDA", oracle)

    assert remembered.last("NVDA") == 1
    oracle.error = None
    assert await remembered.fetch("NVDA", oracle) == 3
