"""From the words of a date to a session of one exchange."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.answers.ask import Ask
from bot.domain.dates import read_day
from bot.domain.errors import NoSuchSession
from bot.domain.instruments import Exchange, Instrument
from bot.domain.prices import Days, PriceHistory


@dataclass(frozen=True, slots=True)
class AskedDay:
    """The session a question is about.

    `asked` is the date as typed when that was no session of the exchange and `session` is the one before it;
    `latest` says that no date was typed.
    """

    session: date
    asked: date | None = None
    latest: bool = False


async def require_day(ask: Ask, instrument: Instrument, when: str) -> AskedDay:
    """The session that `when` means on the instrument's exchange, in its local dates; none typed is the latest.

    Raises:
        UnclearDate: the words cannot be read, or can be read in two ways.
        NoSuchSession: the date lies in the future.
    """
    exchange = instrument.listing.exchange
    now = ask.clock.now()
    today = ask.sessions.local_today(exchange, now)
    await ask.sessions.prepare(exchange)
    if not when.strip():
        return AskedDay(ask.sessions.latest_session(exchange, now), latest=True)
    day = read_day(when, today)
    if day > today:
        raise NoSuchSession("error.future", day=day, today=today)
    session = ask.sessions.session_at_or_before(exchange, day)
    return AskedDay(session, asked=day if day != session else None)


def require_bar(ask: Ask, instrument: Instrument, history: PriceHistory, day: AskedDay) -> date:
    """The session to measure: the one asked for, or the last one the source has when none was named.

    Raises:
        NoSuchSession: it has not begun, lies before the first bar, is the first bar, or its bar is missing.
    """
    exchange = instrument.listing.exchange
    row = history.at(day.session)
    if row is None and (day.latest or not ask.sessions.reliable(exchange, day.session)):
        row = int(np.searchsorted(history.days, np.datetime64(day.session, "D"), side="right")) - 1
    if row is None or row < 0:
        raise _absent(ask, instrument, history, day.session)
    session = history.days[row].item()
    if row == 0:
        raise NoSuchSession("error.first-session", name=instrument, day=session)
    return session


async def sessions_around(ask: Ask, exchange: Exchange, history: PriceHistory, session: date) -> Days:
    """The same as `known_sessions`, with the calendar built first where that is still to do."""
    await ask.sessions.prepare(exchange)
    return known_sessions(ask, exchange, history, session)


def known_sessions(ask: Ask, exchange: Exchange, history: PriceHistory, day: date) -> Days:
    """The calendar's sessions that span the bars and `day`; where no calendar is reliable, the bars' own and `day`."""
    if not ask.sessions.reliable(exchange, day):
        return np.union1d(history.days, np.datetime64(day, "D"))
    return ask.sessions.between(exchange, min(history.first_day, day), max(history.last_day, day))


def _absent(ask: Ask, instrument: Instrument, history: PriceHistory, session: date) -> NoSuchSession:
    exchange = instrument.listing.exchange
    if session < history.first_day:
        return NoSuchSession("error.before-first", name=instrument, day=session, first=history.first_day)
    state = ask.sessions.session_state(exchange, ask.clock.now())
    if session == state.next_session:
        return NoSuchSession("error.not-open", day=session, exchange=exchange, opens=state.next_opens_at)
    after = int(np.searchsorted(history.days, np.datetime64(session, "D")))
    if after >= len(history):
        return NoSuchSession("error.no-bar-yet", name=instrument, day=session, last=history.last_day)
    before, following = history.days[after - 1].item(), history.days[after].item()
    return NoSuchSession("error.no-bar", name=instrument, day=session, before=before, after=following)
