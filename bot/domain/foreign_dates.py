"""Dates written in ways our own shapes do not know, read by dateparser: other languages, `3 days ago`.

dateparser is imported late and reads its language tables at the first text: a quarter of a second together, which
`warm_up` spends ahead of time; a text then costs about a millisecond.
"""

from __future__ import annotations

import logging
import re
from datetime import date, datetime
from typing import Any, cast

from bot.domain.date_shapes import DateOrder, Reading, any_of, fold, two_dates
from bot.domain.date_words import (
    AGO_AFTER,
    AGO_BEFORE,
    COUNTS,
    FOREIGN_LANGUAGES,
    FOREIGN_LINKS,
    FOREIGN_MONTHS,
    LANGUAGES,
    SPANS,
)
from bot.domain.errors import UnclearDate

# One text for each road through dateparser: a word nobody knows, a date without its day, a count, other scripts.
_WARMING = ("xyz", "jan", "q1 2025", "3 days ago", "27 de enero de 2025", "27 stycznia 2025", "2025年1月")

_log = logging.getLogger(__name__)


def looks_foreign(text: str) -> bool:
    """Whether nothing but the words of a date stands there: a day number and a month, or how long ago."""
    return bool(_WRITTEN_OUT.fullmatch(fold(text)))


def read_foreign(reading: Reading) -> date | None:
    """The day dateparser finds in a text, or None.

    Raises:
        UnclearDate: `error.two-dates`, when day first and month first lead to different days; `error.day-missing`,
            when it is a week, month or year.
    """
    day = _parse(reading, reading.order or DateOrder.DAY_FIRST)
    if day is None or reading.order:
        return day
    other = _parse(reading, DateOrder.MONTH_FIRST)
    if other and other != day:
        raise two_dates(reading.text, min(day, other), max(day, other))
    return day


def warm_up() -> None:
    """Load dateparser and its languages; blocking, meant for a thread at the start."""
    for text in _WARMING:
        _parse(Reading(text, date(2025, 1, 27), None), DateOrder.DAY_FIRST)


def _parse(reading: Reading, order: DateOrder) -> date | None:
    from dateparser.date import DateDataParser

    parser = DateDataParser(
        languages=list(FOREIGN_LANGUAGES),
        try_previous_locales=False,
        settings={
            "DATE_ORDER": order.value,
            "PREFER_LOCALE_DATE_ORDER": False,
            "PREFER_DATES_FROM": "past",
            "RELATIVE_BASE": datetime.combine(reading.today, datetime.min.time()),
            "REQUIRE_PARTS": ["day", "month"],
            "PARSERS": ["relative-time", "absolute-time"],
        },
    )
    try:
        found: Any = parser.get_date_data(reading.text)
    # What a foreign grammar trips over cannot be read; the log keeps how.
    except Exception as problem:
        _log.warning("dateparser failed on %r: %.200r", reading.text, problem)
        return None
    if not found.date_obj:
        return None
    if found.period != "day" and not looks_foreign(reading.text):
        raise UnclearDate("error.day-missing", text=reading.text)
    return cast("datetime", found.date_obj).date()


def _words(*tables: tuple[str, ...]) -> str:
    return any_of(word for rows in tables for row in rows for word in row.split())


_LINKS = rf"(?:(?:{_words(FOREIGN_LINKS)}) )*"
_MONTH = _words(FOREIGN_MONTHS, *(each.months for each in LANGUAGES))
_COUNT = rf"(?:[0-9]{{1,3}}|{_words(COUNTS)}) (?:{_words(SPANS)})"
_WRITTEN_OUT = re.compile(
    rf"{_LINKS}(?:0?[1-9]|[12][0-9]|3[01])(?:\.|[a-z]{{1,2}})? {_LINKS}(?:{_MONTH})(?:[.,]? {_LINKS}[0-9]{{4}})?"
    rf"|{_COUNT} (?:{_words(AGO_AFTER)})|(?:{any_of(AGO_BEFORE)}) {_COUNT}"
)
