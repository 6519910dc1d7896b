"""The baskets that are asked about: thirty shares, and a market of two hundred."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

from pytickersymbols import PyTickerSymbols  # pyright: ignore[reportMissingTypeStubs]  # it ships none

from benchmarks.questions import AGO, FEW, FIRST, MANY
from bot.domain.baskets import Basket, Membership
from bot.domain.catalog import Catalog
from bot.domain.instruments import Symbol, company_of
from bot.domain.sessions import Sessions
from bot.providers.names import load_catalog

THIRTY = MANY[:30]
"""Shares of New York, beside the S&P 500."""
FIRST_THIRTY = (*FIRST, *MANY[30:44])
"""Asked about to warm a bot up; most of them are of London, so that the S&P 500 is still unknown."""
PAIR = "GBPUSD=X"
INDICES = ("^GSPC", "^DJI", "^IXIC", "^NDX")
"""Of New York, one beside each of the baskets that are fetched cold one after another."""
MARKET, MARKET_SIZE = "whole-market", 200


def market(catalog: Catalog | None = None) -> tuple[str, ...]:
    """Two hundred companies of the S&P 500 that are in the catalogue and in no other question, one listing each."""
    catalog = catalog or load_catalog()
    companies: dict[str, str] = {}
    for row in PyTickerSymbols().get_stocks_by_index("S&P 500"):
        instrument = catalog.get(row["symbol"])
        if instrument and instrument.symbol not in (*FEW, *MANY):
            companies.setdefault(company_of(instrument), instrument.symbol)
    return tuple(companies.values())[:MARKET_SIZE]


def cold_baskets() -> tuple[tuple[str, ...], ...]:
    """Thirty shares and one index each, with none in two of them."""
    shares = (*THIRTY, *market())
    return tuple((*shares[30 * at : 30 * at + 30], index) for at, index in enumerate(INDICES))


async def trading_days(today: date, count: int) -> tuple[date, ...]:
    """As many days about five weeks ago on which both New York and London traded, the newest first.

    A single share's answer about a Sunday is one about Friday; that of a basket is about the date as it was typed.
    """
    catalog, sessions = load_catalog(), Sessions()
    exchanges = [catalog.exchange(code) for code in ("XNYS", "XLON")]
    for exchange in exchanges:
        await sessions.prepare(exchange)
    earlier = (today - AGO - timedelta(days=number) for number in itertools.count())
    traded = (day for day in earlier if all(sessions.is_session(each, day) for each in exchanges))
    return tuple(itertools.islice(traded, count))


def market_basket() -> Basket:
    """They as a basket that can be asked for by name."""
    members = tuple(Membership(Symbol(each), "benchmark", date(2025, 1, 1)) for each in market())
    return Basket(MARKET, (("en", "Whole market"),), (), members, index=Symbol("^GSPC"))


def sector(symbols: Sequence[str], day: date) -> str:
    """The question about a basket made up on the spot, as typed."""
    return f"!sector {','.join(symbols)} {day}"
