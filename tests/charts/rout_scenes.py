"""Days across markets for reference pictures and the gallery: bundled closes, hours and texts by hand."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.inputs import Bars, Rout, SessionRow
from bot.charts.words import BarsWords, RoutWords, RowWords, SessionWords
from tests.charts.basket_scenes import CHIPS, INFRA, SEVEN
from tests.charts.scenes import LOCALES, SAMPLE, SOURCE, Scene, percent

BASKETS: dict[str, tuple[str, str, Sequence[str]]] = {
    "infra": ("AI infrastructure", "Infrastructure IA", INFRA),
    "chips": ("Chips", "Puces", CHIPS),
    "japan-tech": ("Japan tech", "Tech japonaise", ("8035.T", "6857.T", "9984.T")),
    "hyperscalers": ("Hyperscalers", "Hyperscalers", ("MSFT", "GOOGL", "AMZN", "META", "ORCL")),
    "mag7": ("Magnificent Seven", "Sept Magnifiques", SEVEN),
    "china-tech": ("China tech", "Tech chinoise", ("9988.HK", "9888.HK")),
}
"""Names in both languages, and members among the bundled closes."""


@dataclass(frozen=True, slots=True)
class Session:
    """An index on a day: its hours of UTC, and what is said beside it in both languages."""

    name: str
    symbol: str
    hours: tuple[float, float] | None
    note: tuple[str, str] = ("", "")
    bundled: bool = False
    running: bool = False


NO_PRICE = ("no price", "sans cours")
EARLY = ("early close, no price", "clôture anticipée, sans cours")
SO_FAR = ("so far", "en cours")


def closed(until: str, jusqu_au: str) -> tuple[str, str]:
    """The note of a holiday."""
    return f"closed, next session {until}", f"fermé, prochaine séance {jusqu_au}"


_NIKKEI = Session("Nikkei 225", "^N225", (0, 6.5), NO_PRICE)
_EUROPE = Session("STOXX Europe 600", "^STOXX", (8, 16.5), NO_PRICE)
_NIFTY = Session("Nifty 50", "^NSEI", (3.75, 10), NO_PRICE)
_NEW_YORK = tuple(
    Session(name, symbol, (14.5, 21), bundled=True)
    for name, symbol in (("S&P 500", "^GSPC"), ("Nasdaq Composite", "^IXIC"))
)
_TUESDAY, _FRIDAY, _MONDAY = ("28 Jan", "28 janv."), ("31 Jan", "31 janv."), ("3 Feb", "3 févr.")

MONDAY_27: tuple[tuple[Session, ...], ...] = (
    (
        _NIKKEI,
        Session("CSI 300", "000300.SS", (1.5, 7), bundled=True),
        Session("Hang Seng", "^HSI", (1.5, 8), NO_PRICE),
        _NIFTY,
        Session("S&P/ASX 200", "^AXJO", None, closed(*_TUESDAY)),
        Session("KOSPI", "^KS11", None, closed(*_FRIDAY)),
        Session("TAIEX", "^TWII", None, closed(*_MONDAY)),
    ),
    (_EUROPE,),
    (Session("Bovespa", "^BVSP", (13, 21), NO_PRICE), *_NEW_YORK),
)
"""Sydney was closed for Australia Day, Seoul and Taipei for the Lunar New Year."""

TUESDAY_28: tuple[tuple[Session, ...], ...] = (
    (
        Session("Hang Seng", "^HSI", (1.5, 4), EARLY),
        Session("S&P/ASX 200", "^AXJO", (-1, 5), NO_PRICE),
        _NIKKEI,
        _NIFTY,
        Session("KOSPI", "^KS11", None, closed(*_FRIDAY)),
        Session("TAIEX", "^TWII", None, closed(*_MONDAY)),
        Session("CSI 300", "000300.SS", None, closed("5 Feb", "5 févr.")),
    ),
    (_EUROPE,),
    (Session("Bovespa", "^BVSP", (13, 21), NO_PRICE), *_NEW_YORK),
)
"""Hong Kong closed at noon on the eve of the Lunar New Year; Shanghai was closed until 5 February."""

RUNNING: tuple[tuple[Session, ...], ...] = (
    MONDAY_27[0],
    MONDAY_27[1],
    (
        Session("Bovespa", "^BVSP", (13, 21), SO_FAR, running=True),
        *(Session(each.name, each.symbol, each.hours, SO_FAR, bundled=True, running=True) for each in _NEW_YORK),
    ),
)

_SUBTITLE = {
    "en": "Sessions over UTC, with the move of each main index",
    "fr": "Séances sur 24 heures UTC, avec la variation de chaque indice",
}
_REGIONS = {"en": ("Asia-Pacific", "Europe", "Americas"), "fr": ("Asie-Pacifique", "Europe", "Amériques")}
_HEADING = {
    "en": "Baskets, by the mean move of their members",
    "fr": "Paniers, par la variation moyenne de leurs membres",
}
_DOWN = {"en": ("Down", "{} of {}"), "fr": ("Baisses", "{} sur {}")}
_NOW = {"en": "now", "fr": "maintenant"}


def move_on(symbol: str, day: str) -> float | None:
    """The move of a day from the bundled closes; None where it or the one before is unknown."""
    with (SAMPLE / f"{symbol.replace('^', '_')}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    at = [row["Date"] for row in rows].index(day) if day in {row["Date"] for row in rows} else 0
    before, close = rows[at - 1]["Close"], rows[at]["Close"]
    return float(close) / float(before) - 1 if at and before and close else None


def means_on(day: str) -> list[tuple[str, float, int, int]]:
    """(basket, mean move, members down, members measured), the largest fall first."""
    means: list[tuple[str, float, int, int]] = []
    for key, (_, _, symbols) in BASKETS.items():
        moves = [move for symbol in symbols if (move := move_on(symbol, day)) is not None]
        means.append((key, sum(moves) / len(moves), sum(move < 0 for move in moves), len(moves)))
    return sorted(means, key=lambda each: each[1])


def _rout(day: str, regions: Sequence[Sequence[Session]], now: float | None) -> Rout:
    means = means_on(day)
    mixed = {"infra", "chips", "hyperscalers", "mag7"}
    running = tuple(row for row, each in enumerate(means) if now is not None and each[0] in mixed)
    return Rout(
        regions=tuple(
            tuple(
                SessionRow(each.hours, move_on(each.symbol, day) if each.bundled else None, each.running)
                for each in region
            )
            for region in regions
        ),
        baskets=Bars(tuple(move for _, move, _, _ in means), running=running),
        now=now,
    )


def _words(day: str, regions: Sequence[Sequence[Session]], locale: str, title: str) -> RoutWords:
    language = LOCALES.index(locale)
    heading, breadth = _DOWN[locale]
    rows = [
        RowWords(BASKETS[key][language], key, percent(move, locale), breadth.format(down, measured))
        for key, move, down, measured in means_on(day)
    ]
    return RoutWords(
        title=title,
        subtitle=_SUBTITLE[locale],
        source=SOURCE[locale],
        regions=_REGIONS[locale],
        rows=tuple(tuple(_said(each, day, locale) for each in region) for region in regions),
        hour="{hour:02}:00",
        now=_NOW[locale],
        heading=_HEADING[locale],
        baskets=BarsWords("", "", "", "", tuple(rows), (), "", heading),
    )


def _said(session: Session, day: str, locale: str) -> SessionWords:
    move = move_on(session.symbol, day) if session.bundled else None
    said = "–" if move is None else percent(move, locale)
    return SessionWords(session.name, session.symbol, said, session.note[LOCALES.index(locale)])


def _scene(day: str, regions: Sequence[Sequence[Session]], titles: Sequence[str], now: float | None = None) -> Scene:
    return Scene(
        lambda: _rout(day, regions, now),
        {locale: _words(day, regions, locale, title) for locale, title in zip(LOCALES, titles, strict=True)},
    )


ROUT_SCENES: dict[str, Scene] = {
    "narrow": _scene(
        "2025-01-27",
        MONDAY_27,
        (
            "27 January 2025 was a narrow rout, led by AI infrastructure",
            "Le 27 janvier 2025 fut une déroute limitée, infrastructure IA en tête",
        ),
    ),
    "holidays": _scene(
        "2025-01-28",
        TUESDAY_28,
        ("28 January 2025 was a mixed day", "Le 28 janvier 2025 fut une journée contrastée"),
    ),
    "running": _scene(
        "2025-01-27",
        RUNNING,
        (
            "27 January 2025 is a narrow rout so far, led by AI infrastructure",
            "Le 27 janvier 2025 est pour l'instant une déroute limitée, infrastructure IA en tête",
        ),
        now=17.5,
    ),
}
