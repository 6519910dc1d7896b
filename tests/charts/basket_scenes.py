"""Sectors and heatmaps of 27 January 2025 for reference pictures and the gallery: bundled closes, texts by hand."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.charts.inputs import ROWS, Bars, Tiles
from bot.charts.words import BarsWords, HeatmapWords, RowWords
from tests.charts.basket_shapes import bars_words, tiles_words
from tests.charts.scenes import LOCALES, NUMERALS, SAMPLE, Scene

DAY = "2025-01-27"

MEMBERS: dict[str, tuple[str, float]] = {
    "NVDA": ("Nvidia", 24.49),
    "AAPL": ("Apple", 15.022),
    "MSFT": ("Microsoft", 7.435),
    "GOOGL": ("Alphabet", 12.19),
    "AMZN": ("Amazon", 10.515),
    "META": ("Meta Platforms", 2.5245),
    "TSLA": ("Tesla", 3.21),
    "AVGO": ("Broadcom", 4.6706),
    "ORCL": ("Oracle", 2.771),
    "CSCO": ("Cisco", 3.9828),
    "TSM": ("TSMC", 5.1855),
    "AMD": ("AMD", 1.6228),
    "ARM": ("Arm", 1.052),
    "MU": ("Micron Technology", 1.114),
    "INTC": ("Intel", 4.33),
    "MRVL": ("Marvell Technology", 0.865),
    "AMAT": ("Applied Materials", 0.8124),
    "LRCX": ("Lam Research", 1.2867),
    "ASML": ("ASML", 0.3933),
    "VRT": ("Vertiv", 0.3752),
    "ETN": ("Eaton", 0.392),
    "GEV": ("GE Vernova", 0.275),
    "CEG": ("Constellation Energy", 0.3128),
    "VST": ("Vistra", 0.33975),
    "ANET": ("Arista Networks", 1.2579),
    "DELL": ("Dell Technologies", 0.7004),
    "SMCI": ("Super Micro Computer", 0.5856),
    "ENR.DE": ("Siemens Energy", 0.7993),
    "SU.PA": ("Schneider Electric", 0.5754),
    "9984.T": ("SoftBank Group", 1.47),
    "8035.T": ("Tokyo Electron", 0.4716),
    "6857.T": ("Advantest", 0.7661),
    "9988.HK": ("Alibaba", 19.0545),
    "9888.HK": ("Baidu", 2.76),
}
"""Names and billions of shares, as in the catalogue in February 2025."""

RATES = {"DE": 1.05, "PA": 1.05, "T": 1 / 156, "HK": 1 / 7.79}
"""About what a euro, yen and Hong Kong dollar were worth in US dollars; they only scale areas and values."""

CHIPS = ("NVDA", "AVGO", "TSM", "AMD", "ARM", "MU", "INTC", "MRVL", "AMAT", "LRCX", "ASML")
INFRA = ("VRT", "ETN", "GEV", "CEG", "VST", "ANET", "DELL", "SMCI", "ENR.DE", "SU.PA")
SEVEN = ("AAPL", "AMZN", "GOOGL", "META", "MSFT", "NVDA", "TSLA")


@dataclass(frozen=True, slots=True)
class Member:
    """One instrument's day; `cap` at the previous close and `value` in billions of US dollars."""

    symbol: str
    name: str
    move: float
    cap: float

    @property
    def value(self) -> float:
        """What was added, or erased when negative."""
        return self.cap * self.move


def move_of(symbol: str) -> tuple[float, float]:
    """The previous close and the move of the day, from the bundled closes."""
    with (SAMPLE / f"{symbol.replace('^', '_')}.csv").open(newline="") as file:
        rows = [(row["Date"], float(row["Close"])) for row in csv.DictReader(file) if row["Close"]]
    at = [day for day, _ in rows].index(DAY)
    before, close = rows[at - 1][1], rows[at][1]
    return before, close / before - 1


def members_of(symbols: Sequence[str]) -> list[Member]:
    """Members from the largest fall to the largest rise."""
    members = []
    for symbol in symbols:
        before, move = move_of(symbol)
        name, shares = MEMBERS[symbol]
        rate = RATES[symbol.partition(".")[2]] if "." in symbol else 1.0
        members.append(Member(symbol, name, move, before * shares * rate))
    return sorted(members, key=lambda each: each.move)


def means_of(members: Sequence[Member]) -> tuple[float, float]:
    """The move weighted by market value, and the plain mean."""
    weighted = sum(each.value for each in members) / sum(each.cap for each in members)
    return weighted, sum(each.move for each in members) / len(members)


