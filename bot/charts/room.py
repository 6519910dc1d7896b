"""Where a label finds room: the nearest free place that touches nothing drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.charts.frame import Area

_CELL = 3
"""Pixels to a cell of the occupancy grid."""


class Room:
    """Free room inside an area, as an occupancy grid that lines and boxes are marked on."""

    def __init__(self, area: Area) -> None:
        self._area = area
        columns, rows = int((area.right - area.left) // _CELL), int((area.top - area.bottom) // _CELL)
        self._taken = np.zeros((max(rows, 1), max(columns, 1)), dtype=bool)

    def take_line(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> None:
        """Mark a line through points; NaN breaks it."""
        known = np.isfinite(xs) & np.isfinite(ys)
        points = [np.stack([xs[known], ys[known]], axis=1)]
        joined = np.flatnonzero(known[:-1] & known[1:])
        if len(joined):
            start = np.stack([xs[joined], ys[joined]], axis=1)
            reach = np.stack([xs[joined + 1], ys[joined + 1]], axis=1) - start
            parts = int(np.abs(reach).max() / _CELL * 2) + 2
            along = np.linspace(0, 1, parts + 1)[:, None, None]
            points.append((start + along * reach).reshape(-1, 2))
        rows, columns = self._cells(np.concatenate(points))
        inside = (rows >= 0) & (rows < self._taken.shape[0]) & (columns >= 0) & (columns < self._taken.shape[1])
        self._taken[rows[inside], columns[inside]] = True

    def take_box(self, box: tuple[float, float, float, float]) -> None:
        """Mark a rectangle (left, bottom, right, top)."""
        rows, columns = np.maximum(self._cells(np.array([box[:2], box[2:]])), 0)
        self._taken[rows[0] : rows[1] + 1, columns[0] : columns[1] + 1] = True

    def nearest(
        self, width: float, height: float, to: tuple[float, float], clearance: float, sideways: float = 1.0
    ) -> tuple[float, float] | None:
        """Left and bottom of the box nearest to a point that keeps `clearance` from everything marked; else None.

        `sideways` weighs horizontal distance: below 1 a place far along beats one far above or below.
        """
        columns, rows = (int(np.ceil((each + 2 * clearance) / _CELL)) + 1 for each in (width, height))
        free = self._free(columns, rows)
        if not free.any():
            return None
        left = self._area.left + np.arange(free.shape[1]) * _CELL + clearance
        bottom = self._area.bottom + np.arange(free.shape[0]) * _CELL + clearance
        aside = np.maximum(np.maximum(left - to[0], to[0] - left - width), 0) * sideways
        above = np.maximum(np.maximum(bottom - to[1], to[1] - bottom - height), 0)
        # Among places equally near, the one whose middle is nearest.
        tie = np.abs(left + width / 2 - to[0])[None, :] + np.abs(bottom + height / 2 - to[1])[:, None]
        cost = np.where(free, np.hypot(aside[None, :], above[:, None]) + tie * 1e-3, np.inf)
        row, column = np.unravel_index(int(cost.argmin()), cost.shape)
        return float(left[column]), float(bottom[row])

    def _free(self, columns: int, rows: int) -> NDArray[np.bool_]:
        """Whether the box of so many cells is free, for each cell as its lower left one, by a summed-area table."""
        sums = np.zeros((self._taken.shape[0] + 1, self._taken.shape[1] + 1), dtype=np.int64)
        sums[1:, 1:] = self._taken.cumsum(axis=0).cumsum(axis=1)
        if rows >= sums.shape[0] or columns >= sums.shape[1]:
            return np.zeros((1, 1), dtype=bool)
        return sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns] + sums[:-rows, :-columns] == 0

    def _cells(self, points: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Rows and columns of points given as pairs of x and y."""
        origin = (self._area.left, self._area.bottom)
        columns, rows = np.floor((points - origin) / _CELL).astype(np.intp).T
        return rows, columns
