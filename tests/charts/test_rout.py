"""The chart of a day across markets, in every shape that a day takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from bot.charts.frame import Frame
from bot.charts.inputs import Bars, Rout, SessionRow
from bot.charts.lettering import Label
from bot.charts.rout import draw_rout, paint_rout
from bot.charts.theme import MARGIN, SMALLEST_TYPE, THEMES, WIDTH
from tests.charts.boxes import Box, overlap, overlaps, rectangles
from tests.charts.rout_scenes import ROUT_SCENES, move_on
from tests.charts.rout_shapes import ROUTS, rout_words

DARK = THEMES["dark"]
HIGHEST = 1400


def _drawn(shape: str) -> Figure:
    return draw_rout(*ROUTS[shape], "dark")


def _texts(figure: Figure) -> dict[str, Label]:
    return {label.text: label for label in figure.findobj(Label)}


def _sessions(rout: Rout, figure: Figure) -> list[tuple[SessionRow, Box, str, bool]]:
    """Each session with its bar: box, colour, and whether it is filled."""
    rows = [row for region in rout.regions for row in region if row.hours]
    bars = sorted(rectangles(figure), key=lambda each: -each[0][3])[: len(rows)]
    return [(row, *bar) for row, bar in zip(rows, bars, strict=True)]


def _check_clock(rout: Rout, figure: Figure) -> None:
    """Bars lie on one clock: equal hours are equally far apart, to the pixel."""
    sessions = _sessions(rout, figure)
    hours = [hour for row, _, _, _ in sessions for hour in row.hours or ()]
    edges = [edge for _, box, _, _ in sessions for edge in (box[0], box[2])]
    if len(set(hours)) > 1:
        slope, start = np.polyfit(hours, edges, 1)
        assert np.abs(np.asarray(edges) - (slope * np.asarray(hours) + start)).max() <= 1.5


@pytest.mark.parametrize("shape", ROUTS)
def test_nothing_comes_near_the_edge(shape: str) -> None:
    """A margin of 24 pixels all around has nothing but the ground's colour."""
    frame = Frame(THEMES["light"])
    paint_rout(frame, *ROUTS[shape])
    pixels = frame.pixels()[..., :3].copy()
    assert (frame.height, WIDTH) == pixels.shape[:2]
    pixels[MARGIN:-MARGIN, MARGIN:-MARGIN] = 255
    assert (pixels == 255).all()


@pytest.mark.parametrize("shape", ROUTS)
def test_texts_lie_on_nothing(shape: str) -> None:
    """No text lies on another text or on a bar."""
    figure = _drawn(shape)
    labels = figure.findobj(Label)
    assert [] == overlaps(labels)
    bars = [box for box, _, _ in rectangles(figure)]
    assert [] == [label.text for label in labels if any(overlap(label.box, bar) for bar in bars)]


@pytest.mark.parametrize("shape", ROUTS)
def test_sessions_lie_on_the_clock(shape: str) -> None:
    """A bar reaches from its open to its close."""
    _check_clock(ROUTS[shape][0], _drawn(shape))


@settings(max_examples=25, deadline=None)
@given(
    spans=st.lists(st.tuples(st.integers(-4, 60), st.integers(1, 36), st.booleans()), min_size=1, max_size=8),
    moves=st.lists(st.one_of(st.none(), st.floats(-0.3, 0.3)), min_size=8, max_size=8),
    note=st.sampled_from(["", "early close", "not yet open"]),
)
def test_any_day_is_true_and_legible(spans: list[tuple[int, int, bool]], moves: list[float | None], note: str) -> None:
    """The same for shapes nobody thought of: quarters of hours, holidays between them."""
    rows = tuple(
        SessionRow(None if holiday and row else (start / 4, (start + length) / 4), None if holiday and row else move)
        for row, ((start, length, holiday), move) in enumerate(zip(spans, moves, strict=False))
    )
    rout = Rout((rows,), None)
    figure = draw_rout(rout, rout_words(rout, notes=[note]), "dark")
    _check_clock(rout, figure)
    assert [] == overlaps(figure.findobj(Label))


@pytest.mark.parametrize("shape", ["full", "nothing known", "running", "closed but one"])
def test_sessions_have_the_colour_of_their_sign(shape: str) -> None:
    """Falls are vermilion, rises blue, and grey is what nobody knows; running sessions are outlines."""
    rout = ROUTS[shape][0]
    for row, _, colour, filled in _sessions(rout, _drawn(shape)):
        expected = DARK.bar if row.move is None else DARK.direction(row.move)[0]
        assert (expected.upper(), not row.running) == (colour, filled)


def test_every_move_has_its_sign() -> None:
    """A sign stands before each move, and a dash where there is none."""
    rout, words = ROUTS["full"]
    texts = _texts(_drawn("full"))
    assert {each.move for region in words.rows for each in region} <= texts.keys()
    assert all(each.move[0] in "+−" for region in words.rows for each in region)
    assert len(rout.regions) == 3


