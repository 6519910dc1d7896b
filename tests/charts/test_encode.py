"""Small PNGs whose bytes depend on their pixels alone."""

from __future__ import annotations

from dataclasses import astuple
from io import BytesIO

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from bot.charts.encode import encode_png
from bot.charts.theme import THEMES
from bot.charts.worker import Easel
from tests.charts.basket_shapes import BARS, TILES
from tests.charts.pictures import PICTURES


def _chunks(png: bytes) -> list[bytes]:
    """The chunk types of a PNG, in order (W3C PNG specification, section 5)."""
    kinds, at = [], 8
    while at < len(png):
        kinds.append(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return kinds


@pytest.mark.parametrize("theme", THEMES)
def test_colours_of_the_theme_are_kept_exactly(theme: str) -> None:
    """Every colour named by a palette comes out as it went in."""
    *single, steps = astuple(THEMES[theme])
    colours = [[round(part * 255) for part in to_rgb(colour)] for colour in (*single, *steps)]
    pixels = np.array([[*colour, 255] for colour in colours], dtype=np.uint8)[None]
    out = np.asarray(Image.open(BytesIO(encode_png(pixels, THEMES[theme]))).convert("RGB"))
    assert colours == out[0].tolist()


@pytest.mark.parametrize(("chart", "name"), PICTURES)
def test_charts_are_small_and_carry_nothing_else(chart: str, name: str) -> None:
    """A chart is 1000 pixels wide, below 60 kB, and without time stamp, text or colour profile."""
    scene = PICTURES[chart, name]
    png = Easel().draw(chart, scene.report(), scene.words["en"], "dark")
    width, height = Image.open(BytesIO(png)).size
    assert 1000 == width
    assert height == 560 or chart != "drop"
    assert len(png) < 60_000
    assert {b"IHDR", b"PLTE", b"IDAT", b"IEND"} == set(_chunks(png))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("chart", "shape"), [("sector", each) for each in BARS] + [("heatmap", each) for each in TILES]
)
def test_crowded_charts_are_small_too(chart: str, shape: str, theme: str) -> None:
    """Twenty long names and a hundred tiles full of text stay below 60 kB."""
    shapes = BARS if chart == "sector" else TILES
    assert len(Easel().draw(chart, *shapes[shape], theme)) < 60_000
