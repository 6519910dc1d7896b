"""Invented charts in Yahoo's own shape: the same bars for the same symbol, every time."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

Row = tuple[date, float | None, float | None, float | None, float | None, float | None, int | None]
"""Day, open, high, low, close, adjusted close, volume."""

BEGIN, HORIZON = date(1990, 1, 2), date(2036, 1, 1)


@dataclass(frozen=True)
class Venue:
    """Where a symbol trades, in Yahoo's words."""

    code: str
    kind: str
    currency: str
    timezone: str
    opens: time
    closes: time
    every_day: bool = False

    def stamp(self, day: date, at: time) -> int:
        """A local moment in epoch seconds."""
        return int(datetime.combine(day, at, ZoneInfo(self.timezone)).timestamp())


MIDNIGHT, LAST_MINUTE = time(0), time(23, 59)
NEW_YORK = Venue("NMS", "EQUITY", "USD", "America/New_York", time(9, 30), time(16))
INDEX = Venue("SNP", "INDEX", "USD", "America/New_York", time(9, 30), time(16))
VENUES = {
    ".AS": Venue("AMS", "EQUITY", "EUR", "Europe/Amsterdam", time(9), time(17, 30)),
    ".PA": Venue("PAR", "EQUITY", "EUR", "Europe/Paris", time(9), time(17, 30)),
    ".DE": Venue("GER", "EQUITY", "EUR", "Europe/Berlin", time(9), time(17, 30)),
    ".L": Venue("LSE", "EQUITY", "GBp", "Europe/London", time(8), time(16, 30)),
    ".HK": Venue("HKG", "EQUITY", "HKD", "Asia/Hong_Kong", time(9, 30), time(16)),
    ".T": Venue("JPX", "EQUITY", "JPY", "Asia/Tokyo", time(9), time(15, 30)),
    "=X": Venue("CCY", "CURRENCY", "USD", "Europe/London", MIDNIGHT, LAST_MINUTE),
    "-USD": Venue("CCC", "CRYPTOCURRENCY", "USD", "UTC", MIDNIGHT, LAST_MINUTE, every_day=True),
}


def venue_of(symbol: str) -> Venue:
    """The venue a symbol's ending stands for."""
    if symbol.startswith("^"):
        return INDEX
    return next((venue for ending, venue in VENUES.items() if symbol.endswith(ending)), NEW_YORK)


@cache
def invented_rows(symbol: str) -> list[Row]:
    """A walk seeded by the symbol, from 1990 to well after now; prices are 32-bit floats, as Yahoo's are."""
    days = np.arange(BEGIN, HORIZON, dtype="datetime64[D]")
    if not venue_of(symbol).every_day:
        days = days[np.is_busday(days)]
    random = np.random.default_rng(zlib.crc32(symbol.encode()))
    close = 100 * np.exp(np.cumsum(random.normal(0, 0.012, len(days))))
    open_ = close * np.exp(random.normal(0, 0.005, len(days)))
    high = np.maximum(open_, close) * 1.004
    low = np.minimum(open_, close) * 0.996
    volume = random.integers(1_000_000, 90_000_000, len(days))
    prices = [column.astype(np.float32).astype(float).tolist() for column in (open_, high, low, close, close)]
    return list(zip(days.tolist(), *prices, volume.tolist(), strict=True))


def chart_result(symbol: str, rows: Sequence[Row], now: datetime, **meta: Any) -> dict[str, Any]:
    """One result of the chart endpoint as Yahoo would write it at `now`; `meta` overrides fields of its meta.

    Rows of days to come are left out. The bar of a session that runs at `now` is stamped with that moment.
    """
    venue = venue_of(symbol)
    local = now.astimezone(ZoneInfo(venue.timezone))
    past = [row for row in rows if venue.stamp(row[0], venue.opens) <= now.timestamp()]
    stamps = [venue.stamp(row[0], venue.opens) for row in past]
    priced_at = int(now.timestamp())
    if past:
        priced_at = min(priced_at, venue.stamp(past[-1][0], venue.closes))
        if past[-1][0] == local.date() and local.time() < venue.closes:
            stamps[-1] = priced_at
    profile = {
        "currency": venue.currency,
        "symbol": symbol,
        "exchangeName": venue.code,
        "fullExchangeName": venue.code,
        "instrumentType": venue.kind,
        "firstTradeDate": venue.stamp(BEGIN, venue.opens),
        "regularMarketTime": priced_at,
        "gmtoffset": int(local.utcoffset().total_seconds()) if local.utcoffset() else 0,
        "timezone": local.tzname(),
        "exchangeTimezoneName": venue.timezone,
        "regularMarketPrice": past[-1][4] if past else None,
        "longName": f"{symbol} Incorporated",
        "shortName": symbol,
        "priceHint": 2,
        "currentTradingPeriod": {"regular": _current_period(venue, local)},
        "dataGranularity": "1d",
        "range": "",
        "validRanges": ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"],
    }
    result: dict[str, Any] = {"meta": profile | meta}
    if not past:
        return result | {"indicators": {"quote": [{}], "adjclose": [{}]}}
    names = ("open", "high", "low", "close", "adjclose", "volume")
    quote = {name: [row[at] for row in past] for at, name in enumerate(names, start=1)}
    adjusted = quote.pop("adjclose")
    return result | {"timestamp": stamps, "indicators": {"quote": [quote], "adjclose": [{"adjclose": adjusted}]}}


def _current_period(venue: Venue, local: datetime) -> dict[str, Any]:
    """Today's regular session, or the next one when there is none today."""
    day = local.date()
    while day.weekday() > 4 and not venue.every_day:
        day += timedelta(days=1)
    offset = datetime.combine(day, venue.opens, ZoneInfo(venue.timezone)).utcoffset() or timedelta()
    return {
        "timezone": local.tzname(),
        "start": venue.stamp(day, venue.opens),
        "end": venue.stamp(day, venue.closes),
        "gmtoffset": int(offset.total_seconds()),
    }


def moment(stamp: int) -> datetime:
    """Epoch seconds as a moment in UTC."""
    return datetime.fromtimestamp(stamp, UTC)
