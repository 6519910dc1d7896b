"""Names and words from outside are harmless in a message."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.markup import escape, visible

LIVE = re.compile(r"(?<!\\)(@(everyone|here)|<[@#:t/]|https?://|[*_`~|])")


@pytest.mark.parametrize(
    "text",
    ["@everyone", "<@1>", "<@&2>", "<#3>", "<t:0:R>", "<:x:1>", "https://a.example", "[a](b)", "**b**", "||c||", "`d`"],
)
def test_no_live_element_survives(text: str) -> None:
    """Mentions, channels, timestamps, emoji, links and emphasis are shown as typed."""
    assert not LIVE.search(escape(text))


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\u200f", "\x00", "\n", "\u2028", "\ufeff"])
def test_invisible_characters_are_dropped(hidden: str) -> None:
    """Text cannot be turned around, broken or hidden from within a name."""
    assert visible(f"Nvi{hidden}dia") in ("Nvidia", "Nvi dia")


def test_long_text_is_cut_with_an_ellipsis() -> None:
    """A name of a thousand letters does not fill a message."""
    assert visible("a" * 1000, limit=10) == "aaaaaaaaa…"


def test_ordinary_names_read_as_they_are() -> None:
    """Accents, ampersands and figures stay."""
    assert escape("Société Générale & Cie 500") == "Société Générale & Cie 500"


@given(st.text())
def test_any_text_becomes_one_harmless_line(text: str) -> None:
    """Whatever is typed, nothing of it comes alive and no line begins inside it."""
    said = escape(text)
    assert not LIVE.search(said)
    assert "\n" not in said


@given(st.text())
def test_making_visible_twice_changes_nothing_more(text: str) -> None:
    """Cleaning is idempotent."""
    assert visible(visible(text)) == visible(text)
