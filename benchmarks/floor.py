"""The least a fetch can take: the same requests as bare HTTP, parsed and thrown away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import orjson

from benchmarks.questions import charts_of
from benchmarks.wire import Upstream
from bot.settings import Settings

CONCURRENCY: int = Settings.model_fields["fetch_concurrency"].default
"""As many as the bot sends at the same time unless told otherwise."""

SHARES = "/ws/fundamentals-timeseries/v1/finance/timeseries/"
CHART = "/v8/finance/chart/"


async def fetch(upstream: Upstream, symbols: Sequence[str], concurrency: int = CONCURRENCY) -> float:
    """Seconds for all charts and share counts that questions about these symbols need, each asked for once."""
    return await get_all(upstream, paths_of(sorted(charts_of(symbols)), symbols), concurrency)


def paths_of(charts: Sequence[str], shares: Sequence[str]) -> list[str]:
    """The paths of these charts, then of these share counts."""
    return [CHART + each for each in charts] + [SHARES + each for each in shares]


async def get_all(upstream: Upstream, paths: Sequence[str], concurrency: int) -> float:
    """Seconds until all of them have been read and parsed."""
    slots = asyncio.Semaphore(concurrency)

    async def get(path: str) -> None:
        async with slots, upstream.http.get(upstream.url(path)) as answer:
            orjson.loads(await answer.read())

    start = time.perf_counter()
    await asyncio.gather(*map(get, paths))
    return time.perf_counter() - start
