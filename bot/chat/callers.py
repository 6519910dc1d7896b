"""Who asked, and the way back to them; here those who wrote a message in a channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

import aiohttp
import discord

from bot.answers.reply import Reply
from bot.chat.render import plain, render
from bot.chat.sending import Notice, persist

log = logging.getLogger(__name__)

TYPING_SHOWN = 10.0
"""Seconds for which Discord shows that somebody is typing."""


class Caller(Protocol):
    """Somebody who waits for a reply."""

    @property
    def locale(self) -> str:
        """The language to answer in."""
        ...

    @property
    def patience(self) -> float:
        """Seconds of silence before it must be seen that work is going on."""
        ...

    def working(self) -> AbstractAsyncContextManager[None]:
        """Show that work is going on for as long as the block runs."""
        ...

    async def show(self, text: str) -> None:
        """Show how far the work is, while `working`, instead of what was shown before. Raises discord.HTTPException."""
        ...

    async def send(self, reply: Reply, keys: Sequence[str]) -> None:
        """Deliver the answer. Raises discord.HTTPException where Discord refuses it."""
        ...

    async def decline(self, reply: Reply, keys: Sequence[str]) -> None:
        """Deliver what is said when there is no answer. Raises discord.HTTPException where Discord refuses it."""
        ...

    async def clear(self) -> None:
        """Take away what `show` left that the answer did not replace."""
        ...


class MessageCaller:
    """Asked by a plain message: answered in its channel.

    A count is a message of its own, taken away once the answer is there, rather than one that is edited into the
    answer: so the answer keeps the nonce by which it is posted once, a late edit of the count finds nothing to spoil,
    edits of counts never use up the channel's allowance for answers, and people are told of a new message.
    """

    # Up to about a second nobody wonders, and when fifty ask at once each sign costs as much as an answer.
    patience = 1.0

    def __init__(self, message: discord.Message, locale: str) -> None:
        self._message = message
        self._locale = locale
        # The question's own id: Discord then makes one message of a second try, should the first have arrived.
        self._nonce = str(message.id)
        channel = message.channel
        self._count = Notice(lambda text: persist(lambda: channel.send(text, nonce=f"{self._nonce}-count")))

    @property
    def locale(self) -> str:
        """The server's language: a plain message does not carry its author's."""
        return self._locale

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Shows typing beside the work: an answer neither waits for the sign nor is lost with it."""
        sign = asyncio.create_task(self._type())
        try:
            yield
        finally:
            sign.cancel()

    async def _type(self) -> None:
        try:
            while True:
                await self._message.channel.typing()
                await asyncio.sleep(TYPING_SHOWN / 2)
        except (discord.HTTPException, aiohttp.ClientError) as error:
            log.info("typing was not shown: %s", error)

    async def show(self, text: str) -> None:
        """A message of its own, edited from then on."""
        await self._count.show(text)

    async def send(self, reply: Reply, keys: Sequence[str]) -> None:
        """A new message in the channel; in plain text where the bot may not embed or attach there."""
        try:
            await persist(lambda: self._send(reply, keys))
        except discord.Forbidden:
            await self._message.channel.send(plain(reply), nonce=self._nonce)

    async def decline(self, reply: Reply, keys: Sequence[str]) -> None:
        """A message like any other."""
        await self.send(reply, keys)

    async def clear(self) -> None:
        """The message with the count goes."""
        await self._count.remove()

    async def _send(self, reply: Reply, keys: Sequence[str]) -> None:
        rendered = render(reply, keys)
        view: dict[str, Any] = {"view": rendered.view} if rendered.view else {}
        await self._message.channel.send(embed=rendered.embed, files=rendered.files, nonce=self._nonce, **view)
