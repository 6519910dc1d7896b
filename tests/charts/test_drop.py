"""The drop chart, in every shape that prices take."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from bot.charts.drop import draw_drop, draws_candles, paint_drop
from bot.charts.frame import Frame
from bot.charts.lettering import Label
from bot.charts.theme import HEIGHT, MARGIN, SMALLEST_TYPE, THEMES, WIDTH
from bot.charts.words import DropWords
from bot.domain.drops import DropReport
from tests.charts.scenes import SCENES
from tests.charts.shapes import NAN, SHAPES, report_of, words_for

Box = tuple[float, float, float, float]


def _labels(report: DropReport, words: DropWords) -> dict[str, Label]:
    figure = draw_drop(report, words, "dark")
    return {label.text: label for label in figure.findobj(Label)}


def _price_lines(report: DropReport, words: DropWords) -> list[Line2D]:
    """The line of closes and its marked part: the wide ones."""
    figure = draw_drop(report, words, "dark")
    return [line for line in figure.findobj(Line2D) if line.get_linewidth() > 2 and line.get_linestyle() == "-"]


def _crosses(box: Box, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Whether a straight line enters a box, by Liang and Barsky's clipping (1984)."""
    (left, bottom, right, top), (x, y), (dx, dy) = box, start, (end[0] - start[0], end[1] - start[1])
    enter, leave = 0.0, 1.0
    for step, room in ((-dx, x - left), (dx, right - x), (-dy, y - bottom), (dy, top - y)):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    return enter <= leave


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _check_move_label(report: DropReport) -> None:
    words = words_for(report)
    box = _labels(report, words)[words.move].box
    for line in _price_lines(report, words):
        points = np.column_stack([line.get_xdata(), line.get_ydata()])
        for start, end in pairwise(points):
            assert not (np.isfinite([*start, *end]).all() and _crosses(box, tuple(start), tuple(end)))


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_comes_near_the_edge(shape: str) -> None:
    """A margin of 24 pixels all around has nothing but the ground's colour."""
    report = SHAPES[shape]
    frame = Frame(THEMES["light"])
    paint_drop(frame, report, words_for(report, "Long Named Industrial Holdings of North America fell 16.97 % so far"))
    pixels = frame.pixels()[..., :3].copy()
    pixels[MARGIN : HEIGHT - MARGIN, MARGIN : WIDTH - MARGIN] = 255
    assert (pixels == 255).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_no_labels_overlap(shape: str) -> None:
    """No text lies on another text, whatever the prices do."""
    figure = draw_drop(SHAPES[shape], words_for(SHAPES[shape]), "dark")
    labels = figure.findobj(Label)
    assert [] == [(a.text, b.text) for a, b in combinations(labels, 2) if _overlap(a.box, b.box)]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_move_never_lies_on_the_line(shape: str) -> None:
    """The move's label keeps clear of the prices in shapes made to leave it no room."""
    _check_move_label(SHAPES[shape])


@settings(max_examples=40, deadline=None)
@given(
    closes=st.lists(st.one_of(st.floats(1, 1000), st.just(NAN)), min_size=1, max_size=71),
    marked=st.integers(0, 70),
    close=st.floats(1, 1000),
    previous=st.floats(1, 1000),
)
def test_the_move_never_lies_on_any_line(closes: list[float], marked: int, close: float, previous: float) -> None:
    """The same for shapes nobody thought of."""
    marked %= len(closes)
    closes[marked] = close
    _check_move_label(report_of(closes, marked, previous))


def test_a_title_is_never_cut() -> None:
    """However long the name, every word of the finding is on the picture."""
    title = "An Extraordinarily Long Named Industrial Holdings and Financial Services Company fell on 27 January 2025"
    report = SHAPES["flat"]
    texts = list(_labels(report, words_for(report, title)))
    assert title in " ".join(texts)


def test_no_type_is_smaller_than_a_phone_shows() -> None:
    """Every line of text is at least 22 pixels, whatever its length had to make of it."""
    long = "word " * 60
    words = replace(words_for(SHAPES["flat"], long), source=long, closes=long, candles=long)
    labels = draw_drop(SHAPES["flat"], words, "dark").findobj(Label)
    assert min(label.style.size for label in labels) >= SMALLEST_TYPE


