"""Sending so that Discord has each message once, whatever becomes of a connection."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import aiohttp
import discord

log = logging.getLogger(__name__)

Sent = TypeVar("Sent")

PAUSES = (0.5, 1.5)
"""Seconds before each further try of a message that Discord may not have taken."""
ALREADY_ACKNOWLEDGED = 40060
"""Discord's error code for a second first answer to an interaction."""


async def persist(send: Callable[[], Awaitable[Sent]]) -> Sent:
    """Try again after a 503 or a dropped connection, which discord.py leaves to its callers. `send` is idempotent."""
    for pause in PAUSES:
        try:
            return await send()
        except (discord.DiscordServerError, aiohttp.ClientConnectionError) as error:
            log.warning("Discord did not take the message, trying again: %s", error)
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))
    return await send()


async def acknowledge(answer: Callable[[], Awaitable[object]]) -> None:
    """Give an interaction its first answer; once more at once when the connection breaks: 3 seconds leave no time."""
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


class Notice:
    """A few words that stand in the channel while work goes on: posted, edited, and taken away in the end.

    What is being posted is never given up halfway: without its id it could not be taken away.
    """

    def __init__(self, post: Callable[[str], Coroutine[Any, Any, discord.Message]]) -> None:
        self._post = post
        self._posting: asyncio.Task[discord.Message] | None = None

    async def show(self, text: str) -> None:
        """Put these words there. Raises discord.HTTPException where Discord refuses them."""
        if self._posting is None or (self._posting.done() and self._posting.exception()):
            self._posting = asyncio.create_task(self._post(text))
            await asyncio.shield(self._posting)
        else:
            message = await asyncio.shield(self._posting)
            await message.edit(content=text)

    async def remove(self) -> None:
        """Take them away, if they are there."""
        if self._posting is None:
            return
        try:
            message = await self._posting
            await persist(message.delete)
        except (discord.HTTPException, aiohttp.ClientError) as error:
            log.info("the count was not taken away: %s", error)
