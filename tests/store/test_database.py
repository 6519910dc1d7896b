"""Opening the database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.store import engines
from bot.store.database import open_database
from bot.store.errors import StoreDamaged, StoreLocked, StoreNewer, StoreUnreachable
from bot.store.schema import MIGRATIONS, NEWEST
from bot.store.tables import metadata


def url_of(path: Path) -> str:
    """The address of an SQLite file."""
    return f"sqlite+aiosqlite:///{path}"


async def test_a_missing_file_is_made_with_its_folder(tmp_path: Path) -> None:
    """A first start finds nothing and leaves a database at the newest revision."""
    path = tmp_path / "new" / "selloff.db"

    async with open_database(url_of(path)) as engine, engine.connect() as connection:
        revision = await connection.scalar(text("SELECT version_num FROM alembic_version"))

    assert revision == NEWEST
    assert path.exists()


async def test_connections_are_set_up_for_several_readers_and_one_writer(tmp_path: Path) -> None:
    """WAL, patience with locks, and foreign keys are on."""
    async with open_database(url_of(tmp_path / "a.db")) as engine, engine.connect() as connection:
        settings = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "synchronous")
        }

    assert settings == {"journal_mode": "wal", "busy_timeout": 5_000, "foreign_keys": 1, "synchronous": 1}


async def test_migrations_lead_to_the_tables(tmp_path: Path) -> None:
    """Alembic finds no difference between the migrated database and tables.py."""

    def differences(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with open_database(url_of(tmp_path / "a.db")) as engine, engine.connect() as connection:
        assert await connection.run_sync(differences) == []


def test_the_newest_revision_is_alembics() -> None:
    """The revision written in schema.py is the head of the scripts, of which there is one only."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST]


def test_a_second_start_does_not_load_alembic(tmp_path: Path) -> None:
    """A database at the newest revision opens without the migration machinery, which takes 0.1 s to load."""
    program = (
        "import asyncio, sys\n"
        "from bot.store.database import open_database\n"
        "async def start():\n"
        "    async with open_database(sys.argv[1]):\n"
        "        print('alembic' in sys.modules)\n"
        "asyncio.run(start())\n"
        "asyncio.run(start())\n"
    )

    def start() -> list[str]:
        run = subprocess.run(
            [sys.executable, "-c", program, url_of(tmp_path / "a.db")], capture_output=True, text=True, check=True
        )
        return run.stdout.split()

    assert start() == ["True", "True"]
    assert start() == ["False", "False"]


async def test_a_newer_schema_stops_the_start(tmp_path: Path) -> None:
    """A revision that this version does not know is an error, and nothing is changed."""
    path = tmp_path / "a.db"
    async with open_database(url_of(path)) as engine, engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreNewer) as caught:
        async with open_database(url_of(path)):
            pass

    assert caught.value.facts["revision"] == "9999"
    with sqlite3.connect(path) as left:
        assert left.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]
    left.close()


async def test_a_damaged_file_is_reported_and_left_as_it_is(tmp_path: Path) -> None:
    """What is not a database is not overwritten by one."""
    path = tmp_path / "a.db"
    content = b"this is a diary, not a database" * 200
    path.write_bytes(content)

    with pytest.raises(StoreDamaged):
        async with open_database(url_of(path)):
            pass

    assert path.read_bytes() == content


async def test_a_locked_file_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock held by another program for longer than our patience has its own error."""
    path = tmp_path / "a.db"
    monkeypatch.setattr(engines, "_PRAGMAS", ("busy_timeout = 10", *engines._PRAGMAS[1:]))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE theirs (x)")
    other.execute("BEGIN EXCLUSIVE")

    try:
        with pytest.raises(StoreLocked):
            async with open_database(url_of(path)):
                pass
    finally:
        other.close()


async def test_a_failed_migration_leaves_nothing_behind(tmp_path: Path) -> None:
    """When a table is in the way, the whole change is undone: no other table, no revision."""
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE questions (theirs)")
    theirs.close()

    with pytest.raises(StoreUnreachable, match="questions"):
        async with open_database(url_of(path)):
            pass

    with sqlite3.connect(path) as left:
        tables = left.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    left.close()
    assert tables == [("questions",)]


async def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    """A file where a folder should be is said to be unreachable."""
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreUnreachable):
        async with open_database(url_of(tmp_path / "file" / "a.db")):
            pass


async def test_a_path_that_is_a_folder_is_reported(tmp_path: Path) -> None:
    """SQLite cannot open a folder."""
    with pytest.raises(StoreUnreachable):
        async with open_database(url_of(tmp_path)):
            pass


async def test_a_missing_driver_is_named_and_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's driver is for those who want it: without it the error says so and names the database, no secret."""
    monkeypatch.setitem(sys.modules, "asyncpg", None)

    with pytest.raises(StoreUnreachable) as caught:
        async with open_database("postgresql+asyncpg://selloff:secret@127.0.0.1:1/selloff"):
            pass

    assert "selloff:***@127.0.0.1:1/selloff" in str(caught.value)
    assert "its driver asyncpg is not installed" in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_an_address_that_makes_no_sense_is_reported() -> None:
    """SQLite has no hosts."""
    with pytest.raises(StoreUnreachable):
        async with open_database("sqlite+aiosqlite://host/a.db"):
            pass
