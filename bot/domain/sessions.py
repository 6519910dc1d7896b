"""Trading sessions: which days an exchange trades, when it closes, and what it is doing now.

A session is named by the exchange's local date. A lunch break belongs to its session, which stays open until the
day's close. Coins (`24/7`) trade whole UTC days; currencies (`24/5`) trade whole weekdays of London, because that is
where the vendor cuts their daily bars (not at 17:00 in New York). Both follow from the exchange's time zone.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bot.domain.calendars import Moments, TradingCalendar, build_calendar, to_utc
from bot.domain.instruments import Exchange
from bot.domain.prices import Days

NO_GRACE = timedelta(0)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SessionState:
    """What an exchange is doing at a moment; all times are UTC.

    `session` is the running session when `is_open`, else the last one that has closed. `closes_early` says that
    `session` ends, or ended, before the usual time.
    """

    is_open: bool
    session: date
    opens_at: datetime
    closes_at: datetime
    closes_early: bool
    next_session: date
    next_opens_at: datetime


class Sessions:
    """The sessions of every exchange, from 1900 to 2049; days outside raise ValueError.

    Await `prepare` before the first look-up of an exchange: it builds the calendar off the event loop and costs
    nothing afterwards. A look-up without it is right as well, but blocks while the calendar is built, and the log
    says so. Where `reliable` is False the sessions are mere weekdays.
    """

    def __init__(self) -> None:
        self._calendars: dict[str, TradingCalendar] = {}
        self._building = asyncio.Lock()

    async def prepare(self, exchange: Exchange) -> None:
        """Have the exchange's whole calendar at hand; at most one is built at a time."""
        if exchange.calendar in self._calendars:
            return
        async with self._building:
            if exchange.calendar not in self._calendars:
                self._calendars[exchange.calendar] = await asyncio.to_thread(build_calendar, exchange)

    def local_today(self, exchange: Exchange, now: datetime) -> date:
        """The date at the exchange; needs no calendar."""
        return now.astimezone(ZoneInfo(exchange.timezone)).date()

    def session_state(self, exchange: Exchange, now: datetime) -> SessionState:
        """Whether the exchange is open, in or after which session, and what comes next."""
        calendar = self._of(exchange)
        row = _last(calendar.opens, now)
        closes_at = to_utc(calendar.closes[row])
        return SessionState(
            is_open=now < closes_at,
            session=calendar.days[row].item(),
            opens_at=to_utc(calendar.opens[row]),
            closes_at=closes_at,
            closes_early=bool(calendar.early[row]),
            next_session=calendar.days[row + 1].item(),
            next_opens_at=to_utc(calendar.opens[row + 1]),
        )

    def is_open(self, exchange: Exchange, now: datetime) -> bool:
        """Whether a session is running: from its open, included, to its close, left out."""
        return self.session_state(exchange, now).is_open

    def latest_session(self, exchange: Exchange, now: datetime) -> date:
        """The running session, or the last one that has closed."""
        calendar = self._of(exchange)
        return calendar.days[_last(calendar.opens, now)].item()

    def last_closed(self, exchange: Exchange, at: datetime, grace: timedelta = NO_GRACE) -> date:
        """The last session whose close lies at least `grace` before `at`."""
        calendar = self._of(exchange)
        return calendar.days[_last(calendar.closes, at - grace)].item()

    def is_session(self, exchange: Exchange, day: date) -> bool:
        """Whether the exchange trades on that local date."""
        return self._of(exchange).row_of(day) is not None

    def previous_session(self, exchange: Exchange, day: date) -> date:
        """The last session strictly before `day`, whether or not that is one itself."""
        calendar = self._of(exchange)
        return _day(calendar, calendar.row_from(day) - 1)

    def next_session(self, exchange: Exchange, day: date) -> date:
        """The first session strictly after `day`, whether or not that is one itself."""
        calendar = self._of(exchange)
        return _day(calendar, calendar.row_from(day + timedelta(days=1)))

    def session_at_or_before(self, exchange: Exchange, day: date) -> date:
        """`day` itself when it is a session, else the one before it."""
        return day if self.is_session(exchange, day) else self.previous_session(exchange, day)

    def between(self, exchange: Exchange, first: date, last: date) -> Days:
        """The session dates from `first` to `last`, both included (datetime64[D], ascending; a read-only view)."""
        calendar = self._of(exchange)
        return calendar.days[calendar.row_from(first) : calendar.row_from(last + timedelta(days=1))]

    def open_of(self, exchange: Exchange, day: date) -> datetime:
        """When the session of `day` opens, in UTC.

        Raises:
            ValueError: `day` is no session.
        """
        calendar = self._of(exchange)
        return to_utc(calendar.opens[_require_row(calendar, exchange, day)])

    def close_of(self, exchange: Exchange, day: date) -> datetime:
        """When the session of `day` closes, in UTC.

        Raises:
            ValueError: `day` is no session.
        """
        calendar = self._of(exchange)
        return to_utc(calendar.closes[_require_row(calendar, exchange, day)])

    def closes_early(self, exchange: Exchange, day: date) -> bool:
        """Whether the session of `day` closes before the usual time; False when it is no session."""
        calendar = self._of(exchange)
        row = calendar.row_of(day)
        return row is not None and bool(calendar.early[row])

    def reliable(self, exchange: Exchange, day: date) -> bool:
        """Whether holidays around `day` are known; where not, weekdays are taken for sessions and the log says so."""
        calendar = self._of(exchange)
        known = calendar.known_from <= day <= calendar.known_to
        if not known:
            _log.warning("calendar %s does not know %s, weekdays stand in", exchange.calendar, day)
        return known

    def _of(self, exchange: Exchange) -> TradingCalendar:
        calendar = self._calendars.get(exchange.calendar)
        if calendar is None:
            _log.warning("calendar %s was not prepared: building it blocks", exchange.calendar)
            calendar = self._calendars[exchange.calendar] = build_calendar(exchange)
        return calendar


def _last(moments: Moments, at: datetime) -> int:
    """The row of the last moment at or before `at`."""
    second = np.datetime64(int(at.timestamp() // 1), "s")
    row = int(np.searchsorted(moments, second, side="right")) - 1
    if not 0 <= row < len(moments) - 1:
        raise ValueError(f"{at} lies outside the calendars")
    return row


def _require_row(calendar: TradingCalendar, exchange: Exchange, day: date) -> int:
    row = calendar.row_of(day)
    if row is None:
        raise ValueError(f"{day} is no session of {exchange.code}")
    return row


def _day(calendar: TradingCalendar, row: int) -> date:
    if not 0 <= row < len(calendar.days):
        raise ValueError("a day outside the calendars")
    return calendar.days[row].item()
