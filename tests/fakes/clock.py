"""A clock that stands still until it is set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Tells the moment it was given."""

    def __init__(self, moment: datetime = datetime(2026, 1, 2, 15, 0, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def set(self, moment: datetime) -> None:
        """Make it `moment`, which must be aware."""
        assert moment.tzinfo is not None
        self.moment = moment

    def advance(self, by: timedelta) -> None:
        """Let `by` pass."""
        self.moment += by
