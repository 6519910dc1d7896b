"""The rout of 27 January 2025 over real bars, against values worked out here from the files with plain arithmetic.

The bars lie outside the project: these tests are skipped where they are absent.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answers.movers import answer_movers
from bot.answers.reply import Reply
from bot.answers.sectors import answer_sector
from bot.domain.prices import Source
from bot.domain.questions import Question
from bot.providers.files import Files
from tests.builders.asks import NOW, ask_with, catalog
from tests.fakes.clock import FakeClock
from tests.fakes.rates import FakeReferenceRates

ROOT = Path(__file__).parents[2]
PRICES = ROOT.parent / "shared" / "data" / "prices"
CATALOG = ROOT / "bot" / "providers" / "catalog"
pytestmark = pytest.mark.skipif(not PRICES.is_dir(), reason="the real bars are not here")

EUR, JPY, HKD = 1.0530, 1.0530 / 162.21, 1.0530 / 8.1987
"""Dollars for one unit at the ECB's reference rates of 27 January 2025."""
DOLLARS = {"": 1.0, "AS": EUR, "DE": EUR, "PA": EUR, "T": JPY, "HK": HKD}
MONDAY, FRIDAY = "2025-01-27", "2025-01-24"


@dataclass
class Row:
    """One member by hand: its move, its value at the previous close and the value it lost, in dollars."""

    symbol: str
    move: float
    cap: float | None
    value: float | None


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def closes(symbol: str) -> dict[str, float]:
    """Closes by day of sessions with any trade: a repeated close without volume is a filler, not a bar."""
    path = PRICES / f"{symbol.replace('^', '_')}.csv"
    rows = read(path) if path.is_file() else []
    kept: dict[str, float] = {}
    last = None
    for row in rows:
        if row["Close"] and not (row["Volume"] == "0" and row["Open"] == row["Close"] == last):
            kept[row["Date"]] = float(row["Close"])
        last = row["Close"]
    return kept


def shares(symbol: str) -> tuple[float, float] | None:
    """The shipped share count and the close of 7 February 2025 in its split terms."""
    found = [row for row in read(CATALOG / "shares.csv") if row["symbol"] == symbol]
    return (float(found[-1]["shares"]), float(found[-1]["close"] or "nan")) if found else None


def by_hand(basket: str) -> Iterator[Row]:
    """The members of a basket that have both closes; Tokyo and Hong Kong traded on both days too."""
    for row in read(CATALOG / "memberships.csv"):
        bars = closes(row["symbol"]) if row["basket"] == basket else {}
        if MONDAY not in bars or FRIDAY not in bars:
            continue
        close, previous, counted = bars[MONDAY], bars[FRIDAY], shares(row["symbol"])
        cap = value = None
        if counted:
            number, then = counted
            # Where the file was restated for a later split, so is the count.
            restated = then / bars["2025-02-07"] if abs(then / bars["2025-02-07"] - 1) > 0.03 else 1.0
            dollars = number * restated * DOLLARS[row["symbol"].partition(".")[2]]
            cap, value = previous * dollars, (close - previous) * dollars
        yield Row(row["symbol"], close / previous - 1, cap, value)


def percent(fraction: float) -> str:
    """As the answer prints it."""
    return f"{fraction * 100:+.2f} %"


async def ask(answer: object, words: str, **options: str) -> Reply:
    """The answer about 27 January 2025 from the real files."""
    files = Files(PRICES, source=Source.FILES, catalog=catalog(), clock=FakeClock(NOW))
    rates = FakeReferenceRates({"EUR": EUR, "JPY": JPY, "HKD": HKD})
    question = Question("", words, MONDAY).but(**options)
    return await answer(ask_with(files, rates=rates), question)  # pyright: ignore[reportArgumentType, reportCallIssue]


def fields(reply: Reply) -> dict[str, str]:
    """The reply's fields, no-break spaces as spaces."""
    return {each.name: each.value.replace("\N{NO-BREAK SPACE}", " ") for each in reply.fields}


@pytest.mark.parametrize(("basket", "fewest"), [("infra", 9), ("chips", 7)])
async def test_a_basket_is_worth_what_its_files_say(basket: str, fewest: int) -> None:
    """Both means, the breadth, the value erased and the members named, from the closes of both days."""
    rows = list(by_hand(basket))
    assert len(rows) >= fewest
    weighed = [(row.cap, row.value) for row in rows if row.cap and row.value]
    caps, values = sum(cap for cap, _ in weighed), sum(value for _, value in weighed)

    reply = await ask(answer_sector, basket)

    said = fields(reply)
    assert said["Equal weight"].startswith(percent(sum(row.move for row in rows) / len(rows)))
    assert said["Weighted by value"].startswith(percent(values / caps))
    down, up = sum(row.move < 0 for row in rows), sum(row.move > 0 for row in rows)
    assert said["Breadth"] == f"{down} of {len(rows)} down, {up} up"
    erased = f"${-values / 1e12:.2f} trn" if values < -1e12 else f"${-values / 1e9:.1f} bn"
    assert f"About **{erased}** of market value erased" in reply.text.replace("\N{NO-BREAK SPACE}", " ")
    index = closes("^GSPC")
    assert said["S&P 500 that day"] == percent(index[MONDAY] / index[FRIDAY] - 1)


async def test_the_filler_bar_of_siemens_energy_is_told_and_not_measured() -> None:
    """One vendor repeats Thursday's close on the 24th: -17.8 % where some -20 % was published."""
    assert "Siemens Energy" in fields(await ask(answer_sector, "infra"))["Without a figure"]


async def test_the_table_holds_what_the_files_say() -> None:
    """Every move and value of the CSV, to six figures."""
    reply = await ask(answer_sector, "chips", csv="1")
    table = {row["symbol"]: row for row in csv.DictReader(reply.attachments[0].content.decode().splitlines())}
    for row in by_hand("chips"):
        assert float(table[row.symbol]["move"]) == pytest.approx(row.move, abs=1e-8)
        if row.value:
            assert float(table[row.symbol]["value_usd"]) == pytest.approx(row.value, rel=1e-6)


async def test_the_largest_values_erased_come_in_their_order() -> None:
    """Among the companies of all baskets, each once."""
    baskets = dict.fromkeys(row["basket"] for row in read(CATALOG / "memberships.csv"))
    found = {row.symbol: row for basket in baskets for row in by_hand(basket) if row.value}
    twins = {"9988.HK": "BABA", "9888.HK": "BIDU", "ASML.AS": "ASML"}
    rows = [row for symbol, row in found.items() if twins.get(symbol) not in found]
    wanted = [row.symbol for row in sorted(rows, key=lambda row: row.value or 0)][:20]

    reply = await ask(answer_movers, "", order="value")

    assert wanted == re.findall(r"^\d+\. .*\(([^()]+)\) \*\*", reply.text, re.MULTILINE)
    assert reply.title.replace("\N{NO-BREAK SPACE}", " ") == (
        "Nvidia lost the most value on 27 January 2025: about $592.7 bn"
    )
