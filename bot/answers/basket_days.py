"""From the words of a date to the day that several exchanges are asked about, each in its own local dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.answers.ask import Ask
from bot.domain.dates import read_day
from bot.domain.errors import NoSuchSession
from bot.domain.instruments import Exchange, Instrument


@dataclass(frozen=True, slots=True)
class SharedDay:
    """The local date to measure; None: each market's latest session.

    `asked` is the date as typed when none of the exchanges traded on it and `day` is the last one on which one did.
    """

    day: date | None
    asked: date | None = None


async def require_shared_day(ask: Ask, instruments: Iterable[Instrument], when: str) -> SharedDay:
    """The day that `when` means. "Today" is today where most of the instruments trade.

    Raises:
        UnclearDate: the words cannot be read, or can be read in two ways.
        NoSuchSession: the date lies in the future everywhere.
    """
    if not when.strip():
        return SharedDay(None)
    exchanges = by_number([each.listing.exchange for each in instruments])
    now = ask.clock.now()
    day = read_day(when, ask.sessions.local_today(exchanges[0], now))
    today = max(ask.sessions.local_today(each, now) for each in exchanges)
    if day > today:
        raise NoSuchSession("error.future", day=day, today=today)
    before = date.min
    for exchange in exchanges:
        await ask.sessions.prepare(exchange)
        before = max(before, ask.sessions.session_at_or_before(exchange, day))
        if before == day:
            return SharedDay(day)
    return SharedDay(before, asked=day)


def by_number(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """Each exchange once, the most frequent first."""
    return [exchange for exchange, _ in Counter(exchanges).most_common()]
