"""What `!rout` says of days, over the bundled sample and over prices held in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from bot.answers.reply import Reply, Tone
from bot.answers.routs import answer_rout
from bot.charts.inputs import Rout
from bot.charts.words import RoutWords
from bot.charts.worker import Easel
from bot.chat.render import fit
from bot.domain.errors import NoSuchSession, ProviderError, UnclearDate, Unreachable
from bot.domain.instruments import Instrument
from bot.domain.prices import PriceHistory
from bot.domain.questions import Question
from bot.providers.sample import open_sample
from tests.builders.asks import NOW, ask_with, catalog
from tests.builders.histories import history_of, weekdays_from
from tests.fakes.clock import FakeClock
from tests.fakes.market import FakeMarketData
from tests.fakes.rates import FakeReferenceRates
from tests.fakes.studio import PNG, FakeStudio

RATES = FakeReferenceRates({"EUR": 1.0530, "JPY": 1.0530 / 162.21, "HKD": 1.0530 / 8.1987})
DRAMATIC = ("rout", "sell-off", "surge", "rally", "led by", "broad", "narrow", "havens rose")
LAST_YEAR = weekdays_from(date(2024, 9, 2), 130)
"""Weekdays from 2 September 2024 to 28 February 2025; the answer's days lie in January."""


async def sampled(when: str, **given: Any) -> Reply:
    """The answer to `!rout when` from the bundled sample."""
    market: Any = open_sample(catalog(), FakeClock(NOW))
    return await answer_rout(ask_with(market, **({"rates": RATES} | given)), Question("rout", "", when))


async def rout(market: FakeMarketData, when: str, **given: Any) -> Reply:
    """The answer to `!rout when` from a market in memory."""
    return await answer_rout(ask_with(market, rates=RATES, **given), Question("rout", "", when))


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def fields(reply: Reply) -> dict[str, list[str]]:
    """The lines of each field."""
    return {plain(each.name): plain(each.value).split("\n") for each in reply.fields}


def everything() -> list[Instrument]:
    """Every instrument of every basket."""
    symbols = dict.fromkeys(row.symbol for basket in catalog().baskets for row in basket.members)
    return [found for symbol in symbols if (found := catalog().get(symbol))]


def bars(instrument: Instrument, last: date, move: float, running: datetime | None = None) -> PriceHistory:
    """Closes that swing by 1 % a day, up to `last`, on which they move by `move`."""
    days = LAST_YEAR[LAST_YEAR <= np.datetime64(last)]
    moves = np.where(np.arange(len(days)) % 2, 0.01, -0.01)
    moves[-1] = move
    exchange = instrument.listing.exchange
    return history_of(
        days,
        (100 * np.cumprod(1 + moves)).tolist(),
        symbol=instrument.symbol,
        currency=instrument.listing.currency,
        exchange=exchange.code,
        timezone=exchange.timezone,
        running=running,
    )


def world(
    moves: Mapping[str, float] | float, last: date, instruments: Sequence[Instrument] | None = None
) -> FakeMarketData:
    """A market in which everything moved on `last`: by symbol, or all alike; what is not named did not move."""
    chosen = everything() if instruments is None else instruments
    return FakeMarketData(
        bars(each, last, moves if isinstance(moves, float) else moves.get(each.symbol, 0.0)) for each in chosen
    )


async def test_the_day_of_the_rout_is_told_as_it_was() -> None:
    """Power and chips fell by double digits, the S&P 500 by 1.46 %: narrow, and led by AI infrastructure."""
    reply = await sampled("2025-01-27")
    assert plain(reply.title) == "27 January 2025 was a narrow rout, led by AI infrastructure"
    assert reply.tone is Tone.FALL
    assert plain(reply.text).split("\n") == [
        "Of the 33 companies with a price, 28 fell and 5 rose; their mean move was **-10.19 %**.",
        "Narrow, because the 3 main indices with a price moved **-1.65 %** on average, less than a third as far; "
        "3 of them fell.",
        "Against their usual daily swing (the standard deviation of the 60 sessions before), the main indices moved "
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
        "no region's main indices moved more than 0.1 times their usual daily swing"
    )
    assert reply.tone is Tone.FLAT
    assert "no region's main indices more than 1.5 times their usual daily swing" in plain(reply.text)
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


async def test_a_day_on_which_everything_fell_alike_is_broad_and_led_by_none() -> None:
    """4 % down everywhere: four usual swings of 1 % in every region, and no basket ahead of another."""
    reply = await rout(world(-0.04, date(2025, 1, 23)), "2025-01-23")
    assert plain(reply.title) == "23 January 2025 was a broad rout"
    assert "in Asia-Pacific, Europe and the Americas alike" not in reply.title
    assert "Broad, because the main indices of Asia-Pacific, Europe and the Americas alike" in plain(reply.text)


async def test_havens_that_rose_are_told_on_a_day_that_fell() -> None:
    """Gold and Treasuries rose 1 %, and a dollar bought 1 % fewer yen."""
    moves = dict.fromkeys((each.symbol for each in everything()), -0.04)
    moves |= {"GC=F": 0.01, "TLT": 0.01, "JPY=X": -0.01, "^VIX": 0.3}
    reply = await rout(world(moves, date(2025, 1, 23)), "2025-01-23")
    assert plain(reply.title) == "23 January 2025 was a broad rout, while havens rose"
    assert "**+1.01 %** Japanese yen against the US dollar" in fields(reply)["Havens"]
    assert fields(reply)["Havens"][-1] == "**+30.00 %** VIX"


