"""Daily bars of one instrument, cleaned and validated once on entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bot.domain.instruments import Symbol

Days = NDArray[np.datetime64]
Floats = NDArray[np.float64]


class Source(StrEnum):
    """Where bars came from."""

    YAHOO = "yahoo"
    FILES = "files"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Span:
    """The dates a question needs: from `first` to `last`, or up to now where `last` is None.

    `session` is the one day in it that the question cannot do without; None: `last` itself.
    """

    first: date
    last: date | None = None
    session: date | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """On `day`, `ratio` new shares came for each old one (10.0 for ten-for-one)."""

    day: date
    ratio: float


@dataclass(frozen=True, slots=True)
class Dividend:
    """Cash per share, in the currency and split terms of the prices, going ex on `day`."""

    day: date
    amount: float


class Quality(StrEnum):
    """How far a share count can be trusted."""

    EXACT = "exact"
    ROUNDED = "rounded"
    AVERAGE = "average"
    UNDATED = "undated"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class ShareCount:
    """Shares outstanding as reported on `as_of` (ADR equivalents for an ADR).

    `terms_of` is the day in whose split terms the count is given: the same day for a filing; a later
    one where a table restated it. `close` is that day's close in those terms, where the table has it: prices that
    were restated since differ from it.
    """

    as_of: date
    shares: float
    quality: Quality
    terms_of: date
    close: float | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose bars these are, when they were fetched (UTC), and why nothing newer could be had."""

    source: Source
    fetched_at: datetime
    trouble: str | None = None
    """Message id of the error that kept newer bars away; None when the bars are as fresh as can be."""


@dataclass(frozen=True, slots=True, eq=False)
class PriceHistory:
    """Daily bars in the listing's currency: split-adjusted, not dividend-adjusted.

    All arrays have one row per session, oldest first. `days` is datetime64[D], the exchange's local session
    date, strictly increasing. Unknown values are NaN, never zero; `close` is never NaN. `adjusted` is the
    dividend-adjusted close (NaN where the source has none). `asked_from` is the first day the source was asked
    for: an earlier bar may exist unless `first_trade` says otherwise. `running` is the moment of the last bar
    when its session was still running then. `version` counts how often a split or a correction made a kept history
    be replaced: bars of different versions must not be compared.
    """

    symbol: Symbol
    currency: str
    exchange: str
    timezone: str
    days: Days
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    adjusted: Floats
    volume: Floats
    origin: Origin
    asked_from: date
    first_trade: date | None = None
    name: str | None = None
    kind: str | None = None
    splits: tuple[Split, ...] = ()
    dividends: tuple[Dividend, ...] = ()
    running: datetime | None = None
    version: int = 1

    def __len__(self) -> int:
        return len(self.days)

    @property
    def first_day(self) -> date:
        """The session date of the first bar."""
        return self.days[0].item()

    @property
    def last_day(self) -> date:
        """The session date of the last bar."""
        return self.days[-1].item()

    def at(self, day: date) -> int | None:
        """The row of `day`, or None where there is no bar of that session."""
        row = int(np.searchsorted(self.days, np.datetime64(day, "D")))
        return row if row < len(self) and self.days[row].item() == day else None

    def rows(self, first: int, last: int) -> PriceHistory:
        """The bars of rows `first` to `last`, the latter left out, like a slice; events are kept whole."""
        part = slice(first, last)
        return replace(
            self,
            days=self.days[part],
            open=self.open[part],
            high=self.high[part],
            low=self.low[part],
            close=self.close[part],
            adjusted=self.adjusted[part],
            volume=self.volume[part],
            running=self.running if last >= len(self) else None,
        )
