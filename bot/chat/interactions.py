"""Those who used a slash command or a button, and the way back to them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord.utils import MISSING

from bot.answers.reply import Reply
from bot.chat.render import Rendered, render
from bot.chat.sending import Notice, acknowledge, persist


class InteractionCaller:
    """Asked by a slash command or a button: answered to the interaction, deferred in time."""

    patience = 1.0
    """Discord waits 3 seconds for the first sign, the way there and a slow loop included."""

    def __init__(self, interaction: discord.Interaction[Any], locale: str) -> None:
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
        await acknowledge(lambda: self._interaction.response.defer(thinking=True))
        self._deferred = True
        yield

    async def show(self, text: str) -> None:
        """The thinking sign gives way to the text, which the answer then replaces."""
        await self._interaction.edit_original_response(content=text)

    async def send(self, reply: Reply, keys: Sequence[str]) -> None:
        """The first answer, or what replaces the thinking sign."""
        if self._answered:
            await persist(lambda: self._edit(reply, keys))
        else:
            await acknowledge(lambda: self._answer(reply, keys))

    async def decline(self, reply: Reply, keys: Sequence[str]) -> None:
        """Where an answer would stand."""
        await self.send(reply, keys)

    async def clear(self) -> None:
        """Nothing is left: the answer took the count's place."""

    @property
    def _answered(self) -> bool:
        return self._deferred or self._interaction.response.is_done()

    async def _answer(self, reply: Reply, keys: Sequence[str], *, ephemeral: bool = False) -> None:
        await self._interaction.response.send_message(**_new(render(reply, keys)), ephemeral=ephemeral)

    async def _edit(self, reply: Reply, keys: Sequence[str]) -> None:
        await self._interaction.edit_original_response(**_whole(render(reply, keys)))


class InPlaceCaller(InteractionCaller):
    """Asked by a button whose answer takes the place of the message that the button is on.

    That message is everybody's: it is only ever replaced whole, by an answer. A count, and what is said when there is
    no answer, are seen by the one who clicked.
    """

    def __init__(self, interaction: discord.Interaction[Any], locale: str) -> None:
        super().__init__(interaction, locale)
        self._count = Notice(lambda text: interaction.followup.send(text, ephemeral=True, wait=True))

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Acknowledges the click; the message stays as it is meanwhile."""
        await acknowledge(self._interaction.response.defer)
        self._deferred = True
        yield

    async def show(self, text: str) -> None:
        """A message for the one who clicked, edited from then on."""
        await self._count.show(text)

    async def send(self, reply: Reply, keys: Sequence[str]) -> None:
        """All of the message changes at once: text, picture, files and buttons."""
        if self._answered:
            await persist(lambda: self._edit(reply, keys))
        else:
            await acknowledge(lambda: self._replace(reply, keys))

    async def decline(self, reply: Reply, keys: Sequence[str]) -> None:
        """A message for the one who clicked."""
        if self._answered:
            # Should it be said twice after a broken connection, no harm is done.
            await persist(lambda: self._follow_up(reply, keys))
        else:
            await acknowledge(lambda: self._answer(reply, keys, ephemeral=True))

    async def clear(self) -> None:
        """The message with the count goes."""
        await self._count.remove()

    async def _replace(self, reply: Reply, keys: Sequence[str]) -> None:
        await self._interaction.response.edit_message(**_whole(render(reply, keys)))

    async def _follow_up(self, reply: Reply, keys: Sequence[str]) -> None:
        await self._interaction.followup.send(**_new(render(reply, keys)), ephemeral=True)


def _new(rendered: Rendered) -> dict[str, Any]:
    return {"embed": rendered.embed, "files": rendered.files, "view": rendered.view or MISSING}


def _whole(rendered: Rendered) -> dict[str, Any]:
    """An edit that leaves nothing of the message as it was."""
    return {"content": None, "embed": rendered.embed, "attachments": rendered.files, "view": rendered.view}
