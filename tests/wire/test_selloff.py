"""Selloff itself on the wire: its own client and cogs over real HTTP and a real gateway, at a market held in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.client import Selloff
from bot.domain.instruments import Symbol
from tests.builders.histories import days_of, history_of
from tests.builders.services import services_with
from tests.fakes.market import FakeMarketData
from tests.fakes.studio import PNG
from tests.wire.conftest import connected
from tests.wire.discord_interactions import Answer
from tests.wire.discord_server import ANSWER, CALLBACK, COMMANDS, FOLLOW_UP, POST, TYPING, DiscordServer
from tests.wire.discord_sessions import Op
from tests.wire.discord_traffic import Fault, HangUp, Refusal, unavailable
from tests.wire.selloff import make_bot

QUESTION = "!drop NVDA 2025-01-27"
TITLE = "Nvidia fell 16.97\N{NO-BREAK SPACE}% on 27\N{NO-BREAK SPACE}January\N{NO-BREAK SPACE}2025"
"""From 142.62 to 118.42: 118.42 / 142.62 - 1 = -0.16968."""


@pytest.fixture
def market() -> FakeMarketData:
    """Nvidia's closes around 27 January 2025, from which the fall is measured."""
    days = days_of("2025-01-23", "2025-01-24", "2025-01-27")
    return FakeMarketData([history_of(days, [147.22, 142.62, 118.42], symbol=Symbol("NVDA"))])


@pytest.fixture
async def bot(server: DiscordServer, market: FakeMarketData, tmp_path: Path) -> AsyncIterator[Selloff]:
    """Selloff, ready at the loopback Discord."""
    bot = await make_bot(server, services_with(market=market), tmp_path)
    async with connected(bot, server):
        yield bot


pytestmark = pytest.mark.usefixtures("bot")


async def test_a_question_gets_one_message_with_a_picture(server: DiscordServer) -> None:
    """`!drop` is answered by one multipart post: PNG, alt text, nobody pinged, no typing when it is quick."""
    asked = await server.say(QUESTION)

    (post,) = await server.traffic.wait_for("POST", POST)
    (embed,) = post.body["embeds"]
    (file,) = post.files
    (attachment,) = post.body["attachments"]
    assert embed["title"] == TITLE
    assert embed["image"]["url"] == f"attachment://{file.filename}"
    assert (file.field, file.content) == ("files[0]", PNG)
    assert "Nvidia" in attachment["description"]
    assert post.body["allowed_mentions"] == {"parse": []}
    assert (post.body["nonce"], post.body["enforce_nonce"]) == (asked["id"], True)
    assert server.traffic.of("POST", TYPING) == []


async def test_a_slow_answer_shows_typing(server: DiscordServer, market: FakeMarketData) -> None:
    """While the market keeps a question waiting the bot is seen typing, and then it answers."""
    market.gate = asyncio.Event()

    await server.say(QUESTION)
    await server.traffic.wait_for("POST", TYPING)
    before = server.posted()
    market.gate.set()
    (posted,) = await server.wait_for_posted()

    assert before == []
    assert [TITLE] == [each["title"] for each in posted["embeds"]]


async def test_a_slow_slash_command_is_deferred_in_time(server: DiscordServer, market: FakeMarketData) -> None:
    """A market that takes its time: deferred (type 5) within 3 seconds, and the answer takes the place of thinking."""
    market.gate = asyncio.Event()

    used = await server.slash("drop", instrument="NVDA", date="2025-01-27")
    waited = await used.answered()
    first = used.answer, market.gate.is_set()
    market.gate.set()
    answer = await used.finished()

    (edit,) = server.traffic.of("PATCH", ANSWER)
    assert waited < 3.0
    assert first == (Answer.DEFER, False)
    assert [TITLE] == [each["title"] for each in answer["embeds"]]
    assert [PNG] == [each.content for each in edit.files]
    assert all(each["description"] for each in answer["attachments"])
    assert server.posted() == [answer]
    assert server.traffic.of("POST", FOLLOW_UP) == []


async def test_a_quick_slash_command_is_answered_at_once(server: DiscordServer) -> None:
    """What is known is the first answer itself (type 4), picture and all."""
    used = await server.slash("drop", instrument="NVDA", date="2025-01-27")
    answer = await used.finished()

    assert used.answer is Answer.MESSAGE
    assert [TITLE] == [each["title"] for each in answer["embeds"]]
    assert len(answer["attachments"]) == 1
    assert used.data["allowed_mentions"] == {"parse": []}


async def test_names_are_completed_in_time(server: DiscordServer) -> None:
    """Typing a name brings choices (type 8) within 3 seconds, the one meant among them."""
    typed = await server.type_into("drop", "instrument", instrument="nvi")
    waited = await typed.answered()

    assert typed.answer is Answer.CHOICES
    assert "NVDA" in [each["value"] for each in typed.data["choices"]]
    assert waited < 3.0


