"""From drawn pixels to a small PNG whose bytes depend on nothing but the pixels."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bot.charts.lettering import EDGES
from bot.charts.theme import HEIGHT, Palette

_SHADES = 3 * EDGES
"""Parts of the way from the ground to each colour: what anti-aliasing leaves at the edges of lines and letters."""

_APART = 12
"""Least distance of two shades in a channel. Pillow looks shades up in cells of four, so nearer ones get mixed up."""


def encode_png(pixels: NDArray[np.uint8], palette: Palette) -> bytes:
    """RGBA rows from the top as a palette PNG, each pixel in the nearest shade of the theme.

    A palette fixed by the theme costs a twentieth of one fitted to the picture. No time stamp and no name of a
    program are written, so that equal pictures are equal bytes.
    """
    picture = Image.fromarray(pixels).convert("RGB").quantize(palette=_shades(palette), dither=Image.Dither.NONE)
    out = BytesIO()
    # Up to the usual height a millisecond of harder work would save a kilobyte; tall pictures full of type need it.
    picture.save(out, "PNG", compress_level=4 if picture.height <= HEIGHT else 9)
    return out.getvalue()


@lru_cache(maxsize=4)
def _shades(palette: Palette) -> Image.Image:
    """Every theme colour in shades from what it is drawn on, as the palette image that Pillow asks for."""
    colours = [getattr(palette, each.name) for each in fields(palette) if each.name != "steps"]
    drawn = [(palette.ground, colour, _SHADES) for colour in colours]
    drawn += [(step, palette.on(step), EDGES) for step in palette.steps]
    named = [_rgb(colour) for colour in dict.fromkeys([*colours, *palette.steps])]
    blends = [
        np.round(_rgb(under) + shade / shades * (_rgb(over) - _rgb(under))).astype(int)
        for under, over, shades in drawn
        for shade in range(1, shades)
    ]
    shades: list[NDArray[np.int_]] = []
    for shade in [*named, *blends]:
        if len(shades) < len(named) or min(np.abs(shade - each).max() for each in shades) >= _APART:
            shades.append(shade)
    image = Image.new("P", (1, 1))
    image.putpalette(np.array(shades, dtype=np.uint8).tobytes())
    return image


def _rgb(colour: str) -> NDArray[np.int_]:
    return np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)])
