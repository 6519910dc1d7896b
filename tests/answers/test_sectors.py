"""What `!sector` says, over prices held in memory."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.answers.errors import say_error
from bot.answers.reply import Reply, Tone
from bot.answers.sectors import answer_sector
from bot.charts.inputs import Bars
from bot.charts.words import BarsWords
from bot.domain.errors import NoData, NoSuchSession, UnknownBasket, UnknownInstrument, Unreachable, UserError
from bot.domain.instruments import Symbol
from bot.domain.prices import Origin, Source
from bot.domain.questions import Question
from tests.builders.asks import ask_with
from tests.builders.histories import days_of
from tests.builders.rout import bars, basket_market, rout_market
from tests.fakes.market import FakeMarketData
from tests.fakes.rates import FakeReferenceRates
from tests.fakes.studio import PNG, FakeStudio

THREE = "NVDA,AVGO,TSM"
DOWN = Unreachable("yahoo", "no route to host")


async def sector(words: str, when: str, market: FakeMarketData, *options: tuple[str, str], **given: Any) -> Reply:
    """The answer to `!sector words when`."""
    parts = {"rates": FakeReferenceRates({"EUR": 1.0530})} | given
    return await answer_sector(ask_with(market, **parts), Question("sector", words, when, options))


def said(reply: Reply) -> str:
    """The whole reply as plain lines, no-break spaces as spaces."""
    fields = [f"{field.name}: {field.value}" for field in reply.fields]
    return "\n".join([reply.title, reply.text, *fields, reply.footer]).replace("\N{NO-BREAK SPACE}", " ")


async def test_a_basket_made_up_in_the_question_reads_as_reckoned_by_hand() -> None:
    """Moves -16.97, -17.40 and -13.32 %; -24.20 x 24.49 bn - 42.57 x 4.6871 bn - 29.55 x 5.1855 bn is -$945.4 bn
    of (3,492.8 + 1,146.9 + 1,150.5) bn, which is -16.33 %."""
    lines = said(await sector("NVDA, broadcom, TSM", "2025-01-27", rout_market())).splitlines()
    assert lines == [
        "Nvidia, Broadcom, TSMC fell 15.89 % on average on 27 January 2025: 3 of 3 down",
        "**$945.4 bn** of market value erased, counting 3 of 3 members",
        "From the weakest: Broadcom -17.40 %, Nvidia -16.97 %, TSMC -13.32 %",
        "Equal weight: -15.89 %",
        "Weighted by value: -16.33 %",
        "Breadth: 3 of 3 down, 0 up",
        "S&P 500 that day: -1.46 %",
        "Nvidia, Broadcom, TSMC · Yahoo Finance, delayed, as of 7 February 2025 22:00 UTC"
        " · split-adjusted, not dividend-adjusted",
    ]


async def test_three_of_thirty_failing_are_named_and_the_weights_say_what_they_cover() -> None:
    """The answer comes all the same."""
    market = basket_market("chips")
    market.troubles = {"QCOM": DOWN, "KLAC": DOWN, "NVDA": DOWN}
    text = said(await sector("chips", "2025-01-27", market))
    assert "Chips fell 10.00 % on average on 27 January 2025: 27 of 27 down" in text
    assert "**$270.0 bn** of market value erased, counting 27 of 30 members" in text  # 27 x 1 bn x $10
    assert "Equal weight: -10.00 %, over 27 of 30" in text
    assert "Weighted by value: -10.00 %, over 27 of 30" in text
    assert "Without a figure: Yahoo Finance cannot be reached just now: KLA, Nvidia, Qualcomm." in text


async def test_when_every_member_fails_the_outage_is_told() -> None:
    """As for a single instrument, no half answer is made of nothing."""
    with pytest.raises(NoData):
        await sector(THREE, "2025-01-27", FakeMarketData(trouble=NoData("NVDA", (DOWN,))))


async def test_a_day_on_which_nobody_traded_is_answered_with_the_one_before() -> None:
    """Sunday the 26th: Friday's session."""
    text = said(await sector(THREE, "2025-01-26", rout_market()))
    assert "on 24 January 2025" in text
    assert (
        "None of these markets traded on Sunday 26 January 2025: this is 24 January 2025, "
        "the last day before it on which one did."
    ) in text


