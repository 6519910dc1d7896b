"""The main indices on one date: their exchanges' hours, their moves, and their usual daily swings."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import date

from bot.answers.ask import Ask
from bot.answers.days import known_sessions
from bot.answers.spans import span_around
from bot.domain.errors import NoSuchSession, ProviderError
from bot.domain.instruments import Exchange, Instrument
from bot.domain.market_days import REGIONS, MarketDay, MarketHours, MarketStatus, usual_swing
from bot.domain.sectors import AbsentMember, MemberMove

log = logging.getLogger(__name__)


async def market_days(
    ask: Ask, day: date, measured: Iterable[MemberMove | AbsentMember], *, latest: bool
) -> tuple[MarketDay, ...]:
    """Each index of the three regions with its exchange's session of `day`; `latest`: no date was typed.

    Raises:
        NoSuchSession: none of the exchanges has begun that day's session.
    """
    told = [each for each in measured if each.instrument.listing.exchange.region in REGIONS]
    for each in told:
        await ask.sessions.prepare(each.instrument.listing.exchange)
    hours = [hours_of(ask, each.instrument.listing.exchange, day) for each in told]
    begun = (MarketStatus.OPEN, MarketStatus.CLOSED)
    coming = [each.opens_at for each in hours if each.opens_at and each.status not in begun]
    if coming and not any(each.status in begun for each in hours):
        raise NoSuchSession("error.no-market-yet", day=day, opens=min(coming))
    # Their bars were fetched a moment ago, so this waits for nobody.
    swings = await asyncio.gather(*(_swing(ask, each, latest=latest) for each in told))
    return tuple(
        MarketDay(each.instrument, region, day, hour, each, swing)
        for each, hour, swing in zip(told, hours, swings, strict=True)
        if (region := each.instrument.listing.exchange.region)
    )


def hours_of(ask: Ask, exchange: Exchange, day: date) -> MarketHours:
    """When the exchange trades on a local date, and what it is doing now; its calendar must be prepared."""
    sessions, now = ask.sessions, ask.clock.now()
    following = sessions.next_session(exchange, day)
    opens_at = closes_at = None
    status = MarketStatus.HOLIDAY
    if sessions.is_session(exchange, day):
        opens_at, closes_at = sessions.open_of(exchange, day), sessions.close_of(exchange, day)
        status = MarketStatus.NOT_YET_OPEN if now < opens_at else MarketStatus.CLOSED
        if opens_at <= now < closes_at:
            status = MarketStatus.OPEN
    return MarketHours(
        status=status,
        opens_at=opens_at,
        closes_at=closes_at,
        closes_early=sessions.closes_early(exchange, day),
        next_session=following,
        next_opens_at=sessions.open_of(exchange, following),
        reliable=sessions.reliable(exchange, day),
    )


async def _swing(ask: Ask, measured: MemberMove | AbsentMember, *, latest: bool) -> float | None:
    """None for an index without a move, and for one whose bars can suddenly no longer be had."""
    if isinstance(measured, AbsentMember):
        return None
    index: Instrument = measured.instrument
    exchange = index.listing.exchange
    try:
        history = await ask.market.history(index.symbol, span_around(ask, exchange, measured.day, latest=latest))
    except ProviderError as error:
        log.debug("no usual swing of %s: %s", index.symbol, error)
        return None
    return usual_swing(history, measured.day, known_sessions(ask, exchange, history, measured.day))
