"""`selloff run` with a token: the bot at Discord, until it is stopped."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.chat.client import Selloff, needed_intents
from bot.chat.desk import Desk
from bot.chat.registration import Registration
from bot.services import SystemClock, open_services
from bot.settings import BadSettings, Settings

log = logging.getLogger(__name__)

SWITCH_SECONDS = 0.001
"""How long a thread that computes may keep the event loop waiting for the interpreter; a fifth of Python's own."""


class DiscordUnreachable(Exception):
    """Discord cannot be reached; the message is one sentence."""


async def connect(settings: Settings, cogs: Iterable[str]) -> None:
    """Serve Discord until the task is cancelled.

    Where Discord does not grant the message content intent, the bot goes on with mentions and slash commands.

    Raises:
        BadSettings: there is no token, or Discord refuses it.
        DiscordUnreachable: Discord does not answer.
        BotError: the services cannot be opened.
    """
    token = require_token(settings)
    redirect(settings)
    async with open_services(settings, SystemClock()) as services:
        desk = Desk(services)
        registration = Registration(settings.cache_dir)

        async def serve(intents: discord.Intents) -> None:
            async with Selloff(settings, desk, cogs, registration=registration, intents=intents) as bot:
                await bot.login(token)
                # What is loaded stays: the collector would stop the event loop for a tenth of a second to look at it.
                gc.freeze()
                await bot.connect()

        try:
            try:
                await serve(needed_intents())
            except discord.PrivilegedIntentsRequired:
                log.warning(
                    "the Message Content intent is switched off in Discord's developer portal: "
                    "only slash commands, mentions and direct messages are answered"
                )
                await serve(needed_intents(message_content=False))
        except discord.LoginFailure as error:
            raise BadSettings("DISCORD_TOKEN is not usable: Discord does not accept it.") from error
        except (aiohttp.ClientConnectionError, discord.GatewayNotFound, discord.DiscordServerError) as error:
            raise DiscordUnreachable(f"Discord cannot be reached ({type(error).__name__}); try again later.") from error


def require_token(settings: Settings) -> str:
    """The token as plain text, for the client library alone.

    Raises:
        BadSettings: there is none.
    """
    if settings.discord_token is None:
        raise BadSettings("DISCORD_TOKEN is not set.")
    return settings.discord_token.get_secret_value()


def redirect(settings: Settings) -> None:
    """Point discord.py at the chosen addresses, which it keeps on its classes: this counts for the whole process."""
    if settings.discord_api:
        Route.BASE = settings.discord_api.get_secret_value().rstrip("/")
    if settings.discord_gateway:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(settings.discord_gateway.get_secret_value())


def run_until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until the work ends, or SIGINT or SIGTERM asks it to; then it is wound up in order.

    A second signal while it winds up is not waited for.
    """
    sys.setswitchinterval(SWITCH_SECONDS)

    async def main() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        signals = (signal.SIGINT, signal.SIGTERM)

        def stop() -> None:
            for each in signals:
                loop.remove_signal_handler(each)
            task.cancel()

        with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt there
            for each in signals:
                loop.add_signal_handler(each, stop)
        with suppress(asyncio.CancelledError):
            await task

    with suppress(KeyboardInterrupt):
        asyncio.run(main())
