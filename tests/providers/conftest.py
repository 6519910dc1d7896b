"""What tests of the cached market begin with."""

from __future__ import annotations

import pytest

from bot.domain.sessions import Sessions
from tests.builders.desks import Desk, new_desk


@pytest.fixture(scope="session")
def sessions() -> Sessions:
    """The exchanges' sessions, whose calendars are built once."""
    return Sessions()


@pytest.fixture
def desk(sessions: Sessions) -> Desk:
    """A desk on a Saturday, with Friday's bar the last."""
    return new_desk(sessions)
