"""Numbers that charts draw where a report holds more than one picture shows.

Standard library only, so that a caller can fill these in without loading what draws them.
"""

from __future__ import annotations

from dataclasses import dataclass

ROWS = 20
"""The most members that one picture of bars shows; a longer list is parted into pages."""

BOUNDS = (-0.10, -0.05, -0.02, -0.005, 0.005, 0.02, 0.05, 0.10)
"""Moves at which a heatmap's colour changes, always the same ones, so that two days can be compared."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from top to bottom, in the order to draw them. Moves are fractions.

    Raises:
        ValueError: there is nothing to draw, or more than `ROWS` members.
    """

    moves: tuple[float, ...]
    marks: tuple[float, ...] = ()
    """Weighted means and the market's index, drawn apart from the members and as lines across them."""
    running: tuple[int, ...] = ()
    """Rows whose session is not over: their bars are outlines."""
    reach: tuple[float, float] = (0.0, 0.0)
    """Least and largest move of the whole list, so that all its pages share one scale."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.moves) <= ROWS:
            raise ValueError(f"{len(self.moves)} bars; a picture shows 1 to {ROWS}")


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles in any order: areas in proportion to `sizes`, colours by `moves` (fractions).

    Raises:
        ValueError: there is nothing to draw, or a size is not a positive number.
    """

    sizes: tuple[float, ...]
    moves: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.sizes or not all(0 < size < float("inf") for size in self.sizes):
            raise ValueError("a heatmap needs sizes, all of them positive")


@dataclass(frozen=True, slots=True)
class SessionRow:
    """An index's session: hours of UTC after the date's midnight, which are negative before it.

    `hours` is None for a market closed that day, `move` (a fraction) where unknown. `running` draws an outline.
    """

    hours: tuple[float, float] | None
    move: float | None
    running: bool = False


@dataclass(frozen=True, slots=True)
class Rout:
    """A day across all markets: `regions` are the rows of each region from top to bottom, `now` the hour of asking.

    Raises:
        ValueError: there is no session to lay on a clock.
    """

    regions: tuple[tuple[SessionRow, ...], ...]
    baskets: Bars | None
    now: float | None = None

    def __post_init__(self) -> None:
        if not any(row.hours for region in self.regions for row in region):
            raise ValueError("a day across markets needs a session")
