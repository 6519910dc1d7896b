"""Moves and days in words, as messages and pictures of several instruments need them."""

from __future__ import annotations

from bot.answers.reply import Tone
from bot.domain.sectors import SectorReport
from bot.i18n.speech import Markup, Speech

MINUS = "\N{MINUS SIGN}"
_TONE = {-1: Tone.FALL, 0: Tone.FLAT, 1: Tone.RISE}


def say_when(speech: Speech, report: SectorReport) -> Markup:
    """The day, or the days between which the members' sessions lie."""
    days = [each.day for each in report.members] or [report.day]
    first, last = min(days), max(days)
    return speech.text("days.on", day=last) if first == last else speech.text("days.between", first=first, last=last)


def sign_of(move: float) -> int:
    """-1, 0 or 1; a move that prints as 0.00 % is no move."""
    rounded = round(move, 4)
    return (rounded > 0) - (rounded < 0)


def tone_of(move: float | None) -> Tone:
    """The tone of a move."""
    return _TONE[sign_of(move or 0.0)]


def signed(speech: Speech, move: float, digits: int = 2) -> str:
    """A move for a picture, with a true minus sign."""
    return speech.percent(move, digits).replace("-", MINUS)


def signed_number(speech: Speech, value: float, digits: int = 1) -> str:
    """A number for a picture, with its sign; nothing rounds to a signed zero."""
    rounded = round(value, digits) + 0.0
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{speech.number(abs(rounded), digits)}"
