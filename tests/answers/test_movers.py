"""What `!movers` says, over prices held in memory."""

from __future__ import annotations

from typing import Any

from bot.answers.baskets import everything
from bot.answers.movers import answer_movers
from bot.answers.reply import Reply
from bot.domain.instruments import Kind, company_of
from bot.domain.prices import Quality
from bot.domain.questions import Question
from tests.builders.asks import ask_with
from tests.builders.rout import bars, basket_market, counted, rout_market
from tests.fakes.market import FakeMarketData
from tests.fakes.rates import FakeReferenceRates

THREE = "NVDA,AVGO,TSM"


async def movers(words: str, market: FakeMarketData, when: str = "2025-01-27", **options: str) -> Reply:
    """The answer to `!movers words when`."""
    ask: Any = ask_with(market, rates=FakeReferenceRates({"EUR": 1.0530}))
    return await answer_movers(ask, Question("movers", words, when).but(**options))


def plain(text: str) -> str:
    """No-break spaces as spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def places(reply: Reply) -> list[str]:
    """The ranked lines."""
    return [plain(line) for line in reply.text.splitlines() if line[0].isdigit()]


async def test_falls_come_first_unless_asked_otherwise() -> None:
    """-17.40, -16.97 and -13.32 %, with the value each lost."""
    reply = await movers(THREE, rout_market())
    assert plain(reply.title) == "Broadcom fell most of 3 on 27 January 2025: 17.40 %"
    assert places(reply) == [
        "1. Broadcom (AVGO) **-17.40 %**, $199.5 bn erased",
        "2. Nvidia (NVDA) **-16.97 %**, $592.7 bn erased",
        "3. TSMC (TSM) **-13.32 %**, $153.2 bn erased",
    ]


async def test_a_value_by_an_inexact_count_is_called_approximate() -> None:
    """The title and the row say so; the others do not."""
    market = rout_market()
    market.counts["NVDA"] = counted(24.49e9, Quality.ROUNDED)
    reply = await movers(THREE, market, order="value")
    assert plain(reply.title).endswith(": about $592.7 bn")
    assert [", about $" in line for line in places(reply)] == [True, False, False]


async def test_a_day_without_a_move_is_not_ranked() -> None:
    """All are closed on New Year's Day but Mumbai, of whose index the source knows nothing."""
    reply = await movers("NVDA,^NSEI", rout_market(), "2025-01-01")
    assert plain(reply.title) == "No move of Nvidia, Nifty 50 is known on 1 January 2025"
    assert [each.name for each in reply.fields] == ["Without a figure"]
    assert [each.label for each in reply.choices] == ["Table as CSV"]


async def test_rises_can_be_asked_for() -> None:
    """The day after: Nvidia +8.93, TSMC +5.23, Broadcom +2.59 %."""
    reply = await movers(THREE, rout_market(), "2025-01-28", order="up")
    assert plain(reply.title) == "Nvidia rose most of 3 on 28 January 2025: 8.93 %"
    assert [line.split()[1] for line in places(reply)] == ["Nvidia", "TSMC", "Broadcom"]
    assert "$258.9 bn added" in places(reply)[0]


async def test_values_erased_can_be_asked_for() -> None:
    """Nvidia's $592.7 bn were the most ever lost by one company in a day."""
    reply = await movers(THREE, rout_market(), order="value")
    assert plain(reply.title) == "Nvidia lost the most value on 27 January 2025: $592.7 bn"
    assert [line.split()[1] for line in places(reply)] == ["Nvidia", "Broadcom", "TSMC"]


async def test_a_day_without_falls_says_so() -> None:
    """Nobody fell most where nobody fell."""
    assert plain((await movers(THREE, rout_market(), "2025-01-28")).title) == (
        "None of 3 down on 28 January 2025; weakest was Broadcom, +2.59 %"
    )
    assert plain((await movers(THREE, rout_market(), "2025-01-28", order="value")).title) == (
        "None of 3 lost value on 28 January 2025"
    )
    assert plain((await movers(THREE, rout_market(), order="up")).title) == (
        "None of 3 up on 27 January 2025; strongest was TSMC, -13.32 %"
    )


async def test_a_basket_without_values_is_not_ranked_by_them() -> None:
    """Indices have no shares: no button, and a title that says why."""
    market = FakeMarketData([bars("^GSPC"), bars("^IXIC", [20053.0, 19954.3, 19341.83, 19733.6])])
    reply = await movers("^GSPC,^IXIC", market, order="value")
    assert "No value erased is known" in reply.title
    assert "By value erased" not in [each.label for each in reply.choices]


async def test_ranks_go_on_over_pages() -> None:
    """The second page of thirty begins with place 21; the other orders begin anew."""
    reply = await movers("chips", basket_market("chips"), page="2")
    assert places(reply)[0].startswith("21. ")
    assert "Places 21 to 30 of 30." in reply.text
    questions = {each.label: dict(each.question.options) for each in reply.choices}
    assert questions["Largest rises"] == {"order": "up", "page": "1"}
    assert questions["Previous"] == {"page": "1"}
    assert len({each.question for each in reply.choices}) == len(reply.choices)


async def test_the_table_is_a_button_away() -> None:
    """Every member, whatever page one is on."""
    reply = await movers("chips", basket_market("chips"), csv="1")
    assert reply.attachments[0].content.count(b"\r\n") == 31


async def test_without_a_name_all_companies_of_the_baskets_are_ranked() -> None:
    """Each company once, no funds, no indices."""
    reply = await movers("", rout_market())
    assert reply.title.startswith("Broadcom")
    known = everything(ask_with(rout_market())).instruments
    assert {each.kind for each in known} == {Kind.EQUITY}
    assert len({company_of(each) for each in known}) == len(known) >= 80
    assert f"the {len(known)} companies of Selloff's own baskets" in reply.text
