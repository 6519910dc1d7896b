"""The tables as they are now; `migrations/` tells how they came to be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, Integer, LargeBinary, MetaData, String, Table, Text, TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite has no time zones and would hand back naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC on the way in; a naive moment is a mistake.

        Raises:
            ValueError: the moment has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """To UTC on the way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

bars = Table(
    "bars",
    metadata,
    Column("symbol", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("blob", LargeBinary, nullable=False),
)
"""One history per symbol, as `blobs.py` packs it."""

questions = Table(
    "questions",
    metadata,
    Column("key", String(24), primary_key=True),
    Column("command", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("when", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)
"""The questions behind buttons."""
