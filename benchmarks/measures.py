"""What was measured, beside what, and whether it is good enough. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Protocol


class Target(Protocol):
    """What a case has to reach."""

    def met(self, case: Case) -> bool:
        """Whether it does."""
        ...


@dataclass(frozen=True, slots=True)
class TimesNaive:
    """The naive median is at least so many times ours."""

    times: float

    def met(self, case: Case) -> bool:
        """Whether it is; not when there is nothing naive to compare with."""
        return case.times_naive is not None and case.times_naive >= self.times

    def __str__(self) -> str:
        return f">= {self.times:g}x naive"


@dataclass(frozen=True, slots=True)
class TimesFloor:
    """Our median is at most so many times the floor's."""

    times: float

    def met(self, case: Case) -> bool:
        """Whether it is; not when there is no floor to compare with."""
        return case.times_floor is not None and case.times_floor <= self.times

    def __str__(self) -> str:
        return f"<= {self.times:g}x floor"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Every single value is at least the limit."""

    limit: float

    def met(self, case: Case) -> bool:
        """Whether they are."""
        return min(case.ours) >= self.limit

    def __str__(self) -> str:
        return f">= {self.limit:g}"


@dataclass(frozen=True, slots=True)
class AtMost:
    """Our median is at most the limit, or with `always` every single value is: counts are not noise."""

    limit: float
    always: bool = False

    def met(self, case: Case) -> bool:
        """Whether it is."""
        return (max(case.ours) if self.always else case.value) <= self.limit

    def __str__(self) -> str:
        return f"<= {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Case:
    """One row: what several rounds gave for our bot, and for the naive one and the floor where there are such."""

    name: str
    unit: str
    ours: Sequence[float]
    naive: Sequence[float] = ()
    floor: Sequence[float] = ()
    target: Target | None = None

    @property
    def value(self) -> float:
        """Our median."""
        return median(self.ours)

    @property
    def times_naive(self) -> float | None:
        """How many times faster (or less) than the naive one, by medians."""
        return median(self.naive) / self.value if self.naive and self.value else None

    @property
    def times_floor(self) -> float | None:
        """How many times the floor, by medians."""
        return self.value / median(self.floor) if self.floor else None

    @property
    def missed(self) -> bool:
        """Whether there is a target and it is not reached."""
        return self.target is not None and not self.target.met(self)

    def as_json(self) -> dict[str, Any]:
        """Every value and what follows from them, for a JSON document."""
        return {
            "name": self.name,
            "unit": self.unit,
            "ours": list(self.ours),
            "naive": list(self.naive),
            "floor": list(self.floor),
            "median": self.value,
            "times_naive": self.times_naive,
            "times_floor": self.times_floor,
            "target": None if self.target is None else str(self.target),
            "missed": self.missed,
        }
