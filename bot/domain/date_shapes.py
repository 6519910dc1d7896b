"""The written forms of a date that we read ourselves: numeric ones, and English and French words.

A shape is a regular expression over folded text and a reader of its groups. Text without any known shape is no
date (None); text of a known shape that names no single day raises UnclearDate with what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.date_words import LANGUAGES, SAFE_ALONE
from bot.domain.errors import UnclearDate

YEARS_AHEAD = 10
LEAP_YEARS_APART = 8


class DateOrder(StrEnum):
    """What comes first in 03/04/2025."""

    DAY_FIRST = "DMY"
    MONTH_FIRST = "MDY"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader of groups needs to know beside them: the text as typed, today there, and the order if known."""

    text: str
    today: date
    order: DateOrder | None


def recognise(reading: Reading) -> date | None:
    """The day a text names, or None when it has none of the shapes known here.

    Raises:
        UnclearDate: `error.two-dates`, `error.no-such-day`, `error.day-missing` or `error.wrong-weekday`.
    """
    folded = fold(reading.text)
    for shape, read in _SHAPES:
        if found := shape.fullmatch(folded):
            return _checked(reading, found, read(reading, found))
    return None


def two_dates(text: str, first: date, second: date) -> UnclearDate:
    """The error of a text that two people would read differently, with both days and how to write them."""
    return UnclearDate(
        "error.two-dates",
        text=text,
        first=first,
        second=second,
        first_iso=first.isoformat(),
        second_iso=second.isoformat(),
    )