_MEANS = {
    "en": ("Weighted by value", "Equal weight", "S&P 500"),
    "fr": ("Pondéré par la valeur", "Équipondéré", "S&P 500"),
}
_BARS = {"en": "Moves since the previous close", "fr": "Variations depuis la clôture précédente"}
_PAGE = {"en": ", 1 to {} of {} members", "fr": ", 1 à {} sur {} membres"}
_TILES = {
    "en": "Area: market value at the previous close. Colour: move of the day",
    "fr": "Surface : capitalisation à la clôture précédente. Couleur : variation du jour",
}


def _sector(symbols: Sequence[str], running: Sequence[str] = ()) -> Bars:
    members = members_of(symbols)
    page = members[:ROWS]
    return Bars(
        moves=tuple(each.move for each in page),
        marks=(*means_of(members), move_of("^GSPC")[1]),
        running=tuple(row for row, each in enumerate(page) if each.symbol in running),
        reach=(members[0].move, members[-1].move),
    )


def _sector_words(symbols: Sequence[str], locale: str, title: str) -> BarsWords:
    members = members_of(symbols)
    page = members[:ROWS]
    plain = bars_words(_sector(symbols), [each.name for each in page], title=title, locale=locale, means=_MEANS[locale])
    return replace(
        plain,
        subtitle=_BARS[locale] + (_PAGE[locale].format(len(page), len(members)) if len(members) > len(page) else ""),
        rows=tuple(
            RowWords(row.name, each.symbol, row.move, _billions(each.value, locale))
            for each, row in zip(page, plain.rows, strict=True)
        ),
    )


def _billions(value: float, locale: str) -> str:
    return ("+" if value > 0 else "") + NUMERALS[locale].text(value, 1)


def _heatmap(symbols: Sequence[str]) -> Tiles:
    members = members_of(symbols)
    return Tiles(tuple(each.cap for each in members), tuple(each.move for each in members))


def _heatmap_words(symbols: Sequence[str], locale: str, title: str) -> HeatmapWords:
    members = members_of(symbols)
    plain = tiles_words(_heatmap(symbols), [each.name for each in members], title=title, locale=locale)
    tiles = tuple(replace(tile, symbol=each.symbol) for each, tile in zip(members, plain.tiles, strict=True))
    return replace(plain, subtitle=_TILES[locale], tiles=tiles)


def _scene(kind: str, symbols: Sequence[str], titles: Sequence[str], running: Sequence[str] = ()) -> Scene:
    """A scene with a title for each language; a plain space before % is made a no-break one."""
    said = dict(zip(LOCALES, (title.replace(" %", "\N{NO-BREAK SPACE}%") for title in titles), strict=True))
    if kind == "heatmap":
        return Scene(
            lambda: _heatmap(symbols),
            {locale: _heatmap_words(symbols, locale, title) for locale, title in said.items()},
        )
    return Scene(
        lambda: _sector(symbols, running),
        {locale: _sector_words(symbols, locale, title) for locale, title in said.items()},
    )


_INFRA = (
    "AI infrastructure fell 18.26 % on 27 January 2025: 10 of 10 down",
    "L'infrastructure IA a perdu 18,26 % le 27 janvier 2025 : 10 sur 10 en baisse",
)
_RUNNING = (
    "AI infrastructure down 18.26 % so far on 27 January 2025",
    "L'infrastructure IA perd pour l'instant 18,26 % ce 27 janvier 2025",
)
_CHIPS = (
    "Chips fell 14.87 % on 27 January 2025: 11 of 11 down",
    "Les puces ont perdu 14,87 % le 27 janvier 2025 : 11 sur 11 en baisse",
)
_SEVEN = (
    "The magnificent seven fell 3.63 % on 27 January 2025: 4 of 7 down",
    "Les sept magnifiques ont perdu 3,63 % le 27 janvier 2025 : 4 sur 7 en baisse",
)
_ALL = (
    "Tech fell 5.78 % on 27 January 2025: 29 of 34 down",
    "La tech a perdu 5,78 % le 27 janvier 2025 : 29 sur 34 en baisse",
)

SECTORS: dict[str, Scene] = {
    "infra": _scene("sector", INFRA, _INFRA),
    "chips": _scene("sector", CHIPS, _CHIPS),
    "seven": _scene("sector", SEVEN, _SEVEN),
    "page": _scene("sector", tuple(MEMBERS), _ALL),
    "running": _scene("sector", INFRA, _RUNNING, running=[each for each in INFRA if "." not in each]),
}

HEATMAPS: dict[str, Scene] = {
    "chips": _scene("heatmap", CHIPS, _CHIPS),
    "seven": _scene("heatmap", SEVEN, _SEVEN),
    "all": _scene("heatmap", tuple(MEMBERS), _ALL),
}
