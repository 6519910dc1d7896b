"""Market data fetched once and kept: in memory, in a store, and shared by those who ask at the same time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from bot.domain.errors import Malformed, NoSuchSymbol, OutOfRange, ProviderError, RateLimited, Unreachable
from bot.domain.instruments import Exchange, Instrument, Symbol
from bot.domain.ports import BarStore, Clock, Health, MarketData
from bot.domain.prices import PriceHistory, ShareCount, Source, Span
from bot.domain.sessions import Sessions
from bot.providers.flights import Flights
from bot.providers.freshness import Kept, keep, restore
from bot.providers.memory import Recent
from bot.providers.overlap import agree, join
from bot.providers.remembered import Remembered

HISTORIES = 512
SHARE_COUNTS = 2_048
UNKNOWN = 4_096
SEARCHES = 2_048
OVERLAP = 5
"""Final sessions asked for again with every tail, to see whether they are still the same."""
COUNTS_LIFE = timedelta(days=1)
UNKNOWN_LIFE = timedelta(hours=1)
FOUND_LIFE = timedelta(hours=1)

Outage = (Unreachable, RateLimited, Malformed)
"""What the last good bars may stand in for. That a symbol does not exist is an answer, not an outage."""

ExchangeOf = Callable[[str], Exchange]
"""The exchange of a code; raises KeyError where it is not known, as `Catalog.exchange` does."""

_log = logging.getLogger(__name__)


class Cached:
    """A MarketData over another one that is live.

    Final bars are fetched once. When a session has closed since, only the tail is asked for; when the bars kept
    before it have changed, the whole history is replaced under the next version. Provisional bars live for a
    minute and are never stored. While the source fails, the last good bars answer, and their origin names the trouble.

    `source` is whose bars these are: kept ones of another source are not used. The sessions of the exchange that
    `exchange_of` finds decide what is final.
    """

    def __init__(
        self,
        inner: MarketData,
        store: BarStore,
        sessions: Sessions,
        clock: Clock,
        exchange_of: ExchangeOf,
        *,
        source: Source = Source.YAHOO,
    ) -> None:
        if source is Source.SAMPLE:
            raise ValueError("the sample is never kept or mixed into a live history")
        self._inner = inner
        self._store = store
        self._sessions = sessions
        self._clock = clock
        self._exchange_of = exchange_of
        self._source = source
        self._kept: Recent[Symbol, Kept] = Recent(HISTORIES)
        self._unknown: Recent[Symbol, datetime] = Recent(UNKNOWN)
        self._renewals: Flights[Symbol, Kept] = Flights()
        self._counts: Remembered[Symbol, tuple[ShareCount, ...]] = Remembered(SHARE_COUNTS, COUNTS_LIFE, clock)
        self._found: Remembered[str, tuple[Instrument, ...]] = Remembered(SEARCHES, FOUND_LIFE, clock)

    async def history(self, symbol: Symbol, span: Span) -> PriceHistory:
        """All kept bars, which include at least `span` as far as the source has them.

        Raises:
            NoSuchSymbol, RateLimited, Unreachable, Malformed, OutOfRange, NoData: of the source, when no kept bars
                can stand in.
            ValueError: the source's bars are not of the source this was made for.
        """
        asked_at = self._clock.now()
        kept = self._kept.get(symbol)
        # A flight shared may have been begun for other dates; one's own always serves.
        while kept is None or not kept.serves(span, asked_at):
            self._require_known(symbol)
            try:
                kept = await self._renewals.share(symbol, partial(self._renew, symbol, span))
            except Outage as error:
                last_good = self._kept.get(symbol)
                if last_good is None or not last_good.stands_in(span):
                    raise
                _log.info("%s: kept bars stand in, %s", symbol, error)
                return _troubled(last_good.history, error)
        return self._require_bars(symbol, kept.at(asked_at))

    async def share_counts(self, symbol: Symbol) -> tuple[ShareCount, ...]:
        """The source's counts, at most a day old, or older ones while it fails.

        Raises:
            NoSuchSymbol: the source was asked for its bars and does not know it.
            RateLimited, Unreachable, Malformed: of the source, when it never told any counts.
        """
        known = self._counts.fresh(symbol)
        if known is not None:
            return known
        self._require_known(symbol)
        try:
            return await self._counts.fetch(symbol, partial(self._count, symbol))
        except Outage:
            last_good = self._counts.last(symbol)
            if last_good is None:
                raise
            return last_good

    async def search(self, text: str) -> tuple[Instrument, ...]:
        """What the source finds, or found within the last hour, be it nothing."""
        words = " ".join(text.casefold().split())
        known = self._found.fresh(words)
        return known if known is not None else await self._found.fetch(words, partial(self._inner.search, text))

    async def check(self) -> Health:
        """The source's health."""
        return await self._inner.check()

    async def close(self) -> None:
        """Cancel all fetches and wait until they have ended."""
        await self._renewals.close()
        await self._counts.close()
        await self._found.close()

    async def _count(self, symbol: Symbol) -> tuple[ShareCount, ...]:
        try:
            return await self._inner.share_counts(symbol)
        # Whether a symbol exists is for its bars to say: a source may know those and no counts.
        except NoSuchSymbol:
            return ()

    async def _renew(self, symbol: Symbol, span: Span) -> Kept:
        """What serves `span`, from the store or the source; it is then in memory, whatever happens next."""
        now = self._clock.now()
        kept = self._kept.get(symbol) or await self._load(symbol, now)
        if kept is not None and kept.serves(span, now):
            return kept
        try:
            fetched = await self._fetch(symbol, span, kept)
        except NoSuchSymbol:
            self._unknown.put(symbol, self._clock.now() + UNKNOWN_LIFE)
            raise
        renewed = keep(fetched, await self._exchange(fetched), now, self._sessions)
        self._kept.put(symbol, renewed)
        if len(renewed.final) and (kept is None or _says_more(renewed.final, kept.final)):
            await self._store.save(renewed.final)
        return renewed

    async def _load(self, symbol: Symbol, now: datetime) -> Kept | None:
        final = await self._store.load(symbol)
        if final is None or len(final) == 0 or final.origin.source is not self._source:
            return None
        kept = restore(final, await self._exchange(final), now, self._sessions)
        self._kept.put(symbol, kept)
        return kept

    async def _fetch(self, symbol: Symbol, span: Span, kept: Kept | None) -> PriceHistory:
        if kept is None or len(kept.final) == 0:
            return await self._fetch_whole(symbol, span.first)
        final = kept.final
        if kept.reaches_back_to(span.first):
            tail = await self._fetch_tail(symbol, final.days[-OVERLAP:][0].item())
            if tail is not None and agree(final, tail):
                return join(final, tail)
            _log.info("%s: the kept bars have changed, fetching the whole history", symbol)
        whole = await self._fetch_whole(symbol, min(span.first, final.asked_from))
        return replace(whole, version=final.version if agree(final, whole) else final.version + 1)

    async def _fetch_whole(self, symbol: Symbol, first: date) -> PriceHistory:
        """The history from the beginning of a year, so that somewhat earlier dates need no other fetch."""
        first = first.replace(month=1, day=1)
        history = self._require_own(await self._inner.history(symbol, Span(first)))
        return replace(history, asked_from=min(first, history.asked_from))

    async def _fetch_tail(self, symbol: Symbol, first: date) -> PriceHistory | None:
        """The bars from `first` on; None where the source no longer has any."""
        try:
            return self._require_own(await self._inner.history(symbol, Span(first)))
        except OutOfRange:
            return None

    async def _exchange(self, history: PriceHistory) -> Exchange:
        try:
            exchange = self._exchange_of(history.exchange)
        except KeyError:
            exchange = _weekdays(history)
        await self._sessions.prepare(exchange)
        return exchange

    def _require_own(self, history: PriceHistory) -> PriceHistory:
        if history.origin.source is not self._source:
            raise ValueError(f"{history.symbol}: bars of {history.origin.source} where {self._source} was expected")
        return history

    def _require_bars(self, symbol: Symbol, history: PriceHistory) -> PriceHistory:
        if len(history) == 0:
            raise OutOfRange(self._source, symbol)
        return history

    def _require_known(self, symbol: Symbol) -> None:
        forgotten_at = self._unknown.get(symbol)
        if forgotten_at is not None and self._clock.now() < forgotten_at:
            raise NoSuchSymbol(self._source, symbol)


def _weekdays(history: PriceHistory) -> Exchange:
    """Stands in for an exchange we do not know: whole weekdays, which end later than any session in them."""
    calendar = f"weekdays of {history.timezone}"  # a name that no calendar has; one for each time zone
    return Exchange(history.exchange, history.exchange, "", history.timezone, calendar, history.currency)


def _says_more(newer: PriceHistory, older: PriceHistory) -> bool:
    """Whether a stored history should be replaced: not for a mere second look at the same bars."""
    return (newer.version, newer.asked_from, len(newer)) != (older.version, older.asked_from, len(older))


def _troubled(history: PriceHistory, error: ProviderError) -> PriceHistory:
    return replace(history, origin=replace(history.origin, trouble=error.message))
