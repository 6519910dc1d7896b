"""Text on charts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.lettering import SMALL, Label, Style, Weight, balance, can_draw, fit, fits, ink, width, wrap

NAMES = (
    "T." * 30,
    "Assa Abloy",
    "Zhongji Innolight",
    "Take-Two Interactive",
    "AVGO",
    "−17.0\N{NO-BREAK SPACE}%",
    "Łódź",
)
NEEDED = "éèçàôÉœ€¥£₩₹′″−–—’“”«»·…×≈Łščğøåß \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"


@pytest.mark.parametrize("letter", NEEDED)
def test_the_faces_have_what_we_write(letter: str) -> None:
    """Accents, currencies, signs and spaces of both languages all have a glyph."""
    assert can_draw(letter)


@pytest.mark.parametrize("weight", Weight)
def test_what_we_write_is_drawn_without_a_warning(weight: Weight) -> None:
    """No character falls through to a box (matplotlib warns, and a warning is an error here)."""
    assert ink(NEEDED, Style(24, weight)).width > 0


@pytest.mark.parametrize("text", ["阿里巴巴", "ソフトバンク", "Tencent 腾讯"])
def test_other_scripts_are_known_to_be_missing(text: str) -> None:
    """Names in scripts the faces lack are noticed before they would be drawn as boxes."""
    assert not can_draw(text)


@given(
    text=st.one_of(st.sampled_from(NAMES), st.text("AVWTYLfijlmr. −+%0127éÉœ", min_size=1, max_size=60)),
    style=st.sampled_from([SMALL, Style(22, Weight.SEMIBOLD), Style(52, Weight.SEMIBOLD)]),
    off=st.integers(-30, 30),
)
def test_what_fits_is_known_without_setting_it(text: str, style: Style, off: int) -> None:
    """A line fits where it is no wider than the room, for any kerning and hinting."""
    wide = width(text, style)
    assert (off >= 0) == fits(text, style, wide + off)


@pytest.mark.parametrize("weight", Weight)
def test_figures_are_tabular(weight: Weight) -> None:
    """All ten figures have one width, so that columns of numbers stand in line."""
    between = {width(f"8{digit}8", Style(40, weight)) for digit in "0123456789"}
    assert len(between) == 1


@given(
    words=st.lists(st.text("abcdefgij W.,", min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1),
    room=st.integers(60, 952),
)
def test_wrapping_loses_nothing(words: list[str], room: int) -> None:
    """Lines joined by spaces are the text again, and no line that could be broken is too wide."""
    text = " ".join(words)
    lines = wrap(text, SMALL, room)
    assert text == " ".join(lines)
    assert all(width(line, SMALL) <= room or " " not in line for line in lines)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Nvidia fell 17 % on Monday: ten of ten", "down"], ["Nvidia fell 17 % on", "Monday: ten of ten down"]),
        (["One line"], ["One line"]),
        (["x" * 30, "y"], ["x" * 30, "y"]),
    ],
)
def test_two_lines_are_balanced(lines: list[str], expected: list[str]) -> None:
    """A headline on two lines leaves no word alone on the second."""
    assert expected == balance(lines, SMALL, 400)


def test_no_break_spaces_hold() -> None:
    """A number is never parted from its per cent sign."""
    text = "Company fell 16.97\N{NO-BREAK SPACE}% on"
    assert "16.97\N{NO-BREAK SPACE}%" in " ".join(wrap(text, SMALL, 120)).split(" ")


def test_a_long_title_gets_smaller_type_before_it_wraps() -> None:
    """The largest style that holds the text in its number of lines is taken."""
    trials = ((Style(38), 1), (Style(30), 1), (Style(22), 2))
    assert (Style(38), 1) == _style_and_lines("Short", trials)
    assert (Style(30), 1) == _style_and_lines("x" * 30, trials)
    assert (Style(22), 2) == _style_and_lines("x" * 30 + " " + "y" * 30, trials)


def _style_and_lines(text: str, trials: tuple[tuple[Style, int], ...]) -> tuple[Style, int]:
    style, lines = fit(text, trials, 480)
    return style, len(lines)


@pytest.mark.parametrize(("align", "expected"), [(0.0, 100), (1.0, 100)])
def test_labels_are_aligned_by_their_ink(align: float, expected: int) -> None:
    """A label's given end is where its first or last inked pixel is."""
    left, _, right, _ = Label("−16.97 %", SMALL, "#000000", 100, 50, align).box
    assert expected == (right if align else left)


def test_letters_stand_on_the_baseline() -> None:
    """Descenders hang below the given height and do not lift the other letters."""
    plain, hanging = (Label(text, SMALL, "#000000", 0, 100).box for text in ("x", "xp"))
    assert 99 == plain[1]
    assert 94 <= hanging[1] <= 96
