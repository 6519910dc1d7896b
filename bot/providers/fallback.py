"""The order of truth: live (with its last good bars), then the sample."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from bot.domain.errors import NoData, NoSuchSymbol, OutOfRange, ProviderError
from bot.domain.instruments import Instrument, Symbol
from bot.domain.ports import Health, MarketData
from bot.domain.prices import PriceHistory, ShareCount, Source, Span

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class Fallback:
    """A MarketData that asks `live`, and `sample` where that fails.

    The sample answers for explicit dates that it holds, never for the latest ones, and what it answers says so:
    its origin is `Source.SAMPLE`, with the live source's trouble. Where the live source knows for certain that a symbol
    does not exist, nobody else is asked.
    """

    def __init__(self, live: MarketData, sample: MarketData) -> None:
        self._live = live
        self._sample = sample

    async def history(self, symbol: Symbol, span: Span) -> PriceHistory:
        """Live bars, or those of the sample.

        Raises:
            NoSuchSymbol: says the live source.
            NoData: no source could answer; its `troubles` are in the order they were asked.
        """
        try:
            return await self._live.history(symbol, span)
        except NoSuchSymbol:
            raise
        except ProviderError as trouble:
            sampled = await self._second(symbol, trouble, lambda: self._sampled(symbol, span))
            return replace(sampled, origin=replace(sampled.origin, trouble=trouble.message))

    async def share_counts(self, symbol: Symbol) -> tuple[ShareCount, ...]:
        """Live counts, or those of the sample.

        Raises:
            NoSuchSymbol, NoData: as for `history`.
        """
        try:
            return await self._live.share_counts(symbol)
        except NoSuchSymbol:
            raise
        except ProviderError as trouble:
            return await self._second(symbol, trouble, lambda: self._sample.share_counts(symbol))

    async def search(self, text: str) -> tuple[Instrument, ...]:
        """What the live source finds, or the sample.

        Raises:
            ProviderError: the live source's trouble, when the sample finds nothing either: it knows too few names
                to say that there is none.
        """
        try:
            return await self._live.search(text)
        except ProviderError as trouble:
            found = await self._second(text, trouble, lambda: self._sample.search(text))
            if not found:
                raise
            return found

    async def check(self) -> Health:
        """The live source's health."""
        return await self._live.check()

    async def _sampled(self, symbol: Symbol, span: Span) -> PriceHistory:
        sampled = await self._sample.history(symbol, span)
        if span.last is None:
            raise OutOfRange(Source.SAMPLE, symbol, (sampled.first_day, sampled.last_day))
        session = span.session or span.last
        if sampled.at(session) is None:
            within = sampled.first_day < session < sampled.last_day
            raise OutOfRange(Source.SAMPLE, symbol, None if within else (sampled.first_day, sampled.last_day))
        return sampled

    async def _second(self, symbol: str, trouble: ProviderError, ask: Callable[[], Awaitable[Result]]) -> Result:
        """The sample's answer, when the live source is in trouble."""
        try:
            result = await ask()
        except ProviderError as other:
            raise NoData(symbol, (trouble, other)) from other
        _log.debug("%s: the sample answers, %s", symbol, trouble)
        return result
