"""Somebody who waits for a reply, without Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.answers.reply import Reply


class FakeCaller:
    """Records what they see, in order: `shown` counts, `replies`, and those that were `declined`."""

    locale = "en"
    patience = 0.0

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.replies: list[Reply] = []
        self.declined: list[Reply] = []
        self.cleared = 0

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Nothing to see."""
        yield

    async def show(self, text: str) -> None:
        """A count."""
        self.shown.append(text)

    async def send(self, reply: Reply, keys: Sequence[str]) -> None:
        """An answer."""
        self.replies.append(reply)

    async def decline(self, reply: Reply, keys: Sequence[str]) -> None:
        """No answer."""
        self.declined.append(reply)

    async def clear(self) -> None:
        """What was shown is gone."""
        self.cleared += 1