async def test_a_day_on_which_one_market_traded_is_that_market_s() -> None:
    """On 20 January 2025, Martin Luther King Day, Amsterdam was open and New York was not."""
    market = rout_market("NVDA")
    days = days_of("2025-01-16", "2025-01-17", "2025-01-20", "2025-01-21")
    market.histories[Symbol("ASML.AS")] = replace(bars("ASML.AS"), days=days)
    text = said(await sector("NVDA,ASML.AS", "2025-01-20", market))
    assert "only one member has a figure, ASML -7.01 %" in text
    assert "Exchange closed that day: Nvidia." in text


async def test_a_date_still_to_come_is_refused() -> None:
    """It is 7 February 2025."""
    with pytest.raises(NoSuchSession):
        await sector(THREE, "2025-02-10", rout_market())


async def test_a_running_session_is_so_far() -> None:
    """In New York's afternoon nothing is final."""
    afternoon = datetime(2025, 1, 28, 18, tzinfo=UTC)
    market = FakeMarketData([replace(bars(each), running=afternoon) for each in ("NVDA", "AVGO", "^GSPC")])
    text = said(await sector("NVDA,AVGO", "", market, now=afternoon))
    assert "Nvidia, Broadcom up 5.76 % on average so far on 28 January 2025: 2 of 2 up" in text
    assert "Still trading, so far only: Nasdaq, as of <t:1738087200:f>." in text


async def test_markets_at_different_days_say_which() -> None:
    """At noon UTC on Tuesday New York's latest session is Monday's, Amsterdam's is Tuesday's."""
    noon = datetime(2025, 1, 28, 12, tzinfo=UTC)
    text = said(await sector("NVDA,ASML.AS", "", rout_market(), now=noon))
    assert "on average in the sessions of 27 January 2025 to 28 January 2025: 2 of 2 down" in text


async def test_the_source_of_the_rate_is_told() -> None:
    """No euro pair here: the ECB's rate of the day."""
    text = said(await sector("NVDA,ASML.AS", "2025-01-27", rout_market()))
    assert "Converted to US dollars at the European Central Bank's reference rates of 27 January 2025: EUR." in text


async def test_without_a_rate_the_member_is_measured_but_not_weighed() -> None:
    """It is named, and the table's last day is told."""
    text = said(await sector("NVDA,ASML.AS", "2025-01-27", rout_market(), rates=FakeReferenceRates()))
    assert "counting 1 of 2 members" in text
    assert "Weighted by value: -16.97 %, over 1 of 2" in text
    assert "Measured but not weighted by value, for want of a share count or an exchange rate: ASML." in text
    assert "No rate to US dollars is known for EUR near that day" in text
    assert "ends on 7 February 2025" in text


async def test_a_membership_later_than_the_day_is_told() -> None:
    """A basket asked about the past is today's basket."""
    text = said(await sector("infra", "2025-01-27", basket_market("infra")))
    assert "Members as of 23 November 2026, which is after that day; source: Selloff's own selection" in text


async def test_a_fund_that_stands_for_a_sector_is_told() -> None:
    """Neither means nor breadth are made of one fund."""
    text = said(await sector("energy", "2025-01-27", basket_market("energy")))
    assert "Energy fell 10.00 % on 27 January 2025, by the fund XLE" in text
    assert "No free source says who belongs to this sector, so the fund XLE stands for it." in text
    assert "Equal weight" not in text


