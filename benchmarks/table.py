"""The cases as a table of plain text."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from benchmarks.measures import Case

HEAD = ("", "unit", "selloff", "range", "naive", "floor", "naive/selloff", "selloff/floor", "target", "")
NONE, MET, MISSED = "-", "met", "MISSED"


def render(cases: Sequence[Case]) -> str:
    """One line a case, in aligned columns: medians, our range, the ratios, the target and whether it is met."""
    rows = [HEAD, *map(_cells, cases)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) if at in (0, 1) else cell.rjust(width) for at, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(row, widths, strict=True)) for row in rows)
    ]
    return "\n".join([lines[0].rstrip(), "-" * sum([*widths, 2 * len(widths) - 2]), *map(str.rstrip, lines[1:])])


def _cells(case: Case) -> tuple[str, ...]:
    return (
        case.name,
        case.unit,
        number(case.value),
        f"{number(min(case.ours))}..{number(max(case.ours))}" if len(case.ours) > 1 else NONE,
        number(median(case.naive)) if case.naive else NONE,
        number(median(case.floor)) if case.floor else NONE,
        _times(case.times_naive),
        _times(case.times_floor),
        NONE if case.target is None else str(case.target),
        "" if case.target is None else MISSED if case.missed else MET,
    )


def number(value: float) -> str:
    """Whole from a hundred on, else with one decimal unless it is whole anyway."""
    return f"{value:,.0f}" if value >= 100 or value == round(value) else f"{value:.1f}"


def _times(ratio: float | None) -> str:
    return NONE if ratio is None else f"{ratio:.2f}x" if ratio < 2 else f"{ratio:.1f}x"
