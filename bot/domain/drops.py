"""One session of one instrument: how far it moved, from what, and what else is known of it.

Numpy and the standard library only: the chart processes import this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from bot.domain.instruments import Instrument
from bot.domain.prices import Days, Dividend, Floats, Origin, PriceHistory, Quality, ShareCount, Split

VOLUME_SESSIONS = 20
BEFORE, AFTER = 60, 10
HUNDREDTHS = {"GBp": "GBP", "ILA": "ILS", "ZAc": "ZAR"}
"""Currencies that shares are quoted in by the hundredth, and the whole ones: pence, agorot, cents."""

SAME_TERMS = 0.03
"""Closes of one day that lie nearer together than this are in the same split terms: sources differ by a percent."""

COUNT_MAX_AGE = timedelta(days=400)
COUNT_MAX_LEAD = timedelta(days=31)


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Bars around the session, one row per session of the calendar; NaN where the source has none.

    `marked` is the row of the session asked about.
    """

    days: Days
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats
    marked: int


@dataclass(frozen=True, slots=True)
class ValueChange:
    """Market value erased (negative) or added: (close - previous close) x shares, in `currency` units.

    `shares` is the reported count brought to the split terms of the prices; `count` is the report itself.
    """

    amount: float
    currency: str
    shares: float
    count: ShareCount

    @property
    def approximate(self) -> bool:
        """Whether the amount must be called approximate: any count but an exact one of a dated filing."""
        return self.count.quality is not Quality.EXACT


@dataclass(frozen=True, slots=True)
class IndexMove:
    """The main index of the same market on the same local session, as a fraction."""

    name: str
    symbol: str
    move: float


@dataclass(frozen=True, slots=True, eq=False)
class DropReport:
    """The measured session. Moves are fractions against `previous_close`; None means unknown.

    `missing_previous` is the session before, when the source has no bar of it: then `since_previous`
    spans more than one session and no one-day figure is given.
    """

    instrument: Instrument
    day: date
    close: float
    previous_day: date
    previous_close: float
    since_previous: float
    missing_previous: date | None
    gap: float | None
    worst: float | None
    best: float | None
    intraday: float | None
    volume: float | None
    volume_multiple: float | None
    dividend: Dividend | None
    total_return: float | None
    split: Split | None
    value: ValueChange | None
    index: IndexMove | None
    running: datetime | None
    window: Window
    origin: Origin

    @property
    def move(self) -> float | None:
        """close / previous close - 1; None across a missing session."""
        return None if self.missing_previous else self.since_previous


def measure_drop(
    instrument: Instrument,
    history: PriceHistory,
    day: date,
    sessions: Days,
    counts: tuple[ShareCount, ...] = (),
    index: IndexMove | None = None,
) -> DropReport:
    """Measure one session against the one before it.

    Args:
        history: bars that include `day` and at least one earlier bar.
        day: a local session date with a bar.
        sessions: the calendar's session dates (datetime64[D], ascending) around `day`, or the bars' own days
            where no reliable calendar exists.
        counts: reported share counts, any order.

    Definitions: move, gap and worst point divide by the previous close, intraday by the open; the volume
    multiple divides by the mean of the 20 bars before, the day left out (None unless all 20 are known).

    Raises:
        ValueError: there is no bar on `day`, or none before it.
    """
    row = history.at(day)
    if row is None or row == 0:
        raise ValueError(f"{history.symbol} has no bar on {day}, or none before it")
    close, previous = float(history.close[row]), float(history.close[row - 1])
    previous_day = history.days[row - 1].item()
    missing = _missing_session(sessions, previous_day, day)
    dividend = next((each for each in history.dividends if each.day == day), None)
    known = missing is None
    return DropReport(
        instrument=instrument,
        day=day,
        close=close,
        previous_day=previous_day,
        previous_close=previous,
        since_previous=close / previous - 1,
        missing_previous=missing,
        gap=_ratio(history.open[row], previous) if known else None,
        worst=_ratio(history.low[row], previous) if known else None,
        best=_ratio(history.high[row], previous) if known else None,
        intraday=_ratio(close, float(history.open[row])),
        volume=_known(history.volume[row]),
        volume_multiple=_volume_multiple(history.volume, row),
        dividend=dividend,
        total_return=(close + dividend.amount) / previous - 1 if dividend and known else None,
        split=next((each for each in history.splits if each.day == day), None),
        value=_value_change(history, day, close - previous, counts) if known else None,
        index=index,
        running=history.running if row == len(history) - 1 else None,
        window=_window(history, sessions, day),
        origin=history.origin,
    )


