"""The sector chart, in every shape that a basket's day takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from bot.charts.bars import NAMES
from bot.charts.frame import Frame
from bot.charts.inputs import ROWS, Bars
from bot.charts.lettering import SMALL, Label, width
from bot.charts.sector import draw_sector, paint_sector
from bot.charts.theme import MARGIN, SMALLEST_TYPE, THEMES, WIDTH
from bot.charts.words import BarsWords
from tests.charts.basket_scenes import SECTORS, means_of, members_of
from tests.charts.basket_shapes import BARS, LONG, LONGER, bars_words
from tests.charts.boxes import overlap, overlaps, rectangles

DARK = THEMES["dark"]
ZERO_WIDTH = 2


def _drawn(shape: str) -> Figure:
    return draw_sector(*BARS[shape], "dark")


def _texts(figure: Figure) -> list[str]:
    return [label.text for label in figure.findobj(Label)]


def _zero(figure: Figure) -> float:
    """Where the only solid vertical line stands."""
    lines = [line for line in figure.findobj(Line2D) if line.get_linestyle() == "-"]
    (line,) = lines
    xs = np.asarray(line.get_xdata(), float)
    assert xs[0] == xs[1]
    return float(xs[0])


def _check_bars(bars: Bars, words: BarsWords) -> None:
    """Bars start at zero, run to the side of their sign, and are as long as their moves are large."""
    figure = draw_sector(bars, words, "dark")
    zero = _zero(figure)
    moves = [*bars.marks, *bars.moves]
    boxes = [box for box, _, _ in rectangles(figure)]
    rows = sorted(boxes, key=lambda box: -box[3])
    assert len(moves) == len(rows)
    reach = max(map(abs, [*moves, *bars.reach]))
    longest = max(right - left for left, _, right, _ in rows)
    for move, (left, _, right, _) in zip(moves, rows, strict=True):
        assert zero == pytest.approx(right if move < 0 else left, abs=0.5)
        assert (right == left) == (move == 0)
        if max(map(abs, moves)) == reach and reach > 0:
            assert abs(move) / reach * longest == pytest.approx(right - left, abs=ZERO_WIDTH)


@pytest.mark.parametrize("shape", BARS)
def test_nothing_comes_near_the_edge(shape: str) -> None:
    """A margin of 24 pixels all around has nothing but the ground's colour."""
    frame = Frame(THEMES["light"])
    paint_sector(frame, *BARS[shape])
    pixels = frame.pixels()[..., :3].copy()
    assert (frame.height, WIDTH) == pixels.shape[:2]
    pixels[MARGIN:-MARGIN, MARGIN:-MARGIN] = 255
    assert (pixels == 255).all()


@pytest.mark.parametrize("shape", BARS)
def test_texts_lie_on_nothing(shape: str) -> None:
    """No text lies on another text or on a bar."""
    figure = _drawn(shape)
    labels = figure.findobj(Label)
    assert [] == overlaps(labels)
    bars = [box for box, _, _ in rectangles(figure)]
    assert [] == [label.text for label in labels if any(overlap(label.box, bar) for bar in bars)]


@pytest.mark.parametrize("shape", BARS)
def test_bars_start_at_zero(shape: str) -> None:
    """Falls run to the left of a common line and rises to the right of it, in proportion."""
    _check_bars(*BARS[shape])


@settings(max_examples=25, deadline=None)
@given(
    moves=st.lists(st.floats(-0.99, 3.0), min_size=1, max_size=ROWS),
    marks=st.lists(st.floats(-0.5, 0.5), max_size=3),
    name=st.sampled_from(["Cie", "Member", LONG, LONGER]),
    value=st.sampled_from(["", "−4.2", "+1,592.7"]),
)
def test_any_bars_are_true_and_legible(moves: list[float], marks: list[float], name: str, value: str) -> None:
    """The same for shapes nobody thought of."""
    bars = Bars(tuple(moves), tuple(marks))
    words = bars_words(bars, [name] * len(moves), [value] * len(moves))
    _check_bars(bars, words)
    assert [] == overlaps(draw_sector(bars, words, "dark").findobj(Label))


@pytest.mark.parametrize("shape", ["all falls", "mixed", "all rises"])
def test_bars_have_the_colour_of_their_sign(shape: str) -> None:
    """Falls are vermilion, rises blue, and means and index grey."""
    bars, _ = BARS[shape]
    boxes = sorted(rectangles(_drawn(shape)), key=lambda each: -each[0][3])
    expected = [DARK.bar.upper()] * len(bars.marks) + [DARK.fall if move < 0 else DARK.rise for move in bars.moves]
    assert expected == [colour for _, colour, _ in boxes]


def test_moves_have_signs() -> None:
    """Every move is written with its sign, also where its bar already shows it."""
    texts = _texts(_drawn("three rows"))
    assert {"−3.00\N{NO-BREAK SPACE}%", "−1.00\N{NO-BREAK SPACE}%", "+2.00\N{NO-BREAK SPACE}%"} <= set(texts)


