"""What every source's raw daily rows must pass before they may be called bars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot.domain.prices import Days, Floats

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class CleanBars:
    """Rows fit for a PriceHistory: days strictly increasing, close positive, unknown values NaN.

    `refused` holds the days whose close was zero or negative, for the caller's log.
    """

    days: Days
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    adjusted: Floats
    volume: Floats
    refused: Days

    def __len__(self) -> int:
        return len(self.days)


def clean_bars(
    days: Days,
    open_: Floats,
    high: Floats,
    low: Floats,
    close: Floats,
    adjusted: Floats,
    volume: Floats,
    *,
    today: date,
) -> CleanBars:
    """Sort raw rows and leave out those that are no session's bar.

    All arrays have one row per raw record, in the source's order; `days` are local session dates. `today` is the
    present date at the exchange. Left out: rows without a close, rows of days after `today`, every row of a
    day but the last one given (the live bar comes twice), filler bars (see `_fillers`), and rows whose close is
    not positive: oil futures have been below zero, but no percentage can be taken of that. Other prices that are
    not positive, and a volume of zero, become NaN: sources write zero for unknown.

    Raises:
        ValueError: the arrays differ in length.
    """
    columns = [np.asarray(each, dtype=np.float64) for each in (open_, high, low, close, adjusted, volume)]
    if any(len(each) != len(days) for each in columns):
        raise ValueError(f"columns of {[len(each) for each in columns]} rows for {len(days)} days")
    days = np.asarray(days, dtype="datetime64[D]")
    known = np.isfinite(columns[3]) & (days <= np.datetime64(today, "D"))
    days, columns = _take(days, columns, np.flatnonzero(known))
    days, columns = _take(days, columns, _last_of_each_day(days))
    positive = columns[3] > 0
    refused = days[~positive]
    days, columns = _take(days, columns, np.flatnonzero(positive))
    columns = [np.where(np.isfinite(each) & (each > 0), each, np.nan) for each in columns]
    fillers = _fillers(columns[0], columns[1], columns[2], columns[3], columns[5])
    days, columns = _take(days, columns, np.flatnonzero(~fillers))
    o, h, lo, c, a, v = columns
    return CleanBars(days, o, h, lo, c, a, v, refused)


def _take(days: Days, columns: list[Floats], rows: NDArray[np.intp]) -> tuple[Days, list[Floats]]:
    return days[rows], [each[rows] for each in columns]


def _last_of_each_day(days: Days) -> NDArray[np.intp]:
    """Rows in order of day, the last given one where a day has several."""
    order = np.argsort(days, kind="stable")
    ordered = days[order]
    return order[np.append(ordered[1:] != ordered[:-1], True)] if len(order) else order


def _fillers(open_: Floats, high: Floats, low: Floats, close: Floats, volume: Floats) -> Mask:
    """Bars a vendor made up for a session it has no data of: the previous close as all four prices, no volume.

    Where the bar before is itself a single price without volume, the source knows no more of any day (old index
    levels): there an unchanged close is real. A bar of a close alone (Hong Kong's half days) is never a filler.
    """
    bare = (open_ == high) & (high == low) & (low == close) & np.isnan(volume)
    repeated = np.zeros(len(close), dtype=np.bool_)
    repeated[1:] = bare[1:] & (close[1:] == close[:-1])
    before: NDArray[np.intp] = np.maximum.accumulate(np.where(repeated, 0, np.arange(len(close))))
    return repeated & ~bare[before]
