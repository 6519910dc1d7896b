"""How names and symbols are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.spelling import plain, squeezed, symbol_forms, trimmed


@given(st.text())
def test_plain_words_stay_plain(text: str) -> None:
    """Making plain text plain again changes nothing."""
    once = plain(text)

    assert once == plain(once)


@given(st.text())
def test_trimming_twice_changes_nothing(text: str) -> None:
    """Trimming takes everything off at once, and never the last word."""
    words = plain(text)

    assert trimmed(words) == trimmed(trimmed(words))
    assert bool(words) == bool(trimmed(words))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Société Générale", "societe generale"),
        ("L'Oréal", "l oreal"),
        ("Moody's", "moodys"),
        ("S&P 500", "sp 500"),
        ("Johnson & Johnson", "johnson johnson"),
        ("Procter and Gamble", "procter gamble"),
        ("E.ON SE", "eon se"),
        ("Ørsted A/S", "orsted a s"),
        ("SÜSS MicroTec", "suss microtec"),
        ("  Coca-Cola  ", "coca cola"),
        ("", ""),
    ],
)
def test_names_lose_case_accents_and_punctuation(typed: str, expected: str) -> None:
    """What people leave out or write differently does not count."""
    assert expected == plain(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("siemens energy ag", "siemens energy"),
        ("the trade desk inc", "trade desk"),
        ("alibaba group holding ltd", "alibaba"),
        ("cours de l or", "or"),
        ("indice cac 40", "cac 40"),
        ("nvidia stock", "nvidia"),
        ("group", "group"),
    ],
)
def test_legal_forms_and_articles_can_be_left_out(typed: str, expected: str) -> None:
    """A name is the same with or without its legal form, its article, or the word "stock"."""
    assert expected == trimmed(typed)


def test_spaces_do_not_tell_names_apart() -> None:
    """`open ai` and `openai` are one name."""
    assert squeezed("open ai") == squeezed("openai")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("nvda", "NVDA"),
        ("$NVDA", "NVDA"),
        ("brk.b", "BRK-B"),
        ("BRK/B", "BRK-B"),
        ("brk b", "BRK-B"),
        ("700 hk", "0700.HK"),
        ("00700.HK", "0700.HK"),
        ("asml as", "ASML.AS"),
        ("vix", "^VIX"),
        ("eur/usd", "EURUSD=X"),
    ],
)
def test_symbols_are_read_in_the_notations_of_other_houses(typed: str, expected: str) -> None:
    """Yahoo's own notation is among the readings of a symbol."""
    assert expected in list(symbol_forms(typed))