def test_means_and_index_run_across_the_members() -> None:
    """A dashed line goes from the end of each mark's bar down to the last member."""
    figure = _drawn("all falls")
    marks = sorted(rectangles(figure), key=lambda each: -each[0][3])[:3]
    foot = min(box[1] for box, _, _ in rectangles(figure))
    lines = [line for line in figure.findobj(Line2D) if line.get_linestyle() != "-"]
    assert [box[0] for box, _, _ in marks] == [line.get_xdata()[0] for line in lines]
    assert [box[1] for box, _, _ in marks] == pytest.approx([line.get_ydata()[0] for line in lines], abs=0.5)
    assert all(line.get_ydata()[1] < foot for line in lines)


def test_running_sessions_are_outlines() -> None:
    """Bars of sessions that are not over are hollow, the others filled."""
    bars, _ = BARS["running"]
    boxes = sorted(rectangles(_drawn("running")), key=lambda each: -each[0][3])[len(bars.marks) :]
    assert [row not in bars.running for row in range(len(bars.moves))] == [filled for _, _, filled in boxes]


def test_pages_share_a_scale() -> None:
    """A page whose moves are small has short bars when the rest of the basket moved more."""
    bars, words = BARS["second page"]
    alone = draw_sector(replace(bars, reach=(0.0, 0.0)), words, "dark")
    longest = [max(box[2] - box[0] for box, _, _ in rectangles(each)) for each in (alone, _drawn("second page"))]
    assert longest[1] < longest[0] / 2


def test_names_are_never_cut() -> None:
    """A long name takes two lines, and one too long for that gives way to the symbol."""
    texts = _texts(_drawn("longer names"))
    assert LONG in texts
    assert {"Taiwan Semiconductor Manufacturing", "Company", "SYM1"} <= set(texts)
    assert not any("China" in text for text in texts)
    assert max(width(text, SMALL) for text in (LONG, "SYM1")) <= NAMES


def test_a_name_the_faces_lack_gives_way_to_the_symbol() -> None:
    """A name in Chinese or Japanese is replaced by the symbol instead of being drawn as boxes."""
    assert {"SYM0", "SYM1"} <= set(_texts(_drawn("other scripts")))


def test_a_title_the_faces_lack_gives_way_too() -> None:
    """The finding in Latin letters takes its place."""
    bars, words = BARS["one row"]
    assert "9988.HK fell" in _texts(
        draw_sector(bars, replace(words, title="阿里巴巴 fell", latin_title="9988.HK fell"), "dark")
    )


def test_without_values_there_is_no_column_of_them() -> None:
    """The heading of the values goes with them."""
    assert "Value, $ bn" in _texts(_drawn("mixed"))
    assert "Value, $ bn" not in _texts(_drawn("three rows"))


@pytest.mark.parametrize("shape", BARS)
def test_no_type_is_smaller_than_a_phone_shows(shape: str) -> None:
    """Every line of text is at least 22 pixels."""
    assert min(label.style.size for label in _drawn(shape).findobj(Label)) >= SMALLEST_TYPE


def test_twenty_rows_are_the_most() -> None:
    """A longer list must be parted into pages, and an empty one has no chart."""
    for moves in ((), (0.01,) * (ROWS + 1)):
        with pytest.raises(ValueError, match="bars"):
            Bars(moves)


def test_bars_and_words_must_match() -> None:
    """A text too few is an error, not a bar without a name."""
    bars, words = BARS["three rows"]
    with pytest.raises(ValueError, match="zip"):
        draw_sector(bars, replace(words, rows=words.rows[:2]), "dark")


@pytest.mark.parametrize("name", SECTORS)
def test_scenes_state_true_figures(name: str) -> None:
    """The mean in each title is that of the bundled closes, and every row says its own move."""
    words, bars = SECTORS[name].words["en"], SECTORS[name].report()
    assert words.marks[0].move.removeprefix("−") in words.title
    assert [f"{move:+.2%}" for move in bars.moves] == [
        row.move.replace("−", "-").replace("\N{NO-BREAK SPACE}", "") for row in words.rows
    ]


def test_the_published_figures_come_out() -> None:
    """Nvidia fell 16.97 % and lost the published 592.7 billion dollars; Siemens Energy fell 19.95 %."""
    members = {each.symbol: each for each in members_of(("NVDA", "ENR.DE"))}
    assert -0.1697 == pytest.approx(members["NVDA"].move, abs=5e-5)
    assert -592.7 == pytest.approx(members["NVDA"].value, abs=0.05)
    assert -0.1995 == pytest.approx(members["ENR.DE"].move, abs=5e-5)
    assert (-0.1697 - 0.1995) / 2 == pytest.approx(means_of(list(members.values()))[1], abs=5e-5)
