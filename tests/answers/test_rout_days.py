"""Which day `!rout` tells of, and how, over prices of every instrument held in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.answers.reply import Reply
from bot.answers.routs import answer_rout
from bot.charts.inputs import Rout
from bot.charts.words import RoutWords
from bot.chat.render import fit
from bot.domain.errors import NoSuchSession, ProviderError, UnclearDate, Unreachable
from bot.domain.questions import Question
from tests.builders.asks import ask_with, catalog
from tests.builders.histories import history_of, weekdays_from
from tests.builders.worlds import everything, swinging, world
from tests.fakes.market import FakeMarketData
from tests.fakes.rates import FakeReferenceRates
from tests.fakes.studio import FakeStudio

RATES = FakeReferenceRates({"EUR": 1.0530, "JPY": 1.0530 / 162.21, "HKD": 1.0530 / 8.1987})


async def rout(market: FakeMarketData, when: str, **given: Any) -> Reply:
    """The answer to `!rout when` from a market in memory."""
    return await answer_rout(ask_with(market, rates=RATES, **given), Question("rout", "", when))


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def fields(reply: Reply) -> dict[str, list[str]]:
    """The lines of each field."""
    return {plain(each.name): plain(each.value).split("\n") for each in reply.fields}


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
        swinging(
            each, date(2025, 1, 23), -0.04, now if each.listing.exchange.place in ("New York", "Chicago") else None
        )
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
    market = FakeMarketData(swinging(each, ended[each.symbol], -0.04) for each in everything())
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
