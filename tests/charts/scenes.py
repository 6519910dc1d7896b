"""Charts of real sessions for reference pictures and the gallery: bundled figures, texts written out by hand."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bot.charts.words import DropWords, Numerals
from bot.domain.drops import DropReport, measure_drop
from bot.domain.instruments import Exchange, Instrument, Kind, Listing, Symbol
from bot.domain.prices import Days, PriceHistory
from tests.builders.histories import history_of

SAMPLE = Path(__file__).parents[2] / "bot" / "providers" / "sample"
LOCALES = ("en", "fr")

_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
}
NUMERALS = {"en": Numerals(".", ","), "fr": Numerals(",", "\N{NARROW NO-BREAK SPACE}")}
_CLOSES = {"en": "Closing prices, ", "fr": "Cours de clôture, "}
_CANDLES = {"en": "Daily prices, ", "fr": "Cours quotidiens, "}
_LOG_SCALE = {"en": "logarithmic scale", "fr": "échelle logarithmique"}
SOURCE = {
    "en": "Source: Selloff's own sample, 7 February 2025. Split-adjusted, not dividend-adjusted.",
    "fr": "Source : l'échantillon de Selloff, 7 février 2025. Ajusté des divisions, non des dividendes.",
}


def percent(move: float, locale: str = "en", digits: int = 2) -> str:
    """A move with its sign, as the bot writes it: −16.97 %."""
    sign = "+" if round(move * 100, digits) > 0 else ""
    return f"{sign}{NUMERALS[locale].text(move * 100, digits)}\N{NO-BREAK SPACE}%"


NAMELESS = Exchange("XXXX", "Exchange", "Place", "UTC", "24/7", "USD")


def words_of(locale: str, unit: str, title: str, move: str, previous: str, volume: str = "") -> DropWords:
    """Words in one language; a plain space before % is made a no-break one, as the bot writes it."""
    title, move = (each.replace(" %", "\N{NO-BREAK SPACE}%") for each in (title, move))
    return DropWords(
        title=title,
        latin_title=title,
        closes=_CLOSES[locale] + unit,
        candles=_CANDLES[locale] + unit,
        log_scale=_LOG_SCALE[locale],
        source=SOURCE[locale],
        move=move,
        previous=previous,
        volume=volume,
        months=_MONTHS[locale],
        day="{day} {month}",
        numerals=NUMERALS[locale],
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: how what it draws is measured, and its words in each language."""

    report: Callable[[], Any]
    words: dict[str, Any]


def _read(symbol: str) -> tuple[PriceHistory, Days]:
    """The bundled bars of a symbol, and every session of them, also those without a close."""
    with (SAMPLE / f"{symbol.replace('^', '_')}.csv").open(newline="") as file:
        rows = [{name.lower(): value for name, value in row.items()} for row in csv.DictReader(file)]
    known = [row for row in rows if row["close"]]
    columns = {
        name: np.array([float(row[name] or "nan") for row in known]) for name in ("open", "high", "low", "volume")
    }
    days = np.array([row["date"] for row in known], dtype="datetime64[D]")
    history = history_of(days, [float(row["close"]) for row in known], symbol=Symbol(symbol), **columns)
    return history, np.array([row["date"] for row in rows], dtype="datetime64[D]")


def _measured(symbol: str, day: str, first: str = "2024-07-01", last: str = "2025-02-07") -> DropReport:
    history, sessions = _read(symbol)
    rows = np.flatnonzero((history.days >= np.datetime64(first)) & (history.days <= np.datetime64(last)))
    instrument = Instrument(symbol, Kind.EQUITY, Listing(Symbol(symbol), NAMELESS, "USD"))
    part = history.rows(int(rows[0]), int(rows[-1]) + 1)
    return measure_drop(instrument, part, date.fromisoformat(day), sessions)


def _running() -> DropReport:
    moment = datetime(2025, 1, 27, 17, 30, tzinfo=UTC)
    return replace(_measured("NVDA", "2025-01-27", last="2025-01-27"), running=moment)


