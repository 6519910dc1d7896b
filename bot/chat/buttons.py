"""Buttons that ask a stored question; they survive a restart because their id is all they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

if TYPE_CHECKING:
    from bot.chat.client import Selloff

BELOW, IN_PLACE = "ask", "put"
"""Where the answer to a button goes: a message of its own, or the place of the message that the button is on."""


class AskButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"(?P<kind>ask|put):(?P<key>[0-9a-f]{24})"
):
    """Asks the question kept under `key`, as if the person who clicks had typed it.

    Anybody who sees the message may click. One that is not `enabled` is shown and cannot be clicked.
    """

    LABEL = 80
    """Characters a button's label may have."""

    def __init__(self, key: str, label: str = "?", *, in_place: bool = False, enabled: bool = True) -> None:
        kind = IN_PLACE if in_place else BELOW
        super().__init__(discord.ui.Button(label=label, custom_id=f"{kind}:{key}", disabled=not enabled))
        self.key = key
        self.in_place = in_place

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[discord.ui.View], match: re.Match[str], /
    ) -> Self:
        """The button as discord.py rebuilds it from a click."""
        return cls(match["key"], in_place=match["kind"] == IN_PLACE)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the click with a message of its own, or in place; the choices stay for others to click."""
        client: Selloff = interaction.client
        await client.answer_button(interaction, self.key, in_place=self.in_place)
