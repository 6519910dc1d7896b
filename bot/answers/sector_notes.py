"""What a reader should know beside the figures of a basket."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from bot.answers.ask import Ask
from bot.answers.counts import has_shares
from bot.answers.gathering import Gathered
from bot.answers.origins import say_each_freshness, say_name, say_trouble
from bot.answers.sector_reports import BasketDay
from bot.domain.instruments import Instrument, Kind
from bot.domain.rates import DOLLAR, Rate, RateSource, whole_currency
from bot.domain.sectors import Absence, AbsentMember
from bot.i18n.speech import Markup

_NAMED = 20


async def sector_notes(ask: Ask, measured: BasketDay) -> list[str]:
    """One sentence each: the day, the membership, what the values rest on, the data."""
    return [
        *_about_day(ask, measured),
        *_about_members(ask, measured),
        *_about_pairs(ask, measured),
        *_about_weights(ask, measured),
        *await value_notes(ask, measured.gathered),
        *say_each_freshness(ask.speech, [each.origin for each in measured.report.members]),
    ]


def absence_notes(ask: Ask, absent: Iterable[AbsentMember]) -> list[str]:
    """Each reason with the members it concerns: nobody is left out without a word."""
    groups: dict[tuple[Absence, str, str], list[Instrument]] = {}
    for each in absent:
        groups.setdefault((each.absence, each.trouble or "", each.source), []).append(each.instrument)
    said: list[str] = []
    for (absence, trouble, source), instruments in sorted(groups.items()):
        names = say_names(ask, instruments)
        if absence is Absence.TROUBLE:
            said.append(_say_trouble(ask, source, trouble, names))
        else:
            said.append(ask.speech.text(f"absent.{absence}", names=names))
    return said


async def value_notes(ask: Ask, gathered: Gathered) -> list[str]:
    """What values in dollars rest on: late share counts, and exchange rates with their source and day."""
    said: list[str] = []
    if gathered.late:
        said.append(ask.speech.text("sector.note.late", count=gathered.late))
    said.extend(_about_rates(ask, gathered.rates.values()))
    if gathered.unrated and (last := await ask.rates.last_day()):
        said.append(ask.speech.text("rate.missing", currencies=", ".join(gathered.unrated), last=last))
    return said


def in_a_row(ask: Ask, names: Iterable[object]) -> Markup:
    """All of them: only each single one is cut where it is too long."""
    return Markup(", ".join(ask.speech.text("basket.member", name=each) for each in names))


def say_names(ask: Ask, instruments: Iterable[Instrument]) -> Markup:
    """Names in a row; of a long one the first twenty and how many more."""
    each = [ask.speech.text("basket.member", name=instrument) for instrument in instruments]
    names = Markup(", ".join(each[:_NAMED]))
    return names if len(each) <= _NAMED else ask.speech.text("basket.more", names=names, count=len(each) - _NAMED)


def _say_trouble(ask: Ask, source: str, trouble: str, names: Markup) -> str:
    name = say_name(ask.speech, source)
    if trouble == "error.no-such-symbol":
        return ask.speech.text("absent.unknown", source=name, names=names)
    return ask.speech.text("absent.trouble", source=name, trouble=say_trouble(ask.speech, trouble), names=names)


def _about_day(ask: Ask, measured: BasketDay) -> Iterator[str]:
    report, speech = measured.report, ask.speech
    if measured.asked.asked:
        yield speech.text("sector.note.no-session", asked=speech.weekday(measured.asked.asked), day=report.day)
    if report.running:
        places = dict.fromkeys(each.instrument.listing.exchange.name for each in report.members if each.running)
        yield speech.text("sector.note.running", exchanges=in_a_row(ask, places), moment=report.running)
    if measured.asked.day is None:
        yield from _behind(ask, measured)
    exchanges = {each.instrument.listing.exchange.calendar: each for each in report.members}
    if not all(ask.sessions.reliable(each.instrument.listing.exchange, each.day) for each in exchanges.values()):
        yield speech.text("sector.note.calendar")


def _behind(ask: Ask, measured: BasketDay) -> Iterator[str]:
    """Markets of which the source lacks the newest session."""
    days = {each.instrument.listing.exchange: each.day for each in measured.report.members}
    for exchange, day in days.items():
        if day < ask.sessions.latest_session(exchange, ask.clock.now()):
            yield ask.speech.text("sector.note.behind", exchange=exchange, day=day)


def _about_members(ask: Ask, measured: BasketDay) -> Iterator[str]:
    basket, speech = measured.report.basket, ask.speech
    if measured.chosen.twice:
        # By their symbols, since two listings of a company may have one name.
        symbols = in_a_row(ask, (each.symbol for each in measured.chosen.twice))
        yield speech.text("sector.note.twice", symbols=symbols)
    if basket.stand_in:
        yield speech.text("sector.note.stand-in", symbol=basket.members[0].symbol)
    elif basket.as_of:
        first, last = basket.as_of
        message = "sector.note.members.later" if first > measured.report.day else "sector.note.members"
        # Rows may add why they are there, or where their source is kept; the table has all of it.
        sources = dict.fromkeys(re.split(r": | \(", each.source)[0] for each in basket.members)
        listed = Markup("; ".join(speech.text("basket.source", source=each) for each in sources))
        as_of = speech.day(last) if first == last else speech.text("days.range", first=first, last=last)
        yield speech.text(message, as_of=as_of, source=listed)


def _about_pairs(ask: Ask, measured: BasketDay) -> Iterator[str]:
    """A pair in units for one dollar falls when its currency rises, which breadth and ranking do not turn round."""
    for each in measured.report.members:
        instrument = each.instrument
        if instrument.kind is Kind.CURRENCY and whole_currency(instrument.listing.currency)[0] != DOLLAR:
            yield ask.speech.text("sector.note.pair", name=instrument)


def _about_weights(ask: Ask, measured: BasketDay) -> Iterator[str]:
    unweighed = [
        each.instrument for each in measured.gathered.members if has_shares(each.instrument) and each.cap is None
    ]
    if unweighed and measured.report.cap_members:
        yield ask.speech.text("sector.note.unweighed", names=say_names(ask, unweighed))


def _about_rates(ask: Ask, rates: Iterable[Rate]) -> Iterator[str]:
    groups: dict[tuple[RateSource, date], list[str]] = {}
    for each in rates:
        groups.setdefault((each.source, each.as_of), []).append(each.currency)
    for (source, as_of), currencies in sorted(groups.items()):
        if source is not RateSource.PAR:
            yield ask.speech.text(f"rate.{source}", day=as_of, currencies=", ".join(sorted(currencies)))
