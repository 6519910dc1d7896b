"""Market data from a folder of CSV files that an operator fills, behind the MarketData port."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from bot.domain.bars import CleanBars
from bot.domain.catalog import Catalog
from bot.domain.errors import Malformed, NoSuchSymbol, OutOfRange, ProviderError, Unreachable
from bot.domain.instruments import Instrument, Symbol
from bot.domain.ports import Clock, Health, MarketData
from bot.domain.prices import Dividend, Origin, PriceHistory, ShareCount, Source, Span, Split
from bot.providers.files.folder import Folder
from bot.providers.files.listings import Listings
from bot.providers.files.tables import BadFile

Result = TypeVar("Result")
Event = TypeVar("Event", Split, Dividend)

log = logging.getLogger(__name__)


class Files(MarketData):
    """A folder of daily bars, one CSV file a symbol (docs/market-data-folder.md).

    Bars are as of the file's own time of change, unless `as_of` says what moment the whole folder stands for.
    Every bar counts as final: whoever fills the folder writes a session's row after its close.
    """

    def __init__(
        self,
        folder: Path,
        *,
        source: Source,
        catalog: Catalog,
        clock: Clock,
        as_of: datetime | None = None,
    ) -> None:
        self._folder = Folder(folder)
        self._listings = Listings(self._folder, catalog)
        self._source = source
        self._clock = clock
        self._as_of = as_of

    async def history(self, symbol: Symbol, span: Span) -> PriceHistory:
        """All bars of the symbol's file, up to today at its exchange.

        Raises:
            NoSuchSymbol: the folder has no file for it.
            OutOfRange: the file has no bar within `span`, which has an end, or none at all.
            Malformed: a file cannot be read; the detail names it, the line and the fault.
            Unreachable: the folder or the file cannot be opened.
        """
        return await self._read(lambda: self._history(symbol, span))

    async def share_counts(self, symbol: Symbol) -> tuple[ShareCount, ...]:
        """The counts of shares.csv, oldest first.

        Raises:
            Malformed, Unreachable.
        """
        return await self._read(lambda: self._folder.share_counts(symbol))

    async def search(self, text: str) -> tuple[Instrument, ...]:
        """The instrument of the symbol `text`, else those of that name or alias, else those where it begins a word.

        Raises:
            Malformed, Unreachable.
        """
        return await self._read(lambda: self._listings.search(text))

    async def check(self) -> Health:
        """Whether the folder can be listed and holds any symbol; the detail is how many, or what is wrong."""
        try:
            symbols = len(await self._read(self._folder.stems))
        except ProviderError as error:
            return Health(ok=False, message="health.files.unreadable", detail=str(error.facts["detail"]))
        if not symbols:
            return Health(ok=False, message="health.files.empty")
        return Health(ok=True, message="health.files", detail=str(symbols))

    async def _read(self, read: Callable[[], Result]) -> Result:
        try:
            return await asyncio.to_thread(read)
        except BadFile as error:
            log.warning("%s: %s", self._source, error)
            raise Malformed(self._source, str(error)) from error
        except OSError as error:
            raise Unreachable(self._source, error.strerror or type(error).__name__) from error

    def _history(self, symbol: Symbol, span: Span) -> PriceHistory:
        instrument = self._listings.instrument(symbol)
        exchange = instrument.listing.exchange
        today = self._clock.now().astimezone(ZoneInfo(exchange.timezone)).date()
        found = self._folder.bars(symbol, today)
        if found is None:
            raise NoSuchSymbol(self._source, symbol)
        version, held = found
        bars = held.bars
        if len(bars) == 0:
            raise OutOfRange(self._source, symbol)
        if not _within(bars, span):
            raise OutOfRange(self._source, symbol, (bars.days[0].item(), bars.days[-1].item()))
        splits, dividends = self._folder.actions(symbol)
        return PriceHistory(
            symbol=symbol,
            currency=instrument.listing.currency,
            exchange=exchange.code,
            timezone=exchange.timezone,
            days=bars.days,
            open=bars.open,
            high=bars.high,
            low=bars.low,
            close=bars.close,
            adjusted=bars.adjusted,
            volume=bars.volume,
            origin=Origin(self._source, self._as_of or datetime.fromtimestamp(version.mtime_ns / 1e9, UTC)),
            asked_from=bars.days[0].item(),
            name=instrument.name,
            kind=instrument.kind,
            splits=_merged(held.splits, splits),
            dividends=_merged(held.dividends, dividends),
        )


def _within(bars: CleanBars, span: Span) -> bool:
    """Whether any bar lies in the span. One without an end asks for the latest bars, however old they are."""
    if span.last is None:
        return True
    first = bars.days.searchsorted(np.datetime64(span.first, "D"))
    last = bars.days.searchsorted(np.datetime64(span.last, "D"), side="right")
    return bool(last > first)


def _merged(of_bars: Iterable[Event], of_actions: Iterable[Event]) -> tuple[Event, ...]:
    """Both files' events, oldest first; where both name a day, actions.csv is believed."""
    by_day = {event.day: event for event in (*of_bars, *of_actions)}
    return tuple(by_day[day] for day in sorted(by_day))