async def test_unlike_things_are_not_averaged() -> None:
    """The mean of gold, a currency and a measure of fear says nothing."""
    reply = await sector("havens", "2025-01-27", basket_market("havens"))
    assert "Havens on 27 January 2025: 0 of 4 up, 4 down" in said(reply)
    assert "Equal weight" not in said(reply)
    assert "US dollar / Japanese yen is what one dollar costs: it falls when that currency rises." in said(reply)
    assert reply.tone is Tone.FLAT


async def test_a_company_counts_once() -> None:
    """ASML in New York and in Amsterdam is one company."""
    market = rout_market("NVDA", "ASML.AS")
    market.histories[Symbol("ASML")] = bars("ASML", [740.0, 732.25, 690.15, 680.0])
    text = said(await sector("NVDA,ASML,ASML.AS", "2025-01-27", market))
    assert "2 of 2 down" in text
    assert "A company counts once, so these other listings were left out: ASML.AS." in text


async def test_prices_of_two_sources_are_told_apart() -> None:
    """One member's prices are the last good ones of an hour ago."""
    market = rout_market("NVDA", "AVGO")
    stale = Origin(Source.YAHOO, datetime(2025, 2, 7, 20, tzinfo=UTC), "error.unreachable")
    market.histories[Symbol("AVGO")] = replace(bars("AVGO"), origin=stale)
    text = said(await sector("NVDA,AVGO", "2025-01-27", market))
    assert (
        "Yahoo Finance cannot be reached just now: 1 of 2 prices are the last good ones, as of <t:1738958400:f>."
        in text
    )


async def test_the_chart_shows_the_rows_and_the_means() -> None:
    """Sorted bars, and lines for both means, the one of the title first, and the index."""
    studio = FakeStudio()
    reply = await sector(THREE, "2025-01-27", rout_market(), studio=studio)
    [(chart, drawn, words, _)] = studio.drawn
    assert isinstance(drawn, Bars)
    assert isinstance(words, BarsWords)
    assert chart == "sector"
    assert [round(each, 4) for each in drawn.moves] == [-0.1740, -0.1697, -0.1332]
    assert [each.symbol for each in words.rows] == ["AVGO", "NVDA", "TSM"]
    assert [each.value for each in words.rows] == ["−199.5", "−592.7", "−153.2"]
    assert [each.symbol for each in words.marks] == ["Equal", "By value", "^GSPC"]
    assert reply.picture is not None
    assert (reply.picture.filename, reply.picture.png) == ("sector-NVDA_AVGO_TSM-2025-01-27.png", PNG)
    assert "Weakest Broadcom -17.40 %, strongest TSMC -13.32 %." in reply.picture.alt.replace("\N{NO-BREAK SPACE}", " ")


async def test_a_chart_that_fails_leaves_the_figures() -> None:
    """And says so."""
    text = said(await sector(THREE, "2025-01-27", rout_market(), studio=FakeStudio(broken=True)))
    assert "The chart could not be drawn this time; the figures are complete." in text


async def test_a_long_basket_is_paged_with_buttons() -> None:
    """Thirty members are two pages; each button leads to another question."""
    reply = await sector("chips", "2025-01-27", basket_market("chips"))
    buttons = {each.label: each for each in reply.choices}
    assert list(buttons) == ["Previous", "Next", "By value erased", "Table as CSV"]
    assert (buttons["Previous"].open, buttons["Next"].open) == (False, True)
    assert buttons["Next"].in_place
    assert buttons["Next"].question == Question("sector", "chips", "2025-01-27", (("page", "2"),))
    assert len({each.question for each in reply.choices}) == 4


async def test_the_second_page_goes_on_where_the_first_ended() -> None:
    """Ten rows, on the scale of the whole basket."""
    studio = FakeStudio()
    options = (("by", "value"), ("page", "2"))
    reply = await sector("chips", "2025-01-27", basket_market("chips"), *options, studio=studio)
    [(_, drawn, words, _)] = studio.drawn
    assert isinstance(drawn, Bars)
    assert isinstance(words, BarsWords)
    assert len(drawn.moves) == 10
    assert words.subtitle == "Moves since the previous close, 21 to 30 of 30 members"
    assert [each.label for each in reply.choices if not each.open] == ["Next"]


