"""Which bars are final, up to which day nothing can be missing, and for how long a look at the source is good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from bot.domain.instruments import Exchange
from bot.domain.prices import PriceHistory, Span
from bot.domain.sessions import Sessions

DELAY = timedelta(minutes=30)
"""A session's bar is final this long after its close: sources lag by a quarter of an hour and more."""
PATIENCE = timedelta(days=1)
"""A session that still has no bar this long after its close never gets one."""
PROVISIONAL_LIFE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A history in memory.

    `history` is all that the source had; `final` only its final bars. Up to `covered` the source will not say more
    than it did. Until `fresh_until` neither will it about the days after that, or too little to ask again.
    """

    history: PriceHistory
    final: PriceHistory
    covered: date
    fresh_until: datetime

    def serves(self, span: Span, now: datetime) -> bool:
        """Whether a question can be answered without asking the source."""
        return self.reaches_back_to(span.first) and (
            now < self.fresh_until or (span.last is not None and span.last <= self.covered)
        )

    def reaches_back_to(self, first: date) -> bool:
        """Whether no bar from `first` on is missing at the beginning."""
        asked_from, first_trade = self.history.asked_from, self.history.first_trade
        return asked_from <= first or (first_trade is not None and asked_from <= first_trade)

    def stands_in(self, span: Span) -> bool:
        """Whether it can answer, if not perfectly, while the source cannot.

        It can for the latest bar, and for a session that it holds together with an earlier one.
        """
        if len(self.history) == 0 or span.last is None:
            return len(self.history) > 0
        return self.history.first_day < (span.session or span.last) <= self.history.last_day

    def at(self, now: datetime) -> PriceHistory:
        """What may be shown: provisional bars only while they are fresh."""
        return self.history if now < self.fresh_until else self.final


def keep(history: PriceHistory, exchange: Exchange, looked_at: datetime, sessions: Sessions) -> Kept:
    """What the source answered to a request of `looked_at` (not later, lest a session closes on the way)."""
    final, covered = _settle(history, exchange, looked_at, sessions)
    fresh_until = _rests_until(exchange, looked_at, covered, sessions) or _retry_at(exchange, looked_at, sessions)
    return Kept(history, final, covered, fresh_until)


def restore(final: PriceHistory, exchange: Exchange, now: datetime, sessions: Sessions) -> Kept:
    """A history of final bars that comes from a store, where provisional ones are never kept."""
    _, covered = _settle(final, exchange, final.origin.fetched_at, sessions)
    return Kept(final, final, covered, _rests_until(exchange, now, covered, sessions) or now)


def _settle(
    history: PriceHistory, exchange: Exchange, looked_at: datetime, sessions: Sessions
) -> tuple[PriceHistory, date]:
    """The final bars, and the day up to which they are complete."""
    settled = sessions.last_closed(exchange, looked_at, DELAY)
    rows = int(np.searchsorted(history.days, np.datetime64(settled, "D"), side="right"))
    if history.running is not None:
        rows = min(rows, len(history) - 1)  # the source knows better, or its answer is an old one
    final = replace(history.rows(0, rows), running=None)
    covered = sessions.last_closed(exchange, looked_at, PATIENCE)
    if rows:
        covered = max(covered, final.last_day)
    if rows < len(history):
        covered = min(covered, history.days[rows].item() - timedelta(days=1))
    return final, covered


def _rests_until(exchange: Exchange, now: datetime, covered: date, sessions: Sessions) -> datetime | None:
    """The next open, when every closed session is covered and none is running; else None."""
    state = sessions.session_state(exchange, now)
    settled = sessions.last_closed(exchange, now, DELAY)
    resting = not state.is_open and state.session == settled and covered >= settled
    return state.next_opens_at if resting else None


def _retry_at(exchange: Exchange, looked_at: datetime, sessions: Sessions) -> datetime:
    """When provisional bars are too old; at the latest when the session that closed last becomes final."""
    closed = sessions.last_closed(exchange, looked_at)
    becomes_final = sessions.close_of(exchange, closed) + DELAY
    life_ends = looked_at + PROVISIONAL_LIFE
    return min(life_ends, becomes_final) if looked_at < becomes_final else life_ends
