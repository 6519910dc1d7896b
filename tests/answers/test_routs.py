"""What `!rout` says of days of the bundled sample."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.reply import Reply, Tone
from bot.answers.routs import answer_rout
from bot.charts.inputs import Rout
from bot.charts.words import RoutWords
from bot.charts.worker import Easel
from bot.domain.questions import Question
from bot.providers.sample import open_sample
from tests.builders.asks import NOW, ask_with, catalog
from tests.fakes.clock import FakeClock
from tests.fakes.rates import FakeReferenceRates
from tests.fakes.studio import PNG, FakeStudio

RATES = FakeReferenceRates({"EUR": 1.0530, "JPY": 1.0530 / 162.21, "HKD": 1.0530 / 8.1987})
DRAMATIC = ("rout", "sell-off", "surge", "rally", "led by", "broad", "narrow", "havens rose")


async def sampled(when: str, **given: Any) -> Reply:
    """The answer to `!rout when` from the bundled sample."""
    market: Any = open_sample(catalog(), FakeClock(NOW))
    return await answer_rout(ask_with(market, **({"rates": RATES} | given)), Question("rout", "", when))


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def fields(reply: Reply) -> dict[str, list[str]]:
    """The lines of each field."""
    return {plain(each.name): plain(each.value).split("\n") for each in reply.fields}


async def test_the_day_of_the_rout_is_told_as_it_was() -> None:
    """Power and chips fell by double digits, the S&P 500 by 1.46 %: narrow, and led by AI infrastructure."""
    reply = await sampled("2025-01-27")
    assert plain(reply.title) == "27 January 2025 was a narrow rout, led by AI infrastructure"
    assert reply.tone is Tone.FALL
    assert plain(reply.text).split("\n") == [
        "Of the 33 companies with a price, 28 fell and 5 rose; their mean move was **-10.19 %**.",
        "Narrow, because the 3 main indices with a price moved **-1.65 %** on average, less than a third as far; "
        "3 of them fell.",
        "Against their usual daily swing (the standard deviation of up to 60 sessions before), the main indices moved "
        "farthest in the Americas, where they fell 2.1 times it on average.",
    ]
    told = fields(reply)
    assert told["Americas"][-1].startswith("S&P 500 **-1.46 %**, Nasdaq Composite **-3.07 %**, Dow Jones")
    assert told["Baskets, by the mean move of their members"][0] == "**-18.92 %** AI infrastructure (10 of 10 down)"
    assert told["Largest falls"][0] == "**-29.88 %** Vertiv"
    assert told["Largest rises"][0] == "**+3.92 %** Baidu"
    assert told["Most value erased"][0] == "about **$592.7 bn** Nvidia"
    assert told["How far it spread"] == [
        "Baskets down: 7 of 8",
        "Companies down: 28 of 33 (85 %)",
        "AI infrastructure: **-18.92 %**; the 23 companies outside it: **-6.39 %** on average",
    ]
    assert told["Havens"] == ["**+20.54 %** VIX"]


async def test_sessions_come_in_the_order_of_their_closes_with_their_moments() -> None:
    """Monday 27 January 2025 in UTC: Tokyo 00:00 to 06:30, Shanghai 01:30 to 07:00, New York 14:30 to 21:00."""
    told = fields(await sampled("2025-01-27"))
    asia = [line.split(" (")[0].split(" **")[0].split(" ·")[0] for line in told["Asia-Pacific"]]
    assert asia == ["Nikkei 225", "CSI 300", "Hang Seng", "Nifty 50", "S&P/ASX 200", "KOSPI", "TAIEX"]
    assert told["Asia-Pacific"][0] == "Nikkei 225 (no price in this source) · <t:1737936000:f> to <t:1737959400:t>"
    assert told["Asia-Pacific"][1] == "CSI 300 **-0.41 %** · <t:1737941400:f> to <t:1737961200:t>"
    assert told["Americas"][-1].endswith("· <t:1737988200:f> to <t:1738011600:t>")


async def test_holidays_say_when_trading_goes_on() -> None:
    """Sydney was closed for Australia Day and traded again at 23:00 UTC that evening."""
    told = fields(await sampled("2025-01-27"))
    assert told["Asia-Pacific"][4] == (
        "S&P/ASX 200 · closed; next session on 28 January 2025, opening <t:1738018800:f>"
    )


async def test_the_day_after_has_an_early_close_and_a_long_holiday() -> None:
    """Hong Kong closed at noon (04:00 UTC) on the 28th; Shanghai was closed until 5 February."""
    asia = fields(await sampled("2025-01-28"))["Asia-Pacific"]
    assert asia[0] == ("Hang Seng (no price in this source) · <t:1738027800:f> to <t:1738036800:t>, an early close")
    assert "CSI 300 · closed; next session on 5 February 2025, opening <t:1738719000:f>" in asia


async def test_an_ordinary_day_says_so_and_by_what_measure() -> None:
    """26 December 2024: the S&P 500 fell 0.04 %, the Nasdaq 0.05 %."""
    reply = await sampled("2024-12-26")
    assert plain(reply.title) == (
        "26 December 2024 was an ordinary day: "
        "by region, the main indices with a price moved at most 0.1 times their usual daily swing"
    )
    assert reply.tone is Tone.FLAT
    assert "by region the main indices with a price moved less than 1.5 times their usual daily swing" in plain(
        reply.text
    )
    assert not [word for word in DRAMATIC if word in reply.title + reply.text]


async def test_a_sunday_leads_to_the_friday_before() -> None:
    """No market traded on the 26th, and that is said."""
    reply = await sampled("2025-01-26")
    assert plain(reply.title).startswith("24 January 2025 was an ordinary day")
    assert (
        "No market told of here traded on Sunday 26 January 2025: this is Friday 24 January 2025, "
        "the last day before on which one did."
    ) in fields(reply)["Good to know"]


async def test_the_sample_says_that_it_is_one_and_whom_it_lacks() -> None:
    """Instruments without prices are named up to twenty, and the rest counted."""
    told = fields(await sampled("2025-01-27"))
    assert "These are figures of the sample that comes with Selloff, not live data." in told["Good to know"]
    (absent,) = told["Without a figure"]
    assert absent.startswith("The bundled sample has no prices of ")
    assert " more." in absent


async def test_baskets_without_a_single_figure_are_named() -> None:
    """The sample has none of the eleven funds that stand for sectors."""
    told = fields(await sampled("2025-01-27"))
    assert told["Baskets, by the mean move of their members"][-1] == (
        "without a figure: Communication services, Consumer discretionary, Consumer staples, Energy, "
        "Financials, Health care, Industrials, Materials, Real estate, Information technology, Utilities"
    )


async def test_a_day_without_a_single_price_still_tells_of_the_sessions() -> None:
    """On New Year's Day only Mumbai traded, of which the sample has no price: nothing is claimed or drawn."""
    reply = await sampled("2025-01-01")
    assert plain(reply.title) == "1 January 2025: too few prices to say what kind of day it was"
    told = fields(reply)
    assert told["Americas"][-1].endswith(" · closed; next session on 2 January 2025, opening <t:1735828200:f>")
    assert told["Asia-Pacific"][0] == "Nifty 50 (no price in this source) · <t:1735703100:f> to <t:1735725600:t>"
    assert (reply.picture, reply.footer) == (None, "")


