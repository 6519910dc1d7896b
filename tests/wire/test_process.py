"""The program as an operator starts it, with a token, at the loopback Discord: settings, answer, log and end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.wire.discord_server import DiscordServer
from tests.wire.discord_sessions import Op

START = 15.0
"""Seconds that a slow machine may take to start the program and draw its first chart."""


@asynccontextmanager
async def running(server: DiscordServer, folder: Path, **settings: str) -> AsyncIterator[Process]:
    """`selloff run` in a folder of its own, with nothing of ours in its environment but these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("SELLOFF_", "DISCORD_"))}
    given = {
        "DISCORD_TOKEN": server.token,
        "SELLOFF_DISCORD_API": server.api_url,
        "SELLOFF_DISCORD_GATEWAY": server.gateway_url,
        "SELLOFF_MARKET_DATA": "sample",
        "SELLOFF_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'selloff.db'}",
        "SELLOFF_CACHE_DIR": str(folder / "cache"),
        "SELLOFF_CHART_WORKERS": "1",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=kept | given | settings, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_the_program_answers_and_tells_no_secret(server: DiscordServer, tmp_path: Path) -> None:
    """Started with a token and addresses alone it answers a message and a slash command, and ends on SIGTERM.

    Its log, at its most talkative, holds neither the bot's token, nor that of an interaction, nor what people wrote.
    """
    async with running(server, tmp_path, SELLOFF_LOG_LEVEL="DEBUG") as process:
        await server.gateway.wait_for(Op.IDENTIFY, patience=START)
        await server.say("!drop NVDA 2025-01-27")
        (posted,) = await server.wait_for_posted(patience=START)
        used = await server.slash("drop", instrument="^GSPC", date="2025-01-27")
        await used.finished(START)
        process.send_signal(signal.SIGTERM)
        out, log = await asyncio.wait_for(process.communicate(), START)

    (attachment,) = posted["attachments"]
    assert "16.97" in posted["embeds"][0]["title"]
    assert attachment["content_type"] == "image/png"
    assert process.returncode == 0
    assert b"has returned 200" in log
    assert b"!drop" not in log
    assert server.token.encode() not in out + log
    assert used.token.encode() not in out + log


async def test_a_refused_token_ends_the_program_in_one_sentence(server: DiscordServer, tmp_path: Path) -> None:
    """A token that Discord does not accept is complained of by its variable, and not repeated."""
    wrong = "wrong-token-that-must-not-be-shown"
    async with running(server, tmp_path, DISCORD_TOKEN=wrong) as process:
        _, log = await asyncio.wait_for(process.communicate(), START)

    assert process.returncode == 2
    assert b"DISCORD_TOKEN" in log
    assert wrong.encode() not in log


async def test_without_the_content_intent_it_goes_on_with_mentions(tmp_path: Path) -> None:
    """Where Discord does not grant message content (4014) the program says so, and still answers a mention."""
    async with DiscordServer(message_content=False) as server, running(server, tmp_path) as process:
        await server.gateway.wait_for(Op.IDENTIFY, 2, patience=START)
        await server.say("!drop NVDA 2025-01-27")
        await server.say(f"<@{server.world.bot['id']}> drop NVDA 2025-01-27")
        posted = await server.wait_for_posted(patience=START)
        process.terminate()
        _, log = await asyncio.wait_for(process.communicate(), START)

    assert len(posted) == 1
    assert "16.97" in posted[0]["embeds"][0]["title"]
    assert b"Message Content intent" in log