def fold(text: str) -> str:
    """Lower case without accents, ASCII digits and hyphens, single spaces, no punctuation at either end."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    return " ".join(plain.translate(_DASHES).split()).strip(" ,;:.!?()")


def _checked(reading: Reading, found: re.Match[str], day: date) -> date:
    stated = found.groupdict().get("stated")
    if stated and _WEEKDAYS[stated] != day.weekday():
        raise UnclearDate("error.wrong-weekday", text=reading.text, day=day)
    return day


def _read_named(reading: Reading, found: re.Match[str]) -> date:
    """Day, month in words, and a year or none."""
    month, day = _MONTHS[found["month"]], int(found["day"])
    return _one(reading, [_resolve(reading, found["year"], month, day)])


def _read_iso(reading: Reading, found: re.Match[str]) -> date:
    return _one(reading, [_resolve(reading, found["year"], int(found["month"]), int(found["day"]))])


def _read_numeric(reading: Reading, found: re.Match[str]) -> date:
    """Two numbers whose order is open, and a year or none."""
    first, second, year = int(found["first"]), int(found["second"]), found["year"]
    by_order = {
        DateOrder.DAY_FIRST: _resolve(reading, year, second, first),
        DateOrder.MONTH_FIRST: _resolve(reading, year, first, second),
    }
    if reading.order and by_order[reading.order]:
        return _one(reading, [by_order[reading.order]])
    return _one(reading, by_order.values())


def _read_span(reading: Reading, found: re.Match[str]) -> date:
    """A month, a week or a year: which day of it?"""
    raise UnclearDate("error.day-missing", text=reading.text)


def _read_weekday(reading: Reading, found: re.Match[str]) -> date:
    """The latest such weekday, today included."""
    return reading.today - timedelta(days=(reading.today.weekday() - _WEEKDAYS[found["weekday"]]) % 7)


def _read_last_weekday(reading: Reading, found: re.Match[str]) -> date:
    """The latest such weekday, today left out."""
    return reading.today - timedelta(days=(reading.today.weekday() - _WEEKDAYS[found["weekday"]] - 1) % 7 + 1)


def _read_relative(reading: Reading, found: re.Match[str]) -> date:
    return reading.today + timedelta(days=_AHEAD[found["ahead"]])


def _one(reading: Reading, days: Iterable[date | None]) -> date:
    """The only day among the readings."""
    known = sorted({day for day in days if day})
    match known:
        case []:
            raise UnclearDate("error.no-such-day", text=reading.text)
        case [day]:
            return day
        case _:
            raise two_dates(reading.text, known[0], known[-1])


def _resolve(reading: Reading, year: str | None, month: int, day: int) -> date | None:
    """The day of these numbers, or None when there is none; without a year the latest one not after today."""
    if year:
        return _day(_whole_year(int(year), reading.today) if len(year) == 2 else int(year), month, day)
    years = range(reading.today.year, reading.today.year - LEAP_YEARS_APART - 1, -1)
    days = (_day(each, month, day) for each in years)
    return next((each for each in days if each and each <= reading.today), None)


def _whole_year(short: int, today: date) -> int:
    """25 is 2025 and 87 is 1987: the century that puts it at most ten years ahead."""
    century = today.year // 100 * 100
    return century + short if century + short <= today.year + YEARS_AHEAD else century - 100 + short


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        # date() knows no year 0; as text it is as early as any other.
        return date.min if year == 0 else None


def _rows(rows: Iterable[str], start: int = 0) -> Iterator[tuple[str, int]]:
    """Each word of each row with the row's number."""
    return ((word, number) for number, row in enumerate(rows, start) for word in row.split())


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of these words, the longest first."""
    return "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True))


_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | {ord("’"): "'"}
_MONTHS = {word: number for each in LANGUAGES for word, number in _rows(each.months, 1)}
SHORT_WEEKDAYS = {word: number for each in LANGUAGES for word, number in _rows(each.short)}
_WEEKDAYS = SHORT_WEEKDAYS | {word: number for each in LANGUAGES for word, number in _rows(each.weekdays)}
_FULL = [word for each in LANGUAGES for word, _ in _rows(each.weekdays)]
_AHEAD = {word: days for each in LANGUAGES for word, days in each.ahead.items()}
LINKS = frozenset(word for each in LANGUAGES for word in each.links.split())

_MONTH = rf"(?P<month>{any_of(_MONTHS)})"
_DAY = r"(?P<day>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th|er|e)?"
_YEAR = r"'?(?P<year>[0-9]{4}|[0-9]{2})"
_NUMBERS = r"(?P<first>[0-3]?[0-9])(?P<gap>[-/.])(?P<second>[0-3]?[0-9])"
_LINK = rf"(?:(?:{any_of(LINKS)}) )*"
_STATED = rf"{_LINK}(?:(?P<stated>{any_of(_WEEKDAYS)})[.,]? )?{_LINK}"
_LAST = any_of(word for each in LANGUAGES for word in each.last.split())
_THIS = any_of(word for each in LANGUAGES for word in each.this.split())
_SPAN = any_of(word for each in LANGUAGES for word in each.spans.split())

_SHAPES: tuple[tuple[re.Pattern[str], Callable[[Reading, re.Match[str]], date]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            rf"{_STATED}(?P<year>[0-9]{{4}})(?P<gap>[-/.])(?P<month>[0-9]{{1,2}})(?P=gap)(?P<day>[0-9]{{1,2}})",
            _read_iso,
        ),
        (rf"{_STATED}(?P<year>(?:19|20)[0-9]{{2}})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])", _read_iso),
        (r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日", _read_iso),
        (rf"{_STATED}{_NUMBERS}(?P=gap)(?P<year>[0-9]{{4}}|[0-9]{{2}})", _read_numeric),
        (rf"{_STATED}(?P<first>[0-3]?[0-9])/(?P<second>[0-3]?[0-9])(?P<year>)", _read_numeric),
        (rf"{_STATED}{_DAY}[ ./-]{{0,2}}(?:of )?{_MONTH}(?:[ ,./-]{{0,3}}{_YEAR})?", _read_named),
        (rf"{_STATED}{_MONTH}[ ./-]{{1,2}}{_LINK}{_DAY}(?:[ ,./-]{{1,3}}{_YEAR})?", _read_named),
        (rf"{_STATED}(?P<year>[0-9]{{4}})[ /-]{_MONTH}[ /-]{_DAY}", _read_named),
        (rf"{_LINK}(?:{any_of(_MONTHS)})[ .]{{1,2}}[0-9]{{4}}|[0-9]{{4}}[-/][0-9]{{1,2}}", _read_span),
        (rf"(?:{_LAST}|{_THIS}) (?:{_SPAN})|(?:{_SPAN}) (?:{_LAST})", _read_span),
        (rf"{_LINK}(?:(?:{_THIS}) )?(?P<weekday>{any_of([*_FULL, *SAFE_ALONE])})", _read_weekday),
        (rf"{_LINK}(?:{_LAST}) (?P<weekday>{any_of(_WEEKDAYS)})", _read_last_weekday),
        (rf"{_LINK}(?P<weekday>{any_of(_WEEKDAYS)})\.? (?:{_LAST})", _read_last_weekday),
        (rf"(?P<ahead>{any_of(_AHEAD)})", _read_relative),
    )
)
