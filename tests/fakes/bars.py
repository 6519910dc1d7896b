"""Histories written out by hand, short enough to check by eye."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import numpy as np

from bot.domain.instruments import Symbol
from bot.domain.prices import Dividend, Floats, Origin, PriceHistory, Source, Split


def history_of(
    symbol: str,
    closes: Mapping[str, float] | Mapping[date, float],
    *,
    source: Source = Source.YAHOO,
    fetched_at: datetime = datetime(2026, 1, 2, 15, 0, tzinfo=UTC),
    trouble: str | None = None,
    asked_from: date | None = None,
    currency: str = "USD",
    exchange: str = "XNYS",
    timezone: str = "America/New_York",
    opens: Floats | None = None,
    highs: Floats | None = None,
    lows: Floats | None = None,
    adjusted: Floats | None = None,
    volumes: Floats | None = None,
    first_trade: date | None = None,
    splits: tuple[Split, ...] = (),
    dividends: tuple[Dividend, ...] = (),
    running: datetime | None = None,
) -> PriceHistory:
    """A history from closes by session date; what is not given is unknown (NaN)."""
    days = np.array(list(closes), dtype="datetime64[D]")
    close = np.array(list(closes.values()), dtype=np.float64)

    def column(given: Floats | None) -> Floats:
        return np.full(len(close), np.nan) if given is None else np.asarray(given, dtype=np.float64)

    return PriceHistory(
        symbol=Symbol(symbol),
        currency=currency,
        exchange=exchange,
        timezone=timezone,
        days=days,
        open=column(opens),
        high=column(highs),
        low=column(lows),
        close=close,
        adjusted=column(adjusted),
        volume=column(volumes),
        origin=Origin(source, fetched_at, trouble),
        asked_from=asked_from or days[0].item(),
        first_trade=first_trade,
        splits=splits,
        dividends=dividends,
        running=running,
    )
