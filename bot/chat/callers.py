"""Who asked, and the way back to them: a message in a channel, or an interaction (slash command, button)."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

import aiohttp
import discord

from bot.answers.reply import Reply
from bot.chat.render import plain, render

log = logging.getLogger(__name__)

PAUSES = (0.5, 1.5)
"""Seconds before each further try of a message that Discord may not have taken."""
TYPING_SHOWN = 10.0
"""Seconds for which Discord shows that somebody is typing."""
ALREADY_ACKNOWLEDGED = 40060
"""Discord's error code for a second first answer to an interaction."""


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

    async def send(self, reply: Reply, keys: Sequence[str]) -> None:
        """Deliver the reply. Raises discord.HTTPException where Discord refuses it."""
        ...


class MessageCaller:
    """Asked by a plain message: answered in its channel."""

    patience = 0.3

    def __init__(self, message: discord.Message, locale: str) -> None:
        self._message = message
        self._locale = locale

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

    async def send(self, reply: Reply, keys: Sequence[str]) -> None:
        """A new message in the channel; in plain text where the bot may not embed or attach there."""
        try:
            await _persist(lambda: self._send(reply, keys))
        except discord.Forbidden:
            await self._message.channel.send(plain(reply), nonce=self._nonce)

    async def _send(self, reply: Reply, keys: Sequence[str]) -> None:
        rendered = render(reply, keys)
        optional = {"file": rendered.file, "view": rendered.view}
        given = {name: value for name, value in optional.items() if value is not None}
        await self._message.channel.send(embed=rendered.embed, nonce=self._nonce, **given)

    @property
    def _nonce(self) -> str:
        # The question's own id: Discord then makes one message of a second try, should the first have arrived.
        return str(self._message.id)


class InteractionCaller:
    """Asked by a slash command or a button: answered to the interaction, deferred in time."""

    patience = 1.0
    """Discord waits 3 seconds for the first sign, the way there and a slow loop included."""

    def __init__(self, interaction: discord.Interaction, locale: str) -> None:
        self._interaction = interaction
        self._locale = locale
        self._deferred = False

    @property
    def locale(self) -> str:
        """The reader's own language."""
        return self._locale

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Defers, which Discord shows as the bot thinking."""
        await self._first(lambda: self._interaction.response.defer(thinking=True))
        self._deferred = True
        yield

    async def send(self, reply: Reply, keys: Sequence[str]) -> None:
        """The first answer, or what replaces the thinking sign."""
        if self._deferred or self._interaction.response.is_done():
            await _persist(lambda: self._edit(reply, keys))
        else:
            await self._first(lambda: self._answer(reply, keys))

    async def _first(self, answer: Callable[[], Awaitable[object]]) -> None:
        """Give the first answer, once more at once when the connection breaks: 3 seconds leave no time to wait."""
        try:
            await answer()
        except aiohttp.ClientConnectionError as error:
            log.warning("Discord did not take the first answer, trying again: %s", error)
            try:
                await answer()
            except discord.HTTPException as refused:
                # The broken try had arrived, or this one would not be the second.
                if refused.code != ALREADY_ACKNOWLEDGED:
                    raise

    async def _answer(self, reply: Reply, keys: Sequence[str]) -> None:
        rendered = render(reply, keys)
        await self._interaction.response.send_message(
            embed=rendered.embed,
            file=rendered.file or discord.utils.MISSING,
            view=rendered.view or discord.utils.MISSING,
        )

    async def _edit(self, reply: Reply, keys: Sequence[str]) -> None:
        rendered = render(reply, keys)
        await self._interaction.edit_original_response(
            embed=rendered.embed, attachments=[rendered.file] if rendered.file else [], view=rendered.view
        )


async def _persist(send: Callable[[], Awaitable[None]]) -> None:
    """Try again after a 503 or a dropped connection, which discord.py leaves to its callers. `send` is idempotent."""
    for pause in PAUSES:
        try:
            return await send()
        except (discord.DiscordServerError, aiohttp.ClientConnectionError) as error:
            log.warning("Discord did not take the message, trying again: %s", error)
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))
    return await send()
