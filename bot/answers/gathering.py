"""The moves of many instruments: fetched side by side, measured each on its own session."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from bot.answers.ask import Ask
from bot.answers.counts import COUNTS_PATIENCE, has_shares, or_catalogued, share_counts
from bot.answers.days import known_sessions
from bot.answers.instruments import as_quoted
from bot.answers.rates import dollar_rates
from bot.answers.spans import span_around
from bot.domain.errors import NoData, ProviderError
from bot.domain.instruments import Instrument
from bot.domain.prices import PriceHistory, ShareCount
from bot.domain.rates import Rate, whole_currency
from bot.domain.sectors import Absence, AbsentMember, MemberMove, measure_member

Counts = asyncio.Task[tuple[ShareCount, ...] | None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The members' moves, and the members without one, each in the order asked for.

    `rates` are those used for their values, by currency; `unrated` are companies' currencies that none was found for.
    `late` says how many share counts did not come in time, or were lost to upstream trouble: the catalogue's stand in,
    where it has them.
    """

    members: tuple[MemberMove, ...]
    absent: tuple[AbsentMember, ...]
    rates: Mapping[str, Rate]
    unrated: tuple[str, ...] = ()
    late: int = 0


@dataclass(frozen=True, slots=True)
class _Fetched:
    """An instrument with its bars and the session asked for."""

    instrument: Instrument
    history: PriceHistory
    session: date


@dataclass(slots=True)
class _Work:
    """What is under way for one answer. Its parts are the prices and the share counts of each instrument."""

    ask: Ask
    day: date | None
    total: int
    done: int = 0
    counts: dict[str, Counts] = field(default_factory=dict[str, Counts])
    troubles: list[ProviderError] = field(default_factory=list[ProviderError])

    def arrived(self, parts: int = 1) -> None:
        self.done += parts
        self.ask.progress(self.done, self.total)

    async def fetch(self, instrument: Instrument) -> _Fetched | AbsentMember:
        """Bars first, and once they are there the share count, which therefore queues behind everybody's bars."""
        exchange = instrument.listing.exchange
        await self.ask.sessions.prepare(exchange)
        parts = _parts(instrument)
        session = _session(self.ask, instrument, self.day)
        if isinstance(session, Absence):
            self.arrived(parts)
            return AbsentMember(instrument, session)
        span = span_around(self.ask, exchange, session, latest=self.day is None)
        try:
            history = await self.ask.market.history(instrument.symbol, span)
        except ProviderError as error:
            log.info("no bars of %s: %s", instrument.symbol, error)
            self.troubles.append(error)
            self.arrived(parts)
            return _troubled(instrument, error)
        self.arrived()
        if has_shares(instrument):
            counts = self.counts[instrument.symbol] = asyncio.create_task(share_counts(self.ask, instrument))
            counts.add_done_callback(lambda _: self.arrived())
        return _Fetched(as_quoted(instrument, history), history, session)

    def close(self) -> None:
        for task in self.counts.values():
            task.cancel()


async def gather_moves(ask: Ask, instruments: Iterable[Instrument], day: date | None = None) -> Gathered:
    """How far each instrument moved on its exchange's session of a local date; None: on each market's latest one.

    As many requests go out at once as the market data itself allows. Trouble with one instrument concerns it alone.

    Raises:
        ProviderError: nothing could be had of any instrument whose exchange traded; the first one's error.
    """
    wanted = tuple(dict.fromkeys(instruments))
    work = _Work(ask, day, total=sum(map(_parts, wanted)))
    fetching = [asyncio.create_task(work.fetch(each)) for each in wanted]
    try:
        fetched = [await each for each in fetching]
        found = [each for each in fetched if isinstance(each, _Fetched)]
        if work.troubles and not found:
            raise work.troubles[0]
        days: Mapping[str, date] = _days(ask, found) if day is None else {}
        currencies = {whole_currency(each.history.currency)[0] for each in found if has_shares(each.instrument)}
        as_of = day or max((each.session for each in found), default=date.min)
        rates, _ = await asyncio.gather(dollar_rates(ask, currencies, as_of), _settle(work.counts.values()))
        late = sum(not each.done() or each.result() is None for each in work.counts.values())
        measured = [_measure(work, each, days, rates) if isinstance(each, _Fetched) else each for each in fetched]
    finally:
        for task in fetching:
            task.cancel()
        work.close()
    members = tuple(each for each in measured if isinstance(each, MemberMove))
    used = {whole_currency(each.instrument.listing.currency)[0] for each in members if each.value is not None}
    return Gathered(
        members=members,
        absent=tuple(each for each in measured if isinstance(each, AbsentMember)),
        rates={currency: rate for currency, rate in rates.items() if currency in used},
        unrated=tuple(sorted(currencies - rates.keys())),
        late=late,
    )


def _parts(instrument: Instrument) -> int:
    return 2 if has_shares(instrument) else 1


def _session(ask: Ask, instrument: Instrument, day: date | None) -> date | Absence:
    """The session to measure, or why there is none to ask for."""
    exchange = instrument.listing.exchange
    latest = ask.sessions.latest_session(exchange, ask.clock.now())
    if day is None:
        return latest
    if not ask.sessions.is_session(exchange, day):
        return Absence.CLOSED
    return day if day <= latest else Absence.NOT_OPEN


def _days(ask: Ask, found: Sequence[_Fetched]) -> Mapping[str, date]:
    """The newest session of which each calendar has any bar: a source may lag behind the exchange."""
    days: dict[str, date] = {}
    for each in found:
        row = int(np.searchsorted(each.history.days, np.datetime64(each.session, "D"), side="right")) - 1
        if row >= 0:
            calendar = each.instrument.listing.exchange.calendar
            days[calendar] = max(days.get(calendar, date.min), each.history.days[row].item())
    return days


async def _settle(counts: Iterable[Counts]) -> None:
    """Wait for share counts as long as they keep coming: one may be slow, but two hundred take their time."""
    pending = set(counts)
    while pending:
        done, pending = await asyncio.wait(pending, timeout=COUNTS_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not done:
            return


def _measure(
    work: _Work, fetched: _Fetched, days: Mapping[str, date], rates: Mapping[str, Rate]
) -> MemberMove | AbsentMember:
    instrument, history = fetched.instrument, fetched.history
    exchange = instrument.listing.exchange
    day = days.get(exchange.calendar, fetched.session)
    task = work.counts.get(instrument.symbol)
    counts = or_catalogued(work.ask, instrument, task.result() if task and task.done() else None)
    return measure_member(
        instrument=instrument,
        history=history,
        day=day,
        sessions=known_sessions(work.ask, exchange, history, day),
        counts=counts,
        rate=rates.get(whole_currency(history.currency)[0]),
    )


def _troubled(instrument: Instrument, error: ProviderError) -> AbsentMember:
    """The live source's trouble says more than that of what was to stand in for it."""
    cause = error.troubles[0] if isinstance(error, NoData) and error.troubles else error
    return AbsentMember(instrument, Absence.TROUBLE, cause.message, cause.source)
