"""Connections to the database, and what SQLite must be told on each of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import AsyncAdaptedQueuePool, Connection, event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

PATIENCE_MS = 5_000
"""How long SQLite waits for another connection's lock before it gives up."""

_SQLITE_CONNECTIONS = 2
"""Each has a thread of its own, and opening one takes longer than a hundred reads: a burst of them waits in line."""

_PRAGMAS = (
    f"busy_timeout = {PATIENCE_MS}",  # first: changing the journal's mode needs a lock itself
    "journal_mode = WAL",
    "synchronous = NORMAL",  # with WAL a power cut may lose the last commits, never the file
    "foreign_keys = ON",
)


def create_engine(address: URL, *, exclusive: bool = False) -> AsyncEngine:
    """An engine for SQLite or PostgreSQL. `exclusive` makes every SQLite transaction a writing one from its start.

    Only such transactions cover SQLite's changes of tables: Python's driver otherwise commits before each of them.
    """
    if address.get_backend_name() != "sqlite":
        return create_async_engine(address, pool_pre_ping=True)
    engine = create_async_engine(
        address, poolclass=AsyncAdaptedQueuePool, pool_size=_SQLITE_CONNECTIONS, max_overflow=0
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    if exclusive:
        event.listen(engine.sync_engine, "connect", _leave_transactions_to_us)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
