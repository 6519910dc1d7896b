"""Days across markets over real bars, against values worked out here from the files with plain arithmetic.

The bars lie outside the project: these tests are skipped where they are absent.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import stdev

import pytest

from bot.answers.reply import Reply
from bot.answers.routs import answer_rout
from bot.domain.prices import Source
from bot.domain.questions import Question
from bot.providers.files import Files
from tests.builders.asks import NOW, ask_with, catalog
from tests.fakes.clock import FakeClock
from tests.fakes.rates import FakeReferenceRates

ROOT = Path(__file__).parents[2]
PRICES = ROOT.parent / "shared" / "data" / "prices"
MEMBERSHIPS = ROOT / "bot" / "providers" / "catalog" / "memberships.csv"
pytestmark = pytest.mark.skipif(not PRICES.is_dir(), reason="the real bars are not here")

NAMES = {
    "infra": "AI infrastructure",
    "chips": "Chips",
    "semicap": "Chip equipment",
    "japan-tech": "Japan tech",
    "hyperscalers": "Hyperscalers",
    "mag7": "Magnificent Seven",
    "china-tech": "China tech",
}
INDICES = {
    "^N225": "Nikkei 225",
    "^HSI": "Hang Seng",
    "000300.SS": "CSI 300",
    "^STOXX50E": "EURO STOXX 50",
    "^GDAXI": "DAX",
    "^FCHI": "CAC 40",
    "^FTSE": "FTSE 100",
    "^IBEX": "IBEX 35",
    "^GSPC": "S&P 500",
    "^IXIC": "Nasdaq Composite",
    "^DJI": "Dow Jones Industrial Average",
    "^RUT": "Russell 2000",
}
"""The main indices that there are bars of."""


@cache
def closes(symbol: str) -> list[tuple[str, float]]:
    """(day, close) of sessions with any trade: a repeated close without volume is a filler, not a bar."""
    path = PRICES / f"{symbol.replace('^', '_').replace('=', '_')}.csv"
    if not path.is_file():
        return []
    kept: list[tuple[str, float]] = []
    last = ""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["Close"] and not (row["Volume"] == "0" and row["Open"] == row["Close"] == last):
                kept.append((row["Date"], float(row["Close"])))
            last = row["Close"]
    return kept


def move(symbol: str, day: str, before: str) -> float | None:
    """The move from the session before to the day; None where either has no bar."""
    bars = dict(closes(symbol))
    return bars[day] / bars[before] - 1 if day in bars and before in bars else None


def members() -> Iterator[tuple[str, str]]:
    """(basket, symbol) of every membership of the ranked baskets of companies."""
    with MEMBERSHIPS.open(encoding="utf-8", newline="") as file:
        yield from ((row["basket"], row["symbol"]) for row in csv.DictReader(file) if row["basket"] in NAMES)


def mean(moves: list[float]) -> float:
    """The plain mean."""
    return sum(moves) / len(moves)


def percent(fraction: float) -> str:
    """As the answer prints it."""
    return f"{fraction * 100:+.2f} %"


ANSWERED: dict[str, Reply] = {}
"""Replies of this run by their day: no test changes one."""


async def rout(day: str) -> tuple[Reply, dict[str, str]]:
    """The answer from the real files, and its fields."""
    files = Files(PRICES, source=Source.FILES, catalog=catalog(), clock=FakeClock(NOW))
    if day not in ANSWERED:
        ask = ask_with(files, rates=FakeReferenceRates())  # pyright: ignore[reportArgumentType]
        ANSWERED[day] = await answer_rout(ask, Question("rout", "", day))
    reply = ANSWERED[day]
    return reply, {each.name: each.value.replace("\N{NO-BREAK SPACE}", " ") for each in reply.fields}


DAYS = [("2025-01-27", "2025-01-24"), ("2025-01-28", "2025-01-27"), ("2024-08-05", "2024-08-02")]
"""Days with the session before, which was the same one in every market that traded."""


@pytest.mark.parametrize(("day", "before"), DAYS)
async def test_companies_and_baskets_are_what_their_files_say(day: str, before: str) -> None:
    """Counts, means and the ranking of baskets, from the closes of both days."""
    moves = {(basket, symbol): move(symbol, day, before) for basket, symbol in members()}
    by_company = {symbol: found for (_, symbol), found in moves.items() if found is not None}
    ranked = {
        key: mean([found for (basket, _), found in moves.items() if basket == key and found is not None])
        for key in NAMES
    }

    reply, said = await rout(day)

    companies = list(by_company.values())
    down, up = sum(each < 0 for each in companies), sum(each > 0 for each in companies)
    text = reply.text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"Of the {len(companies)} companies with a price, {down} fell and {up} rose" in text
    assert f"their mean move was **{percent(mean(companies))}**" in text
    *lines, without = said["Baskets, by the mean move of their members"].split("\n")
    expected = [f"**{percent(ranked[key])}** {NAMES[key]}" for key in sorted(NAMES, key=ranked.__getitem__)]
    assert expected == [line.split(" (")[0] for line in lines]
    assert without.startswith("without a figure: Communication services, Consumer discretionary, ")
    worst = sorted(by_company.values())[:5]
    assert [f"**{percent(each)}**" for each in worst] == [
        " ".join(line.split(" ")[:2]) for line in said["Largest falls"].split("\n")
    ]


@pytest.mark.parametrize(("day", "before"), DAYS)
async def test_the_hit_group_stands_against_the_rest(day: str, before: str) -> None:
    """The worst basket's mean, and that of the companies outside it."""
    moves = {(basket, symbol): move(symbol, day, before) for basket, symbol in members()}
    by_basket = {
        key: {symbol: found for (basket, symbol), found in moves.items() if basket == key and found is not None}
        for key in NAMES
    }
    worst = min(NAMES, key=lambda key: mean(list(by_basket[key].values())))
    rest = {
        symbol: found for (_, symbol), found in moves.items() if found is not None and symbol not in by_basket[worst]
    }

    _, said = await rout(day)

    assert said["How far it spread"].split("\n")[-1] == (
        f"{NAMES[worst]}: **{percent(mean(list(by_basket[worst].values())))}**; "
        f"the {len(rest)} companies outside it: **{percent(mean(list(rest.values())))}** on average"
    )


