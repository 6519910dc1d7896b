"""The second way to the same bars: yfinance's own reading of the chart, for when ours does not understand it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np

from bot.domain.instruments import Exchange
from bot.domain.prices import Dividend, Floats, PriceHistory, Split
from bot.providers.yahoo.chart import ChartRequest, RawBars, assemble
from bot.providers.yahoo.meta import read_profile


def read_ticker(yfinance: Any, data: Any, asked: ChartRequest, exchanges: Mapping[str, Exchange]) -> PriceHistory:
    """Bars by `Ticker.history`, through the transport `data`. Blocks; costs two requests and pandas' time.

    Raises:
        OutOfRange: no bar.
        Exception: whatever yfinance raises.
    """
    ticker = yfinance.Ticker(asked.symbol)
    ticker._data = data  # noqa: SLF001  # its constructor would take the process-wide one
    frame = ticker.history(
        start=asked.asked_from,
        end=asked.now.date() + timedelta(days=2),
        interval="1d",
        auto_adjust=False,
        actions=True,
        keepna=True,
    )
    days = frame.index.tz_localize(None).to_numpy().astype("datetime64[D]")
    raw = RawBars(
        days=days,
        open=_column(frame, "Open"),
        high=_column(frame, "High"),
        low=_column(frame, "Low"),
        close=_column(frame, "Close"),
        adjusted=_column(frame, "Adj Close"),
        volume=_column(frame, "Volume"),
        splits=tuple(Split(day, ratio) for day, ratio in _events(frame, "Stock Splits", days)),
        dividends=tuple(Dividend(day, amount) for day, amount in _events(frame, "Dividends", days)),
    )
    return assemble(raw, read_profile(ticker.get_history_metadata(), exchanges), asked)


def _column(frame: Any, name: str) -> Floats:
    return frame[name].to_numpy(dtype=np.float64, na_value=np.nan)


def _events(frame: Any, name: str, days: Any) -> list[tuple[Any, float]]:
    """(day, value) of the rows that have one; yfinance writes 0 where there is none."""
    values = _column(frame, name)
    rows = np.flatnonzero(values > 0)
    return list(zip(days[rows].tolist(), values[rows].tolist(), strict=True))
