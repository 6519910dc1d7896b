"""`!rout`: what happened on a day, everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.answers.ask import Ask
from bot.answers.basket_days import SharedDay, require_shared_day
from bot.answers.baskets import Chosen, everything, require_basket
from bot.answers.gathering import Gathered, gather_moves
from bot.answers.market_days import market_days
from bot.answers.pictures import with_picture
from bot.answers.reply import Reply
from bot.answers.rout_pictures import RoutPictures
from bot.answers.rout_texts import RoutTexts
from bot.domain.instruments import Instrument, Symbol
from bot.domain.questions import Question
from bot.domain.routs import RoutReport, measure_rout
from bot.domain.sectors import Absence, AbsentMember, MemberMove, measure_sector

INDICES, HAVENS = "indices", "havens"
"""The baskets that are told apart from the ranked ones: the markets themselves, and where money flees to."""


async def answer_rout(ask: Ask, question: Question) -> Reply:
    """The day of `question.when` across all markets and baskets; no words mean the latest one.

    Raises:
        BotError: it cannot be answered as asked; `say_error` knows how to say so.
    """
    baskets = [await require_basket(ask, each.key) for each in ask.catalog.baskets]
    indices = next(each.instruments for each in baskets if each.basket.key == INDICES)
    shared = await require_shared_day(ask, indices, question.when)
    gathered = await gather_moves(ask, (each for basket in baskets for each in basket.instruments), shared.day)
    report = await _measure(ask, baskets, shared, gathered)
    texts = RoutTexts(ask, report, shared.asked, gathered)
    if not report.measured:
        return await texts.reply()
    pictures = RoutPictures(ask, report, texts.finding(ask.speech.plain))
    return await with_picture(
        ask,
        await texts.reply(),
        "rout",
        pictures.drawn(),
        pictures.words(),
        name=f"rout-{report.day}",
        alt=pictures.alt(),
    )


@dataclass(frozen=True, slots=True)
class _Moves:
    """The moves of one date, by symbol."""

    members: dict[Symbol, MemberMove]
    absent: dict[Symbol, AbsentMember]

    def of(self, instruments: Iterable[Instrument]) -> tuple[tuple[MemberMove, ...], tuple[AbsentMember, ...]]:
        """Those that moved and those that did not, in the order given."""
        symbols = [each.symbol for each in instruments]
        moved = tuple(self.members[symbol] for symbol in symbols if symbol in self.members)
        return moved, tuple(self.absent[symbol] for symbol in symbols if symbol in self.absent)


async def _measure(ask: Ask, baskets: list[Chosen], shared: SharedDay, gathered: Gathered) -> RoutReport:
    by_key = {each.basket.key: each for each in baskets}
    indices = by_key.pop(INDICES).instruments
    day = shared.day or _newest(ask, gathered, indices)
    moves = _on(ask, day, gathered)
    havens, _ = moves.of(by_key.pop(HAVENS).instruments)
    moved, still = moves.of(indices)
    markets = await market_days(ask, day, (*moved, *still), latest=shared.day is None)
    sectors = (measure_sector(each.basket, day, *moves.of(each.instruments)) for each in by_key.values())
    companies, _ = moves.of(everything(ask).instruments)
    return measure_rout(day, markets, sectors, companies, havens, moves.absent.values())


def _newest(ask: Ask, gathered: Gathered, indices: Iterable[Instrument]) -> date:
    """The newest date on which any main index moved; where none did, that of the newest session."""
    exchanges = {each.symbol: each.listing.exchange for each in indices}
    days = [each.day for each in gathered.members if each.instrument.symbol in exchanges]
    now = ask.clock.now()
    return max(days or (ask.sessions.latest_session(each, now) for each in exchanges.values()))


def _on(ask: Ask, day: date, gathered: Gathered) -> _Moves:
    """Only the moves of `day`: where no date was typed, a market's latest session can be an earlier one."""
    moved = {each.instrument.symbol: each for each in gathered.members if each.day == day}
    others = (AbsentMember(each.instrument, _why(ask, each, day)) for each in gathered.members if each.day != day)
    return _Moves(moved, {each.instrument.symbol: each for each in (*gathered.absent, *others)})


def _why(ask: Ask, member: MemberMove, day: date) -> Absence:
    exchange = member.instrument.listing.exchange
    if not ask.sessions.is_session(exchange, day):
        return Absence.CLOSED
    return Absence.NO_BAR if ask.sessions.open_of(exchange, day) <= ask.clock.now() else Absence.NOT_OPEN
