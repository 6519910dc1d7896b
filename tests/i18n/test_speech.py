"""How numbers, money and dates read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.languages import Languages
from bot.i18n.speech import Speech, price_digits

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def speech() -> Speech:
    """English."""
    return Languages().speech("en")


@pytest.mark.parametrize(
    ("fraction", "said"),
    [(-0.1696816, "-16.97"), (0.0241, "+2.41"), (0.0, "0.00"), (-0.00001, "0.00"), (12.5, "+1,250.00")],
)
def test_a_move_carries_its_sign(speech: Speech, fraction: float, said: str) -> None:
    """Falls with a minus, rises with a plus, and nothing rounds to a signed zero."""
    assert speech.percent(fraction) == f"{said}{NBSP}%"


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (-592.658e9, "USD", "$592.7 bn"),
        (3.4926e12, "USD", "$3.49 trn"),
        (24.49e9, "EUR", "€24.49 bn"),
        (7.5e6, "JPY", "¥7.50 m"),
        (950_000, "HKD", "HK$950,000"),
        (5e9, "SEK", "SEK 5.00 bn"),
    ],
)
def test_large_sums_are_read_in_words_of_scale(speech: Speech, amount: float, currency: str, said: str) -> None:
    """Four figures, the currency's short sign, and no line break inside."""
    assert speech.money(amount, currency) == said.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("value", "currency", "said"),
    [
        (118.42, "USD", "$118.42"),
        (38915.87, "JPY", "¥38,915.87"),
        (2640.0, "JPY", "¥2,640"),
        (412.5, "GBp", "412.50p"),
        (6012.28, "", "6,012.28"),
        (0.52317, "USD", "$0.5232"),
        (0.000012, "USD", "$0.00001200"),
        (1234.0, "SEK", f"SEK{NBSP}1,234.00"),
    ],
)
def test_prices_keep_the_figures_that_matter(speech: Speech, value: float, currency: str, said: str) -> None:
    """Two decimals, none for whole yen, four figures below one; index points have no sign."""
    assert speech.price(value, currency) == said


def test_dates_are_written_day_first(speech: Speech) -> None:
    """A day, a weekday, a short day and the twelve months as they stand beside a day."""
    day = date(2025, 1, 27)
    assert speech.day(day).replace(NBSP, " ") == "27 January 2025"
    assert speech.weekday(day).replace(NBSP, " ") == "Monday 27 January 2025"
    assert speech.short_day(day).replace(NBSP, " ") == "27 Jan"
    assert speech.months[:3] == ("Jan", "Feb", "Mar")


def test_a_moment_is_left_to_the_reader_and_a_stamp_is_plain(speech: Speech) -> None:
    """Discord shows `<t:...>` in local time; where it does not, the time is given in UTC."""
    moment = datetime(2025, 1, 27, 21, 0, tzinfo=UTC)
    assert speech.moment(moment) == "<t:1738011600:f>"
    assert speech.clock(moment) == "<t:1738011600:t>"
    assert speech.stamp(moment) == "27 January 2025 21:00 UTC"


def test_outside_text_is_escaped_in_messages_and_left_alone_in_pictures(speech: Speech) -> None:
    """The same sentence for a message and for a chart."""
    assert speech.text("error.unknown-instrument", text="*a*") == r"I know nothing called \*a\*."
    assert speech.plain("error.unknown-instrument", text="*a*") == "I know nothing called *a*."


def test_what_speech_made_is_not_escaped_again(speech: Speech) -> None:
    """A move inside a sentence keeps the sentence's own emphasis."""
    said = speech.text(
        "drop.prices", move=speech.percent(-0.17), close="1", previous="2", previous_day=date(2025, 1, 24)
    )
    assert said.startswith(f"**-17.00{NBSP}%**")


def test_a_fact_without_a_way_to_say_it_is_refused(speech: Speech) -> None:
    """A bare float says nothing of its unit."""
    with pytest.raises(TypeError, match="float"):
        speech.text("error.unknown-instrument", text=0.17)


@pytest.mark.parametrize("locale", ["en", "en-GB", "en_US", "de", "xx"])
def test_a_language_without_a_catalogue_is_answered_in_english(locale: str) -> None:
    """Discord's locales come as `en-GB`; those not spoken fall back whole, numbers included."""
    assert str(Languages().speech(locale).locale) == "en"


@given(st.floats(1e-8, 0.999), st.sampled_from(["USD", "JPY", ""]))
def test_a_small_price_shows_at_least_four_figures(value: float, currency: str) -> None:
    """However small a coin's price, its first four figures are seen."""
    digits = price_digits(value, currency)
    assert digits == 10 or value * 10**digits >= 999


@given(st.floats(-0.99, 50))
def test_a_size_is_the_move_without_its_sign(fraction: float) -> None:
    """`fell 16.97 %` and `-16.97 %` are the same figure."""
    speech = Languages().speech("en")
    assert speech.percent(fraction).lstrip("+-") == speech.size(fraction)
