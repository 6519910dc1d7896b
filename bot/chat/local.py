"""The local channel: the real bot with its real commands in a Discord inside this process (SimCord).

SimCord's own page, actors and clock do the work; what is here keeps its rules: its clock is simulated, so it is moved
to now before the bot logs in and follows the wall clock from then on; one operation at a time; and work of ours runs
outside the bookkeeping by which SimCord holds the bot's timers, or every wait for the network would stand still with
the simulated clock.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections.abc import AsyncGenerator, Coroutine, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import discord
import simcord

from bot.chat.client import Selloff, needed_intents
from bot.chat.desk import Desk, Result, Start
from bot.services import open_services
from bot.settings import Settings

log = logging.getLogger(__name__)

SETTLE_TIMEOUT = 60.0
"""Seconds SimCord waits for an answer: longer than a slow upstream takes."""
SPEAKERS = ("member", "admin")


class SimulatedClock:
    """The clock of the simulated Discord."""

    def __init__(self, env: simcord.Env) -> None:
        self._env = env

    def now(self) -> datetime:
        """The present moment there, in UTC."""
        return self._env.now()


class LocalBot(Selloff):
    """The real bot; only the language of slash commands can be chosen, which SimCord fixes to American English."""

    interaction_locale: str | None = None

    def language_of(self, interaction: discord.Interaction) -> str:
        """The chosen language."""
        return self.interaction_locale or super().language_of(interaction)


@dataclass(frozen=True, slots=True)
class LocalChannel:
    """#markets with its speakers. `turn` is held by whatever makes the simulated world move."""

    env: simcord.Env
    bot: Selloff
    channel: simcord.ChannelHandle
    speakers: Mapping[str, simcord.MemberActor]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def say(self, text: str, speaker: str = SPEAKERS[0]) -> list[discord.Message]:
        """Post a message as one of the speakers; the messages the bot posted because of it."""
        return await self._watch(self.speakers[speaker].send(self.channel, text))

    async def use(self, command: str, options: Mapping[str, str], speaker: str = SPEAKERS[0]) -> list[discord.Message]:
        """Run a slash command as one of the speakers; the messages the bot posted because of it.

        Raises:
            simcord.SetupError: there is no such command, or it has no such option.
        """
        return await self._watch(self.speakers[speaker].slash(self.channel, command, **options))

    async def _watch(self, operation: Coroutine[Any, Any, object]) -> list[discord.Message]:
        async with self.turn:
            before = {message.id for message in self.channel.history()}
            await operation
        me = self.bot.user
        return [each for each in self.channel.history() if each.id not in before and each.author == me]

    async def catch_up(self) -> bool:
        """Bring the simulated clock to the wall clock; whether what fell due on the way posted anything."""
        async with self.turn:
            before = self._last_id()
            await self.env.advance_time(_behind(self.env))
            return self._last_id() != before

    def _last_id(self) -> int | None:
        last = self.channel.last_message
        return last.id if last else None


@asynccontextmanager
async def open_local(
    settings: Settings, cogs: Iterable[str], locale: str | None = None
) -> AsyncGenerator[LocalChannel]:
    """A server named Selloff with #markets, an admin, a member and the bot, all in this process.

    Args:
        locale: the readers' language as Discord names it, such as `fr`; None is the settings' language.

    Raises:
        BotError: the services cannot be opened.
    """
    outside = contextvars.copy_context()
    async with AsyncExitStack() as stack:
        nobody = discord.Client(intents=needed_intents())
        env = await stack.enter_async_context(simcord.run(nobody, check_errors=False, settle_timeout=SETTLE_TIMEOUT))
        await env.advance_time(_behind(env))
        if nobody.user is not None:
            await nobody.user.edit(username="Selloff")
        guild = env.create_guild("Selloff", preferred_locale=discord_locale(locale or settings.locale))
        channel = guild.create_text_channel("markets")
        admins = guild.create_role("admin", permissions=discord.Permissions(administrator=True))
        speakers = {
            "member": guild.add_member(env.create_user("member")),
            "admin": guild.add_member(env.create_user("admin"), roles=[admins]),
        }
        services = await stack.enter_async_context(open_services(settings, SimulatedClock(env)))
        # The bot stops before what it works with: SimCord's shutdown may be asked for twice.
        stack.push_async_callback(env.shutdown)
        bot = LocalBot(settings, Desk(services, start=_start_in(outside)), cogs)
        bot.interaction_locale = discord_locale(locale or settings.locale)
        await env.restart_bot(bot)
        yield LocalChannel(env, bot, channel, speakers)


def _behind(env: simcord.Env) -> float:
    """Seconds by which the simulated clock is behind the wall clock."""
    return max(0.0, (datetime.now(UTC) - env.now()).total_seconds())


def discord_locale(locale: str) -> str:
    """Discord's own name of a language: `en` is `en-US`.

    Raises:
        ValueError: Discord has no such language.
    """
    wanted = locale.replace("_", "-").lower()
    names = sorted((each.value for each in discord.Locale), key=lambda name: (name != "en-US", name))
    for name in names:
        if name.lower() == wanted:
            return name
    for name in names:
        if name.lower().partition("-")[0] == wanted.partition("-")[0]:
            return name
    raise ValueError(f"{locale} is not a language of Discord")


def _start_in(outside: contextvars.Context) -> Start:
    """Start work as if from before SimCord was there, so that its timers and threads keep real time."""

    def start(work: Coroutine[Any, Any, Result], /) -> asyncio.Task[Result]:
        return outside.copy().run(asyncio.create_task, work)

    return start
