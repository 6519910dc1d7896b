"""Which bars an answer asks for around a session: the same for all, so that what is kept serves the next question."""

from __future__ import annotations

from datetime import date, timedelta

from bot.answers.ask import Ask
from bot.domain.instruments import Exchange
from bot.domain.prices import Span

BEFORE = timedelta(days=110)
AFTER = timedelta(days=20)


def span_around(ask: Ask, exchange: Exchange, session: date, *, latest: bool) -> Span:
    """From well before a session to some weeks after it, or up to now when it is the latest one."""
    today = ask.sessions.local_today(exchange, ask.clock.now())
    return Span(session - BEFORE, None if latest else min(session + AFTER, today), session)
