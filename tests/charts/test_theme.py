"""Palettes that can be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import dist

import pytest

from bot.charts.theme import THEMES, contrast


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#FF0000", "#FFFFFF", 4.0),
        ("#123456", "#123456", 1),
    ],
)
def test_contrast_follows_wcag(one: str, other: str, expected: float) -> None:
    """Contrast ratios are those that WCAG's own examples and checkers publish."""
    assert expected == pytest.approx(contrast(one, other), abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
def test_small_type_reads_on_the_ground(theme: str) -> None:
    """Every colour of text has a contrast of 4.5:1 or more."""
    palette = THEMES[theme]
    ratios = [
        contrast(each, palette.ground) for each in (palette.text, palette.muted, palette.fall_text, palette.rise_text)
    ]
    assert min(ratios) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_lines_stand_out_from_the_ground(theme: str) -> None:
    """Every colour of a line or bar has a contrast of 3:1 or more."""
    palette = THEMES[theme]
    ratios = [
        contrast(each, palette.ground)
        for each in (palette.line, palette.bar, palette.accent, palette.fall, palette.rise)
    ]
    assert min(ratios) >= 3.0


def test_dark_text_reads_on_discord_too() -> None:
    """The dark theme still reads on the chat's ground, should an app show the picture without its own."""
    palette = THEMES["dark"]
    assert min(contrast(each, "#313338") for each in (palette.text, palette.muted, palette.fall_text)) >= 4.5


@pytest.mark.parametrize(("name", "colour"), [("muted", "#8A9099"), ("line", "#6F747D"), ("fall_text", "#D55E00")])
def test_an_illegible_colour_is_refused(name: str, colour: str) -> None:
    """A palette cannot be made with text or lines too faint for its ground."""
    with pytest.raises(ValueError, match=name):
        replace(THEMES["dark"], **{name: colour})


@pytest.mark.parametrize("theme", THEMES)
def test_falls_and_rises_differ_without_red_and_green(theme: str) -> None:
    """To an eye without green cones a fall is still yellowish and a rise bluish, in all their shades."""
    palette = THEMES[theme]
    middle = len(palette.steps) // 2
    for fall in map(_seen, (palette.fall, *palette.steps[:middle])):
        assert fall[2] < fall[0]
    for rise in map(_seen, (palette.rise, *palette.steps[middle + 1 :])):
        assert rise[2] > rise[0]


@pytest.mark.parametrize("theme", THEMES)
def test_larger_moves_stand_out_more(theme: str) -> None:
    """From no move outwards each step is further from its colour, also to an eye without green cones."""
    steps = THEMES[theme].steps
    middle = len(steps) // 2
    for side in (steps[middle::-1], steps[middle:]):
        distances = [_apart(step, steps[middle]) for step in side]
        assert 0.05 < min(after - before for before, after in pairwise(distances))


@pytest.mark.parametrize("theme", THEMES)
def test_small_type_reads_on_every_step(theme: str) -> None:
    """Type on a tile has a contrast of 4.5:1 or more."""
    palette = THEMES[theme]
    assert min(contrast(palette.on(step), step) for step in palette.steps) >= 4.5


def test_an_illegible_step_is_refused() -> None:
    """A palette cannot be made with an area that neither of its type colours reads on."""
    with pytest.raises(ValueError, match="step"):
        replace(THEMES["light"], steps=("#D55E00",))


def _seen(colour: str) -> list[float]:
    """Linear light as an eye without green cones sees it (Machado, Oliveira and Fernandes, 2009)."""
    matrix = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
    linear = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
    return [sum(weight * channel for weight, channel in zip(row, linear, strict=True)) for row in matrix]


def _apart(one: str, other: str) -> float:
    """How far two colours are apart as that eye sees them, in display values from 0 to 1."""
    values = [[max(channel, 0) ** (1 / 2.2) for channel in _seen(colour)] for colour in (one, other)]
    return dist(*values)
