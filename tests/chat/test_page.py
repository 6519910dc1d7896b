"""The local channel's page: opened by its key alone, asked the example, and used while the clock moves."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import pytest

from bot.chat.cogs import cog_names
from bot.chat.page import serve_page
from bot.domain.ports import Clock
from bot.domain.questions import Question
from bot.services import Services
from bot.settings import BadSettings, Settings
from tests.builders.services import services_with
from tests.fakes.answers import FakeAnswers


class Terminal:
    """What was said to the person at the terminal."""

    def __init__(self) -> None:
        self.said = ""
        self.ready = asyncio.Event()

    def say(self, text: str) -> None:
        """Take a line; the last one says how to end it all."""
        self.said += f"{text}\n"
        if "Ctrl-C" in text:
            self.ready.set()

    @property
    def address(self) -> tuple[str, str]:
        """The page's address and its key."""
        found = re.search(r"(http://127\.0\.0\.1:\d+/)#(\S+)", self.said)
        assert found
        return found[1], found[2]


@pytest.fixture(autouse=True)
def _fake_services(monkeypatch: pytest.MonkeyPatch, answers: FakeAnswers) -> None:
    @asynccontextmanager
    async def open_fakes(settings: Settings, clock: Clock) -> AsyncIterator[Services]:
        yield services_with(clock=clock)

    monkeypatch.setattr("bot.chat.local.open_services", open_fakes)
    monkeypatch.setattr("bot.chat.desk.ANSWERS", answers.by_command)
    monkeypatch.setattr("bot.chat.page.TICK", 0.0)


@pytest.fixture
def port(settings: Settings) -> int:
    """A free port, which the settings then name."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[Terminal]:
    """The page, until the block ends."""
    terminal = Terminal()
    serving = asyncio.create_task(serve_page(settings, cog_names(), terminal.say))
    ready = asyncio.create_task(terminal.ready.wait())
    await asyncio.wait({serving, ready}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        ready.cancel()
        serving.result()
    try:
        yield terminal
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def test_the_page_is_opened_by_its_key_alone(settings: Settings, port: int, answers: FakeAnswers):
    """The printed address holds the key; the bare port says nothing. The example is asked and shown on both."""
    async with served(settings.model_copy(update={"local_port": port})) as terminal, aiohttp.ClientSession() as http:
        base, key = terminal.address
        async with http.post(f"{base}api/pages", json={}) as refused:
            assert 401 == refused.status
        async with http.post(f"{base}api/pages", json={}, headers={"X-Simcord-Capability": key}) as opened:
            page = await opened.json()

    assert f"http://127.0.0.1:{port}/" == base
    assert [Question("drop", "NVDA", "2025-01-27")] == answers.questions
    assert "member: !drop NVDA 2025-01-27\nSelloff: Nvidia fell\n-16.97 %" in terminal.said
    assert ["member", "Selloff"] == [each["author"]["name"] for each in page["messages"].values()]
    assert {"member", "admin"} == {each["name"] for each in page["viewers"]}


async def test_messages_typed_while_the_clock_moves_wait_their_turn(
    settings: Settings, port: int, answers: FakeAnswers
):
    """SimCord refuses operations that overlap; here they queue, so that nothing typed is lost."""
    async with served(settings.model_copy(update={"local_port": port})) as terminal, aiohttp.ClientSession() as http:
        base, key = terminal.address
        headers = {"X-Simcord-Capability": key}
        async with http.post(f"{base}api/pages", json={}, headers=headers) as opened:
            page = await opened.json()
        headers["X-Simcord-Context"] = page["context"]["id"]
        for sequence in range(1, 6):
            async with http.get(f"{base}api/state", headers=headers) as read:
                state = await read.json()
            async with http.post(
                f"{base}api/action", headers=headers, json=typed("!drop tsla", sequence, state)
            ) as done:
                outcome = await done.json()
            assert (200, "settled") == (done.status, outcome["settlement"])

    assert 5 == answers.questions.count(Question("drop", "tsla"))


async def test_a_taken_port_is_named(settings: Settings):
    """When another program has the port, one sentence names the setting."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = settings.model_copy(update={"local_port": other.getsockname()[1]})
        with pytest.raises(BadSettings, match=r"^SELLOFF_LOCAL_PORT is not usable: port \d+ [^.]*\.$"):
            async with served(taken):
                pass


def typed(text: str, sequence: int, state: dict[str, Any]) -> dict[str, Any]:
    """What the page sends when somebody types."""
    return {
        "protocol_version": state["protocolVersion"],
        "sequence": sequence,
        "request_id": f"request-{sequence}",
        "generation": state["context"]["generation"],
        "bot_generation": state["botGeneration"],
        "published_revision": state["publishedRevision"],
        "kind": "send_message",
        "content": text,
    }
