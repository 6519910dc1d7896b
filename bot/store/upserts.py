"""INSERT ... ON CONFLICT, which SQLite and PostgreSQL share but SQLAlchemy keeps under two names."""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insert = sqlite.Insert | postgresql.Insert


def insert_into(table: Table, connection: AsyncConnection) -> Insert:
    """An INSERT of the connection's own dialect, which knows `on_conflict_do_update`."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
