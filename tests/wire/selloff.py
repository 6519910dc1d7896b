"""The bot as it runs at Discord, except for its market, its studio and its stores."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from bot.answers.registry import ANSWERS, Answer
from bot.chat.client import Selloff
from bot.chat.cogs import cog_names
from bot.chat.desk import Desk
from bot.chat.registration import Registration
from bot.services import Services
from bot.settings import Settings
from tests.wire.discord_server import DiscordServer


async def make_bot(
    server: DiscordServer, services: Services, folder: Path, answers: Mapping[str, Answer] = ANSWERS
) -> Selloff:
    """Selloff for this Discord, over services of fakes; its registered commands are remembered in `folder`."""
    # As opening the real services does, or the first question would be a slow one.
    await services.sessions.prepare(services.catalog.find("NVDA").listing.exchange)
    settings = Settings.model_construct(discord_token=SecretStr(server.token))
    bot = Selloff(settings, Desk(services, answers), cog_names(), registration=Registration(folder))
    # The library waits this long for further servers before it says ready.
    bot._connection.guild_ready_timeout = 0.02
    return bot
