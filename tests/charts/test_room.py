"""Free room for labels."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.frame import Area
from bot.charts.room import Room

AREA = Area(0, 0, 300, 200)


def test_an_empty_area_has_room_at_the_point() -> None:
    """Without obstacles a box stands as near to its point as the grid allows."""
    left, bottom = Room(AREA).nearest(30, 20, (150, 100), 0) or (0, 0)
    assert abs(left + 15 - 150) <= 3
    assert abs(bottom + 10 - 100) <= 3


def test_a_full_area_has_no_room() -> None:
    """Where everything is taken, no place is made up."""
    room = Room(AREA)
    room.take_box((0, 0, 300, 200))
    assert room.nearest(30, 20, (150, 100), 0) is None


def test_a_box_larger_than_the_area_has_no_room() -> None:
    """A label that cannot fit is not squeezed in."""
    assert Room(AREA).nearest(400, 20, (150, 100), 0) is None


@given(
    heights=st.lists(st.one_of(st.floats(0, 200), st.just(float("nan"))), min_size=2, max_size=30),
    at=st.tuples(st.floats(0, 300), st.floats(0, 200)),
    clearance=st.integers(1, 8),
)
def test_a_place_found_touches_no_line(heights: list[float], at: tuple[float, float], clearance: int) -> None:
    """Points sampled densely along the line all keep their distance from the box, which is inside the area."""
    xs, ys = np.linspace(0, 300, len(heights)), np.array(heights)
    room = Room(AREA)
    room.take_line(xs, ys)
    found = room.nearest(40, 24, at, clearance)
    if found is None:
        return
    left, bottom = found
    assert left >= 0
    assert bottom >= 0
    assert left + 40 <= 300
    assert bottom + 24 <= 200
    along = np.linspace(0, 300, 3001)
    drawn = np.interp(along, xs, ys)
    # The line is marked by points on it, so that it may clip the corner of a cell by less than a pixel.
    kept = clearance - 1
    near = (along > left - kept) & (along < left + 40 + kept)
    assert not (near & (drawn > bottom - kept) & (drawn < bottom + 24 + kept)).any()
