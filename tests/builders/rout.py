"""A small market on 27 January 2025: closes of the 24th, the 27th and the 28th, and share counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.instruments import Symbol
from bot.domain.prices import PriceHistory, Quality, ShareCount
from tests.builders.asks import catalog
from tests.builders.histories import days_of, history_of
from tests.fakes.market import FakeMarketData

DAYS = days_of("2025-01-23", "2025-01-24", "2025-01-27", "2025-01-28")
CLOSES: Mapping[str, list[float]] = {
    "NVDA": [147.22, 142.62, 118.42, 128.99],
    "AVGO": [240.28, 244.70, 202.13, 207.36],
    "TSM": [223.99, 221.86, 192.31, 202.37],
    "^GSPC": [6118.71, 6101.24, 6012.28, 6067.70],
    "ASML.AS": [717.0, 725.0, 674.2, 653.6],
}
SHARES: Mapping[str, float] = {"NVDA": 24.49e9, "AVGO": 4.6871e9, "TSM": 5.1855e9, "ASML.AS": 0.3933e9}


def bars(symbol: str, closes: list[float] | None = None, **given: Any) -> PriceHistory:
    """Bars of these four days, in the currency and on the exchange that the catalogue tells."""
    instrument = catalog().get(symbol)
    assert instrument is not None
    exchange = instrument.listing.exchange
    facts: dict[str, Any] = {
        "symbol": Symbol(symbol),
        "currency": instrument.listing.currency,
        "exchange": exchange.code,
        "timezone": exchange.timezone,
    }
    return history_of(DAYS, closes or CLOSES[symbol], **(facts | given))


def counted(shares: float, quality: Quality = Quality.EXACT) -> tuple[ShareCount, ...]:
    """A count of the end of 2024."""
    day = date(2024, 12, 31)
    return (ShareCount(day, shares, quality, day),)


def rout_market(*symbols: str) -> FakeMarketData:
    """A market of these symbols, or of all there are, with exact share counts."""
    wanted = symbols or tuple(CLOSES)
    counts = {each: counted(SHARES[each]) for each in wanted if each in SHARES}
    return FakeMarketData([bars(each) for each in wanted], counts=counts)


def basket_market(key: str, closes: list[float] | None = None) -> FakeMarketData:
    """A market that has every member of a basket, each at 100 before and 90 on the 27th, with a billion shares."""
    basket = catalog().basket(key)
    assert basket is not None
    symbols = [each.symbol for each in basket.members]
    histories = [bars(each, closes or [100.0, 100.0, 90.0, 91.0]) for each in symbols]
    return FakeMarketData([*histories, bars("^GSPC")], counts={each: counted(1e9) for each in symbols})