async def test_a_button_is_acknowledged_and_answered(server: DiscordServer) -> None:
    """A mistyped name is answered with buttons; a click on one asks what was meant."""
    await server.say("!drop nvda1 2025-01-27")
    (offer,) = await server.wait_for_posted()
    (button, *_) = [each for row in offer["components"] for each in row["components"]]

    click = await server.click(offer, button["label"])
    waited = await click.answered()
    _, answer = await server.wait_for_posted(2)

    assert "Nvidia" in button["label"]
    assert waited < 3.0
    assert [TITLE] == [each["title"] for each in answer["embeds"]]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "fault", [unavailable(503), HangUp(after=False), HangUp(after=True)], ids=["503", "dropped", "dropped after"]
)
async def test_trouble_with_a_post_costs_no_answer_and_doubles_none(server: DiscordServer, fault: Fault) -> None:
    """Whatever became of the first try, a second one with the same nonce leaves exactly one message."""
    server.traffic.program("POST", POST, fault)

    await server.say(QUESTION)
    first, second = await server.traffic.wait_for("POST", POST, 2)

    assert first.body["nonce"] == second.body["nonce"]
    assert [PNG] == [each.content for each in second.files]
    assert len(server.posted()) == 1


async def test_without_permission_for_pictures_the_answer_is_text(server: DiscordServer) -> None:
    """Where embeds or files are forbidden (50013) the same facts come as plain text."""
    server.traffic.program("POST", POST, Refusal(403, 50013, "Missing Permissions"))

    await server.say(QUESTION)
    (posted,) = await server.wait_for_posted()

    assert TITLE in posted["content"]
    assert posted["embeds"] == posted["attachments"] == []


@pytest.mark.parametrize("fault", [unavailable(502), HangUp(after=False)], ids=["502", "dropped"])
async def test_trouble_with_typing_costs_no_answer(server: DiscordServer, market: FakeMarketData, fault: Fault) -> None:
    """An answer that is ready waits for no typing sign, nor is it lost with one."""
    market.gate = asyncio.Event()
    server.traffic.program("POST", TYPING, fault)

    await server.say(QUESTION)
    await server.traffic.wait_for("POST", TYPING)
    market.gate.set()
    (posted,) = await server.wait_for_posted(patience=0.5)

    assert [TITLE] == [each["title"] for each in posted["embeds"]]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", [HangUp(after=False), HangUp(after=True)], ids=["before", "after"])
async def test_a_deferral_whose_connection_drops_costs_no_answer(
    server: DiscordServer, market: FakeMarketData, fault: Fault
) -> None:
    """Whether or not Discord got the deferral, the question is answered in the end."""
    market.gate = asyncio.Event()
    server.traffic.program("POST", CALLBACK, fault)

    used = await server.slash("drop", instrument="NVDA", date="2025-01-27")
    await used.answered()
    market.gate.set()
    answer = await used.finished()

    assert [TITLE] == [each["title"] for each in answer["embeds"]]


@pytest.mark.parametrize("fault", [HangUp(after=False), HangUp(after=True)], ids=["before", "after"])
async def test_a_first_answer_whose_connection_drops_is_given_again(server: DiscordServer, fault: Fault) -> None:
    """Whether or not Discord got the answer, there is one in the end, and not two."""
    server.traffic.program("POST", CALLBACK, fault)

    used = await server.slash("drop", instrument="NVDA", date="2025-01-27")
    answer = await used.finished()

    assert [TITLE] == [each["title"] for each in answer["embeds"]]
    assert len(server.posted()) == 1


async def test_a_question_of_an_outage_is_answered_once(server: DiscordServer) -> None:
    """The gateway dies, a question is asked meanwhile, the bot resumes and answers it."""
    async with server.gateway.outage():
        await server.say(QUESTION)

    await server.gateway.wait_for(Op.RESUME)
    (posted,) = await server.wait_for_posted()
    await server.gateway.reconnect()
    await server.gateway.wait_for(Op.RESUME, 2)

    assert [TITLE] == [each["title"] for each in posted["embeds"]]
    assert len(server.posted()) == 1


async def test_an_answer_under_way_survives_an_outage(server: DiscordServer, market: FakeMarketData) -> None:
    """A question asked before the gateway dies is answered while it is away: REST still works."""
    market.gate = asyncio.Event()
    await server.say(QUESTION)
    await asyncio.wait_for(market.begun.wait(), 5.0)

    async with server.gateway.outage():
        market.gate.set()
        posted = await server.wait_for_posted()
    # A client that is closed while it connects leaves its connection to the collector, which warns.
    await server.gateway.wait_for(Op.RESUME)

    assert len(posted) == 1


async def test_commands_are_registered_when_they_changed(
    server: DiscordServer, bot: Selloff, market: FakeMarketData, tmp_path: Path
) -> None:
    """The first start syncs the commands; the next one with the same commands does not."""
    again = await make_bot(server, services_with(market=market), tmp_path)
    async with connected(again, server):
        pass

    (sync,) = server.traffic.of("PUT", COMMANDS)
    assert "drop" in {each["name"] for each in sync.body}
