"""The file of one symbol: daily bars as yfinance writes them, and the actions it may carry beside them."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.domain.bars import CleanBars, clean_bars
from bot.domain.prices import Days, Dividend, Floats, Split
from bot.providers.files.tables import BadFile, FileVersion, Table, read_table

log = logging.getLogger(__name__)

MIDNIGHT = re.compile(r"([ T]0[01]:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
"""What may follow a date: nothing, or local midnight (01:00 where a clock change skips it) and its offset."""


@dataclass(frozen=True, slots=True, eq=False)
class FileBars:
    """What one symbol's file holds: its clean bars, and the events of its own columns, oldest first."""

    bars: CleanBars
    splits: tuple[Split, ...]
    dividends: tuple[Dividend, ...]


def read_bars(version: FileVersion, today: date) -> FileBars:
    """Read the bars of one file up to `today`, the present date at the exchange.

    Only dates and closes must have a column; a column that is absent and a field that is empty are unknown.
    The arrays are read-only, since every answer shares them.

    Raises:
        BadFile: a line cannot be read, or there is no row at all.
    """
    table = read_table(version.path, required=("date", "close"))
    if not table.columns["date"]:
        raise BadFile(version.path, "no rows below the header")
    days = _days(table)
    prices = [_floats(table, name) for name in ("open", "high", "low", "close", "adj close", "volume")]
    bars = clean_bars(days, *prices, today=today)
    for array in (bars.days, bars.open, bars.high, bars.low, bars.close, bars.adjusted, bars.volume):
        array.setflags(write=False)
    if len(bars.refused):
        log.warning("%s: %d closes of zero or below are left out", version.path.name, len(bars.refused))
    return FileBars(
        bars,
        splits=tuple(Split(day, ratio) for day, ratio in _events(days, _floats(table, "stock splits"))),
        dividends=tuple(Dividend(day, cash) for day, cash in _events(days, _floats(table, "dividends"))),
    )


def _events(days: Days, values: Floats) -> list[tuple[date, float]]:
    """The days of a column that say something: yfinance writes zero on all others."""
    return sorted((days[row].item(), float(values[row])) for row in np.flatnonzero(values > 0))


def _days(table: Table) -> Days:
    texts = table.columns["date"]
    # A stamp in UTC can name the day before the session: refused, since a day's error would go unnoticed.
    if not all(map(MIDNIGHT.fullmatch, {text[10:] for text in texts})):
        raise _fault(table, "date", _read_day)
    try:
        return np.array([date.fromisoformat(text[:10]) for text in texts], dtype="datetime64[D]")
    except ValueError:
        raise _fault(table, "date", _read_day) from None


def _floats(table: Table, column: str) -> Floats:
    texts = table.columns.get(column)
    if texts is None:
        return np.full(len(table.columns["date"]), np.nan)
    try:
        values = np.array([float(text) if text else np.nan for text in texts])
    except ValueError:
        raise _fault(table, column, _read_number) from None
    if np.isinf(values).any():
        raise _fault(table, column, _read_number)
    return values


def _read_day(text: str) -> None:
    date.fromisoformat(text[:10])
    if not MIDNIGHT.fullmatch(text[10:]):
        raise ValueError(text)


def _read_number(text: str) -> None:
    if text and np.isinf(float(text)):
        raise ValueError(text)


def _fault(table: Table, column: str, read: Callable[[str], None]) -> BadFile:
    """The first field of a column that cannot be read, found once something is known to be wrong."""
    wanted = "a local session date such as 2025-01-27" if column == "date" else "a number"
    for row, text in enumerate(table.columns[column]):
        try:
            read(text)
        except ValueError:
            return BadFile(table.path, f"{column} is {text[:40]!r}, not {wanted}", table.line_of(row))
    raise AssertionError(f"no fault in {column}")
