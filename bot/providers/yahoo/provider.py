"""Yahoo as a MarketData."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.domain.errors import Malformed, Unreachable
from bot.domain.instruments import Exchange, Instrument, Symbol
from bot.domain.ports import Clock, Health, MarketData
from bot.domain.prices import PriceHistory, ShareCount, Span
from bot.providers.yahoo.breaker import Breaker
from bot.providers.yahoo.chart import ChartRequest, read_chart
from bot.providers.yahoo.documents import require_document
from bot.providers.yahoo.line import Line, Sleep
from bot.providers.yahoo.reachability import RECHECK_SECONDS
from bot.providers.yahoo.search import SEARCH_URL, read_search, search_params
from bot.providers.yahoo.session import YahooSession
from bot.providers.yahoo.shares import read_shares, shares_params, shares_url
from bot.providers.yahoo.ticker import read_ticker
from bot.providers.yahoo.transport import Transport, Wire

log = logging.getLogger(__name__)

LEAD = timedelta(days=10)
"""Asked for before a span, so that its first session has a previous close even after China's golden week."""


class Yahoo(MarketData):
    """Daily bars, share counts and names from Yahoo, for use in one event loop, as a context manager.

    `exchanges` goes from Yahoo's exchange codes (NMS, GER, CCC) to exchanges. yfinance keeps cookies and time
    zones in `cache_folder`. `recheck` seconds lie between looks at a network that is down. Entering it waits for
    nothing: the first look at the network and the import of yfinance happen in the background.
    """

    def __init__(
        self,
        clock: Clock,
        exchanges: Mapping[str, Exchange],
        cache_folder: Path,
        *,
        open_session: Callable[[], YahooSession] = YahooSession,
        concurrency: int = 8,
        recheck: float = RECHECK_SECONDS,
        sleep: Sleep = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._exchanges = exchanges
        self._transport = Transport(open_session, cache_folder, concurrency)
        self._breaker = Breaker(monotonic=monotonic)
        self._line = Line(self._transport, self._breaker, concurrency=concurrency, recheck=recheck, sleep=sleep)
        self._warming: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._warming = asyncio.create_task(self._line.warm(), name="yahoo-warm")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop looking at the network and let the threads go."""
        if self._warming is not None:
            self._warming.cancel()
            await asyncio.gather(self._warming, return_exceptions=True)
        await self._line.reachability.close()
        self._transport.close()

    async def history(self, symbol: Symbol, span: Span) -> PriceHistory:
        """Bars from ten days before `span` to now, whatever `span.last` says.

        Raises:
            NoSuchSymbol: Yahoo says "Not Found".
            OutOfRange: it knows the symbol but has no bar.
            RateLimited, Unreachable, Malformed.
        """
        asked = ChartRequest(symbol, span.first - LEAD, self._clock.now())

        def read(wire: Wire) -> PriceHistory:
            document = require_document(wire.get(asked.url, asked.params), symbol)
            return read_chart(document, asked, self._exchanges)

        def read_otherwise(wire: Wire) -> PriceHistory:
            return read_ticker(wire.yfinance, wire.data, asked, self._exchanges)

        try:
            return await self._line.run(read)
        except Malformed as error:
            log.warning("%s: %s; trying yfinance's own reading", symbol, error)
            try:
                return await self._line.run(read_otherwise)
            except Malformed:
                raise error from None

    async def share_counts(self, symbol: Symbol) -> tuple[ShareCount, ...]:
        """Every count Yahoo knows, rounded to seven digits, oldest first.

        Raises:
            NoSuchSymbol, RateLimited, Unreachable, Malformed.
        """
        params = shares_params(symbol, self._clock.now())
        return await self._line.run(
            lambda wire: read_shares(require_document(wire.get(shares_url(symbol), params), symbol))
        )

    async def search(self, text: str) -> tuple[Instrument, ...]:
        """Instruments Yahoo finds under a name, on exchanges that are known here.

        Raises:
            RateLimited, Unreachable, Malformed.
        """
        params = search_params(text)
        return await self._line.run(
            lambda wire: read_search(require_document(wire.get(SEARCH_URL, params), text), self._exchanges)
        )

    async def check(self) -> Health:
        """A new look at the network; nothing is sent while Yahoo wants to be left alone."""
        if not self._breaker.retry_in:
            try:
                await self._line.reachability.confirm()
            except Unreachable as error:
                return Health(ok=False, message="health.yahoo.unreachable", detail=str(error.facts["detail"]))
        if retry_in := self._breaker.retry_in:
            return Health(ok=False, message="health.yahoo.rate-limited", detail=f"{retry_in:.0f} s")
        return Health(ok=True, message="health.yahoo")
