"""What charts are told to say: finished texts in the reader's language, and how to write numbers and dates.

Standard library only, so that a caller can fill these in without loading what draws them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a language writes numbers: what divides decimals and what divides thousands."""

    decimal: str
    group: str

    def text(self, value: float, digits: int) -> str:
        """`value` with exactly `digits` decimals and a true minus sign: 1,234.50 or 1 234,50."""
        plain = f"{abs(value):,.{digits}f}"
        sign = "\N{MINUS SIGN}" if value < 0 and float(plain.replace(",", "")) else ""
        whole, _, decimals = plain.partition(".")
        return sign + whole.replace(",", self.group) + (self.decimal + decimals if decimals else "")


@dataclass(frozen=True, slots=True)
class DropWords:
    """Everything a drop chart says. Texts are plain, without markup; an empty one is left out.

    Only one of `closes` and `candles` is used, whichever was drawn; `log_scale` is added to it when the
    price axis is logarithmic.
    """

    title: str
    """The finding: `Nvidia fell 16.97 % on 27 January 2025`."""
    latin_title: str
    """The finding with the symbol for a name, used when the chart's faces lack a letter of `title`."""
    closes: str
    """What a line shows, with the unit: `Closing prices, US dollars`."""
    candles: str
    """What candles show, with the unit: `Daily prices, US dollars`."""
    log_scale: str
    """`logarithmic scale`."""
    source: str
    """Source, adjustment and as-of moment."""
    move: str
    """The move with its sign, beside the marked session: `-16.97 %`."""
    previous: str
    """The previous close and its date, beside its line: `142.62 on 24 Jan`."""
    volume: str
    """What the bars below are: `Volume: 818.8 m shares, 3.8 times its 20-session mean`."""
    months: tuple[str, ...]
    """Twelve short month names, January first."""
    day: str
    """How a day is written without its year, with slots for both parts: `{day} {month}`."""
    numerals: Numerals


@dataclass(frozen=True, slots=True)
class RowWords:
    """What one bar says: `Nvidia`, `NVDA`, `−16.97 %`, `−593 bn`."""

    name: str
    """In the reader's language; never cut: a name with no room even on two lines gives way to the symbol."""
    symbol: str
    """Also used when the chart's faces lack a letter of `name`. For a mean: its shortest name in Latin letters."""
    move: str
    """The move with its sign."""
    value: str = ""
    """The value erased or added with its sign, in the unit of the column; empty where unknown."""


@dataclass(frozen=True, slots=True)
class BarsWords:
    """Everything a chart of bars says. Texts are plain, without markup; an empty one is left out."""

    title: str
    """The finding: `AI infrastructure fell 15.2 % on 27 January 2025`."""
    latin_title: str
    """The finding in Latin letters, used when the chart's faces lack a letter of `title`."""
    subtitle: str
    """What the bars show: `Moves since the previous close`; also what outlines mean where there are any."""
    source: str
    """Source, adjustment and as-of moment."""
    rows: tuple[RowWords, ...]
    """One for each of `Bars.moves`."""
    marks: tuple[RowWords, ...]
    """One for each of `Bars.marks`: `Mean, weighted by value`, `Mean, all alike`, `S&P 500`."""
    move: str
    """What stands above the moves, short: `Move`."""
    value: str
    """What stands above the values, with their unit, short: `Value, $ bn`. Unused when no row has a value."""


@dataclass(frozen=True, slots=True)
class TileWords:
    """What one tile says: name and move, or whatever less it has room for."""

    name: str
    symbol: str
    move: str
    """The move with its sign: `−6.4 %`."""
    brief: str
    """The move with its sign in whole per cent, for narrow tiles: `−6 %`."""


@dataclass(frozen=True, slots=True)
class HeatmapWords:
    """Everything a heatmap says. Texts are plain, without markup; an empty one is left out."""

    title: str
    """The finding: `Nvidia and Broadcom sank while software held on 27 January 2025`."""
    latin_title: str
    """The finding in Latin letters, used when the chart's faces lack a letter of `title`."""
    subtitle: str
    """What area and colour mean: `Area: market value at the previous close. Colour: move of the day.`"""
    source: str
    """Source, adjustment and as-of moment."""
    tiles: tuple[TileWords, ...]
    """One for each of `Tiles.moves`."""
    bounds: tuple[str, ...]
    """`inputs.BOUNDS` as written under the scale: `−10 %`, ..., `+10 %`."""
    ends: tuple[str, str]
    """What the two ends of the scale stand for, beside it: `falls beyond`, `rises beyond`."""


@dataclass(frozen=True, slots=True)
class SessionWords:
    """What one row of a day's sessions says."""

    name: str
    """The index: `Nikkei 225`."""
    symbol: str
    """Used where `name` is too wide or the faces lack a letter of it."""
    move: str
    """The move with its sign, or a dash where unknown."""
    note: str = ""
    """What is special, beside the bar or in its place: `early close`, `closed, next session 5 Feb`."""


@dataclass(frozen=True, slots=True)
class RoutWords:
    """Everything a chart of a day across markets says. Texts are plain, without markup; an empty one is left out."""

    title: str
    """The finding: `27 January 2025 was a narrow rout, led by AI infrastructure`."""
    subtitle: str
    """What the bars above are: `Local sessions over UTC, with each index's move`."""
    source: str
    """Source, adjustment and as-of moment."""
    regions: tuple[str, ...]
    """One for each of `Rout.regions`."""
    rows: tuple[tuple[SessionWords, ...], ...]
    """One for each row of each region."""
    hour: str
    """How an hour of the clock is written, with a slot: `{hour:02}:00`."""
    now: str
    """Beside the line of `Rout.now`: `now`."""
    heading: str
    """What the bars below are: `Baskets, by the mean move of their members`."""
    baskets: BarsWords | None
    """For `Rout.baskets`; only its rows and headings are used."""
