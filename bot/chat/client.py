"""The Discord client: what it listens to, how commands are found, and where their errors go."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.buttons import AskButton
from bot.chat.callers import MessageCaller
from bot.chat.context import Context
from bot.chat.desk import Desk
from bot.chat.interactions import InPlaceCaller, InteractionCaller
from bot.chat.registration import Registration
from bot.services import Services
from bot.settings import Settings

log = logging.getLogger(__name__)

LAST_ANSWERS = 5.0
"""Seconds for the answers under way when the bot stops."""
GUILDS_WITHIN = 0.5
"""Seconds without a further server after which the bot counts as ready; the library would wait two."""


def needed_intents(*, message_content: bool = True) -> discord.Intents:
    """What the bot listens to. Without message content it hears mentions, direct messages and slash commands."""
    intents = discord.Intents.none()
    intents.guilds = True
    intents.guild_messages = True
    intents.dm_messages = True
    intents.message_content = message_content
    return intents


class CommandTree(app_commands.CommandTree["Selloff"]):
    """Slash commands whose errors go where all errors go."""

    async def on_error(self, interaction: discord.Interaction[Selloff], error: app_commands.AppCommandError, /) -> None:
        """Answer the interaction with what went wrong; suggestions cannot be answered with a sentence."""
        if interaction.type is discord.InteractionType.autocomplete:
            log.error("no suggestions", exc_info=error)
            return
        client = interaction.client
        await client.desk.apologise(client.caller_of_interaction(interaction), error)


class Selloff(commands.Bot):
    """The bot: thin commands around one desk."""

    def __init__(
        self,
        settings: Settings,
        desk: Desk,
        cogs: Iterable[str],
        *,
        registration: Registration | None = None,
        intents: discord.Intents | None = None,
    ) -> None:
        """Prepare the client; nothing is connected yet.

        Args:
            cogs: the extensions to load, by module name.
            registration: remembers which slash commands Discord already has; None registers them at every start.
        """
        super().__init__(
            command_prefix=commands.when_mentioned_or(settings.prefix),
            case_insensitive=True,
            strip_after_prefix=True,
            help_command=None,
            intents=intents or needed_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=CommandTree,
            proxy=settings.discord_proxy.get_secret_value() if settings.discord_proxy else None,
            # Nothing here looks members or old messages up, so they are not kept.
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=GUILDS_WITHIN,
        )
        self.settings = settings
        self.desk = desk
        self._cog_names = tuple(cogs)
        self._registration = registration

    @property
    def services(self) -> Services:
        """What answers are made from."""
        return self.desk.services

    async def setup_hook(self) -> None:
        """Load the commands, and tell Discord about them when they have changed."""
        self.add_dynamic_items(AskButton)
        for name in self._cog_names:
            await self.load_extension(name)
        if self._registration is None:
            await self.tree.sync()
        elif await asyncio.to_thread(self._registration.is_new, self.tree):
            await self.tree.sync()
            await asyncio.to_thread(self._registration.remember, self.tree)

    async def close(self) -> None:
        """Deliver the answers under way, then disconnect."""
        await self.desk.drain(LAST_ANSWERS)
        await super().close()

    async def on_ready(self) -> None:
        """Say in the log that questions can be asked."""
        log.info("ready as %s on %d servers", self.user, len(self.guilds))

    async def get_context(self, origin: discord.Message | discord.Interaction, /, *, cls: Any = Context) -> Any:
        """Our own Context for messages and interactions alike."""
        return await super().get_context(origin, cls=cls)

    async def on_command_error(self, context: Context, exception: commands.CommandError, /) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - every context here is ours
        """Answer with what went wrong; a command that does not exist is somebody else's."""
        if not isinstance(exception, commands.CommandNotFound):
            await self.desk.apologise(context.caller, exception)

    async def answer_button(self, interaction: discord.Interaction[Selloff], key: str, *, in_place: bool) -> None:
        """Answer the question kept behind a clicked button, in a message of its own or in place of the button's."""
        kind = InPlaceCaller if in_place else InteractionCaller
        await self.desk.answer_stored(kind(interaction, self.language_of(interaction)), key)

    def caller_of_interaction(self, interaction: discord.Interaction) -> InteractionCaller:
        """Who used a slash command."""
        return InteractionCaller(interaction, self.language_of(interaction))

    def language_of(self, interaction: discord.Interaction) -> str:
        """The language of whoever used a slash command or a button; interactions carry the reader's own."""
        return interaction.locale.value

    def caller_of_message(self, message: discord.Message) -> MessageCaller:
        """Who wrote a message, in the language of its server."""
        return MessageCaller(message, self._language_of(message.guild))

    def _language_of(self, guild: discord.Guild | None) -> str:
        # Only community servers can choose a language; all others say en-US without having been asked.
        if guild is not None and ("COMMUNITY" in guild.features or guild.preferred_locale.value != "en-US"):
            return guild.preferred_locale.value
        return self.settings.locale