SCENES: dict[str, Scene] = {
    "fall": Scene(
        lambda: _measured("NVDA", "2025-01-27"),
        {
            "en": words_of(
                "en",
                "US dollars",
                "Nvidia fell 16.97 % on 27 January 2025",
                "−16.97 %",
                "142.62 on 24 Jan",
                "Volume: 818.8 m shares, 4.1 times its mean of 20 sessions",
            ),
            "fr": words_of(
                "fr",
                "dollars des États-Unis",
                "Nvidia a perdu 16,97 % le 27 janvier 2025",
                "−16,97 %",
                "142,62 le 24 janv.",
                "Volume : 818,8 M de titres, 4,1 fois sa moyenne de 20 séances",
            ),
        },
    ),
    "gaps": Scene(
        lambda: _measured("ENR.DE", "2025-01-27"),
        {
            "en": words_of(
                "en", "euros", "Siemens Energy fell 19.95 % on 27 January 2025", "−19.95 %", "60.36 on 24 Jan", "Volume"
            ),
            "fr": words_of(
                "fr",
                "euros",
                "Siemens Energy a perdu 19,95 % le 27 janvier 2025",
                "−19,95 %",
                "60,36 le 24 janv.",
                "Volume",
            ),
        },
    ),
    "index": Scene(
        lambda: _measured("^IXIC", "2025-01-27"),
        {
            "en": words_of(
                "en", "points", "Nasdaq Composite fell 3.07 % on 27 January 2025", "−3.07 %", "19,954.30 on 24 Jan"
            ),
            "fr": words_of(
                "fr",
                "points",
                "Nasdaq Composite a perdu 3,07 % le 27 janvier 2025",
                "−3,07 %",
                "19 954,30 le 24 janv.",
            ),
        },
    ),
    "rise": Scene(
        lambda: _measured("AAPL", "2025-01-27"),
        {
            "en": words_of(
                "en", "US dollars", "Apple rose 3.18 % on 27 January 2025", "+3.18 %", "222.78 on 24 Jan", "Volume"
            ),
            "fr": words_of(
                "fr",
                "dollars des États-Unis",
                "Apple a gagné 3,18 % le 27 janvier 2025",
                "+3,18 %",
                "222,78 le 24 janv.",
                "Volume",
            ),
        },
    ),
    "yen": Scene(
        lambda: _measured("6857.T", "2025-01-28"),
        {
            "en": words_of(
                "en", "yen", "Advantest fell 11.14 % on 28 January 2025", "−11.14 %", "9,185 on 27 Jan", "Volume"
            ),
            "fr": words_of(
                "fr", "yens", "Advantest a perdu 11,14 % le 28 janvier 2025", "−11,14 %", "9 185 le 27 janv.", "Volume"
            ),
        },
    ),
    "running": Scene(
        _running,
        {
            "en": words_of(
                "en",
                "US dollars",
                "Nvidia has fallen 16.97 % so far on 27 January 2025",
                "−16.97 %",
                "142.62 on 24 Jan",
                "Volume so far",
            ),
            "fr": words_of(
                "fr",
                "dollars des États-Unis",
                "Nvidia perd pour l'instant 16,97 % ce 27 janvier 2025",
                "−16,97 %",
                "142,62 le 24 janv.",
                "Volume à cette heure",
            ),
        },
    ),
    "candles": Scene(
        lambda: _measured("NVDA", "2025-01-27", first="2024-12-16"),
        {
            "en": words_of(
                "en",
                "US dollars",
                "Nvidia fell 16.97 % on 27 January 2025",
                "−16.97 %",
                "142.62 on 24 Jan",
                "Volume: 818.8 m shares, 4.1 times its mean of 20 sessions",
            ),
            "fr": words_of(
                "fr",
                "dollars des États-Unis",
                "Nvidia a perdu 16,97 % le 27 janvier 2025",
                "−16,97 %",
                "142,62 le 24 janv.",
                "Volume : 818,8 M de titres, 4,1 fois sa moyenne de 20 séances",
            ),
        },
    ),
}
