"""Heatmaps of any sizes and moves."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from bot.charts.frame import Area, Frame
from bot.charts.heatmap import DENSE, SIZES, draw_heatmap, fit_tile, lay_out, paint_heatmap, step_of
from bot.charts.inputs import BOUNDS, Tiles
from bot.charts.lettering import Label, width
from bot.charts.theme import MARGIN, SMALLEST_TYPE, TEXT_CONTRAST, THEMES, WIDTH, contrast
from bot.charts.words import TileWords
from tests.charts.basket_scenes import HEATMAPS
from tests.charts.basket_shapes import TILES, tiles_words
from tests.charts.boxes import Box, inside, overlap, overlaps, rectangles

AREA = Area(24, 100, 976, 700)
SEAM = 3
KEY = 9
NB = "\N{NO-BREAK SPACE}"

sizes_of_firms = st.lists(st.floats(1e6, 4e12), min_size=1, max_size=100)


def _drawn(shape: str, theme: str = "dark") -> Figure:
    return draw_heatmap(*TILES[shape], theme)


def _texts(shape: str) -> list[str]:
    return [label.text for label in _drawn(shape).findobj(Label)]


def _box(place: Area) -> Box:
    return place.left, place.bottom, place.right, place.top


def _colours(figure: Figure) -> dict[Box, str]:
    return {box: colour for box, colour, _ in rectangles(figure)}


@settings(max_examples=40, deadline=None)
@given(sizes_of_firms)
def test_tiles_fill_the_area_without_meeting(sizes: list[float]) -> None:
    """Tiles lie inside the area; those with pixels to spare never share one."""
    boxes = [_box(place) for place in lay_out(sizes, AREA)]
    assert all(inside(box, _box(AREA)) for box in boxes)
    large = [box for box in boxes if box[2] - box[0] > 1 and box[3] - box[1] > 1]
    assert [] == [pair for pair in combinations(large, 2) if overlap(*pair)]


@settings(max_examples=40, deadline=None)
@given(sizes_of_firms)
def test_areas_are_in_proportion(sizes: list[float]) -> None:
    """With its seams each tile has its share of the area, but for the rounding of its edges to whole pixels."""
    whole = (AREA.right - AREA.left + SEAM) * (AREA.top - AREA.bottom + SEAM)
    for size, place in zip(sizes, lay_out(sizes, AREA), strict=True):
        wide, high = place.right - place.left + SEAM, place.top - place.bottom + SEAM
        if min(wide, high) > SEAM + 1:
            assert size / sum(sizes) * whole == pytest.approx(wide * high, abs=wide + high + 1)


def test_the_largest_tile_is_at_the_top_left() -> None:
    """Whatever the order in which sizes come, each keeps its own tile."""
    places = lay_out([1.0, 6.0, 2.0], AREA)
    assert (AREA.left, AREA.top) == (places[1].left, places[1].top)
    areas = [(place.right - place.left) * (place.top - place.bottom) for place in places]
    assert areas[0] < areas[2] < areas[1]


@pytest.mark.parametrize(
    ("move", "expected"),
    [(-0.6, 0), (-0.1, 0), (-0.0999, 1), (-0.05, 1), (-0.021, 2), (-0.019, 3), (-0.005, 3), (-0.0049, 4), (0.0, 4)],
)
def test_moves_have_fixed_colours(move: float, expected: int) -> None:
    """A colour stands for the same moves on every day, falls and rises alike."""
    assert expected == step_of(move)
    assert len(BOUNDS) - expected == step_of(-move)


@given(st.floats(-1, 3), st.floats(-1, 3))
def test_a_larger_move_never_has_a_smaller_colour(one: float, other: float) -> None:
    """The scale never turns back."""
    lower, higher = sorted((one, other))
    assert step_of(lower) <= step_of(higher)


@pytest.mark.parametrize("theme", THEMES)
def test_each_step_is_drawn_in_its_colour(theme: str) -> None:
    """Nine moves of nine steps give nine colours, and the scale below shows them in the same order."""
    colours = _colours(_drawn("all bounds", theme))
    key = sorted(colours, key=lambda box: (box[1], box[0]))[:KEY]
    expected = [colour.upper() for colour in THEMES[theme].steps]
    assert expected == [colours[box] for box in key]
    assert sorted(expected * 2) == sorted(colours.values())


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("shape", ["all bounds", "hundred tiles"])
def test_text_reads_on_every_tile(shape: str, theme: str) -> None:
    """Text on a tile has a contrast of 4.5:1 or more, and lies on that tile alone."""
    figure = _drawn(shape, theme)
    tiles = sorted(_colours(figure).items(), key=lambda each: (each[0][1], each[0][0]))[KEY:]
    floor = min(box[1] for box, _ in tiles)
    labels = [label for label in figure.findobj(Label) if floor < label.box[1] < max(box[3] for box, _ in tiles)]
    for label in labels:
        ((_, colour),) = [each for each in tiles if overlap(label.box, each[0])]
        assert contrast(label._colour, colour) >= TEXT_CONTRAST


@pytest.mark.parametrize("shape", TILES)
def test_nothing_comes_near_the_edge(shape: str) -> None:
    """A margin of 24 pixels all around has nothing but the ground's colour."""
    frame = Frame(THEMES["light"])
    paint_heatmap(frame, *TILES[shape])
    pixels = frame.pixels()[..., :3].copy()
    assert (frame.height, WIDTH) == pixels.shape[:2]
    pixels[MARGIN:-MARGIN, MARGIN:-MARGIN] = 255
    assert (pixels == 255).all()


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("shape", TILES)
def test_no_labels_overlap(shape: str, locale: str) -> None:
    """No text lies on another text, the scale's own included."""
    tiles, _ = TILES[shape]
    assert [] == overlaps(draw_heatmap(tiles, tiles_words(tiles, locale=locale), "dark").findobj(Label))