def test_a_closed_market_is_an_empty_row_that_says_so() -> None:
    """Six holidays have six rows, six notes and no bar."""
    rout, words = ROUTS["closed but one"]
    figure = _drawn("closed but one")
    labels = [label.text for label in figure.findobj(Label)]
    assert 10 == labels.count("closed, next session 28 Jan")
    assert {each.name for region in words.rows for each in region} <= set(labels)
    assert 1 == sum(row.hours is not None for region in rout.regions for row in region)
    assert 1 == sum(bottom > 200 for (_, bottom, _, _), _, _ in rectangles(figure))


def test_an_early_close_is_shorter() -> None:
    """Hong Kong's half day of 28 January 2025 is drawn from 01:30 to 04:00, next to a whole one."""
    scene = ROUT_SCENES["holidays"]
    rows = _sessions(scene.report(), draw_rout(scene.report(), scene.words["en"], "dark"))
    widths = [right - left for _, (left, _, right, _), _, _ in rows]
    assert 2.5 / 6 == pytest.approx(widths[0] / widths[1], abs=0.02)


def test_regions_are_named_where_their_rows_leave_room() -> None:
    """Each name stands in a row of its region and beside the bars; where bars fill the clock there is none."""
    texts = _texts(_drawn("full"))
    assert {"Asia-Pacific", "Europe", "Americas"} <= texts.keys()
    heights = [texts[name].box[1] for name in ("Asia-Pacific", "Europe", "Americas")]
    assert heights == sorted(heights, reverse=True)
    assert "Asia-Pacific" not in _texts(_drawn("whole days"))


@pytest.mark.parametrize(("shape", "lines"), [("running", 1), ("full", 0)])
def test_now_is_a_line_across_the_day(shape: str, lines: int) -> None:
    """While any market is unfinished, a dashed line and a word say how late it is."""
    figure = _drawn(shape)
    dashed = [line for line in figure.findobj(Line2D) if line.get_linestyle() != "-"]
    assert lines == len(dashed)
    assert bool(lines) == ("now" in _texts(figure))


def test_hours_before_midnight_are_those_of_the_day_before() -> None:
    """A summer's day in Auckland opens at 21:00 UTC, before the date's own midnight."""
    rout = Rout(((SessionRow((-3, 3.75), 0.01),),), None)
    hours = [label for label in draw_rout(rout, rout_words(rout), "dark").findobj(Label) if label.text.endswith(":00")]
    assert ["21:00", "00:00", "03:00"] == [label.text for label in sorted(hours, key=lambda each: each.box)[:3]]


def test_a_name_too_wide_or_unknown_to_the_faces_gives_way_to_the_symbol() -> None:
    """Names are never cut, nor drawn as boxes."""
    for shape in ("long names", "other scripts"):
        assert "^SYM0" in _texts(_drawn(shape))


@pytest.mark.parametrize("shape", ROUTS)
def test_no_type_is_smaller_than_a_phone_shows(shape: str) -> None:
    """Every line of text is at least 22 pixels."""
    assert min(label.style.size for label in _drawn(shape).findobj(Label)) >= SMALLEST_TYPE


def test_the_fullest_day_has_room() -> None:
    """All main indices and all baskets are no higher than 1,400 pixels, under a title of two lines."""
    rout, words = ROUTS["full"]
    title = "27 January 2025 was a narrow rout, led by communication services, while havens rose for once"
    assert draw_rout(rout, replace(words, title=title), "dark").get_figheight() * 100 <= HIGHEST


def test_without_baskets_the_sessions_stand_alone() -> None:
    """No heading is left behind."""
    rout, words = ROUTS["one row"]
    assert words.heading == ""
    assert 1 == len(rectangles(_drawn("one row")))
    assert rout.baskets is None


def test_a_day_without_a_session_is_no_chart() -> None:
    """There is no clock to lay it on."""
    with pytest.raises(ValueError, match="session"):
        Rout(((SessionRow(None, None),),), Bars((0.01,)))


@pytest.mark.parametrize("name", ROUT_SCENES)
def test_scenes_state_true_figures(name: str) -> None:
    """Every basket's row says its own move."""
    words, rout = ROUT_SCENES[name].words["en"], ROUT_SCENES[name].report()
    assert [f"{move:+.2%}" for move in rout.baskets.moves] == [
        row.move.replace("−", "-").replace("\N{NO-BREAK SPACE}", "") for row in words.baskets.rows
    ]


def test_the_published_figures_come_out() -> None:
    """The S&P 500 fell 1.46 % and the Nasdaq Composite 3.07 %; Shanghai did not trade on the 28th."""
    assert [-0.0146, -0.0307] == pytest.approx(
        [move_on("^GSPC", "2025-01-27"), move_on("^IXIC", "2025-01-27")], abs=5e-5
    )
    assert move_on("000300.SS", "2025-01-28") is None
