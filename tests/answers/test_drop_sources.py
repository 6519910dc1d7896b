"""What stands beside the prices in `!drop`: index, share count and currency, as far as they can be had."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import Unreachable
from bot.domain.instruments import Instrument, Kind, Listing, Symbol
from bot.domain.prices import Origin, PriceHistory, ShareCount, Source, Span
from tests.builders.asks import catalog
from tests.builders.drops import GSPC, NVDA, WEEK, drop, market, said
from tests.builders.histories import history_of
from tests.fakes.market import FakeMarketData


async def test_prices_are_in_the_currency_their_source_states() -> None:
    """A share in London quoted in dollars, of which the search could only presume pence."""
    london = catalog().exchange("XLON")
    found = Instrument("Acme", Kind.EQUITY, Listing(Symbol("ACME.L"), london, "GBp"))
    history = history_of(WEEK, [50, 51, 52.08, 52.42, 53], symbol=Symbol("ACME.L"), currency="USD")
    text = said(await drop("acme.l", "2025-01-27", FakeMarketData([history], found=(found,))))
    assert "**$52.42** from $52.08" in text


async def test_an_index_of_another_source_is_left_out() -> None:
    """Sample prices are not laid beside a live index."""
    origin = Origin(Source.SAMPLE, datetime(2025, 2, 7, tzinfo=UTC), "error.unreachable")
    history = history_of(WEEK, NVDA.close.tolist(), symbol=Symbol("NVDA"), origin=origin)
    assert "S&P 500" not in said(await drop("NVDA", "2025-01-27", market(history, GSPC)))


@pytest.mark.parametrize(("behind", "shown"), [(timedelta(hours=3), False), (timedelta(minutes=1), True)])
async def test_an_index_of_earlier_that_day_is_left_out(behind: timedelta, shown: bool) -> None:
    """While the session runs, an index kept from the morning says nothing beside a price of the afternoon."""
    moment = datetime(2025, 1, 28, 20, 0, tzinfo=UTC)
    running = {"running": moment, "origin": Origin(Source.YAHOO, moment)}
    earlier = {"running": moment - behind, "origin": Origin(Source.YAHOO, moment - behind, "error.unreachable")}
    history = history_of(WEEK, NVDA.close.tolist(), symbol=Symbol("NVDA"), **running)
    index = history_of(WEEK, GSPC.close.tolist(), symbol=Symbol("^GSPC"), currency="", **earlier)
    text = said(await drop("NVDA", "", market(history, index), now=moment))
    assert ("S&P 500 that day" in text) == shown
    assert "S&P 500 that day" in said(await drop("NVDA", "2025-01-27", market(history, index), now=moment))


async def test_a_share_count_that_failed_is_not_called_unknown() -> None:
    """Trouble with the counts alone: asking again may help."""

    class NoCounts(FakeMarketData):
        async def share_counts(self, symbol: Symbol) -> tuple[ShareCount, ...]:
            raise Unreachable("yahoo", f"no counts of {symbol}")

    history = history_of(WEEK, [10, 10, 10, 9, 9], symbol="PLTR")
    text = said(await drop("PLTR", "2025-01-27", NoCounts([history])))
    assert "the share count did not arrive in time" in text


async def test_a_slow_index_does_not_hold_the_answer_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer comes without its line."""
    monkeypatch.setattr("bot.answers.drops.INDEX_PATIENCE", 0)

    class SlowIndex(FakeMarketData):
        async def history(self, symbol: Symbol, span: Span) -> PriceHistory:
            if symbol == "^GSPC":
                await asyncio.Event().wait()
            return await super().history(symbol, span)

    text = said(await drop("NVDA", "2025-01-27", SlowIndex([NVDA, GSPC])))
    assert "-16.97 %" in text
    assert "S&P 500" not in text


async def test_without_a_share_count_no_value_is_guessed() -> None:
    """It is said that none is known."""
    history = history_of(WEEK, [10, 10, 10, 9, 9], symbol="PLTR")
    text = said(await drop("PLTR", "2025-01-27", market(history)))
    assert "Market value: not given" in text


async def test_trouble_with_the_index_costs_only_its_line() -> None:
    """The market has no ^GSPC: the rest of the answer stands."""
    text = said(await drop("NVDA", "2025-01-27", market(NVDA)))
    assert "-16.97 %" in text
    assert "S&P 500" not in text


async def test_a_slow_share_count_does_not_hold_the_answer_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer comes without it and says that it did not arrive in time."""
    monkeypatch.setattr("bot.answers.drops.COUNTS_PATIENCE", 0)

    class SlowCounts(FakeMarketData):
        async def share_counts(self, symbol: Symbol) -> tuple[ShareCount, ...]:
            await asyncio.Event().wait()
            raise AssertionError(symbol)

    history = history_of(WEEK, [10, 10, 10, 9, 9], symbol="PLTR")
    text = said(await drop("PLTR", "2025-01-27", SlowCounts([history])))
    assert "the share count did not arrive in time" in text