async def test_the_fullest_day_fits_a_message_uncut() -> None:
    """Every instrument has a price and every company a value: nothing is left for the renderer to cut."""
    market = world(-0.0412, date(2025, 1, 23))
    market.counts = {each.symbol: catalog().share_counts(each.symbol) for each in everything()}
    reply = await rout(market, "2025-01-23")
    assert fit(reply) == reply
    assert "more" not in " ".join(each.value for each in reply.fields)
    assert "S&P/TSX Composite **-4.12" in " ".join(each.value for each in reply.fields)


async def test_what_cannot_be_reached_costs_only_itself() -> None:
    """Three instruments fail: the others are told of, and the three are named."""
    failing = {"NVDA", "AVGO", "^GSPC"}
    present = [each for each in everything() if each.symbol not in failing]
    reply = await rout(world(-0.04, date(2025, 1, 23), present), "2025-01-23")
    told = fields(reply)
    assert "broad rout" in reply.title
    assert "S&P 500 (no price in this source)" in told["Americas"][-1]
    assert any("Nvidia" in line and "Broadcom" in line for line in told["Without a figure"])


async def test_when_nothing_can_be_had_the_trouble_is_told() -> None:
    """Not a day without prices, but no connection."""
    with pytest.raises(ProviderError):
        await rout(FakeMarketData(trouble=Unreachable("yahoo", "no route to host")), "2025-01-23")


async def test_too_few_prices_are_no_kind_of_day() -> None:
    """One company says nothing about the market."""
    (nvidia,) = (each for each in everything() if each.symbol == "NVDA")
    reply = await rout(world(-0.17, date(2025, 1, 23), [nvidia]), "2025-01-23")
    assert plain(reply.title) == "23 January 2025: too few prices to say what kind of day it was"


async def test_without_a_date_the_latest_day_is_told_so_far() -> None:
    """At 17:30 UTC Asia has closed, Europe has closed an hour ago and New York is open."""
    now = datetime(2025, 1, 23, 17, 30, tzinfo=UTC)
    market = FakeMarketData(
        bars(each, date(2025, 1, 23), -0.04, now if each.listing.exchange.place in ("New York", "Chicago") else None)
        for each in everything()
    )
    studio = FakeStudio()
    reply = await rout(market, "", now=now, studio=studio)
    told = fields(reply)
    assert plain(reply.title) == "23 January 2025 is a broad rout so far"
    assert told["Europe"][0].endswith("· <t:1737619200:f> to <t:1737649800:t>")
    assert "S&P 500 **-4.00 %** so far" in told["Americas"][-1]
    assert told["Americas"][-1].endswith("· open since <t:1737642600:f>, until <t:1737666000:t>")
    _, drawn, words, _ = studio.drawn[0]
    assert isinstance(drawn, Rout)
    assert isinstance(words, RoutWords)
    assert drawn.now == 17.5
    assert (words.rows[2][-1].note, drawn.regions[2][-1].running) == ("so far", True)


async def test_in_the_morning_new_york_is_not_yet_open() -> None:
    """At 11:00 UTC its latest session is the day before's, which is not mixed into this day."""
    now = datetime(2025, 1, 23, 11, 0, tzinfo=UTC)
    ended = {each.symbol: date(2025, 1, 23) for each in everything()}
    ended |= {
        each.symbol: date(2025, 1, 22)
        for each in everything()
        if each.listing.exchange.place in ("New York", "Chicago", "Toronto", "São Paulo")
    }
    market = FakeMarketData(bars(each, ended[each.symbol], -0.04) for each in everything())
    reply = await rout(market, "", now=now)
    told = fields(reply)
    assert "so far" in reply.title
    assert told["Americas"][-1].endswith("· opens <t:1737642600:f>, closes <t:1737666000:t>")
    assert "**" not in told["Americas"][-1]
    assert not any("Nvidia" in line for line in told["Largest falls"])
    assert any(line.startswith("Not yet open that day: ") for line in told["Without a figure"])


async def test_a_day_that_has_not_begun_anywhere_says_when_it_will() -> None:
    """On Monday at 22:00 UTC it is Tuesday in Sydney, where trading begins at 23:00 UTC."""
    now = datetime(2025, 1, 27, 22, 0, tzinfo=UTC)
    with pytest.raises(NoSuchSession) as caught:
        await rout(world(0.0, date(2025, 1, 27)), "2025-01-28", now=now)
    assert caught.value.message == "error.no-market-yet"
    assert caught.value.facts["opens"] == datetime(2025, 1, 27, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(("when", "error"), [("2025-03-01", NoSuchSession), ("03/04/2024", UnclearDate)])
async def test_dates_that_cannot_be_answered_say_why(when: str, error: type[Exception]) -> None:
    """The future, and a date with two readings."""
    with pytest.raises(error):
        await rout(world(0.0, date(2025, 1, 23)), when)


async def test_progress_is_told_until_all_is_there() -> None:
    """The count of parts grows to its total."""
    seen: list[tuple[int, int]] = []
    await rout(world(0.0, date(2025, 1, 23)), "2025-01-23", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > len(everything())
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


async def test_unknown_calendars_are_told() -> None:
    """The Asian calendars of the library end with 2026, and weekdays stand in after that."""
    day = date(2027, 3, 3)
    market = FakeMarketData(
        history_of(
            weekdays_from(day - timedelta(days=120), 85),
            [100.0] * 85,
            symbol=each.symbol,
            currency=each.listing.currency,
            exchange=each.listing.exchange.code,
            timezone=each.listing.exchange.timezone,
        )
        for each in everything()
    )
    reply = await rout(market, "2027-03-03", now=datetime(2027, 3, 3, 22, tzinfo=UTC))
    assert any("Holidays are not known for this date" in line for line in fields(reply)["Good to know"])
