"""What Yahoo says about the instrument beside its bars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.instruments import Exchange, Kind

KINDS = {
    "equity": Kind.EQUITY,
    "etf": Kind.FUND,
    "fund": Kind.FUND,
    "mutualfund": Kind.FUND,
    "index": Kind.INDEX,
    "currency": Kind.CURRENCY,
    "cryptocurrency": Kind.CRYPTO,
    "future": Kind.FUTURE,
    "futures": Kind.FUTURE,
}
SETTLING = timedelta(minutes=30)
"""How long after the close a delayed feed or a closing auction may still change the bar."""
ROUND_THE_CLOCK = timedelta(hours=23)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Meta = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Session:
    """The trading session Yahoo calls current, and the moment of the last price it knows; UTC."""

    start: datetime
    end: datetime
    priced_at: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """An instrument as its chart describes it. `exchange` is our code, empty when Yahoo's is not known to us."""

    currency: str
    exchange: str
    timezone: ZoneInfo
    kind: Kind | None
    name: str | None
    first_trade: date | None
    session: Session | None


def read_profile(meta: Meta, exchanges: Mapping[str, Exchange]) -> Profile:
    """Read a chart's `meta`; `exchanges` goes from Yahoo's exchange codes to exchanges.

    Raises:
        KeyError, TypeError, ValueError: not the known shape.
    """
    timezone = ZoneInfo(meta["exchangeTimezoneName"])
    kind = KINDS.get(str(meta.get("instrumentType")).casefold())
    exchange = exchanges.get(meta["exchangeName"])
    first = meta.get("firstTradeDate")
    return Profile(
        currency="" if kind is Kind.INDEX else meta.get("currency") or "",
        exchange=exchange.code if exchange else "",
        timezone=timezone,
        kind=kind,
        name=meta.get("longName") or meta.get("shortName"),
        first_trade=None if first is None else _moment(first).astimezone(timezone).date(),
        session=_read_session(meta),
    )


def running_since(profile: Profile, last_day: date, now: datetime) -> datetime | None:
    """The moment of the last bar if its session still runs at `now`, else None.

    Its session runs when it is the one Yahoo calls current and neither the last price nor the clock has passed
    its end. Feeds are delayed and auctions follow the close, so the clock must pass it by half an hour. Round the
    clock a session ends with its local day. Without a current session in the answer, today's bar counts as running.
    """
    session = profile.session
    if session is None:
        return now if last_day == now.astimezone(profile.timezone).date() else None
    if session.start.astimezone(profile.timezone).date() != last_day:
        return None
    end = session.end
    if end - session.start >= ROUND_THE_CLOCK:
        end = _next_midnight(last_day, profile.timezone)
    return session.priced_at if session.priced_at < end and now < end + SETTLING else None


def _read_session(meta: Meta) -> Session | None:
    periods: Meta = meta.get("currentTradingPeriod") or {}
    regular = periods.get("regular")
    priced_at = meta.get("regularMarketTime")
    if regular is None or priced_at is None:
        return None
    return Session(_moment(regular["start"]), _moment(regular["end"]), _moment(priced_at))


def _moment(value: Any) -> datetime:
    """Epoch seconds as Yahoo sends them, or the pandas Timestamp yfinance makes of them, in UTC."""
    return EPOCH + timedelta(seconds=value.timestamp() if isinstance(value, datetime) else value)


def _next_midnight(day: date, timezone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), timezone)
