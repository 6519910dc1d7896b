"""Dates as people write them, in English, French and, through dateparser, other languages.

A date is a local session date of an exchange, so `today` is that exchange's. Bare weekdays mean the latest one up to
and including today; `last monday` leaves today out; a day without a year is the latest such day not after today.
Where day first and month first lead to different days, nothing is guessed: the error carries both.
"""

from __future__ import annotations

from datetime import date

from bot.domain.date_shapes import LINKS, SHORT_WEEKDAYS, DateOrder, Reading, fold, recognise
from bot.domain.date_words import SAFE_ALONE
from bot.domain.errors import UnclearDate
from bot.domain.foreign_dates import looks_foreign, read_foreign

__all__ = ["DateOrder", "read_day", "split_words"]

EARLIEST = date(1900, 1, 1)
LONGEST = 64
MOST_WORDS = 8


def read_day(text: str, today: date, *, order: DateOrder | None = None) -> date:
    """The day that `text` names, from 1900 on; days in the future are returned as such.

    Raises:
        UnclearDate: with `text` among its facts, and as message
            `error.unclear-date` cannot be read;
            `error.two-dates` (first, second: dates; first_iso, second_iso: how to write them) two readings;
            `error.no-such-day` 31 February;
            `error.day-missing` a month, week or year;
            `error.wrong-weekday` (day) a weekday beside a date that is another one;
            `error.too-early` (first) before 1900.
    """
    words = " ".join(text.split())
    if len(words) > LONGEST:
        raise UnclearDate("error.unclear-date", text=f"{words[:LONGEST]}…")
    reading = Reading(words, today, order)
    day = recognise(reading) or read_foreign(reading)
    if day is None:
        raise UnclearDate("error.unclear-date", text=words)
    if day < EARLIEST:
        raise UnclearDate("error.too-early", text=words, first=EARLIEST)
    return day


def split_words(text: str, today: date) -> tuple[str, str]:
    """Divide what was typed into a subject and the date at its end: `s&p 500 last monday`.

    The longest ending that reads as a date is the date, also one that names no single day (`03/04/2025`), so that
    the reader hears about the date and not about an unknown name. Words that are names as well as parts of a date
    (may, mars, sun) are a date only together with a day number. Either part may be empty.
    """
    words = text.split()
    starts = range(max(0, len(words) - MOST_WORDS), len(words))
    start = next((each for each in starts if _is_date(words[each:], today)), len(words))
    if start == 0 and words and _begins_with_name(words, today):
        start = 1
    return " ".join(words[:start]).rstrip(" ,;:-–—"), " ".join(words[start:])


def _is_date(words: list[str], today: date) -> bool:
    reading = Reading(" ".join(words), today, None)
    if len(reading.text) > LONGEST or not any(each.isalnum() for each in words[0]):
        return False
    try:
        return bool(recognise(reading) or (looks_foreign(reading.text) and read_foreign(reading)))
    except UnclearDate:
        return True


def _begins_with_name(words: list[str], today: date) -> bool:
    """Whether the first word of a date is rather a name: `ON 27 jan`, `sun 2025-01-27`, `WED` alone."""
    first = fold(words[0])
    if first not in LINKS and first not in SHORT_WEEKDAYS:
        return False
    if len(words) == 1:
        return True
    return _is_date(words[1:], today) and (
        words[0].isupper() or (first in SHORT_WEEKDAYS and first not in SAFE_ALONE) or _contradicts(words, today)
    )


def _contradicts(words: list[str], today: date) -> bool:
    try:
        recognise(Reading(" ".join(words), today, None))
    except UnclearDate as unclear:
        return unclear.message == "error.wrong-weekday"
    return False
