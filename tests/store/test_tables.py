"""The tables' own types."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateTable

from bot.store.tables import Moment, metadata

NOON = datetime(2025, 1, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=lambda it: it.name)
def test_every_table_can_be_made_in_both_databases(dialect: Dialect) -> None:
    """No column needs a type that one of them lacks."""
    for table in metadata.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=dialect))


def test_moments_are_utc_whatever_the_database_does() -> None:
    """SQLite forgets the time zone, PostgreSQL answers in the server's."""
    paris = timezone(timedelta(hours=1))
    moment, dialect = Moment(), sqlite.dialect()

    stored = moment.process_bind_param(datetime(2025, 1, 27, 13, tzinfo=paris), dialect)

    assert (NOON, timedelta(0)) == (stored, stored.utcoffset() if stored else None)
    assert NOON == moment.process_result_value(NOON.replace(tzinfo=None), dialect)
    assert NOON == moment.process_result_value(NOON.astimezone(paris), dialect)
    assert moment.process_bind_param(None, dialect) is None
    assert moment.process_result_value(None, dialect) is None


def test_a_moment_without_a_time_zone_is_refused() -> None:
    """It could mean anything."""
    with pytest.raises(ValueError, match="time zone"):
        Moment().process_bind_param(NOON.replace(tzinfo=None), sqlite.dialect())
