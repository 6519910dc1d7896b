"""Days across markets of any shape, with the plainest words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.charts.inputs import Bars, Rout, SessionRow
from bot.charts.words import RoutWords, SessionWords
from tests.charts.basket_shapes import bars_words
from tests.charts.scenes import SOURCE, percent

UNKNOWN = "–"
_HOURS = {
    "Asia-Pacific": ((-1, 5), (0, 6.5), (0, 6.5), (1, 5.5), (1.5, 7), (1.5, 8), (3.75, 10)),
    "Europe": ((8, 16.5),) * 9,
    "Americas": ((13, 21), *(((14.5, 21),) * 5)),
}
"""A winter day's sessions in UTC, as many as there are main indices."""


def rout_words(
    rout: Rout,
    names: str = "Index",
    notes: Sequence[str] = (),
    title: str = "27 January 2025 was a test",
    regions: Sequence[str] = tuple(_HOURS),
) -> RoutWords:
    """Words with the rows' own moves; notes are taken in turn."""
    count = sum(map(len, rout.regions))
    said = [notes[row % len(notes)] if notes else "" for row in range(count)]
    numbers = iter(range(count))
    return RoutWords(
        title=title,
        subtitle="Sessions over UTC, with the move of each main index",
        source=SOURCE["en"],
        regions=tuple(regions[: len(rout.regions)]),
        rows=tuple(
            tuple(
                SessionWords(
                    f"{names} {row}", f"^SYM{row}", UNKNOWN if each.move is None else percent(each.move), said[row]
                )
                for each in region
                for row in [next(numbers)]
            )
            for region in rout.regions
        ),
        hour="{hour:02}:00",
        now="now",
        heading="Baskets, by the mean move of their members" if rout.baskets else "",
        baskets=(
            replace(bars_words(rout.baskets, "Basket", ["10 of 10"] * len(rout.baskets.moves)), move="", value="Down")
            if rout.baskets
            else None
        ),
    )


_RANDOM = np.random.default_rng(23)
_MOVES = iter(_RANDOM.normal(-0.01, 0.02, 100).tolist())
_BASKETS = Bars(tuple(np.sort(_RANDOM.normal(-0.03, 0.05, 19)).tolist()))
_FULL = tuple(tuple(SessionRow(hours, next(_MOVES)) for hours in region) for region in _HOURS.values())
_CLOSED = SessionRow(None, None)
_LONG = "Kuala Lumpur Composite Stock Price Index of Malaysia"

ROUTS: dict[str, tuple[Rout, RoutWords]] = {
    name: (rout, rout_words(rout, **words))
    for name, (rout, words) in {
        "full": (Rout(_FULL, _BASKETS), {}),
        "full with notes": (Rout(_FULL, _BASKETS), {"notes": ["early close", "", "no price"]}),
        "running": (
            Rout(
                tuple(tuple(replace(row, running=True) for row in region) for region in _FULL),
                replace(_BASKETS, running=tuple(range(19))),
                now=15.2,
            ),
            {"notes": ["so far"]},
        ),
        "one row": (Rout(((SessionRow((14.5, 21), -0.0146),),), None), {}),
        "now at the start": (Rout(_FULL, None, now=-3.0), {}),
        "now at the end": (Rout(_FULL, None, now=23.9), {"notes": ["not yet open"]}),
        "closed but one": (
            Rout(((_CLOSED,) * 6, (SessionRow((8, 12.5), -0.001),), (_CLOSED,) * 3), Bars((0.0,))),
            {"notes": ["closed, next session 28 Jan"]},
        ),
        "nothing known": (
            Rout(tuple(tuple(replace(row, move=None) for row in region) for region in _FULL), None),
            {"notes": ["no price"]},
        ),
        "whole days": (Rout(((SessionRow((0, 24), 0.01),) * 3, (SessionRow((0, 24), 0.0),)), None), {}),
        "long names": (Rout(_FULL, _BASKETS), {"names": _LONG}),
        "other scripts": (Rout(_FULL[:1], None), {"names": "日経平均株価"}),
        "half an hour": (Rout(((SessionRow((9, 9.5), -0.02),),), None), {"notes": ["early close"]}),
    }.items()
}
