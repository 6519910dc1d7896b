"""Whose exchange rate an answer uses."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from bot.answers.rates import dollar_rates, pair_of
from bot.domain.errors import Unreachable
from bot.domain.instruments import Symbol
from bot.domain.prices import PriceHistory, Span
from bot.domain.rates import Rate, RateSource
from tests.builders.asks import ask_with
from tests.builders.histories import days_of, history_of
from tests.fakes.market import FakeMarketData
from tests.fakes.rates import FakeReferenceRates

MONDAY = date(2025, 1, 27)
DAYS = days_of("2025-01-24", "2025-01-27")
EURO = history_of(DAYS, [1.0497, 1.0491], symbol=Symbol("EURUSD=X"), currency="USD")
YEN = history_of(DAYS, [155.9, 154.5], symbol=Symbol("JPY=X"), currency="JPY")
TABLE = {"EUR": 1.0530, "JPY": 1.0530 / 162.21, "GBP": 1.0530 / 0.84106}


async def rates(market: FakeMarketData, *currencies: str, **given: object) -> Mapping[str, Rate]:
    """The rates of 27 January 2025."""
    parts = {"rates": FakeReferenceRates(TABLE)} | given
    return await dollar_rates(ask_with(market, **parts), dict.fromkeys(currencies, MONDAY))


async def test_the_pair_s_own_bars_come_first() -> None:
    """Both as they are quoted: dollars for a euro, yen for a dollar."""
    found = await rates(FakeMarketData([EURO, YEN]), "EUR", "JPY")
    assert found["EUR"] == Rate("EUR", 1.0491, RateSource.PAIR, MONDAY)
    assert found["JPY"].dollars == pytest.approx(1 / 154.5)


async def test_the_table_stands_in_for_a_pair_that_cannot_be_had() -> None:
    """Yahoo is down: the ECB's rate, and it says so."""
    found = await rates(FakeMarketData(trouble=Unreachable("yahoo", "no route")), "EUR")
    assert found == {"EUR": Rate("EUR", 1.0530, RateSource.ECB, MONDAY)}


async def test_the_table_stands_in_for_a_pair_that_is_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rate is not worth more than some seconds."""
    monkeypatch.setattr("bot.answers.rates.PAIR_PATIENCE", 0.01)
    market = FakeMarketData([EURO])
    market.gate = asyncio.Event()
    assert (await rates(market, "EUR"))["EUR"].source is RateSource.ECB


async def test_the_table_stands_in_for_a_pair_whose_bars_have_ended() -> None:
    """A close of more than five days before is none."""
    old = history_of(days_of("2025-01-20", "2025-01-21"), [1.04, 1.05], symbol=Symbol("EURUSD=X"), currency="USD")
    assert (await rates(FakeMarketData([old]), "EUR"))["EUR"].source is RateSource.ECB


async def test_the_dollar_is_par_and_index_points_are_no_currency() -> None:
    """Nobody is asked about either."""
    market = FakeMarketData()
    assert await rates(market, "USD", "") == {"USD": Rate("USD", 1.0, RateSource.PAR, MONDAY)}
    assert market.asked == []


async def test_pence_are_asked_for_as_pounds() -> None:
    """One rate serves both."""
    assert list(await rates(FakeMarketData(), "GBp", "GBP")) == ["GBP"]


async def test_a_currency_nobody_knows_is_left_out() -> None:
    """No guess is made."""
    assert await rates(FakeMarketData(), "TWD") == {}


@pytest.mark.parametrize(
    ("currency", "pair"),
    [("EUR", "EURUSD=X"), ("GBP", "GBPUSD=X"), ("AUD", "AUDUSD=X"), ("JPY", "JPY=X"), ("DKK", "DKK=X")],
)
def test_pairs_are_named_as_yahoo_does(currency: str, pair: str) -> None:
    """Dollars for a euro, a pound, an Australian dollar; units for a dollar of all others."""
    assert pair_of(ask_with(FakeMarketData()), currency) == pair


class Spans(FakeMarketData):
    """Remembers spans; has no bars."""

    async def history(self, symbol: Symbol, span: Span) -> PriceHistory:
        """The euro's."""
        self.asked.append((symbol, span))
        return EURO


@pytest.mark.parametrize(("today", "open_ended"), [(27, True), (28, False)])
async def test_today_s_rate_is_the_newest(today: int, *, open_ended: bool) -> None:
    """On the day itself the span has no end; for a past day it has one."""
    market = Spans()
    await rates(market, "EUR", now=datetime(2025, 1, today, 12, tzinfo=UTC))
    assert (market.asked[0][1].last is None) == open_ended
