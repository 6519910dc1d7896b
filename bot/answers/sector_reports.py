"""A basket measured on a day, with all that its answer must know beside the figures."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.ask import Ask
from bot.answers.basket_days import SharedDay, by_number, require_shared_day
from bot.answers.baskets import Chosen
from bot.answers.gathering import Gathered, gather_moves
from bot.answers.origins import abreast
from bot.domain.drops import IndexMove
from bot.domain.instruments import Instrument
from bot.domain.sectors import MemberMove, SectorReport, measure_sector


@dataclass(frozen=True, slots=True)
class BasketDay:
    """The report with what was asked for and what was gathered for it."""

    chosen: Chosen
    asked: SharedDay
    gathered: Gathered
    report: SectorReport


async def measure_basket(ask: Ask, chosen: Chosen, when: str) -> BasketDay:
    """The basket on the day that `when` means, with the index of its market.

    Raises:
        UnclearDate, NoSuchSession: of `when`.
        ProviderError: nothing could be had of any member.
    """
    asked = await require_shared_day(ask, chosen.instruments, when)
    index = _index_of(ask, chosen)
    gathered = await gather_moves(ask, chosen.instruments, asked.day, index)
    members, absent = gathered.members, gathered.absent
    exchange = by_number([each.listing.exchange for each in chosen.instruments])[0]
    latest = ask.sessions.latest_session(exchange, ask.clock.now())
    day = asked.day or max((each.day for each in members), default=latest)
    report = measure_sector(chosen.basket, day, members, absent, _index_move(ask, gathered.beside, members))
    return BasketDay(chosen, asked, gathered, report)


def _index_of(ask: Ask, chosen: Chosen) -> Instrument | None:
    """The basket's index, or the main one of the market where most of its members trade; None if it is a member."""
    exchange = by_number([each.listing.exchange for each in chosen.instruments])[0]
    symbol = chosen.basket.index if chosen.basket.members else exchange.index
    index = ask.catalog.get(symbol) if symbol else None
    return None if index in chosen.instruments else index


def _index_move(ask: Ask, index: MemberMove | None, members: tuple[MemberMove, ...]) -> IndexMove | None:
    """The index beside the members; None where it is of another source or another time of the day than all of them."""
    if index is None or not any(_beside(index, each) for each in members):
        return None
    name = index.instrument.name_in(ask.speech.locale.language)
    return IndexMove(name, index.instrument.symbol, index.move)


def _beside(index: MemberMove, member: MemberMove) -> bool:
    running = bool(index.running or member.running)
    return abreast(index.origin, member.origin, running=running) and (index.day == member.day)
