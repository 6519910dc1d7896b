"""The trading calendar of one exchange as plain arrays, so that a look-up costs microseconds.

exchange_calendars knows the holidays, early closes and hours; it loads pandas and takes some 0.1 s a calendar
(South Korea's 1.2 s), which is why it is imported late, asked once, and only arrays are kept. Where it knows
nothing, weekdays stand in and `known_from` and `known_to` say so.
"""

# Neither pandas nor exchange_calendars carries full types; `Any` stops at the arrays of TradingCalendar.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from bot.domain.instruments import Exchange
from bot.domain.prices import Days

Moments = NDArray[np.datetime64]
Flags = NDArray[np.bool_]

FIRST, LAST = date(1900, 1, 1), date(2049, 12, 31)
"""What every calendar spans; the library's own lunar tables end with the year 2049."""

# pandas applies yearly holidays from 1970 on only, and so do the library's calendars. New York's alone has rules and
# one-off closures for the years before; with its yearly holidays added it agrees with every S&P 500 bar since 1928.
RULES_FROM = date(1970, 1, 1)
CHECKED_FROM = {"XNYS": date(1928, 1, 1)}

ROUND_THE_CLOCK = {"24/7": "1111111", "24/5": "1111100"}

_log = logging.getLogger(__name__)


class Hours(NamedTuple):
    """When a session opens and closes, as wall time since the midnight that begins its local date."""

    opens: timedelta
    closes: timedelta


WHOLE_DAY = Hours(timedelta(0), timedelta(days=1))


@dataclass(frozen=True, slots=True, eq=False)
class TradingCalendar:
    """Sessions from FIRST to LAST, one row each, oldest first.

    `days` are local session dates (datetime64[D]); `opens` and `closes` are UTC (datetime64[s]); `early` marks
    sessions that close before their usual time. Outside `known_from` to `known_to` the rows are mere weekdays.
    """

    days: Days
    opens: Moments
    closes: Moments
    early: Flags
    known_from: date
    known_to: date

    def __post_init__(self) -> None:
        # Look-ups hand out views of them.
        for each in (self.days, self.opens, self.closes, self.early):
            each.setflags(write=False)

    def row_of(self, day: date) -> int | None:
        """The row of `day`, or None when it is no session."""
        row = self.row_from(day)
        return row if row < len(self.days) and self.days[row] == np.datetime64(day, "D") else None

    def row_from(self, day: date) -> int:
        """The row of the first session on or after `day`; the number of rows when there is none."""
        return int(np.searchsorted(self.days, np.datetime64(day, "D")))


def build_calendar(exchange: Exchange) -> TradingCalendar:
    """The calendar of an exchange; blocking, 0.01 to 1.2 s.

    `24/7` and `24/5` trade whole days of the exchange's own time zone, every day or on weekdays. A calendar that
    the library lacks or fails to build becomes whole weekdays, none of them known; the log says why.
    """
    zone = ZoneInfo(exchange.timezone)
    if exchange.calendar in ROUND_THE_CLOCK:
        always = _weekdays(FIRST, LAST, zone, WHOLE_DAY, ROUND_THE_CLOCK[exchange.calendar])
        return TradingCalendar(*always, np.zeros(len(always.days), np.bool_), FIRST, LAST)
    try:
        return _extend(_load(exchange.calendar), zone)
    except Warning:
        raise
    # Whatever a foreign calendar fails with, weekdays are a better answer than none.
    except Exception as problem:
        _log.warning("no calendar %s, weekdays stand in: %.200r", exchange.calendar, problem)
        plain = _weekdays(FIRST, LAST, zone, WHOLE_DAY)
        return TradingCalendar(*plain, np.zeros(len(plain.days), np.bool_), date.max, date.min)


class _Rows(NamedTuple):
    days: Days
    opens: Moments
    closes: Moments


def _load(name: str) -> TradingCalendar:
    """What exchange_calendars knows for certain under a name, not yet extended by weekdays."""
    import pandas as pd
    from exchange_calendars import calendar_utils

    name = cast("str", calendar_utils.resolve_alias(name))
    # The public get_calendar() raises beyond a calendar's bounds and offers no way to ask for them first.
    factories = calendar_utils._default_calendar_factories  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    factory: Any = factories[name]
    first = max(factory.bound_min() or pd.Timestamp(FIRST), pd.Timestamp(CHECKED_FROM.get(name, RULES_FROM)))
    last = min(factory.bound_max() or pd.Timestamp(LAST), pd.Timestamp(LAST))
    source = factory(start=first, end=last)
    schedule: Any = source.schedule
    rules_from = pd.Timestamp(RULES_FROM)
    if first < rules_from:
        schedule = schedule[~schedule.index.isin(source.regular_holidays.holidays(first, rules_from))]
    return TradingCalendar(
        days=schedule.index.to_numpy().astype("datetime64[D]"),
        opens=schedule["open"].dt.tz_localize(None).to_numpy().astype("datetime64[s]"),
        closes=schedule["close"].dt.tz_localize(None).to_numpy().astype("datetime64[s]"),
        early=np.asarray(schedule.index.isin(source.early_closes), np.bool_),
        known_from=source.first_session.date(),
        known_to=source.last_session.date(),
    )


def _extend(known: TradingCalendar, zone: ZoneInfo) -> TradingCalendar:
    """Lay weekdays with the usual hours before and after what is known, so that it spans FIRST to LAST."""
    usual = np.flatnonzero(~known.early)
    one = timedelta(days=1)
    before = _weekdays(FIRST, known.known_from - one, zone, _hours(known, int(usual[0]), zone))
    after = _weekdays(known.known_to + one, LAST, zone, _hours(known, int(usual[-1]), zone))
    return TradingCalendar(
        days=np.concatenate([before.days, known.days, after.days]),
        opens=np.concatenate([before.opens, known.opens, after.opens]),
        closes=np.concatenate([before.closes, known.closes, after.closes]),
        early=np.concatenate([np.zeros(len(before.days), np.bool_), known.early, np.zeros(len(after.days), np.bool_)]),
        known_from=known.known_from,
        known_to=known.known_to,
    )


def _hours(calendar: TradingCalendar, row: int, zone: ZoneInfo) -> Hours:
    midnight = datetime.combine(calendar.days[row].item(), datetime.min.time())
    opens, closes = (
        to_utc(moment[row]).astimezone(zone).replace(tzinfo=None) for moment in (calendar.opens, calendar.closes)
    )
    return Hours(opens - midnight, closes - midnight)


def _weekdays(first: date, last: date, zone: ZoneInfo, hours: Hours, weekmask: str = "1111100") -> _Rows:
    """Sessions on all days of a weekmask (Monday first), with the same local hours each day."""
    import pandas as pd

    every = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    days = every[np.is_busday(every, weekmask=weekmask)]

    def moments(offset: timedelta) -> Moments:
        local = pd.DatetimeIndex(days.astype("datetime64[s]") + np.timedelta64(offset))
        utc = local.tz_localize(str(zone), ambiguous=np.ones(len(days), np.bool_), nonexistent="shift_forward")
        return utc.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[s]")

    return _Rows(days, moments(hours.opens), moments(hours.closes))


def to_utc(moment: np.datetime64) -> datetime:
    """A UTC datetime64 as an aware datetime."""
    return cast("datetime", moment.astype("datetime64[s]").item()).replace(tzinfo=ZoneInfo("UTC"))
