"""Days across markets for tests."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.domain.instruments import Exchange, Instrument, Kind, Listing, Region, Symbol
from bot.domain.market_days import MarketDay, MarketHours, MarketStatus
from bot.domain.sectors import Absence, AbsentMember
from tests.builders.members import MONDAY, member

_MIDNIGHT = datetime.combine(MONDAY, time(), UTC)


def index(symbol: str, region: Region) -> Instrument:
    """A main index of a region."""
    exchange = Exchange(f"X{symbol}", f"{symbol} exchange", "", "UTC", "24/7", "USD", Symbol(symbol), region)
    return Instrument(f"{symbol} index", Kind.INDEX, Listing(Symbol(symbol), exchange, ""))


def market(
    instrument: Instrument,
    move: float | None,
    *,
    opens: float = 1,
    closes: float | None = 8,
    status: MarketStatus = MarketStatus.CLOSED,
    early: bool = False,
) -> MarketDay:
    """An index on Monday 27 January 2025; hours of UTC, `closes` None on a holiday; the next session is Tuesday's."""
    holiday = closes is None
    hours = MarketHours(
        status=MarketStatus.HOLIDAY if holiday else status,
        opens_at=None if holiday else _MIDNIGHT + timedelta(hours=opens),
        closes_at=None if closes is None else _MIDNIGHT + timedelta(hours=closes),
        closes_early=early,
        next_session=MONDAY + timedelta(days=1),
        next_opens_at=_MIDNIGHT + timedelta(days=1, hours=opens),
    )
    absence = Absence.CLOSED if holiday else Absence.NO_BAR
    measured = (
        AbsentMember(instrument, absence) if move is None else member(instrument.symbol, move, instrument=instrument)
    )
    region = instrument.listing.exchange.region
    assert region
    return MarketDay(instrument, region, MONDAY, hours, measured)
