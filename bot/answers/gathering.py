"""The moves of many instruments, measured each on its own session."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_high

import numpy as np

from bot.answers.ask import Ask
from bot.answers.counts import has_shares
from bot.answers.days import known_sessions
from bot.answers.fetching import Fetched, Fetching
from bot.answers.rates import dollar_rates
from bot.domain.instruments import Instrument
from bot.domain.rates import Rate, whole_currency
from bot.domain.sectors import Absence, AbsentMember, MemberMove, measure_member

ABREAST_DAYS = timedelta(days=4)
"""How much further than another a market may lag behind its calendar: a weekend and a missing session."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The members' moves, and the members without one, each in the order asked for.

    `rates` are those used for their values, by currency; `unrated` are companies' currencies that none was found for.
    `late` says how many share counts did not come in time, or were lost to upstream trouble: the catalogue's stand in,
    where it has them. `beside` is the move of the index laid beside them.
    """

    members: tuple[MemberMove, ...]
    absent: tuple[AbsentMember, ...]
    rates: Mapping[str, Rate]
    unrated: tuple[str, ...] = ()
    late: int = 0
    beside: MemberMove | None = None


async def gather_moves(
    ask: Ask, instruments: Iterable[Instrument], day: date | None = None, beside: Instrument | None = None
) -> Gathered:
    """How far each instrument moved on its exchange's session of a local date; None: on each market's latest one.

    `beside` is an index that is none of them, fetched along with them. Trouble with one instrument concerns it alone.

    Raises:
        ProviderError: no prices could be had of any of them (but for those that did not trade); the first one's error.
            Where some did not trade and the others are not known to the source, that is told of each instead.
    """
    wanted = list(dict.fromkeys(instruments))
    fetching = Fetching(ask, day)
    try:
        fetched = await fetching.fetch_all([*wanted, beside] if beside else wanted)
        found = [each for each in fetched if isinstance(each, Fetched)]
        members = [each for each in found if each.instrument.symbol != (beside and beside.symbol)]
        if not members:
            _require_answer(fetching, fetched[: len(wanted)])
        days = {} if day else _newest_days(members)
        rates, late = await asyncio.gather(dollar_rates(ask, _rate_days(members, days)), fetching.settle_counts())
    finally:
        fetching.close()
    measure = _Measure(ask, fetching, rates, days)
    measured = [measure(each) if isinstance(each, Fetched) else each for each in fetched]
    aside = measured.pop() if beside else None
    moves = tuple(each for each in measured if isinstance(each, MemberMove))
    used = {whole_currency(each.instrument.listing.currency)[0] for each in moves if has_shares(each.instrument)}
    return Gathered(
        members=moves,
        absent=tuple(each for each in measured if isinstance(each, AbsentMember)),
        rates={currency: rate for currency, rate in rates.items() if currency in used},
        unrated=tuple(sorted(used - rates.keys())),
        late=late,
        beside=aside if isinstance(aside, MemberMove) else None,
    )


def _require_answer(fetching: Fetching, absent: Iterable[Fetched | AbsentMember]) -> None:
    """Raise what kept all prices away, unless that can be told of each member, as on a day when most did not trade."""
    reasons = [each for each in absent if isinstance(each, AbsentMember)]
    troubled = [each for each in reasons if each.absence is Absence.TROUBLE]
    if len(troubled) == len(reasons) or not all(each.priceless for each in troubled):
        raise fetching.troubles[troubled[0].instrument.symbol]


def _newest_days(members: Sequence[Fetched]) -> dict[str, date]:
    """The session to measure by calendar: the newest one of which half of its members have a bar.

    A source may lag behind the exchange, or with some of its symbols. But markets are not laid beside each other weeks
    apart: where one lags far more than another its latest session stays, and its members have no bar of it.
    """
    calendars: dict[str, list[Fetched]] = {}
    for each in members:
        calendars.setdefault(each.instrument.listing.exchange.calendar, []).append(each)
    newest = {calendar: median_high(map(_last_day, alike)) for calendar, alike in calendars.items()}
    latest = {calendar: alike[0].session for calendar, alike in calendars.items()}
    lags = {calendar: latest[calendar] - day for calendar, day in newest.items()}
    allowed = min(lags.values(), default=ABREAST_DAYS) + ABREAST_DAYS
    return {calendar: day if lags[calendar] <= allowed else latest[calendar] for calendar, day in newest.items()}


def _rate_days(members: Sequence[Fetched], days: Mapping[str, date]) -> dict[str, date]:
    """The day to convert each currency of the companies on: that of the newest session measured in it.

    Where no date was asked for, New York can be at Monday's session while Tokyo is at Tuesday's.
    """
    newest: dict[str, date] = {}
    for each in members:
        if has_shares(each.instrument):
            currency, _ = whole_currency(each.history.currency)
            session = days.get(each.instrument.listing.exchange.calendar, each.session)
            newest[currency] = max(newest.get(currency, session), session)
    return newest


def _last_day(fetched: Fetched) -> date:
    """The day of the last bar up to the session asked for; the first bar's where all are later."""
    history = fetched.history
    row = int(np.searchsorted(history.days, np.datetime64(fetched.session, "D"), side="right")) - 1
    return history.days[max(row, 0)].item()


@dataclass(frozen=True, slots=True)
class _Measure:
    """Measures what was fetched; `days` are the sessions to measure by calendar, where they were not asked for."""

    ask: Ask
    fetching: Fetching
    rates: Mapping[str, Rate]
    days: Mapping[str, date]

    def __call__(self, fetched: Fetched) -> MemberMove | AbsentMember:
        history, exchange = fetched.history, fetched.instrument.listing.exchange
        day = self.days.get(exchange.calendar, fetched.session)
        return measure_member(
            instrument=fetched.instrument,
            history=history,
            day=day,
            sessions=known_sessions(self.ask, exchange, history, day),
            counts=self.fetching.counts_of(fetched.instrument),
            rate=self.rates.get(whole_currency(history.currency)[0]),
        )
