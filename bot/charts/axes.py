"""From values and sessions to pixels, and the ticks that say so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

import numpy as np
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from bot.domain.prices import Days, Floats

LOG_FROM = 4.0
"""A path whose highest value is more than this many times its lowest is drawn on a logarithmic scale."""


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """A vertical scale between two values, laid on the pixels from `bottom` to `top`."""

    low: float
    high: float
    bottom: float
    top: float
    log: bool = False

    def y(self, values: Floats | float) -> NDArray[np.float64]:
        """Pixel heights of values; NaN stays NaN."""
        low, high, at = (np.log10(each) if self.log else np.asarray(each) for each in (self.low, self.high, values))
        return self.bottom + (at - low) / (high - low) * (self.top - self.bottom)

    def ticks(self, most: int = 6) -> list[tuple[float, int]]:
        """Round values inside the scale, each with the decimals it needs."""
        return self._log_ticks(most) if self.log else self._linear_ticks(most)

    def _linear_ticks(self, most: int) -> list[tuple[float, int]]:
        at = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(self.low, self.high)
        digits = _digits(float(at[1] - at[0]))
        return [(float(each), digits) for each in at if self.low <= each <= self.high]

    def _log_ticks(self, most: int) -> list[tuple[float, int]]:
        decades = range(floor(log10(self.low)), ceil(log10(self.high)) + 1)
        for steps in ((1, 1.5, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
            at = [step * 10.0**decade for decade in decades for step in steps]
            inside = [each for each in at if self.low <= each <= self.high]
            if len(inside) <= most:
                return [(each, _digits(each)) for each in inside]
        return [(each, _digits(each)) for each in inside[:: ceil(len(inside) / most)]]


def value_axis(values: Floats, bottom: float, top: float, log: bool) -> ValueAxis:
    """A scale that holds all known values with a little air; a flat series lies in its middle.

    `log` asks for a logarithmic scale, which positive values get.
    """
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if log and low > 0:
        air = (high / low) ** 0.06
        return ValueAxis(low / air, high * air, bottom, top, log=True)
    air = (high - low) * 0.06 or abs(high) * 0.01 or 1.0
    return ValueAxis(low - air, high + air, bottom, top)


def spans_decades(values: Floats) -> bool:
    """Whether a path is too steep for a linear scale."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return low > 0 and high / low > LOG_FROM


@dataclass(frozen=True, slots=True)
class SessionAxis:
    """A horizontal scale with one step for each session, the first and last half a step from the ends."""

    count: int
    left: float
    right: float

    @property
    def step(self) -> float:
        """Pixels from one session to the next."""
        return (self.right - self.left) / self.count

    def x(self, rows: NDArray[np.float64] | NDArray[np.intp] | float) -> NDArray[np.float64]:
        """Pixel positions of rows."""
        return self.left + (np.asarray(rows) + 0.5) * self.step

    def months(self, days: Days) -> list[tuple[int, int, int, int]]:
        """Runs of sessions in one month: first row, row after the last, month 1..12 and year."""
        months = days.astype("datetime64[M]").astype(int)
        starts = [0, *(np.flatnonzero(np.diff(months)) + 1).tolist(), len(days)]
        return [
            (start, end, int(months[start]) % 12 + 1, int(months[start]) // 12 + 1970)
            for start, end in pairwise(starts)
        ]


def _digits(step: float) -> int:
    """Decimals that write multiples of `step` exactly: 0 for 20, 1 for 2.5, 6 for 0.000002."""
    digits = max(0, -floor(log10(abs(step)) + 1e-9))
    return digits if abs(round(step, digits) - step) < step * 1e-6 else digits + 1
