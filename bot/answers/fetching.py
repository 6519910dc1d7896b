"""The bars and share counts of many instruments, fetched side by side for one answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answers.ask import Ask
from bot.answers.counts import COUNTS_PATIENCE, has_shares, or_catalogued, share_counts
from bot.answers.instruments import as_quoted
from bot.answers.spans import span_around
from bot.domain.errors import NoData, ProviderError
from bot.domain.instruments import Instrument, Symbol
from bot.domain.prices import PriceHistory, ShareCount
from bot.domain.sectors import Absence, AbsentMember

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An instrument with its bars and the session asked for."""

    instrument: Instrument
    history: PriceHistory
    session: date


class Fetching:
    """One answer's requests; as many are under way at once as the market data itself allows.

    The answer's progress counts prices and share counts. A share count is asked for once its prices are there, so
    that it queues behind everybody's prices, which alone are indispensable.
    """

    def __init__(self, ask: Ask, day: date | None) -> None:
        self._ask = ask
        self._day = day
        self._done = self._total = 0
        self._counts: dict[Symbol, asyncio.Task[tuple[ShareCount, ...] | None]] = {}
        self.troubles: dict[Symbol, ProviderError] = {}

    async def fetch_all(self, instruments: Sequence[Instrument]) -> list[Fetched | AbsentMember]:
        """Each instrument's bars, or why there are none, in the same order."""
        self._total = sum(map(_parts, instruments))
        fetching = [asyncio.create_task(self._fetch(each)) for each in instruments]
        try:
            return [await each for each in fetching]
        finally:
            for task in fetching:
                task.cancel()

    async def settle_counts(self) -> int:
        """Wait for share counts as long as they keep coming, and say how many live ones are missing.

        One may be too slow to wait for, but two hundred may take their time.
        """
        pending = set(self._counts.values())
        while pending:
            done, pending = await asyncio.wait(pending, timeout=COUNTS_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                break
        return sum(not each.done() or each.result() is None for each in self._counts.values())

    def counts_of(self, instrument: Instrument) -> tuple[ShareCount, ...]:
        """The share counts that came, or the catalogue's."""
        task = self._counts.get(instrument.symbol)
        known = task.result() if task and task.done() and not task.cancelled() else None
        return or_catalogued(self._ask, instrument, known)

    def close(self) -> None:
        """Give up what has not come."""
        for task in self._counts.values():
            task.cancel()

    async def _fetch(self, instrument: Instrument) -> Fetched | AbsentMember:
        exchange = instrument.listing.exchange
        await self._ask.sessions.prepare(exchange)
        session = self._session(instrument)
        if isinstance(session, Absence):
            self._arrived(_parts(instrument))
            return AbsentMember(instrument, session)
        try:
            span = span_around(self._ask, exchange, session, latest=self._day is None)
            history = await self._ask.market.history(instrument.symbol, span)
        except ProviderError as error:
            log.debug("no bars of %s: %s", instrument.symbol, error)
            self.troubles[instrument.symbol] = error
            self._arrived(_parts(instrument))
            return _troubled(instrument, error)
        self._arrived()
        if has_shares(instrument):
            counts = asyncio.create_task(share_counts(self._ask, instrument))
            counts.add_done_callback(lambda task: None if task.cancelled() else self._arrived())
            self._counts[instrument.symbol] = counts
        return Fetched(as_quoted(instrument, history), history, session)

    def _session(self, instrument: Instrument) -> date | Absence:
        """The session to measure, or why there is none to ask for."""
        exchange, sessions = instrument.listing.exchange, self._ask.sessions
        latest = sessions.latest_session(exchange, self._ask.clock.now())
        if self._day is None:
            return latest
        if not sessions.is_session(exchange, self._day):
            return Absence.CLOSED
        return self._day if self._day <= latest else Absence.NOT_OPEN

    def _arrived(self, parts: int = 1) -> None:
        self._done += parts
        self._ask.progress(self._done, self._total)


def _parts(instrument: Instrument) -> int:
    return 2 if has_shares(instrument) else 1


def _troubled(instrument: Instrument, error: ProviderError) -> AbsentMember:
    """The live source's trouble says more than that of what was to stand in for it."""
    cause = error.troubles[0] if isinstance(error, NoData) and error.troubles else error
    return AbsentMember(instrument, Absence.TROUBLE, cause.message, cause.source)