async def test_a_ranking_of_values_says_how_many_are_known() -> None:
    """Without rates the values of Tokyo, Hong Kong and the euro area's companies are unknown: 7 of 33."""
    reply = await sampled("2025-01-27", rates=FakeReferenceRates())
    assert fields(reply)["Most value erased"][-1] == "known for 26 of 33 companies"
    assert len(fields(await sampled("2025-01-27"))["Most value erased"]) == 5


@pytest.mark.parametrize("day", ["2025-01-27", "2025-01-28", "2024-12-26", "2024-08-05", "2025-02-03"])
async def test_the_chart_can_be_drawn_of_every_day(day: str) -> None:
    """Numbers and words agree in their rows, and the picture is small."""
    studio = FakeStudio()
    reply = await sampled(day, studio=studio)
    ((chart, drawn, words, theme),) = studio.drawn
    assert chart == "rout"
    assert len(Easel().draw(chart, drawn, words, theme)) < 60_000
    assert reply.picture is not None
    assert (reply.picture.filename, reply.picture.png) == (f"rout-{day}.png", PNG)


async def test_the_chart_shows_what_the_message_says() -> None:
    """One clock for all sessions; indices without a price are shown by one of their kind; a true minus."""
    studio = FakeStudio()
    reply = await sampled("2025-01-27", studio=studio)
    _, drawn, words, _ = studio.drawn[0]
    assert isinstance(drawn, Rout)
    assert isinstance(words, RoutWords)
    names = [[each.name for each in region] for region in words.rows]
    assert names[1:] == [["STOXX Europe 600"], ["Bovespa", "S&P 500", "Nasdaq Composite"]]
    assert [row.hours for row in drawn.regions[2]] == [(13.0, 21.0), (14.5, 21.0), (14.5, 21.0)]
    assert drawn.regions[0][4].hours is None
    assert words.rows[0][4].note == "closed, next session 28\N{NO-BREAK SPACE}Jan"
    assert words.rows[2][2].move == "−3.07\N{NO-BREAK SPACE}%"
    assert words.title == reply.title
    assert drawn.now is None


async def test_alt_text_tells_the_finding_and_the_extremes() -> None:
    """A screen reader hears what the picture is about."""
    reply = await sampled("2025-01-27")
    assert reply.picture is not None
    assert plain(reply.picture.alt) == (
        "Chart in two parts. 27 January 2025 was a narrow rout, led by AI infrastructure. Above, the sessions of the "
        "main indices over a day of UTC, from the weakest to the strongest: Nasdaq Composite -3.07 %, CSI 300 -0.41 %. "
        "Below, baskets by the mean move of their members, from the worst to the best: AI infrastructure -18.92 %, "
        "China tech +3.44 %."
    )


async def test_a_broken_chart_leaves_the_figures() -> None:
    """The answer stands without its picture."""
    reply = await sampled("2025-01-27", studio=FakeStudio(broken=True))
    assert reply.picture is None
    assert "narrow rout" in reply.title