@pytest.mark.parametrize(("asked", "rows"), [("0", 20), ("9", 10), ("x", 20), ("²", 20)])
async def test_a_page_that_is_none_becomes_the_nearest(asked: str, rows: int) -> None:
    """A stored question may outlive the basket it was asked about."""
    studio = FakeStudio()
    await sector("chips", "2025-01-27", basket_market("chips"), ("page", asked), studio=studio)
    [(_, drawn, _, _)] = studio.drawn
    assert isinstance(drawn, Bars)
    assert len(drawn.moves) == rows


async def test_the_table_comes_as_csv() -> None:
    """RFC 4180: CRLF, one row a member, the absent one with its reason."""
    market = rout_market()
    market.troubles = {"AVGO": DOWN}
    reply = await sector(THREE, "2025-01-27", market, ("csv", "1"))
    [file] = reply.attachments
    assert file.filename == "NVDA_AVGO_TSM-2025-01-27.csv"
    lines = file.content.decode().split("\r\n")
    assert (len(lines), lines[-1]) == (5, "")
    rows = {row["symbol"]: row for row in csv.DictReader(lines)}
    assert (rows["NVDA"]["session"], rows["NVDA"]["move"], rows["NVDA"]["value_usd"]) == (
        "2025-01-27",
        "-0.16968167",
        "-592658000000",
    )
    assert (rows["NVDA"]["status"], rows["NVDA"]["approximate"]) == ("final", "false")
    assert (rows["AVGO"]["status"], rows["AVGO"]["move"]) == ("trouble: unreachable", "")


async def test_an_unknown_basket_is_answered_with_near_ones() -> None:
    """With the hint that a list works too."""
    question = Question("sector", "semi gadgets", "2025-01-27")
    with pytest.raises(UnknownBasket) as caught:
        await answer_sector(ask_with(rout_market()), question)
    reply = say_error(ask_with(rout_market()).speech, caught.value, question)
    assert "`!sector NVDA,AVGO,TSM`" in reply.text
    assert 1 <= len(reply.choices) <= 3
    assert reply.choices[0].question.when == "2025-01-27"


async def test_an_unknown_name_in_a_list_is_put_right_in_its_place() -> None:
    """The buttons offer the whole list, with one word mended."""
    question = Question("sector", "NVDA, Brodcmo, TSM", "2025-01-27")
    with pytest.raises(UnknownInstrument) as caught:
        await answer_sector(ask_with(rout_market()), question)
    reply = say_error(ask_with(rout_market()).speech, caught.value, question)
    assert {"NVDA,AVGO,TSM"} <= {each.question.subject for each in reply.choices}


async def test_nothing_named_lists_the_baskets() -> None:
    """One learns what there is."""
    with pytest.raises(UserError) as caught:
        await sector(" ", "", rout_market())
    assert "`infra`" in str(caught.value.facts["baskets"])


async def test_a_basket_of_which_nothing_is_known_says_so() -> None:
    """No mean, no chart, but the reason for each member."""
    market = FakeMarketData([bars(each).rows(0, 2) for each in ("NVDA", "AVGO")])
    reply = await sector("NVDA,AVGO", "2025-01-27", market)
    assert "No move of Nvidia, Broadcom is known on 27 January 2025" in said(reply)
    assert "The source has no price of that day: Broadcom, Nvidia." in said(reply)
    assert reply.picture is None


async def test_today_is_today_where_most_members_trade() -> None:
    """At two in the morning UTC it is still Monday the 27th in New York."""
    night = datetime(2025, 1, 28, 2, tzinfo=UTC)
    text = said(await sector("NVDA,AVGO,ASML.AS", "today", rout_market(), now=night))
    assert "on 27 January 2025" in text
