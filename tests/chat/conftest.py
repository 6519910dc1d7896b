"""The real bot with its real cogs in SimCord, over services and answers of the tests' own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import discord
import pytest
import simcord

from bot.chat.client import Selloff
from bot.chat.cogs import cog_names
from bot.chat.desk import Desk
from bot.services import Services
from bot.settings import Settings, load_settings, variable
from tests.builders.services import services_with
from tests.fakes.answers import FakeAnswers


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """The defaults, with everything that is written below a folder of the test's own."""
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELLOFF_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("SELLOFF_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'selloff.db'}")
    return load_settings()


@pytest.fixture
def services() -> Services:
    """Services of fakes."""
    return services_with()


@pytest.fixture
def answers() -> FakeAnswers:
    """What every question is answered with."""
    return FakeAnswers()


@pytest.fixture
def simcord_bot(settings: Settings, services: Services, answers: FakeAnswers) -> Selloff:
    """The bot, which SimCord's own fixture runs."""
    return Selloff(settings, Desk(services, answers.by_command), cog_names())


@dataclass(frozen=True, slots=True)
class Room:
    """A channel with somebody in it."""

    env: simcord.Env
    channel: simcord.ChannelHandle
    ben: simcord.MemberActor

    def replies(self) -> list[discord.Message]:
        """The bot's messages, oldest first."""
        return [each for each in self.channel.history() if each.author == self.env.bot.user]

    async def says(self, text: str) -> list[discord.Message]:
        """Ben types; the bot's messages since then."""
        before = len(self.replies())
        await self.ben.send(self.channel, text)
        return self.replies()[before:]


@pytest.fixture
def room(simcord_env: simcord.Env) -> Room:
    """#markets and Ben."""
    guild = simcord_env.create_guild("Test")
    channel = guild.create_text_channel("markets")
    return Room(simcord_env, channel, guild.add_member(simcord_env.create_user("ben")))
