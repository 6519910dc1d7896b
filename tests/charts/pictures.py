"""Every picture of the gallery by its name: chart, scene, language and theme."""

from __future__ import annotations

from tests.charts.basket_scenes import HEATMAPS, SECTORS
from tests.charts.rout_scenes import ROUT_SCENES
from tests.charts.scenes import SCENES, Scene

CHARTS: dict[str, dict[str, Scene]] = {"drop": SCENES, "sector": SECTORS, "heatmap": HEATMAPS, "rout": ROUT_SCENES}

PICTURES: dict[tuple[str, str], Scene] = {
    (chart, name): scene for chart, scenes in CHARTS.items() for name, scene in scenes.items()
}
