"""Charts look as they did when somebody last looked at them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.charts.theme import THEMES
from bot.charts.worker import Easel
from tests.charts.pictures import PICTURES
from tests.charts.scenes import SCENES

REFERENCE = Path(__file__).parent / "reference"
REFERENCES = sorted(path.stem for path in REFERENCE.glob("*.png"))


@pytest.fixture(scope="module")
def easel() -> Easel:
    """One easel for all pictures, as in a chart process."""
    return Easel()


@pytest.mark.parametrize("picture", REFERENCES)
def test_a_chart_looks_like_its_reference(picture: str, easel: Easel, tmp_path: Path) -> None:
    """At most one pixel in five hundred differs visibly; `make gallery` draws what to look at and copy here."""
    chart, name, locale, theme = picture.split("-")
    scene = PICTURES[chart, name]
    drawn = tmp_path / f"{picture}.png"
    drawn.write_bytes(easel.draw(chart, scene.report(), scene.words[locale], theme))
    ours, reference = (
        np.asarray(Image.open(path).convert("RGB"), dtype=np.int16) for path in (drawn, REFERENCE / f"{picture}.png")
    )
    assert reference.shape == ours.shape
    visible = (np.abs(ours - reference).max(axis=-1) > 40).mean()
    assert visible < 0.002, f"look at {drawn}"


def test_every_scene_has_references_in_both_themes_and_languages() -> None:
    """No scene is drawn only in the gallery."""
    expected = {f"{chart}-{name}-{look}" for chart, name in PICTURES for look in ("en-dark", "fr-light")}
    assert expected == set(REFERENCES)
    assert {"dark", "light"} == set(THEMES)


@pytest.mark.parametrize("name", SCENES)
def test_scenes_state_true_figures(name: str) -> None:
    """The move written on each chart is the measured one."""
    scene = SCENES[name]
    expected = f"{scene.report().move:+.2%}".replace("-", "−").replace("%", "\N{NO-BREAK SPACE}%")
    assert expected == scene.words["en"].move
