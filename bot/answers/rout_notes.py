"""What a reader should know beside the figures of a day across all markets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.answers.ask import Ask
from bot.answers.gathering import Gathered
from bot.answers.origins import say_each_freshness
from bot.answers.sector_notes import absence_notes, in_a_row, value_notes
from bot.domain.routs import RoutReport


async def rout_notes(ask: Ask, report: RoutReport, asked: date | None, gathered: Gathered) -> list[str]:
    """One sentence each: the day, the data, the calendars, the values."""
    return [*_about_day(ask, report, asked), *await value_notes(ask, gathered)]


def rout_absences(ask: Ask, report: RoutReport) -> list[str]:
    """Who is missing and why; indices without a move are told of with their sessions."""
    indices = {each.index.symbol for each in report.markets}
    return absence_notes(ask, [each for each in report.absent if each.instrument.symbol not in indices])


def _about_day(ask: Ask, report: RoutReport, asked: date | None) -> Iterator[str]:
    speech = ask.speech
    if asked:
        yield speech.text("rout.note.no-session", asked=speech.weekday(asked), day=speech.weekday(report.day))
    yield from say_each_freshness(speech, [each.origin for each in report.measured])
    unknown = {each.index.listing.exchange.name for each in report.markets if not each.hours.reliable}
    if unknown:
        yield speech.text("rout.note.calendar", exchanges=in_a_row(ask, sorted(unknown)))
