"""Long answers on the wire: counts that come and go, answers posted once, and a bot that is stopped meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.answers.ask import Ask, Progress
from bot.answers.reply import Picture, Reply, Tone
from bot.chat import client, progress
from bot.chat.client import Selloff
from bot.domain.questions import Question
from tests.builders.services import services_with
from tests.fakes.studio import PNG
from tests.wire.conftest import connected
from tests.wire.discord_interactions import Answer
from tests.wire.discord_server import ANSWER, POST, DiscordServer
from tests.wire.discord_traffic import Fault, HangUp, Refusal, Request, unavailable
from tests.wire.selloff import make_bot

MESSAGE = POST + "/{message}"
QUESTION = "!movers 2025-01-27"


class Long:
    """An answer that takes as long as its test wants, and counts what it is told to."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.progress: Progress | None = None

    async def __call__(self, ask: Ask, question: Question) -> Reply:
        """As the registry's answers are called."""
        self.progress = ask.progress
        self.begun.set()
        await self.gate.wait()
        return Reply("Nvidia fell most", "1. Nvidia", Tone.FALL, picture=Picture("movers.png", PNG, "a ranking"))

    async def count(self, done: int) -> None:
        """Have that many of 200 parts."""
        await asyncio.wait_for(self.begun.wait(), 5.0)
        assert self.progress is not None
        self.progress(done, 200)


@pytest.fixture
def long() -> Long:
    """What every question is answered with."""
    return Long()


@pytest.fixture
async def bot(
    server: DiscordServer, long: Long, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, impatient: None
) -> AsyncIterator[Selloff]:
    """Selloff, ready at the loopback Discord, in a hurry to show counts."""
    monkeypatch.setattr(progress, "AFTER", 0.02)
    monkeypatch.setattr(progress, "EVERY", 0.02)
    bot = await make_bot(server, services_with(), tmp_path, {"movers": long})
    async with connected(bot, server):
        yield bot


pytestmark = pytest.mark.usefixtures("bot")


async def answered(server: DiscordServer) -> list[str]:
    """What the bot's messages are headed once one of them is an answer and none is a count."""

    def look() -> list[str]:
        posted = server.posted()
        return [each["embeds"][0]["title"] for each in posted] if all(each["embeds"] for each in posted) else []

    return await server.traffic.changes.until(look, lambda: f"an answer; there are {server.posted()}")


def written(requests: list[Request]) -> list[str]:
    """What the messages of these requests say, before any embed."""
    return [each.body["content"] for each in requests]


async def test_a_message_is_told_how_far_its_answer_is(server: DiscordServer, long: Long) -> None:
    """The count is a message of its own, edited as it grows; the answer is another with the question's own nonce.

    Then the count goes, and nothing touches it any more.
    """
    asked = await server.say(QUESTION)
    await long.count(37)
    (first,) = await server.traffic.wait_for("POST", POST)
    await long.count(120)
    (edit,) = await server.traffic.wait_for("PATCH", MESSAGE)
    long.gate.set()
    (gone,) = await server.traffic.wait_for("DELETE", MESSAGE)

    _, answer = server.traffic.of("POST", POST)
    said = [*written([first, edit]), answer.body["embeds"][0]["title"]]
    assert said == [
        "Fetched 37 of 200 prices and share counts…",
        "Fetched 120 of 200 prices and share counts…",
        "Nvidia fell most",
    ]
    assert (first.body["nonce"], answer.body["nonce"]) == (f"{asked['id']}-count", asked["id"])
    assert edit.path == gone.path
    assert answer.at > edit.at
    assert [each["embeds"][0]["title"] for each in server.posted()] == ["Nvidia fell most"]


