"""What tests of the core share."""

from __future__ import annotations

import pytest

from bot.domain.sessions import Sessions


@pytest.fixture(scope="session")
def sessions() -> Sessions:
    """Sessions that keep their calendars from test to test."""
    return Sessions()
