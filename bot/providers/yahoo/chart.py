"""The chart endpoint: what is asked of it, and its JSON as a PriceHistory."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from bot.domain.bars import CleanBars, clean_bars
from bot.domain.errors import OutOfRange
from bot.domain.instruments import Exchange, Symbol
from bot.domain.prices import Days, Dividend, Floats, Origin, PriceHistory, Source, Split
from bot.providers.yahoo.days import local_days
from bot.providers.yahoo.documents import malformed, symbol_path
from bot.providers.yahoo.meta import Profile, read_profile, running_since

log = logging.getLogger(__name__)

CHART_URL = "https://query2.finance.yahoo.com/v8/finance/chart/"


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """Bars of one symbol from `asked_from` to the present moment `now` (UTC)."""

    symbol: Symbol
    asked_from: date
    now: datetime

    @property
    def url(self) -> str:
        """Where to ask."""
        return CHART_URL + symbol_path(self.symbol)

    @property
    def params(self) -> dict[str, str]:
        """What to ask. Always up to now: ranges wholly in the past are treated differently, and cached, upstream.

        A day more at both ends, because sessions of Asia and Australia open on the UTC day before their date.
        """
        start = datetime.combine(self.asked_from, datetime.min.time(), UTC) - timedelta(days=1)
        end = self.now + timedelta(days=1)
        return {
            "period1": str(int(start.timestamp())),
            "period2": str(int(end.timestamp())),
            "interval": "1d",
            "includePrePost": "false",
            "events": "div,splits",
        }


@dataclass(frozen=True, slots=True, eq=False)
class RawBars:
    """Rows and events as the source gave them, with local session dates."""

    days: Days
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    adjusted: Floats
    volume: Floats
    splits: tuple[Split, ...]
    dividends: tuple[Dividend, ...]


def read_chart(document: Mapping[str, Any], asked: ChartRequest, exchanges: Mapping[str, Exchange]) -> PriceHistory:
    """Bars of a chart document: split-adjusted, not dividend-adjusted (Yahoo's `close`).

    Raises:
        OutOfRange: no bar in it.
        Malformed: not the known shape.
    """
    try:
        result = document["chart"]["result"][0]
        profile = read_profile(result["meta"], exchanges)
        if not result.get("timestamp"):  # left out for a known symbol without bars in the range
            raise OutOfRange(Source.YAHOO, asked.symbol)
        return assemble(_read_rows(result, profile.timezone), profile, asked)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise malformed("chart", error) from error


def assemble(raw: RawBars, profile: Profile, asked: ChartRequest) -> PriceHistory:
    """Clean the rows and put everything together, from `asked_from` on.

    Raises:
        OutOfRange: no bar is left.
    """
    today = asked.now.astimezone(profile.timezone).date()
    bars = clean_bars(raw.days, raw.open, raw.high, raw.low, raw.close, raw.adjusted, raw.volume, today=today)
    if len(bars.refused):
        log.warning("%s: closes that are not positive left out: %s", asked.symbol, bars.refused.tolist())
    # a day more was asked for, which is a session before `asked_from` except in the far east
    first = int(np.searchsorted(bars.days, np.datetime64(asked.asked_from, "D")))
    if first == len(bars):
        raise OutOfRange(Source.YAHOO, asked.symbol)
    return _history(bars, raw, profile, asked).rows(first, len(bars))


def _history(bars: CleanBars, raw: RawBars, profile: Profile, asked: ChartRequest) -> PriceHistory:
    return PriceHistory(
        symbol=asked.symbol,
        currency=profile.currency,
        exchange=profile.exchange,
        timezone=profile.timezone.key,
        days=bars.days,
        open=bars.open,
        high=bars.high,
        low=bars.low,
        close=bars.close,
        adjusted=bars.adjusted,
        volume=bars.volume,
        origin=Origin(Source.YAHOO, asked.now),
        asked_from=asked.asked_from,
        first_trade=profile.first_trade,
        name=profile.name,
        kind=profile.kind,
        splits=raw.splits,
        dividends=raw.dividends,
        running=running_since(profile, bars.days[-1].item(), asked.now),
    )


def _read_rows(result: Mapping[str, Any], timezone: ZoneInfo) -> RawBars:
    stamps = np.array(result["timestamp"], dtype=np.int64)
    quote = result["indicators"]["quote"][0]
    adjusted = result["indicators"].get("adjclose")
    events: Mapping[str, Any] = result.get("events") or {}
    return RawBars(
        days=local_days(stamps, timezone, live=result["meta"].get("regularMarketTime")),
        open=_floats(quote["open"]),
        high=_floats(quote["high"]),
        low=_floats(quote["low"]),
        close=_floats(quote["close"]),
        adjusted=_floats(adjusted[0]["adjclose"]) if adjusted else np.full(len(stamps), np.nan),
        volume=_floats(quote["volume"]),
        splits=_splits(events.get("splits") or {}, timezone),
        dividends=_dividends(events.get("dividends") or {}, timezone, result["meta"].get("currency")),
    )


def _floats(values: Iterable[float | None]) -> Floats:
    """A column as floats, null as NaN."""
    return np.array(values, dtype=np.float64)


def _splits(events: Mapping[str, Any], timezone: ZoneInfo) -> tuple[Split, ...]:
    days = _event_days(events, timezone)
    found = (
        Split(day, each["numerator"] / each["denominator"])
        for day, each in zip(days, events.values(), strict=True)
        if each["numerator"] > 0 and each["denominator"] > 0  # Yahoo has 0:1 "splits", which say nothing
    )
    return tuple(sorted(found, key=lambda split: split.day))


def _dividends(events: Mapping[str, Any], timezone: ZoneInfo, currency: str | None) -> tuple[Dividend, ...]:
    """Cash in the prices' currency; a dividend stated in another one cannot be laid beside the prices."""
    days = _event_days(events, timezone)
    found = (
        Dividend(day, float(each["amount"]))
        for day, each in zip(days, events.values(), strict=True)
        if each["amount"] > 0 and (each.get("currency") or currency) == currency
    )
    return tuple(sorted(found, key=lambda dividend: dividend.day))


def _event_days(events: Mapping[str, Any], timezone: ZoneInfo) -> list[date]:
    stamps = np.array([each["date"] for each in events.values()], dtype=np.int64)
    return local_days(stamps, timezone).tolist()
