"""The main indices of a region in words: moves, and opening and closing moments."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import groupby

from bot.domain.market_days import MarketDay, MarketHours, MarketStatus
from bot.domain.sectors import Absence, AbsentMember
from bot.i18n.speech import Markup, Speech


def say_markets(speech: Speech, markets: Iterable[MarketDay]) -> list[str]:
    """A line for the indices of each session: their moves, when it opened and closed; in the order of the closes."""
    lines: list[str] = []
    for _, alike in groupby(markets, key=session_of):
        together = list(alike)
        indices = Markup(", ".join(_indices(speech, together)))
        lines.append(speech.text("rout.market", indices=indices, hours=_hours(speech, together[0].hours)))
    return lines


def session_of(market: MarketDay) -> Hashable:
    """Equal for indices whose sessions of the day open and close together, or that were all closed until one day."""
    hours = market.hours
    until = hours.next_opens_at if hours.status is MarketStatus.HOLIDAY else None
    return hours.status, hours.opens_at, hours.closes_at, hours.closes_early, until


def _hours(speech: Speech, hours: MarketHours) -> Markup:
    if hours.opens_at is None or hours.closes_at is None:
        return speech.text("rout.market.holiday", next=hours.next_session, opens=hours.next_opens_at)
    early = ".early" if hours.closes_early else ""
    return speech.text(f"rout.market.{hours.status}{early}", opens=hours.opens_at, closes=speech.clock(hours.closes_at))


def _indices(speech: Speech, markets: Sequence[MarketDay]) -> Iterator[str]:
    """Those with a move, then those without one by the reason."""
    for each in markets:
        if each.move is not None:
            message = "rout.index.so-far" if each.running else "rout.index"
            yield speech.text(message, name=each.index, move=speech.percent(each.move))
    absent = [each.measured for each in markets if isinstance(each.measured, AbsentMember)]
    for reason, alike in groupby(sorted(absent, key=_why), key=_why):
        names = Markup(", ".join(speech.text("basket.member", name=each.instrument) for each in alike))
        yield speech.text(f"rout.index.{reason}", names=names)


def _why(absent: AbsentMember) -> str:
    """The last part of the message id that says why there is no move."""
    if absent.absence is not Absence.TROUBLE:
        return absent.absence
    return "no-price" if absent.priceless else "trouble"