def measure_move(history: PriceHistory, day: date, sessions: Days) -> float | None:
    """The move of one session as a fraction, or None where it or the session before it has no bar."""
    row = history.at(day)
    if not row or _missing_session(sessions, history.days[row - 1].item(), day):
        return None
    return float(history.close[row] / history.close[row - 1] - 1)


def shares_in_price_terms(history: PriceHistory, count: ShareCount) -> float:
    """A reported count brought to the split terms of the prices.

    Prices are restated for every split, a filing's count only for those before it. A close in the count's own
    terms shows by how much, even in a history that tells no splits; without one, the ratios of the splits after
    the count's terms are multiplied.
    """
    row = history.at(count.terms_of)
    if count.close is not None and row is not None:
        restated = float(count.close / history.close[row])
        return count.shares * (1 if abs(restated - 1) < SAME_TERMS else restated)
    ratios = [each.ratio for each in history.splits if each.day > count.terms_of]
    return count.shares * float(np.prod(ratios))


def pick_count(counts: tuple[ShareCount, ...], day: date) -> ShareCount | None:
    """The count to use for a day: the latest dated at or before it and at most 400 days old,
    else the earliest dated up to 31 days after it, else None."""
    before = [each for each in counts if day - COUNT_MAX_AGE <= each.as_of <= day]
    after = [each for each in counts if day < each.as_of <= day + COUNT_MAX_LEAD]
    if before:
        return max(before, key=lambda each: each.as_of)
    return min(after, key=lambda each: each.as_of, default=None)


def _value_change(
    history: PriceHistory, day: date, change: float, counts: tuple[ShareCount, ...]
) -> ValueChange | None:
    count = pick_count(counts, day)
    if count is None:
        return None
    shares = shares_in_price_terms(history, count)
    whole = HUNDREDTHS.get(history.currency)
    return ValueChange(
        amount=change * shares / (100 if whole else 1),
        currency=whole or history.currency,
        shares=shares,
        count=count,
    )


def _missing_session(sessions: Days, previous_day: date, day: date) -> date | None:
    """The last session between two bars, which therefore has none; None when they are neighbours."""
    first = int(np.searchsorted(sessions, np.datetime64(previous_day, "D"), side="right"))
    last = int(np.searchsorted(sessions, np.datetime64(day, "D"), side="left"))
    return sessions[last - 1].item() if last > first else None


def _volume_multiple(volume: Floats, row: int) -> float | None:
    before = volume[max(0, row - VOLUME_SESSIONS) : row]
    if len(before) < VOLUME_SESSIONS or np.isnan(before).any() or np.isnan(volume[row]):
        return None
    return float(volume[row] / before.mean())


def _window(history: PriceHistory, sessions: Days, day: date) -> Window:
    """Lay the bars around `day` on the sessions, so that a missing session shows as a gap."""
    days = np.union1d(sessions, history.days)
    inside = (days >= history.days[0]) & (days <= history.days[-1])
    days = days[inside]
    marked = int(np.searchsorted(days, np.datetime64(day, "D")))
    first = max(0, marked - BEFORE)
    days = days[first : marked + AFTER + 1]
    found = np.searchsorted(history.days, days)
    has_bar = history.days[np.minimum(found, len(history) - 1)] == days
    rows = found[has_bar]

    def laid(values: Floats) -> Floats:
        out = np.full(len(days), np.nan)
        out[has_bar] = values[rows]
        return out

    return Window(
        days=days,
        open=laid(history.open),
        high=laid(history.high),
        low=laid(history.low),
        close=laid(history.close),
        volume=laid(history.volume),
        marked=marked - first,
    )


def _ratio(value: float, base: float) -> float | None:
    return None if np.isnan(value) or np.isnan(base) else float(value / base - 1)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
