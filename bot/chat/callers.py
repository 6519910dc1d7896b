"""Who asked, and the way back to them: a message in a channel, or an interaction (slash command, button)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Protocol

import aiohttp
import discord
import structlog

from bot.answers.reply import Reply
from bot.chat.render import plain, render

log = structlog.stdlib.get_logger(__name__)

PAUSES = (0.5, 1.5)
"""Seconds before each further try of a message that Discord may not have taken."""


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
        """Shows typing; an answer without it is better than none."""
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(self._message.channel.typing())
            except discord.HTTPException as error:
                log.info("typing was not shown", error=str(error))
            yield

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

    @property
    def locale(self) -> str:
        """The reader's own language."""
        return self._locale

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Defers, which Discord shows as the bot thinking."""
        await self._interaction.response.defer(thinking=True)
        yield

    async def send(self, reply: Reply, keys: Sequence[str]) -> None:
        """The first answer, or what replaces the thinking sign."""
        if self._interaction.response.is_done():
            await _persist(lambda: self._edit(reply, keys))
            return
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
            log.warning("Discord did not take the message, trying again", error=str(error))
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))
    return await send()
