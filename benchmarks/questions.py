"""What is asked: symbols, the indices that go with them, and days of the recent past."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

FEW = ("NVDA", "AMD", "AAPL", "MSFT", "GOOGL", "AMZN", "META", "ASML.AS", "ENR.DE", "9988.HK")
MANY = (
    *("KO", "PEP", "JNJ", "PG", "XOM", "CVX", "JPM", "BAC", "WFC", "C"),
    *("GS", "MS", "V", "MA", "HD", "LOW", "COST", "WMT", "TGT", "MCD"),
    *("SBUX", "NKE", "DIS", "NFLX", "CMCSA", "T", "VZ", "ORCL", "CRM", "ADBE"),
    *("CSCO", "QCOM", "TXN", "MU", "AMAT", "LRCX", "IBM", "GE", "CAT", "DE"),
    *("BA", "LMT", "HON", "UPS", "FDX", "UNH", "PFE", "MRK", "ABBV", "LLY"),
)
FIRST = (
    *("SHEL.L", "AZN.L", "HSBA.L", "ULVR.L", "BP.L", "GSK.L", "RIO.L", "DGE.L"),
    *("BATS.L", "REL.L", "NG.L", "LSEG.L", "BARC.L", "LLOY.L", "VOD.L", "TSCO.L"),
)
"""Asked about at once to warm a bot up: nothing else is about London."""

ALONE, UNKNOWN = "6857.T", "ZZZZQX"
"""Asked about alone, and asked about although nobody has heard of it."""

AT_ONCE = 50
INDICES = {"": "^GSPC", "AS": "^AEX", "DE": "^GDAXI", "L": "^FTSE", "HK": "^HSI", "T": "^N225"}
AGO = timedelta(days=35)
"""Long enough for ten sessions after it, and recent enough that everybody asks upstream for about the same range."""


def index_of(symbol: str) -> str:
    """The main index of a symbol's market."""
    return INDICES[symbol.partition(".")[2]]


def charts_of(symbols: Iterable[str]) -> set[str]:
    """The distinct charts that questions about these symbols need."""
    return {chart for symbol in symbols for chart in (symbol, index_of(symbol))}


def everything() -> set[str]:
    """All charts the stand-in must know."""
    return charts_of((*FEW, *MANY, *FIRST, ALONE))


def asked_day(today: date, number: int) -> date:
    """The day of the questions of one round, which no other round asks about."""
    return today - AGO - timedelta(days=number)


def drop(symbol: str, day: date) -> str:
    """The question as typed."""
    return f"!drop {symbol} {day}"