@pytest.mark.parametrize(("day", "before"), DAYS)
async def test_indices_moved_as_their_files_say(day: str, before: str) -> None:
    """Every main index that has bars of both days, in its region; the others are said to have no price."""
    _, said = await rout(day)
    told = "\n".join(said[region] for region in ("Asia-Pacific", "Europe", "Americas"))
    for symbol, name in INDICES.items():
        moved = move(symbol, day, before)
        assert moved is None or f"{name} **{percent(moved)}**" in told
    assert "STOXX Europe 600" in told
    assert "(no price in this source)" in told


async def test_the_usual_swing_is_that_of_the_sixty_sessions_before() -> None:
    """On 5 August 2024 the Nikkei's fall made Asia-Pacific the farthest: its mean with Shanghai and Hong Kong."""
    times: list[float] = []
    for symbol in ("^N225", "^HSI", "000300.SS"):
        bars = closes(symbol)
        at = [day for day, _ in bars].index("2024-08-05")
        moves = [bars[row][1] / bars[row - 1][1] - 1 for row in range(at - 60, at + 1)]
        times.append(moves[-1] / stdev(moves[:-1]))

    reply, _ = await rout("2024-08-05")

    assert f"farthest in Asia-Pacific, where they fell {-mean(times):.1f} times it on average" in reply.text


@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("2025-01-27", "27 January 2025 was a narrow rout, led by AI infrastructure"),
        ("2024-08-05", "5 August 2024 was a broad rout"),
        ("2025-01-28", "28 January 2025 was a mixed day"),
    ],
)
async def test_days_are_called_what_they_were(day: str, title: str) -> None:
    """A rout of one trade, a rout of everything, and a day of both directions."""
    reply, _ = await rout(day)
    assert title == reply.title.replace("\N{NO-BREAK SPACE}", " ")


async def test_a_quiet_day_is_called_ordinary() -> None:
    """26 December 2024: Tokyo rose 1.12 % on 60 sessions of larger swings, New York hardly moved."""
    reply, _ = await rout("2024-12-26")
    assert reply.title.replace("\N{NO-BREAK SPACE}", " ").startswith("26 December 2024 was an ordinary day")
