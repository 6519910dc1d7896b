"""What a reader should know beside the figures of a session."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bot.answers.ask import Ask
from bot.answers.days import AskedDay
from bot.answers.origins import say_freshness
from bot.domain.drops import DropReport
from bot.i18n.speech import Markup


def drop_notes(ask: Ask, report: DropReport, day: AskedDay) -> Iterator[str]:
    """One sentence each: the day, the company's actions on it, the other listings, the data."""
    yield from _about_day(ask, report, day)
    yield from _about_actions(ask, report)
    if report.instrument.also:
        said = (ask.speech.text("drop.listing", symbol=e.symbol, exchange=e.exchange) for e in report.instrument.also)
        yield ask.speech.text("drop.note.also", listings=Markup(", ".join(said)))
    freshness = say_freshness(ask.speech, report.origin)
    if freshness:
        yield freshness


def _about_day(ask: Ask, report: DropReport, day: AskedDay) -> Iterator[str]:
    exchange = report.instrument.listing.exchange
    if day.asked:
        yield ask.speech.text("drop.note.no-session", asked=ask.speech.weekday(day.asked), exchange=exchange)
    if report.day != day.session:
        yield ask.speech.text("drop.note.behind", expected=day.session)
    if not ask.sessions.reliable(exchange, report.day):
        yield ask.speech.text("drop.note.calendar")
    elif ask.sessions.closes_early(exchange, report.day):
        yield ask.speech.text("drop.note.early-close")


def _about_actions(ask: Ask, report: DropReport) -> Iterator[str]:
    speech = ask.speech
    if report.dividend and report.total_return is not None:
        amount = speech.price(report.dividend.amount, report.instrument.listing.currency)
        yield speech.text("drop.note.dividend", amount=amount, total=speech.percent(report.total_return))
    if report.split:
        ratio = Fraction(report.split.ratio).limit_denominator(1000)
        yield speech.text("drop.note.split", new=ratio.numerator, old=ratio.denominator)
