"""Many instruments fetched side by side: what one's trouble does, and how long anybody waits."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, date, datetime

import pytest

from bot.answers.gathering import Gathered, gather_moves
from bot.domain.errors import NoData, NoSuchSymbol, RateLimited, Unreachable
from bot.domain.instruments import Instrument, Symbol
from bot.domain.rates import RateSource
from bot.domain.sectors import Absence, AbsentMember
from tests.builders.asks import ask_with, catalog
from tests.builders.histories import days_of, history_of
from tests.builders.instruments import stock
from tests.builders.rout import bars, counted, rout_market
from tests.fakes.market import FakeMarketData
from tests.fakes.rates import FakeReferenceRates

MONDAY, TUESDAY = date(2025, 1, 27), date(2025, 1, 28)
DOWN = Unreachable("yahoo", "no route to host")
EUROS = FakeReferenceRates({"EUR": 1.0530})


def known(*symbols: str) -> list[Instrument]:
    """Instruments of the catalogue."""
    return [each for symbol in symbols if (each := catalog().get(symbol))]


async def gather(market: FakeMarketData, *symbols: str, day: date | None = MONDAY, **given: object) -> Gathered:
    """The moves of these symbols."""
    return await gather_moves(ask_with(market, **({"rates": EUROS} | given)), known(*symbols), day)


async def test_members_come_in_the_order_asked_for_with_their_dollars() -> None:
    """Amsterdam's euros at 1.0530: (674.2 - 725.0) x 393.3 m x 1.053 is -$21.04 bn."""
    found = await gather(rout_market(), "TSM", "ASML.AS", "NVDA")
    assert [each.instrument.symbol for each in found.members] == ["TSM", "ASML.AS", "NVDA"]
    assert found.members[1].value == pytest.approx(-50.8 * 0.3933e9 * 1.0530)
    assert found.members[2].value == pytest.approx(-24.20 * 24.49e9)
    assert {currency: rate.source for currency, rate in found.rates.items()} == {
        "EUR": RateSource.ECB,
        "USD": RateSource.PAR,
    }


async def test_one_member_s_trouble_is_its_own() -> None:
    """The others are measured, and it is named with whose trouble it was."""
    market = rout_market()
    market.troubles = {"AVGO": RateLimited("yahoo", 60)}
    found = await gather(market, "NVDA", "AVGO", "TSM")
    assert [each.instrument.symbol for each in found.members] == ["NVDA", "TSM"]
    assert found.absent == (AbsentMember(known("AVGO")[0], Absence.TROUBLE, "error.rate-limited", "yahoo"),)


async def test_the_live_source_s_trouble_is_told_rather_than_the_sample_s() -> None:
    """That the sample lacks a symbol is no news; that Yahoo is down is."""
    market = rout_market()
    market.troubles = {"AVGO": NoData("AVGO", (DOWN, NoSuchSymbol("sample", "AVGO")))}
    found = await gather(market, "NVDA", "AVGO")
    assert (found.absent[0].trouble, found.absent[0].source) == ("error.unreachable", "yahoo")


async def test_when_all_fail_the_first_one_s_error_is_raised() -> None:
    """As it is for a single instrument; the index beside them does not save it."""
    market = rout_market()
    market.troubles = {each: NoData(each, (DOWN,)) for each in ("NVDA", "AVGO")}
    with pytest.raises(NoData) as caught:
        await gather_moves(ask_with(market), known("NVDA", "AVGO"), MONDAY, known("^GSPC")[0])
    assert caught.value.facts["symbol"] == "NVDA"


async def test_on_a_holiday_an_unknown_symbol_is_told_beside_the_closed_ones() -> None:
    """On New Year's Day Mumbai traded, and the source does not know its index: no trouble of the whole answer."""
    found = await gather(rout_market("NVDA"), "NVDA", "^NSEI", day=date(2025, 1, 1))
    assert [(each.instrument.symbol, each.absence) for each in found.absent] == [
        ("NVDA", Absence.CLOSED),
        ("^NSEI", Absence.TROUBLE),
    ]


async def test_on_a_holiday_an_unreachable_source_is_still_trouble() -> None:
    """The one market that traded may well have a price."""
    market = rout_market("NVDA")
    market.troubles = {"^NSEI": DOWN}
    with pytest.raises(Unreachable):
        await gather(market, "NVDA", "^NSEI", day=date(2025, 1, 1))


async def test_each_currency_is_converted_on_the_day_of_its_own_market() -> None:
    """At three in the morning UTC of Tuesday Tokyo is at the 28th, Amsterdam still at the 27th."""
    market = rout_market("ASML.AS")
    market.histories[Symbol("9984.T")] = bars("9984.T", [10_400.0, 10_560.0, 9_681.0, 9_176.0])
    table = FakeReferenceRates({"EUR": 1.0530, "JPY": 0.0065})
    night = datetime(2025, 1, 28, 3, tzinfo=UTC)
    found = await gather(market, "ASML.AS", "9984.T", day=None, now=night, rates=table)
    assert {each.instrument.symbol: each.day for each in found.members} == {"ASML.AS": MONDAY, "9984.T": TUESDAY}
    assert {currency: rate.as_of for currency, rate in found.rates.items()} == {"EUR": MONDAY, "JPY": TUESDAY}


async def test_a_closed_exchange_is_not_asked_for_anything() -> None:
    """Shanghai did not trade on 28 January 2025."""
    market = rout_market("NVDA")
    found = await gather(market, "600519.SS", "NVDA", day=TUESDAY)
    assert found.absent == (AbsentMember(known("600519.SS")[0], Absence.CLOSED),)
    assert {symbol for symbol, _ in market.asked} == {"NVDA"}


