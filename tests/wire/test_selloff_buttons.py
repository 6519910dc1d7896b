"""Buttons on the wire: pages in place, tables as files; clicks by anybody, at once, late and after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat import progress
from bot.chat.client import Selloff
from bot.chat.desk import BUTTON_LIFETIME
from bot.domain.errors import Unreachable
from bot.domain.instruments import Symbol
from bot.services import Services
from tests.builders.asks import NOW, catalog
from tests.builders.histories import days_of, history_of
from tests.builders.services import services_with
from tests.fakes.clock import FakeClock
from tests.fakes.market import FakeMarketData
from tests.fakes.studio import PNG
from tests.wire.conftest import connected
from tests.wire.discord_interactions import Answer
from tests.wire.discord_limits import buttons
from tests.wire.discord_objects import EPHEMERAL, Json
from tests.wire.discord_server import ANSWER, CALLBACK, FOLLOW_UP, DiscordServer
from tests.wire.discord_traffic import HangUp, Refusal
from tests.wire.selloff import make_bot

CHIPS = catalog().basket("chips")
QUESTION = "!sector chips 2025-01-27"


@pytest.fixture
def market() -> FakeMarketData:
    """Every member of the chips basket, more than one page of them, each falling a little more than the last."""
    assert CHIPS is not None
    days = days_of("2025-01-23", "2025-01-24", "2025-01-27")
    members = enumerate(each.symbol for each in CHIPS.members)
    histories = [history_of(days, [100.0, 100.0, 99.0 - place], symbol=symbol) for place, symbol in members]
    return FakeMarketData([*histories, history_of(days, [6000.0, 6000.0, 5900.0], symbol=Symbol("^GSPC"))])


@pytest.fixture
def clock() -> FakeClock:
    """The bot's clock."""
    return FakeClock(NOW)


@pytest.fixture
def services(market: FakeMarketData, clock: FakeClock) -> Services:
    """What outlives a restart, and the rest with it."""
    return services_with(market=market, clock=clock)


@pytest.fixture
async def bot(server: DiscordServer, services: Services, tmp_path: Path) -> AsyncIterator[Selloff]:
    """Selloff, ready at the loopback Discord."""
    bot = await make_bot(server, services, tmp_path)
    async with connected(bot, server):
        yield bot


@pytest.fixture
async def table(bot: Selloff, server: DiscordServer) -> Json:
    """The first page of a basket, as posted."""
    await server.say(QUESTION)
    (table,) = await server.wait_for_posted()
    return table


def labels(message: Json, *, disabled: bool) -> list[str]:
    """The buttons that work, or those that do not."""
    return [each["label"] for each in buttons(message) if each.get("disabled", False) is disabled]


def is_second_page(message: Json) -> bool:
    """Whether one can go back from it and no further, and its picture came with it."""
    (attachment,) = message["attachments"]
    shown = message["embeds"][0]["image"]["url"] == f"attachment://{attachment['filename']}"
    return shown and ["Next"] == labels(message, disabled=True) and "Previous" in labels(message, disabled=False)


async def test_the_first_page_has_its_buttons(table: Json) -> None:
    """A kind and a key are all that a button's id holds; there is no way back from the first page."""
    ids = [each["custom_id"].partition(":") for each in buttons(table)]

    assert labels(table, disabled=True) == ["Previous"]
    assert labels(table, disabled=False) == ["Next", "By value erased", "Table as CSV"]
    assert [kind for kind, _, _ in ids] == ["put", "put", "put", "ask"]
    assert all(len(key) == 24 and int(key, 16) >= 0 for _, _, key in ids)


async def test_a_page_takes_the_place_of_the_one_before(server: DiscordServer, table: Json) -> None:
    """A quick answer is the acknowledgement itself (type 7): text, picture and buttons change, nothing is posted."""
    old = table["attachments"][0]["id"]

    click = await server.click(table, "Next")
    waited = await click.answered()

    assert (click.answer, waited < 3.0) == (Answer.UPDATE, True)
    assert server.posted() == [table]
    assert is_second_page(table)
    assert table["attachments"][0]["id"] != old
    assert server.traffic.of("POST", CALLBACK)[-1].files[0].content == PNG
    assert click.data["allowed_mentions"] == {"parse": []}


async def test_a_slow_page_is_acknowledged_in_time(server: DiscordServer, market: FakeMarketData, table: Json) -> None:
    """A market that takes its time: deferred (type 6) within 3 seconds; the table stands until the page is there."""
    market.gate = asyncio.Event()
    before = dict(table)

    click = await server.click(table, "Next")
    waited = await click.answered()
    acknowledged = click.answer, table == before
    market.gate.set()
    (edit,) = await server.traffic.wait_for("PATCH", ANSWER)

    assert waited < 3.0
    assert acknowledged == (Answer.DEFER_UPDATE, True)
    assert [each.content for each in edit.files] == [PNG]
    assert server.posted() == [table]
    assert is_second_page(table)


async def test_anybody_may_turn_the_page(server: DiscordServer, table: Json) -> None:
    """Not only who asked."""
    click = await server.click(table, "Next", by=server.world.admin)
    await click.answered()

    assert is_second_page(table)


