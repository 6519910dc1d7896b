"""`selloff doctor`: one line on each thing the bot needs, ok or what to do about it."""

from __future__ import annotations

import asyncio
import platform
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile

import aiohttp
import discord

import bot
from bot.chat.run import redirect, require_token
from bot.domain.errors import BotError
from bot.i18n.languages import Languages
from bot.providers.names import load_catalog
from bot.services import SystemClock, open_source
from bot.settings import Settings
from bot.store.database import open_database

PATIENCE = 20.0
"""Seconds any one look may take."""


class Trouble(Exception):
    """Something is not right; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out about one thing, or what to do about it."""

    what: str
    ok: bool
    said: str

    def __str__(self) -> str:
        return f"{'ok' if self.ok else '!!'}  {self.what:<12}  {self.said}"


class Doctor:
    """Looks at what the settings name; `flags` is what Discord said of the application, once it was asked."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._speech = Languages().speech(settings.locale)
        self._flags: discord.ApplicationFlags | None = None

    async def examine(self) -> AsyncIterator[Finding]:
        """Look at everything in turn; each finding comes as soon as it is known."""
        redirect(self._settings)
        looks: dict[str, Callable[[], Awaitable[str]]] = {
            "versions": self._versions,
            "token": self._token,
            "intents": self._intents,
            "database": self._database,
            "market data": self._market,
            "cache folder": lambda: asyncio.to_thread(_write_in, self._settings.cache_dir),
        }
        for what, look in looks.items():
            yield await self._finding(what, look())

    async def _finding(self, what: str, look: Awaitable[str]) -> Finding:
        try:
            return Finding(what, ok=True, said=await asyncio.wait_for(look, PATIENCE))
        except Trouble as trouble:
            return Finding(what, ok=False, said=str(trouble))
        except BotError as error:
            return Finding(what, ok=False, said=self._speech.plain(error.message, **error.facts))
        except TimeoutError:
            return Finding(what, ok=False, said=f"no answer within {PATIENCE:.0f} seconds; is the network in order?")

    async def _versions(self) -> str:
        libraries = ("discord.py", "yfinance", "matplotlib", "simcord")
        return ", ".join(
            [f"Selloff {bot.__version__}", f"Python {platform.python_version()}"]
            + [f"{name} {version(name)}" for name in libraries]
        )

    async def _token(self) -> str:
        if self._settings.discord_token is None:
            return "not set: `make run` opens the local channel; to connect to Discord, set DISCORD_TOKEN"
        proxy = self._settings.discord_proxy.get_secret_value() if self._settings.discord_proxy else None
        async with discord.Client(intents=discord.Intents.none(), proxy=proxy) as client:
            try:
                await client.login(require_token(self._settings))
            except discord.LoginFailure:
                raise Trouble(
                    "Discord does not accept DISCORD_TOKEN: make a new one in the developer portal, Bot, Reset Token."
                ) from None
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                raise Trouble(
                    f"Discord cannot be asked ({type(error).__name__}): look at the network, SELLOFF_DISCORD_PROXY "
                    "and SELLOFF_DISCORD_API."
                ) from None
            self._flags = client.application_flags
            return f"accepted; the bot is {client.user}"

    async def _intents(self) -> str:
        if self._settings.discord_token is None:
            return "not needed without a token"
        if self._flags is None:
            raise Trouble("not known until Discord accepts the token.")
        if self._flags.gateway_message_content or self._flags.gateway_message_content_limited:
            return "message content may be read"
        raise Trouble(
            f"switch on Message Content Intent in the developer portal, Bot; until then {self._settings.prefix}drop "
            "is not seen, only /drop and mentions."
        )

    async def _database(self) -> str:
        async with open_database(self._settings.database_url.get_secret_value()) as engine:
            return engine.url.render_as_string(hide_password=True)

    async def _market(self) -> str:
        catalog = await asyncio.to_thread(load_catalog)
        async with open_source(self._settings, SystemClock(), catalog) as source:
            health = await source.check()
        said = self._speech.plain(health.message, detail=health.detail)
        if not health.ok:
            raise Trouble(said)
        return f"{self._settings.source}: {said}"


def _write_in(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return str(folder)
    except OSError as error:
        raise Trouble(f"{folder} cannot be written ({error.strerror}): set SELLOFF_CACHE_DIR.") from None
