"""Histories kept in the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.instruments import Symbol
from bot.store.bars import StoredBars
from bot.store.database import open_database
from bot.store.tables import bars
from tests.builders.histories import days_of, history_of
from tests.fakes.clock import FakeClock
from tests.store.test_blobs import assert_same

NVDA = Symbol("NVDA")
HISTORY = history_of(days_of("2025-01-24", "2025-01-27"), [142.62, 118.42], symbol=NVDA)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A database in a file."""
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}") as engine:
        yield engine


async def test_what_was_saved_is_loaded(engine: AsyncEngine) -> None:
    """A history comes back as it was; an unknown symbol has none."""
    store = StoredBars(engine, FakeClock())

    await store.save(HISTORY)

    loaded = await store.load(NVDA)
    assert loaded is not None
    assert_same(HISTORY, loaded)
    assert await store.load(Symbol("AMD")) is None


async def test_a_burst_of_readers_opens_few_connections(engine: AsyncEngine) -> None:
    """Fifty who read at the same time wait in line, instead of each starting a thread."""
    opened: list[object] = []
    event.listen(engine.sync_engine, "connect", lambda connection, _: opened.append(connection))
    store = StoredBars(engine, FakeClock())

    await asyncio.gather(*(store.load(NVDA) for _ in range(50)))

    assert len(opened) <= 2


async def test_a_save_replaces_the_history(engine: AsyncEngine) -> None:
    """There is one row per symbol, with the version and the time of the last save."""
    clock = FakeClock()
    store = StoredBars(engine, clock)
    newer = replace(HISTORY, version=2)

    await store.save(HISTORY)
    await store.save(newer)

    async with engine.connect() as connection:
        rows = (await connection.execute(select(bars.c.symbol, bars.c.version, bars.c.saved_at))).all()
    assert [("NVDA", 2, clock.now())] == [tuple(row) for row in rows]


async def test_an_unreadable_blob_counts_as_absent_until_it_is_replaced(
    engine: AsyncEngine, caplog: pytest.LogCaptureFixture
) -> None:
    """A changed blob costs a fetch and a line in the log, not an answer."""
    store = StoredBars(engine, FakeClock())
    await store.save(HISTORY)
    async with engine.begin() as connection:
        await connection.execute(update(bars).values(blob=b"SBAR rubbish"))

    with caplog.at_level(logging.WARNING):
        assert await store.load(NVDA) is None
    assert "NVDA" in caplog.text

    await store.save(HISTORY)
    assert await store.load(NVDA) is not None


async def test_a_failing_database_costs_a_fetch_and_not_an_answer(
    engine: AsyncEngine, caplog: pytest.LogCaptureFixture
) -> None:
    """Without its table the store knows nothing and keeps nothing, and says so in the log."""
    store = StoredBars(engine, FakeClock())
    async with engine.begin() as connection:
        await connection.execute(text("DROP TABLE bars"))

    await store.save(HISTORY)

    assert await store.load(NVDA) is None
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]


async def test_a_cancelled_save_or_load_harms_no_later_one(engine: AsyncEngine) -> None:
    """Wherever a task is when it is cancelled, its connection can be used again."""
    store = StoredBars(engine, FakeClock())
    for steps in range(12):
        for begun in (asyncio.create_task(store.save(HISTORY)), asyncio.create_task(store.load(NVDA))):
            for _ in range(steps):
                await asyncio.sleep(0)
            begun.cancel()
            await asyncio.wait({begun})

    await store.save(HISTORY)

    assert await store.load(NVDA) is not None
