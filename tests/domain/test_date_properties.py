"""Every day survives being written and read, and no text does harm."""

from __future__ import annotations

import string
from datetime import date, timedelta
from unicodedata import combining, normalize

from babel.dates import format_date
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.dates import DateOrder, read_day, split_words
from bot.domain.errors import UnclearDate

MONDAY = date(2025, 2, 3)


def readings(text: str) -> tuple[object, ...]:
    """The day that is read, or the days and words of the explanation why there is none."""
    try:
        return (read_day(text, LAST_DAY),)
    except UnclearDate as unclear:
        return (unclear.message, *unclear.facts.values())


LAST_DAY = date(2030, 12, 31)
DAYS = st.dates(date(1927, 1, 1), LAST_DAY)
FORMS = {
    "en": ["d MMM y", "d MMMM y", "MMM d, y", "MMMM d, y", "EEEE, MMMM d, y", "EEE d MMM y", "y MMM d", "d-MMM-y"],
    "fr": ["d MMM y", "d MMMM y", "EEEE d MMMM y", "'le' d MMMM y", "'le' EEEE d MMM y", "EEE d MMMM y"],
}
NUMERIC = ["y-MM-dd", "y/MM/dd", "y.M.d", "yMMdd", "y年M月d日"]
WRITTEN = [(locale, form) for locale, forms in FORMS.items() for form in [*forms, *NUMERIC]]


@given(day=DAYS, written=st.sampled_from(WRITTEN))
def test_every_day_can_be_read_back(day: date, written: tuple[str, str]) -> None:
    """A day written as English and French write it is read as that day."""
    locale, form = written

    assert day == read_day(format_date(day, form, locale), LAST_DAY)


@given(day=DAYS, form=st.sampled_from(["dd/MM/y", "d/M/y", "dd.MM.y", "d-M-y"]))
def test_every_day_can_be_read_back_day_first(day: date, form: str) -> None:
    """Where the day comes first, that order reads it; without it the day is right or explained."""
    text = format_date(day, form, "en")

    assert day == read_day(text, LAST_DAY, order=DateOrder.DAY_FIRST)
    assert day in readings(text)


@given(day=DAYS, locale=st.sampled_from(["en", "fr"]), form=st.sampled_from(["d MMMM", "d MMM"]))
def test_a_day_without_year_lies_in_the_past_year(day: date, locale: str, form: str) -> None:
    """Asked on a day, that day's name means itself; asked the day before, the one a year (or leap years) earlier."""
    text = format_date(day, form, locale)

    assert day == read_day(text, day)
    earlier = read_day(text, day - timedelta(days=1))
    assert (earlier.month, earlier.day) == (day.month, day.day)
    assert earlier < day


# Words that may be part of a date, so that a name may not end with them; numbers up to 31 are left out as well.
PARTS = {format_date(date(2025, month, 1), form, locale).lower().strip(".") for month in range(1, 13)
         for form in ("MMM", "MMMM") for locale in ("en", "fr")} | {
    format_date(date(2025, 1, day), form, locale).lower().strip(".") for day in range(6, 13)
    for form in ("EEE", "EEEE") for locale in ("en", "fr")} | {
    "on", "the", "of", "le", "du", "au", "sept", "tues", "thur", "thurs"}  # fmt: skip
WORDS = st.one_of(
    st.text(string.ascii_letters + string.digits + ".&^=-'éü", min_size=1, max_size=10),
    st.sampled_from(
        ["S&P", "500", "100", "2000", "Bank", "of", "energy", "^GSPC", "EURUSD=X", "9988.HK", "3M", "Mars"]
    ),
)


@settings(max_examples=300)
@given(
    words=st.lists(WORDS, min_size=1, max_size=4),
    day=DAYS,
    written=st.sampled_from(
        [*WRITTEN, ("en", "dd/MM/y"), ("en", "'last' EEEE"), ("fr", "EEEE 'dernier'"), ("fr", "'hier'")]
    ),
)
def test_name_and_date_come_apart_again(words: list[str], day: date, written: tuple[str, str]) -> None:
    """Whatever the name, as long as it does not end like a date, both parts come back unchanged."""
    name = " ".join(words)
    # Dates are read without accents, so that `Aü` may be French for "on the".
    last = "".join(each for each in normalize("NFKD", words[-1].lower()) if not combining(each))
    assume(not any(each.isdigit() for each in last) or last in {"500", "100", "2000", "3m", "9988.hk"})
    assume(last.strip(".'-&") not in PARTS and name == name.rstrip(" ,;:-"))
    assume(len(words) > 1 or split_words(name, LAST_DAY) == (name, ""))
    when = format_date(day, written[1], written[0])

    assert (name, " ".join(when.split())) == split_words(f"{name} {when}", LAST_DAY)


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=80),
        st.text("0123456789/-. ", max_size=70),
        st.lists(
            st.sampled_from(["27", "jan", "mars", "on", "le", "lundi", "last", "2025", "/", "ago", "days", "31", "年"]),
            max_size=12,
        ).map(" ".join),
    )
)
def test_any_text_is_read_or_explained(text: str) -> None:
    """Nothing but UnclearDate ever comes out, and splitting never fails."""
    split_words(text, MONDAY)

    first, *_ = readings(text)

    assert isinstance(first, date) or str(first).startswith("error.")
