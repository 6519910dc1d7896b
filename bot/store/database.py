"""Opening the database: its tables are brought up to date, its troubles get a name."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.engines import create_engine
from bot.store.errors import StoreDamaged, StoreLocked, StoreUnreachable
from bot.store.schema import NEWEST, migrate, read_revision

_DAMAGED = {"SQLITE_NOTADB", "SQLITE_CORRUPT"}
_LOCKED = {"SQLITE_BUSY", "SQLITE_LOCKED"}


@asynccontextmanager
async def open_database(url: str) -> AsyncGenerator[AsyncEngine]:
    """A database at an SQLAlchemy address with an async driver, its tables at the newest revision.

    A missing SQLite file is made, with its folder. Whatever is wrong with an existing one, it is left as it is.

    Raises:
        StoreDamaged, StoreLocked, StoreNewer, StoreUnreachable.
    """
    address = make_url(url)
    with _naming_troubles(address):
        engine = create_engine(address)
    try:
        with _naming_troubles(address):
            await asyncio.to_thread(_make_folder, address)
            async with engine.connect() as connection:
                revision = await connection.run_sync(read_revision)
            if revision != NEWEST:
                await asyncio.to_thread(migrate, address)
        yield engine
    finally:
        await engine.dispose()


def _make_folder(address: URL) -> None:
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def _naming_troubles(address: URL) -> Generator[None]:
    database = address.render_as_string(hide_password=True)
    try:
        yield
    except DBAPIError as error:
        name, detail = _sqlite_name(error.orig), str(error.orig)
        if name in _DAMAGED:
            raise StoreDamaged(database, detail) from error
        if name in _LOCKED:
            raise StoreLocked(database) from error
        raise StoreUnreachable(database, detail) from error
    except ModuleNotFoundError as error:
        raise StoreUnreachable(database, f"its driver {error.name} is not installed") from error
    # The folder, or a server that does not answer; an address that makes no sense.
    except (OSError, ArgumentError) as error:
        raise StoreUnreachable(database, str(error)) from error


def _sqlite_name(error: BaseException | None) -> str:
    """SQLite's primary result name: SQLITE_BUSY for SQLITE_BUSY_RECOVERY too."""
    name = error.sqlite_errorname if isinstance(error, sqlite3.Error) else ""
    return "_".join(name.split("_")[:2])
