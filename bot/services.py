"""The composition root: what the bot works with, opened in order and closed in the reverse one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.answers.ask import Ask, Progress, unseen
from bot.charts.studio import Studio
from bot.domain.catalog import Catalog
from bot.domain.foreign_dates import warm_up
from bot.domain.instruments import Exchange
from bot.domain.ports import BarStore, Clock, MarketData, QuestionStore, ReferenceRates
from bot.domain.prices import Source
from bot.domain.sessions import Sessions
from bot.i18n.languages import Languages
from bot.providers.cached import Cached
from bot.providers.ecb import Ecb
from bot.providers.fallback import Fallback
from bot.providers.files import Files
from bot.providers.names import load_catalog
from bot.providers.sample import open_sample
from bot.providers.yahoo import Yahoo
from bot.settings import Settings
from bot.store.bars import StoredBars
from bot.store.database import open_database
from bot.store.questions import StoredQuestions

FIRST_EXCHANGES = ("XNYS", "XLON", "XETR", "XPAR", "XAMS", "XHKG", "XTKS")
"""Most questions are about them, so their calendars, a tenth of a second each, are built ahead in this order."""

log = logging.getLogger(__name__)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """Everything an answer may draw on, open and ready."""

    clock: Clock
    catalog: Catalog
    sessions: Sessions
    market: MarketData
    rates: ReferenceRates
    questions: QuestionStore
    studio: Studio
    languages: Languages
    theme: str

    def ask(self, locale: str, progress: Progress = unseen) -> Ask:
        """What is needed to answer somebody who reads this language; `progress` is told how far the answer is."""
        return Ask(
            speech=self.languages.speech(locale),
            theme=self.theme,
            clock=self.clock,
            market=self.market,
            rates=self.rates,
            catalog=self.catalog,
            sessions=self.sessions,
            studio=self.studio,
            progress=progress,
        )


@asynccontextmanager
async def open_services(settings: Settings, clock: Clock) -> AsyncGenerator[Services]:
    """Open everything the settings name; what does not need the rest opens at the same time.

    Raises:
        StoreError: the database cannot be used.
    """
    async with AsyncExitStack() as stack:
        studio = Studio(settings.chart_workers, cache=settings.cache_dir / "matplotlib")
        # First, because its processes load by themselves meanwhile.
        await stack.enter_async_context(studio)
        database = open_database(settings.database_url.get_secret_value())
        catalog, languages, engine = await asyncio.gather(
            asyncio.to_thread(load_catalog), asyncio.to_thread(Languages), stack.enter_async_context(database)
        )
        sessions = Sessions()
        source = await stack.enter_async_context(open_source(settings, clock, catalog))
        bars = StoredBars(engine, clock)
        market = await stack.enter_async_context(_kept(settings, source, bars, sessions, clock, catalog))
        warming = asyncio.create_task(_warm(sessions, [catalog.exchange(code) for code in FIRST_EXCHANGES]))
        stack.push_async_callback(_cancel, warming)
        yield Services(
            clock=clock,
            catalog=catalog,
            sessions=sessions,
            market=market,
            rates=Ecb(),
            questions=StoredQuestions(engine, clock),
            studio=studio,
            languages=languages,
            theme=settings.theme,
        )


@asynccontextmanager
async def open_source(settings: Settings, clock: Clock, catalog: Catalog) -> AsyncGenerator[MarketData]:
    """The source of market data by itself: nothing kept, nothing in its stead."""
    match settings.source:
        case "sample":
            yield await asyncio.to_thread(open_sample, catalog, clock)
        case "files":
            assert settings.files_dir is not None  # load_settings has seen to it
            yield Files(settings.files_dir, source=Source.FILES, catalog=catalog, clock=clock)
        case "yahoo" | "auto":
            exchanges = {theirs: catalog.exchange(ours) for theirs, ours in catalog.yahoo_exchanges.items()}
            folder = settings.cache_dir / "yahoo"
            async with Yahoo(clock, exchanges, folder, concurrency=settings.fetch_concurrency) as yahoo:
                yield yahoo


@asynccontextmanager
async def _kept(
    settings: Settings, source: MarketData, bars: BarStore, sessions: Sessions, clock: Clock, catalog: Catalog
) -> AsyncGenerator[MarketData]:
    """The order of truth: live, then the last good bars kept, then, for auto, the sample. Files are read as is."""
    if settings.source not in ("yahoo", "auto"):
        yield source
        return
    cached = Cached(source, bars, sessions, clock, catalog.exchange)
    try:
        if settings.source == "auto":
            yield Fallback(cached, await asyncio.to_thread(open_sample, catalog, clock))
        else:
            yield cached
    finally:
        await cached.close()


async def _warm(sessions: Sessions, exchanges: Sequence[Exchange]) -> None:
    """Load ahead what the first questions would otherwise wait for."""
    await sessions.prepare(exchanges[0])
    await asyncio.to_thread(warm_up)
    for exchange in exchanges[1:]:
        await sessions.prepare(exchange)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
