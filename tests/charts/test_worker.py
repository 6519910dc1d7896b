"""What a chart process loads, draws and survives."""

from __future__ import annotations

import pickle
import subprocess
import sys
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts.theme import THEMES
from bot.charts.worker import CHARTS, DRAWN, FAILED, LENGTH, Easel, serve
from tests.charts.basket_shapes import BARS, TILES
from tests.charts.pictures import CHARTS as PICTURED
from tests.charts.rout_shapes import ROUTS
from tests.charts.scenes import LOCALES, SCENES
from tests.charts.shapes import SHAPES, words_for

HEAVY = ("pandas", "discord", "sqlalchemy", "yfinance", "exchange_calendars", "matplotlib.pyplot", "aiohttp")

DRAWABLE: dict[tuple[str, str], tuple[object, object]] = {
    **{
        ("drop", f"{name} {locale}"): (shape, words_for(shape, locale=locale))
        for name, shape in SHAPES.items()
        for locale in LOCALES
    },
    **{("sector", name): shape for name, shape in BARS.items()},
    **{("heatmap", name): shape for name, shape in TILES.items()},
    **{("rout", name): shape for name, shape in ROUTS.items()},
}


def _request(*parts: object) -> bytes:
    body = pickle.dumps(parts)
    return LENGTH.pack(len(body)) + body


def _answers(stream: bytes) -> list[bytes]:
    answers, at = [], 0
    while at < len(stream):
        (length,) = LENGTH.unpack_from(stream, at)
        answers.append(stream[at + LENGTH.size : at + LENGTH.size + length])
        at += LENGTH.size + length
    return answers


def test_a_chart_process_loads_nothing_heavy() -> None:
    """Neither pandas nor anything that talks to the outside is imported where charts are drawn."""
    code = f"import bot.charts.worker, sys; print([each for each in {HEAVY} if each in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == out.stdout.strip()


def test_asking_for_charts_does_not_load_what_draws_them() -> None:
    """The bot's own process imports Studio and the words without matplotlib."""
    code = "import bot.charts.studio, bot.charts.inputs, bot.charts.words, sys; print('matplotlib' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False" == out.stdout.strip()


def test_requests_are_answered_in_order_and_failures_told() -> None:
    """A failed drawing is reported with its traceback, and the next request is drawn as usual."""
    scene = SCENES["fall"]
    good = _request("drop", scene.report(), scene.words["en"], "dark")
    out = BytesIO()
    serve(BytesIO(_request("no such chart", None, None, "dark") + good + good[:-1]), out)
    ready, failed, drawn = _answers(out.getvalue())
    assert DRAWN == ready
    assert FAILED == failed[:1]
    assert b"no such chart" in failed
    assert DRAWN + b"\x89PNG" == drawn[:5]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(DRAWABLE)), st.sampled_from(sorted(THEMES)))))
def test_a_kept_frame_draws_what_a_fresh_one_does(looks: list[tuple[tuple[str, str], str]]) -> None:
    """Whatever was drawn before, and however high it was, the same request gives the same bytes."""
    kept = Easel()
    for (chart, shape), theme in looks:
        request = (chart, *DRAWABLE[chart, shape], theme)
        assert Easel().draw(*request) == kept.draw(*request)


@pytest.mark.parametrize("theme", THEMES)
def test_other_processes_draw_the_same_bytes(theme: str) -> None:
    """A picture depends on its request alone, so that it can be kept and compared."""
    scenes = [(chart, next(iter(scenes.values()))) for chart, scenes in PICTURED.items()]
    requests = [(chart, scene.report(), scene.words["fr"], theme) for chart, scene in scenes]
    process = subprocess.run(
        [sys.executable, "-m", "bot.charts.worker"],
        input=b"".join(_request(*each) for each in requests),
        capture_output=True,
        check=True,
    )
    assert [DRAWN + Easel().draw(*each) for each in requests] == _answers(process.stdout)[1:]


def test_every_chart_has_pictures() -> None:
    """No chart can be asked for that nobody has looked at."""
    assert CHARTS.keys() == PICTURED.keys()