@pytest.mark.usefixtures("impatient")
async def test_two_clicks_at_once_do_no_harm(server: DiscordServer, market: FakeMarketData, table: Json) -> None:
    """Both are acknowledged, and the table is one of the two answers, whole."""
    market.gate = asyncio.Event()

    clicks = [
        await server.click(table, "Next"),
        await server.click(table, "Next", by=server.world.admin),
        await server.click(table, "By value erased", by=server.world.admin),
    ]
    for click in clicks:
        await click.answered()
    market.gate.set()
    edits = await server.traffic.wait_for("PATCH", ANSWER, 3)

    assert {click.answer for click in clicks} == {Answer.DEFER_UPDATE}
    assert {edit.status for edit in edits} == {200}
    assert server.posted() == [table]
    assert len(table["attachments"]) == 1
    assert table["components"] in [edit.body["components"] for edit in edits]


async def test_pages_turn_after_a_restart(
    server: DiscordServer, bot: Selloff, services: Services, table: Json, tmp_path: Path
) -> None:
    """The bot that answers a click need not be the one that posted the table."""
    await bot.close()
    again = await make_bot(server, services, tmp_path)
    async with connected(again, server):
        click = await server.click(table, "Next")
        await click.answered()

    assert click.answer is Answer.UPDATE
    assert is_second_page(table)


async def test_an_expired_button_leaves_the_table(server: DiscordServer, clock: FakeClock, table: Json) -> None:
    """Whoever clicks is told, nobody else, and the table stays."""
    clock.advance(BUTTON_LIFETIME + timedelta(seconds=1))
    before = dict(table)

    click = await server.click(table, "Next")
    await click.answered()

    assert click.answer is Answer.MESSAGE
    assert click.data["flags"] == EPHEMERAL
    assert "expired" in click.data["embeds"][0]["description"]
    assert (server.posted(), table) == ([before], before)


@pytest.mark.usefixtures("impatient")
async def test_a_page_that_cannot_be_had_leaves_the_table(
    server: DiscordServer, market: FakeMarketData, table: Json
) -> None:
    """Trouble upstream after the acknowledgement is told to who clicked, in a follow-up."""
    market.gate, market.trouble = asyncio.Event(), Unreachable("yahoo", "time-out")
    before = dict(table)

    click = await server.click(table, "Next")
    await click.answered()
    market.gate.set()
    (told,) = await server.traffic.wait_for("POST", FOLLOW_UP)

    assert click.answer is Answer.DEFER_UPDATE
    assert told.body["flags"] == EPHEMERAL
    assert (server.posted(), table) == ([before], before)
    assert server.traffic.of("PATCH", ANSWER) == []


@pytest.mark.usefixtures("impatient")
async def test_a_count_is_for_who_clicked(
    server: DiscordServer, market: FakeMarketData, table: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a page is fetched the count stands in a message for one reader, which goes when the page is there."""
    monkeypatch.setattr(progress, "AFTER", 0.05)
    market.gate, market.free = asyncio.Event(), 5

    click = await server.click(table, "Next")
    (count,) = await server.traffic.wait_for("POST", FOLLOW_UP)
    left = table["embeds"], table["content"]
    market.gate.set()
    await server.traffic.wait_for("DELETE", ANSWER)

    assert count.body["flags"] == EPHEMERAL
    assert count.body["content"].startswith("Fetched 5 of ")
    assert left == (table["embeds"], "")
    assert click.followups == []
    assert is_second_page(table)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("after", [False, True])
async def test_a_click_whose_connection_drops_is_answered(server: DiscordServer, table: Json, after: bool) -> None:
    """Whether or not Discord got the first try, the page turns."""
    server.traffic.program("POST", CALLBACK, HangUp(after=after))

    click = await server.click(table, "Next")
    await click.answered()
    await server.traffic.wait_for("POST", CALLBACK, 2)

    assert click.answer is Answer.UPDATE
    assert is_second_page(table)


async def test_a_click_on_a_message_that_has_gone_harms_nothing(server: DiscordServer, table: Json) -> None:
    """Discord refuses the edit; the next question is answered."""
    server.traffic.program("POST", CALLBACK, Refusal(404, 10008, "Unknown Message"))

    await server.click(table, "Next")
    await server.traffic.wait_for("POST", CALLBACK)
    await server.say(QUESTION)

    assert len(await server.wait_for_posted(2)) == 2


async def test_a_table_comes_as_a_file(server: DiscordServer, table: Json) -> None:
    """The button below the table brings it as CSV, in a message of its own, with its description."""
    assert CHIPS is not None

    click = await server.click(table, "Table as CSV")
    _, posted = await server.wait_for_posted(2)

    (file,) = server.traffic.of("POST", CALLBACK)[-1].files
    (attachment,) = posted["attachments"]
    rows = file.content.decode().splitlines()
    assert click.answer is Answer.MESSAGE
    assert file.filename == attachment["filename"] == "chips-2025-01-27.csv"
    assert attachment["description"]
    assert len(rows) == len(CHIPS.members) + 1
    assert {row.partition(",")[0] for row in rows[1:]} == {each.symbol for each in CHIPS.members}


async def test_a_slash_commands_table_turns_its_pages_too(server: DiscordServer, bot: Selloff) -> None:
    """What answers an interaction has the same buttons."""
    table = await (await server.slash("movers", basket="chips", date="2025-01-27", order="up")).finished()
    first = table["embeds"][0]["description"]

    click = await server.click(table, "Next", by=server.world.admin)
    await click.answered()

    assert click.answer is Answer.UPDATE
    assert table["embeds"][0]["description"] != first
    assert labels(table, disabled=True) == ["Next"]