@settings(max_examples=10, deadline=None)
@given(sizes_of_firms, st.sampled_from(["Cie", "Applied Materials", "Taiwan Semiconductor Manufacturing"]))
def test_texts_stay_on_their_tiles(sizes: list[float], name: str) -> None:
    """No text leaves its tile, whatever the sizes."""
    tiles = Tiles(tuple(sizes), (-0.1697,) * len(sizes))
    words = tiles_words(tiles, [name] * len(sizes))
    figure = draw_heatmap(tiles, words, "dark")
    boxes = [box for box, _, _ in rectangles(figure)]
    said = {
        part for tile in words.tiles for part in (*tile.name.split(), tile.name, tile.symbol, tile.move, tile.brief)
    }
    for label in figure.findobj(Label):
        if label.text in said - set(words.bounds):
            assert any(inside(label.box, box) for box in boxes)


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        ((300, 200), ["Applied", "Materials", f"−6.5{NB}%"]),
        ((500, 100), ["Applied Materials", f"−6.5{NB}%"]),
        ((100, 60), ["AMAT", f"−6.5{NB}%"]),
        ((64, 60), ["AMAT", f"−7{NB}%"]),
        ((100, 40), [f"−6.5{NB}%"]),
        ((60, 40), [f"−7{NB}%"]),
        ((30, 40), []),
        ((100, 20), []),
    ],
)
def test_a_tile_says_what_it_has_room_for(room: tuple[int, int], expected: list[str]) -> None:
    """The name and the move, else the symbol, else the move alone, else nothing; never a part of a name."""
    words = TileWords("Applied Materials", "AMAT", f"−6.5{NB}%", f"−7{NB}%")
    assert expected == [text for text, _ in fit_tile(words, *room)]


def test_a_symbol_stands_alone_where_no_move_fits() -> None:
    """A tile too narrow for any move still says which one it is."""
    assert ["MU"] == [text for text, _ in fit_tile(TileWords("Micron", "MU", f"−11.7{NB}%", f"−12{NB}%"), 46, 40)]


@given(st.integers(1, 600), st.integers(1, 600))
def test_lines_fit_in_their_tile(wide: int, high: int) -> None:
    """Lines are no wider than the tile and set in the sizes that are in use."""
    lines = fit_tile(TileWords("Taiwan Semiconductor Manufacturing", "TSM", f"−13.3{NB}%", f"−13{NB}%"), wide, high)
    assert all(width(*line) < wide for line in lines)
    assert sum(style.size for _, style in lines) < high
    assert all(SMALLEST_TYPE <= style.size <= SIZES[-1] for _, style in lines)


def test_names_the_faces_lack_give_way_to_symbols() -> None:
    """A name in Chinese or Japanese is replaced by the symbol instead of being drawn as boxes."""
    texts = _texts("other scripts")
    assert {"SYM0", "SYM1"} <= set(texts)
    assert not any("阿" in text or "ソ" in text for text in texts)


def test_the_scale_says_its_bounds_and_what_lies_beyond() -> None:
    """The colours' bounds are written below the tiles, with a word at both ends."""
    expected = {f"−10{NB}%", f"−0.5{NB}%", f"+0.5{NB}%", f"+10{NB}%", "falls beyond", "rises beyond"}
    assert expected <= set(_texts("no move"))


def test_more_tiles_have_more_room() -> None:
    """A picture grows with its tiles up to a height that a phone still shows whole."""
    few, many = (_drawn(shape).get_size_inches()[1] for shape in ("two tiles", "hundred tiles"))
    assert few < 6
    assert few < many < 11.2


def test_dense_pictures_are_set_small() -> None:
    """Beyond forty tiles no type is larger than the third size, except in the title."""
    tiles = Tiles((100.0, *([1.0] * DENSE)), (0.01,) * (DENSE + 1))
    styles = [label.style for label in draw_heatmap(tiles, tiles_words(tiles), "dark").findobj(Label)]
    assert SIZES[2] == sorted({style.size for style in styles})[-2]


@pytest.mark.parametrize("sizes", [(), (1.0, 0.0), (1.0, -1.0), (float("nan"),), (float("inf"),)])
def test_sizes_must_be_positive(sizes: tuple[float, ...]) -> None:
    """What has no area cannot be a tile."""
    with pytest.raises(ValueError, match="positive"):
        Tiles(sizes, (0.0,) * len(sizes))


def test_tiles_and_words_must_match() -> None:
    """A text too few is an error, not a tile without a name."""
    tiles, words = TILES["two tiles"]
    with pytest.raises(ValueError, match="zip"):
        draw_heatmap(tiles, replace(words, tiles=words.tiles[:1]), "dark")


@pytest.mark.parametrize("name", HEATMAPS)
def test_scenes_state_true_figures(name: str) -> None:
    """The mean in each title is that of the tiles' sizes and moves, and every tile says its own move."""
    tiles, words = HEATMAPS[name].report(), HEATMAPS[name].words["en"]
    mean = np.average(tiles.moves, weights=tiles.sizes)
    assert f"{abs(mean):.2%}".replace("%", f"{NB}%") in words.title
    assert [f"{move:+.1%}" for move in tiles.moves] == [
        tile.move.replace("−", "-").replace(NB, "") for tile in words.tiles
    ]