def test_a_name_the_faces_lack_falls_back_to_latin() -> None:
    """A title in Chinese is replaced by the one with the symbol, instead of being drawn as boxes."""
    report = SHAPES["flat"]
    words = replace(words_for(report), title="阿里巴巴 fell 5 %", latin_title="9988.HK fell 5 %")
    assert "9988.HK fell 5 %" in _labels(report, words)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("fall", THEMES["dark"].fall), ("rise", THEMES["dark"].rise), ("running", THEMES["dark"].fall)],
)
def test_the_mark_has_the_colour_of_the_move(name: str, expected: str) -> None:
    """Falls are vermilion and rises blue, in the mark and in its part of the line."""
    scene = SCENES[name]
    lines = draw_drop(scene.report(), scene.words["en"], "dark").findobj(Line2D)
    assert 2 == sum(expected.lower() == to_hex(line.get_color()) or expected == line.get_markeredgecolor()
                    or expected == line.get_markerfacecolor() for line in lines)  # fmt: skip


def test_gaps_in_the_data_are_gaps_in_the_line() -> None:
    """Sessions without a close break the line: Siemens Energy's bundled figures have thirteen of them."""
    report = SCENES["gaps"].report()
    line = _price_lines(report, SCENES["gaps"].words["en"])[0]
    missing = np.isnan(np.asarray(line.get_ydata(), float))
    assert np.isnan(report.window.close).tolist() == missing.tolist()
    assert missing.any()


def test_lonely_closes_are_dots() -> None:
    """A close between two unknown ones is still seen."""
    report = report_of([10, NAN, 12, NAN, 11, 10], 5)
    dots = [line for line in draw_drop(report, words_for(report), "dark").findobj(Line2D) if line.get_marker() == "o"]
    assert [2, 1] == [len(line.get_xdata()) for line in dots]


def test_without_volume_there_are_no_bars_and_no_label() -> None:
    """An index without volume gives the room to its prices, and zero volume counts as unknown."""
    for shape in ("three rows", "zero volume"):
        assert "Volume" not in _labels(SHAPES[shape], words_for(SHAPES[shape]))


def test_a_steep_path_says_that_its_scale_is_logarithmic() -> None:
    """The subtitle names the scale when it is not the ordinary one."""
    assert "Closing prices, US dollars, logarithmic scale" in _labels(SHAPES["steep"], words_for(SHAPES["steep"]))


def test_months_are_in_the_readers_language() -> None:
    """The calendar below a French chart has French months, the year once it changes."""
    texts = _labels(SCENES["fall"].report(), SCENES["fall"].words["fr"])
    assert {"nov. 2024", "déc.", "janv. 2025", "févr."} <= texts.keys()


def test_few_sessions_are_named_by_their_days() -> None:
    """A window of a few sessions says which days they are; 1 November 2024 was a Friday."""
    report = report_of([10.0, 11.0, 9.0], 1)
    assert {"1 nov.", "4 nov.", "5 nov."} <= _labels(report, words_for(report, locale="fr")).keys()


@pytest.mark.parametrize(("rows", "known", "expected"), [(45, True, True), (46, True, False), (20, False, False)])
def test_short_complete_windows_are_candles(rows: int, known: bool, expected: bool) -> None:
    """Candles are drawn up to 45 sessions, where open, high and low are known for every close."""
    close = np.linspace(100, 110, rows)
    low = close - 1
    if not known:
        low[3] = NAN
    assert expected == draws_candles(report_of(close, 5, open=close, high=close + 1, low=low).window)


def test_a_running_session_has_an_open_mark() -> None:
    """A provisional close is a ring, a final one a dot."""
    ground = THEMES["dark"].ground
    faces = {}
    for name in ("fall", "running"):
        figure = draw_drop(SCENES[name].report(), SCENES[name].words["en"], "dark")
        faces[name] = [line.get_markerfacecolor() for line in figure.findobj(Line2D) if line.get_marker() == "o"][-1]
    assert {"fall": THEMES["dark"].fall, "running": ground} == faces
