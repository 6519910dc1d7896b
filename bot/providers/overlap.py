"""Whether a kept history and a newer one tell the same story where they overlap, and how they are joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

import numpy as np

from bot.domain.prices import Dividend, Floats, PriceHistory, Split

TOLERANCE = 5e-6
"""Relative difference that is only noise: Yahoo computes in 32 bits; a cent is 1e-5 of 1,000."""

Event = TypeVar("Event", Split, Dividend)


def agree(kept: PriceHistory, newer: PriceHistory) -> bool:
    """Whether a newer history has the sessions and prices of a kept one of final bars, on the days both speak of.

    Where they speak of none, nothing is proved and the answer is no. A split rescales every price, a dividend every
    adjusted close, a correction changes one bar. Volumes are left out, because they settle for days.
    """
    if len(kept) == 0 or len(newer) == 0 or kept.currency != newer.currency:
        return False
    first, last = max(kept.first_day, newer.first_day), kept.last_day
    ours, theirs = _between(kept, first, last), _between(newer, first, last)
    if len(ours) == 0 or not np.array_equal(ours.days, theirs.days):
        return False
    return (
        _close(ours.open, theirs.open)
        and _close(ours.high, theirs.high)
        and _close(ours.low, theirs.low)
        and _close(ours.close, theirs.close)
        and _close(ours.adjusted, theirs.adjusted)
    )


def join(kept: PriceHistory, newer: PriceHistory) -> PriceHistory:
    """The kept bars before the newer history's first day, and everything of the newer one."""
    rows = int(np.searchsorted(kept.days, np.datetime64(newer.first_day, "D")))

    def column(old: Floats, new: Floats) -> Floats:
        joined = np.concatenate((old[:rows], new))
        joined.setflags(write=False)
        return joined

    days = np.concatenate((kept.days[:rows], newer.days))
    days.setflags(write=False)
    return replace(
        newer,
        days=days,
        open=column(kept.open, newer.open),
        high=column(kept.high, newer.high),
        low=column(kept.low, newer.low),
        close=column(kept.close, newer.close),
        adjusted=column(kept.adjusted, newer.adjusted),
        volume=column(kept.volume, newer.volume),
        asked_from=kept.asked_from,
        first_trade=newer.first_trade or kept.first_trade,
        splits=_events(kept.splits, newer.splits, newer.first_day),
        dividends=_events(kept.dividends, newer.dividends, newer.first_day),
        version=kept.version,
    )


def _close(ours: Floats, theirs: Floats) -> bool:
    return bool(np.allclose(ours, theirs, rtol=TOLERANCE, atol=0.0, equal_nan=True))


def _between(history: PriceHistory, first: date, last: date) -> PriceHistory:
    start = np.searchsorted(history.days, np.datetime64(first, "D"))
    stop = np.searchsorted(history.days, np.datetime64(last, "D"), side="right")
    return history.rows(int(start), int(stop))


def _events(kept: tuple[Event, ...], newer: tuple[Event, ...], first: date) -> tuple[Event, ...]:
    """Kept events before `first` and the newer ones after them; a source may tell older events again."""
    old = tuple(event for event in kept if event.day < first)
    return old + tuple(event for event in newer if event.day >= first)
