"""Session dates from Yahoo's epoch seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from bot.domain.prices import Days

Seconds = NDArray[np.int64]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR, DAY = 3600, 86_400
STRETCH = 20 * DAY
"""Clocks are never changed and changed back within so few days."""


def local_days(stamps: Seconds, timezone: ZoneInfo, live: int | None = None) -> Days:
    """The exchange's local dates of daily bars stamped in epoch seconds.

    Yahoo stamps a bar with its session's opening, or with local midnight where trade never rests, and around a
    change of clocks misses midnight by an hour or two: a bar of 22:00 or 23:00 sharp belongs to the next day.
    `live` is the stamp of a last bar that is the moment of its price, to be taken as it is.
    """
    local = stamps + _offsets(stamps, timezone)
    of_day = local % DAY
    early = (of_day == 22 * HOUR) | (of_day == 23 * HOUR)
    if live is not None:
        early &= stamps != live
    return np.where(early, local + 2 * HOUR, local).astype("datetime64[s]").astype("datetime64[D]")


def _offsets(stamps: Seconds, timezone: ZoneInfo) -> Seconds:
    """Seconds ahead of UTC at each stamp.

    Asking the time zone once per stretch instead of once per stamp: only stretches that a change of clocks falls
    into are asked stamp by stamp.
    """
    if len(stamps) == 0:
        return stamps
    stretch = stamps // STRETCH
    first = int(stretch.min())
    edges = np.array([_offset(at * STRETCH, timezone) for at in range(first, int(stretch.max()) + 2)], dtype=np.int64)
    start, end = edges[stretch - first], edges[stretch - first + 1]
    for row in np.flatnonzero(start != end):
        start[row] = _offset(int(stamps[row]), timezone)
    return start


def _offset(stamp: int, timezone: ZoneInfo) -> int:
    offset = (EPOCH + timedelta(seconds=stamp)).astimezone(timezone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
