"""What a drawn figure holds: texts and rectangles as (left, bottom, right, top), and whether they meet."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from bot.charts.lettering import Label

Box = tuple[float, float, float, float]


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a pixel."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inside(one: Box, other: Box) -> bool:
    """Whether the first box lies within the second."""
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]


def overlaps(labels: Iterable[Label]) -> list[tuple[str, str]]:
    """The texts that lie on one another."""
    return [(one.text, other.text) for one, other in combinations(labels, 2) if overlap(one.box, other.box)]


def rectangles(figure: Figure) -> list[tuple[Box, str, bool]]:
    """Every rectangle with its colour as #RRGGBB, and whether it is filled."""
    found = []
    for patch in figure.findobj(PathPatch):
        for corners in patch.get_path().vertices.reshape(-1, 5, 2):
            (left, bottom), (right, top) = corners.min(axis=0), corners.max(axis=0)
            box = float(left), float(bottom), float(right), float(top)
            found.append((box, to_hex(patch.get_edgecolor()).upper(), patch.get_linewidth() == 0))
    return found
