"""At which revision the tables are, and how they are brought to the newest one.

Loading Alembic and its scripts costs a tenth of a second and more, so a start that finds the tables up to date never
does: the newest revision is written here too, and a test holds the two together.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select
from sqlalchemy.engine import URL

from bot.store.engines import create_engine
from bot.store.errors import StoreNewer

NEWEST = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"

# Alembic's own table, whose shape is part of its documentation.
_alembic_version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def read_revision(connection: Connection) -> str | None:
    """The revision the tables are at; None for a database without any."""
    if not inspect(connection).has_table(_alembic_version.name):
        return None
    return connection.scalar(select(_alembic_version.c.version_num))


def migrate(address: URL) -> None:
    """Bring the tables to the newest revision, all or nothing. Blocks, and must not run in an event loop's thread.

    Raises:
        StoreNewer: the tables are at a revision that is not among ours.
    """
    asyncio.run(_migrate(address))


async def _migrate(address: URL) -> None:
    engine = create_engine(address, exclusive=True)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, address)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, address: URL) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    revision = read_revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreNewer(address.render_as_string(hide_password=True), revision)
    command.upgrade(config, "head")
