"""Buttons that ask a stored question; they survive a restart because their id is all they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

if TYPE_CHECKING:
    from bot.chat.client import Selloff


class AskButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"ask:(?P<key>[0-9a-f]{24})"):
    """Asks the question kept under `key`, as if the person who clicks had typed it."""

    LABEL = 80
    """Characters a button's label may have."""

    def __init__(self, key: str, label: str = "?") -> None:
        super().__init__(discord.ui.Button(label=label, custom_id=f"ask:{key}"))
        self.key = key

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[discord.ui.View], match: re.Match[str], /
    ) -> Self:
        """The button as discord.py rebuilds it from a click."""
        return cls(match["key"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the click with a message of its own; the choices stay for others to click."""
        client: Selloff = interaction.client
        await client.answer_button(interaction, self.key)
