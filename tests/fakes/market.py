"""A market held in memory that counts what it is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from bot.domain.errors import NoSuchSymbol, OutOfRange, ProviderError
from bot.domain.instruments import Instrument, Symbol
from bot.domain.ports import Health
from bot.domain.prices import PriceHistory, ShareCount, Span


class FakeMarketData:
    """Answers from `histories`; raises `trouble` instead when that is set, or for one symbol what `troubles` holds.

    `asked`, `counts_asked` and `searched` record every call. While `gate` is set to an Event that is not set,
    calls wait for it, except the next `free` ones: `waiting` says how many do, `begun` is set when one starts.
    """

    def __init__(
        self,
        histories: Iterable[PriceHistory] = (),
        *,
        counts: Mapping[str, tuple[ShareCount, ...]] | None = None,
        found: tuple[Instrument, ...] = (),
        trouble: ProviderError | None = None,
        source: str = "yahoo",
    ) -> None:
        self.histories = {history.symbol: history for history in histories}
        self.counts = dict(counts or {})
        self.found = found
        self.trouble = trouble
        self.troubles: dict[str, ProviderError] = {}
        self.source = source
        self.asked: list[tuple[Symbol, Span]] = []
        self.counts_asked: list[Symbol] = []
        self.searched: list[str] = []
        self.gate: asyncio.Event | None = None
        self.begun = asyncio.Event()
        self.waiting = 0
        self.free = 0

    async def history(self, symbol: Symbol, span: Span) -> PriceHistory:
        """The bars from `span.first` on; `span.last` cuts nothing off."""
        self.asked.append((symbol, span))
        await self._pass(symbol)
        history = self.histories.get(symbol)
        if history is None:
            raise NoSuchSymbol(self.source, symbol)
        first = int(np.searchsorted(history.days, np.datetime64(span.first, "D")))
        if first == len(history) or (span.last is not None and history.days[first] > np.datetime64(span.last, "D")):
            raise OutOfRange(self.source, symbol)
        return replace(history.rows(first, len(history)), asked_from=span.first)

    async def share_counts(self, symbol: Symbol) -> tuple[ShareCount, ...]:
        """The counts given for the symbol, or none."""
        self.counts_asked.append(symbol)
        await self._pass(symbol)
        return self.counts.get(symbol, ())

    async def search(self, text: str) -> tuple[Instrument, ...]:
        """What was given as `found`, whatever the text."""
        self.searched.append(text)
        await self._pass()
        return self.found

    async def check(self) -> Health:
        """Well, unless there is trouble."""
        return Health(True, "health.ok") if self.trouble is None else Health(False, self.trouble.message)

    async def _pass(self, symbol: str = "") -> None:
        self.begun.set()
        if self.gate is not None and self.free:
            self.free -= 1
        elif self.gate is not None:
            self.waiting += 1
            try:
                await self.gate.wait()
            finally:
                self.waiting -= 1
        if trouble := self.troubles.get(symbol, self.trouble):
            raise trouble
