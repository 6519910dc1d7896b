"""A loopback Discord for each test, with the client library pointed at it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.chat import sending
from bot.chat.interactions import InteractionCaller
from tests.wire.discord_server import DiscordServer


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    """A Discord of this test's own; Route.BASE and DEFAULT_GATEWAY lead to it."""
    async with DiscordServer() as server:
        redirect(monkeypatch, server)
        yield server


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses and patience of nothing, where a test is about what happens and not about when."""
    monkeypatch.setattr(sending, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(InteractionCaller, "patience", 0.05)


def redirect(monkeypatch: pytest.MonkeyPatch, server: DiscordServer) -> None:
    """Point discord.py at a server for the rest of the test."""
    monkeypatch.setattr(Route, "BASE", server.api_url)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(server.gateway_url))


@asynccontextmanager
async def connected(bot: discord.Client, server: DiscordServer) -> AsyncIterator[None]:
    """A bot that is logged in and ready; whatever its connection raises is raised here."""
    async with bot:
        await bot.login(server.token)
        listening = asyncio.create_task(bot.connect())
        ready = asyncio.create_task(bot.wait_until_ready())
        await asyncio.wait({listening, ready}, timeout=5.0, return_when=asyncio.FIRST_COMPLETED)
        if listening.done():
            ready.cancel()
            listening.result()
        assert ready.done(), "the bot did not become ready"
        yield
    await listening
