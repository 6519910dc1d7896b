"""Dated shares outstanding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.instruments import Symbol
from bot.domain.prices import Quality, ShareCount
from bot.providers.yahoo.documents import malformed, symbol_path

SHARES_URL = "https://query2.finance.yahoo.com/ws/fundamentals-timeseries/v1/finance/timeseries/"
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def shares_url(symbol: Symbol) -> str:
    """Where to ask."""
    return SHARES_URL + symbol_path(symbol)


def shares_params(symbol: Symbol, now: datetime) -> dict[str, str]:
    """What to ask: everything known, as yfinance's get_shares_full does for a range."""
    end = now + timedelta(days=1)
    return {
        "symbol": symbol,
        "period1": str(int(EARLIEST.timestamp())),
        "period2": str(int(end.timestamp())),
    }


def read_shares(document: Mapping[str, Any]) -> tuple[ShareCount, ...]:
    """The counts, oldest first; the last one of a day; empty where Yahoo keeps none (indices, currencies).

    The quality is ROUNDED: the counts follow the filings, but Yahoo keeps them in 32-bit floats (seven digits:
    15115799552) and dates them by when it took them up, not by the filing. They are never restated for later
    splits, so each stands in the terms of its own day.

    Raises:
        Malformed: not the known shape.
    """
    try:
        rows: dict[Any, float] = {}
        for result in document["timeseries"]["result"]:
            stamps, counts = result.get("timestamp") or (), result.get("shares_out") or ()
            for stamp, shares in sorted(zip(stamps, counts, strict=True), key=lambda row: row[0]) if counts else ():
                if shares is not None and shares > 0:
                    rows[datetime.fromtimestamp(stamp, UTC).date()] = float(shares)
        return tuple(ShareCount(day, shares, Quality.ROUNDED, day) for day, shares in rows.items())
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise malformed("shares", error) from error