async def test_a_slash_command_is_told_how_far_its_answer_is(server: DiscordServer, long: Long) -> None:
    """The count stands where the bot was thinking, and the answer takes its place whole."""
    used = await server.slash("movers", date="2025-01-27")
    await long.count(37)
    await server.traffic.wait_for("PATCH", ANSWER)
    await long.count(120)
    counts = await server.traffic.wait_for("PATCH", ANSWER, 2)
    long.gate.set()
    *_, answer = await server.traffic.wait_for("PATCH", ANSWER, 3)

    (posted,) = server.posted()
    assert used.answer is Answer.DEFER
    assert [each.split()[1] for each in written(counts)] == ["37", "120"]
    assert answer.body["content"] is None
    assert (posted["content"], posted["embeds"][0]["title"]) == ("", "Nvidia fell most")
    assert [each["filename"] for each in posted["attachments"]] == ["movers.png"]


@pytest.mark.parametrize(
    "fault", [unavailable(503), HangUp(after=False), HangUp(after=True)], ids=["503", "dropped", "dropped after"]
)
async def test_a_count_that_is_lost_on_its_way_is_not_left_behind(
    server: DiscordServer, long: Long, fault: Fault
) -> None:
    """Whatever became of the first try, there is one count, and it goes when the answer is there."""
    server.traffic.program("POST", POST, fault)

    await server.say(QUESTION)
    await long.count(37)
    first, second = await server.traffic.wait_for("POST", POST, 2)
    long.gate.set()

    assert await answered(server) == ["Nvidia fell most"]
    assert first.body["nonce"] == second.body["nonce"]


@pytest.mark.parametrize(
    "fault",
    [unavailable(503), HangUp(after=False), Refusal(404, 10008, "Unknown Message")],
    ids=["503", "dropped", "deleted"],
)
@pytest.mark.parametrize("way", ["message", "slash"])
async def test_an_edit_that_is_lost_harms_nothing(server: DiscordServer, long: Long, way: str, fault: Fault) -> None:
    """The answer comes as if nothing had happened."""
    route = MESSAGE if way == "message" else ANSWER
    await (server.say(QUESTION) if way == "message" else server.slash("movers"))
    await long.count(37)
    await server.traffic.wait_for("POST" if way == "message" else "PATCH", POST if way == "message" else ANSWER)
    before = len(server.traffic.of("PATCH", route))
    server.traffic.program("PATCH", route, fault)

    await long.count(120)
    await server.traffic.wait_for("PATCH", route, before + 1)
    long.gate.set()

    assert await answered(server) == ["Nvidia fell most"]


async def test_without_permission_to_write_it_does_not_insist(server: DiscordServer, long: Long) -> None:
    """A count that is forbidden is not tried again, and the answer is."""
    server.traffic.program("POST", POST, Refusal(403, 50013, "Missing Permissions"))

    await server.say(QUESTION)
    for done in (37, 120):
        await long.count(done)
        await server.traffic.wait_for("POST", POST)
    long.gate.set()

    assert await answered(server) == ["Nvidia fell most"]
    assert len(server.traffic.of("POST", POST)) == 2


async def test_answers_under_way_are_delivered_before_the_bot_stops(
    server: DiscordServer, bot: Selloff, long: Long
) -> None:
    """Stopped while somebody waits, the bot answers first and then closes."""
    await server.say(QUESTION)
    await long.count(37)
    await server.traffic.wait_for("POST", POST)

    closing = asyncio.create_task(bot.close())
    asyncio.get_running_loop().call_soon(long.gate.set)
    await asyncio.wait_for(closing, 5.0)

    assert [each["embeds"][0]["title"] for each in server.posted()] == ["Nvidia fell most"]


@pytest.mark.parametrize("way", ["message", "slash"])
async def test_who_would_wait_too_long_is_told_that_the_bot_stops(
    server: DiscordServer, bot: Selloff, long: Long, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No count and no thinking sign is left behind: the message says to ask again."""
    monkeypatch.setattr(client, "LAST_ANSWERS", 0.02)
    await (server.say(QUESTION) if way == "message" else server.slash("movers"))
    await long.count(37)
    await server.traffic.wait_for("POST" if way == "message" else "PATCH", POST if way == "message" else ANSWER)

    await asyncio.wait_for(bot.close(), 5.0)

    (posted,) = server.posted()
    assert posted["content"] == ""
    assert "restarted" in posted["embeds"][0]["description"]