async def test_an_exchange_that_has_not_opened_is_told_apart() -> None:
    """At noon UTC on the 27th New York is still to open, Amsterdam trades."""
    noon = datetime(2025, 1, 27, 12, tzinfo=UTC)
    found = await gather(rout_market(), "NVDA", "ASML.AS", now=noon)
    assert found.absent == (AbsentMember(known("NVDA")[0], Absence.NOT_OPEN),)
    assert [each.instrument.symbol for each in found.members] == ["ASML.AS"]


async def test_without_a_day_each_market_has_its_latest_session() -> None:
    """At noon UTC on Tuesday Amsterdam is at the 28th, New York at the 27th."""
    noon = datetime(2025, 1, 28, 12, tzinfo=UTC)
    found = await gather(rout_market(), "NVDA", "ASML.AS", day=None, now=noon)
    assert [(each.instrument.symbol, each.day) for each in found.members] == [("NVDA", MONDAY), ("ASML.AS", TUESDAY)]


async def test_a_source_that_lags_is_measured_at_its_newest_session() -> None:
    """On 7 February the newest bars are of 28 January: all are measured there, and one that lacks it is absent."""
    market = rout_market("NVDA", "AVGO")
    short = bars("TSM")
    market.histories[Symbol("TSM")] = short.rows(0, 3)
    found = await gather(market, "NVDA", "AVGO", "TSM", day=None)
    assert [each.day for each in found.members] == [TUESDAY, TUESDAY]
    assert [(each.instrument.symbol, each.absence) for each in found.absent] == [("TSM", Absence.NO_BAR)]


async def test_a_market_that_lags_far_behind_another_has_no_bar() -> None:
    """New York's bars go to 7 February, Amsterdam's end on 28 January: no mean is made of both."""
    market = rout_market("ASML.AS")
    days = days_of("2025-02-05", "2025-02-06", "2025-02-07")
    market.histories[Symbol("NVDA")] = history_of(days, [124.83, 128.68, 129.84], symbol=Symbol("NVDA"))
    found = await gather(market, "NVDA", "ASML.AS", day=None)
    assert [each.day for each in found.members] == [date(2025, 2, 7)]
    assert [(each.instrument.symbol, each.absence) for each in found.absent] == [("ASML.AS", Absence.NO_BAR)]


async def test_progress_counts_prices_and_share_counts() -> None:
    """Two companies are four parts, an index is one."""
    seen: list[tuple[int, int]] = []
    await gather(rout_market(), "NVDA", "AVGO", "^GSPC", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 5) for done in range(1, 6)]


async def test_an_instrument_named_twice_is_fetched_once() -> None:
    """A member of two baskets is one request."""
    market = rout_market()
    await gather(market, "NVDA", "NVDA")
    assert [symbol for symbol, _ in market.asked] == ["NVDA"]


class SlowCounts(FakeMarketData):
    """Share counts that never come, for some."""

    async def share_counts(self, symbol: Symbol) -> tuple[object, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Only those of Nvidia."""
        if symbol != "NVDA":
            await asyncio.Event().wait()
        return await super().share_counts(symbol)


async def test_share_counts_that_do_not_come_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The move is there, the value is the catalogue's count's, and how many are late is told."""
    monkeypatch.setattr("bot.answers.fetching.COUNTS_PATIENCE", 0.01)
    whole = rout_market("NVDA", "TSM")
    market = SlowCounts(whole.histories.values(), counts=whole.counts)
    found = await gather(market, "NVDA", "TSM")
    assert found.late == 1
    # TSMC's 5,185,514,310 ADR equivalents of the shipped table.
    assert found.members[1].value == pytest.approx((192.31 - 221.86) * 5_185_514_310)


async def test_a_currency_without_any_rate_leaves_the_move() -> None:
    """Taiwan's dollar is in no ECB table."""
    days = days_of("2025-01-21", "2025-01-22")
    given = {"symbol": Symbol("2330.TW"), "currency": "TWD", "exchange": "XTAI", "timezone": "Asia/Taipei"}
    market = FakeMarketData([history_of(days, [1105.0, 1125.0], **given)], counts={"2330.TW": counted(25.93e9)})
    found = await gather(market, "2330.TW", day=date(2025, 1, 22))
    assert found.members[0].move == pytest.approx(1125 / 1105 - 1)
    assert (found.members[0].value, found.unrated) == (None, ("TWD",))


async def test_two_hundred_members_do_not_hold_up_the_loop() -> None:
    """While they are measured, a task that wants the loop every moment never waits for long."""
    days = days_of("2025-01-23", "2025-01-24", "2025-01-27")
    instruments = [stock(f"S{row:03}") for row in range(200)]
    histories = [history_of(days, [100.0, 100.0, 90.0 + row / 20], symbol=Symbol(f"S{row:03}")) for row in range(200)]
    market = FakeMarketData(histories, counts={each.symbol: counted(1e9) for each in histories})
    ask = ask_with(market)
    await ask.sessions.prepare(instruments[0].listing.exchange)
    longest, watching = 0.0, True

    async def watch() -> None:
        nonlocal longest
        while watching:
            before = time.process_time()
            await asyncio.sleep(0)
            longest = max(longest, time.process_time() - before)

    watcher = asyncio.create_task(watch())
    found = await gather_moves(ask, instruments, MONDAY)
    watching = False
    await watcher
    assert len(found.members) == 200
    assert longest < 0.1
