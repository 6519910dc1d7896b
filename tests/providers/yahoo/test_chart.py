"""The chart's JSON as bars."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Malformed, OutOfRange, ProviderError
from bot.domain.instruments import Symbol
from bot.domain.prices import Dividend, PriceHistory, Split
from bot.providers.yahoo.chart import ChartRequest, read_chart
from tests.providers.yahoo.conftest import EXCHANGES, NOW
from tests.wire.yahoo_bars import NEW_YORK, Row, chart_result

RECORDED = Path(__file__).parents[4] / "shared" / "data" / "yahoo"
NVIDIA: list[Row] = [
    (date(2025, 1, 24), 148.37, 148.97, 141.88, 142.62, 142.58, 234_657_400),
    (date(2025, 1, 27), 124.80, 128.40, 116.70, 118.42, 118.39, 818_830_900),
    (date(2025, 1, 28), 121.81, 129.00, 116.25, 128.99, 128.95, 579_666_400),
]
"""Around the day of DeepSeek: publicly known prices."""


def request(symbol: str = "NVDA", now: datetime = NOW) -> ChartRequest:
    """A request for bars since the beginning of 2025."""
    return ChartRequest(Symbol(symbol), date(2025, 1, 1), now)


def read(result: dict[str, Any], symbol: str = "NVDA", now: datetime = NOW) -> PriceHistory:
    """A result of the chart endpoint, read."""
    return read_chart({"chart": {"result": [result], "error": None}}, request(symbol, now), EXCHANGES)


def test_the_bars_are_the_document_s() -> None:
    """Nvidia fell 16.97 % on 2025-01-27: closes as Yahoo's `close`, adjusted closes beside them."""
    history = read(chart_result("NVDA", NVIDIA, NOW))
    row = history.at(date(2025, 1, 27))
    assert row is not None
    assert -16.97 == round(100 * (history.close[row] / history.close[row - 1] - 1), 2)
    assert (118.39, 124.80, 818_830_900) == (history.adjusted[row], history.open[row], history.volume[row])
    assert (NOW, date(2025, 1, 1)) == (history.origin.fetched_at, history.asked_from)


def test_the_question_reaches_from_before_the_first_day_to_the_future() -> None:
    """A day more at both ends: 2024-12-31 00:00 and 2025-02-01 23:30 UTC."""
    params = request().params
    assert ("1735603200", "1738452600") == (params["period1"], params["period2"])


def test_symbols_are_quoted_in_the_path() -> None:
    """A symbol is one path segment, whatever somebody typed."""
    urls = [ChartRequest(Symbol(symbol), date(2025, 1, 1), NOW).url for symbol in ("^GSPC", "EURUSD=X", "A/../B?x")]
    assert ["%5EGSPC", "EURUSD=X", "A%2F..%2FB%3Fx"] == [url.removeprefix(request("").url) for url in urls]


def test_splits_and_dividends_are_dated_by_the_exchange() -> None:
    """Ten for one on 2024-06-10, a cent on 2024-12-05; a split of nothing is none."""
    result = chart_result("NVDA", NVIDIA, NOW)
    opens = NEW_YORK.opens
    split, dividend, nothing = (NEW_YORK.stamp(date(2024, *day), opens) for day in ((6, 10), (12, 5), (1, 2)))
    result["events"] = {
        "splits": {
            str(split): {"date": split, "numerator": 10, "denominator": 1, "splitRatio": "10:1"},
            str(nothing): {"date": nothing, "numerator": 0, "denominator": 1, "splitRatio": "0:1"},
        },
        "dividends": {str(dividend): {"amount": 0.01, "date": dividend}},
    }
    history = read(result)
    assert ((Split(date(2024, 6, 10), 10.0),), (Dividend(date(2024, 12, 5), 0.01),)) == (
        history.splits,
        history.dividends,
    )


def test_a_dividend_in_another_currency_is_left_out() -> None:
    """It cannot be laid beside the prices."""
    result = chart_result("NVDA", NVIDIA, NOW)
    stamp = NEW_YORK.stamp(date(2025, 1, 27), NEW_YORK.opens)
    result["events"] = {"dividends": {str(stamp): {"amount": 3.0, "date": stamp, "currency": "TWD"}}}
    assert () == read(result).dividends


def test_the_bar_of_a_running_session_says_so() -> None:
    """At 15:00 UTC New York is half an hour into its day."""
    now = datetime(2025, 1, 28, 15, 0, tzinfo=UTC)
    history = read(chart_result("NVDA", NVIDIA, now), now=now)
    assert (date(2025, 1, 28), now) == (history.last_day, history.running)


def test_the_last_bar_after_the_close_is_final() -> None:
    """Friday evening."""
    assert read(chart_result("NVDA", NVIDIA, NOW)).running is None


def test_vendors_traps_are_cleaned_away() -> None:
    """A filler bar, a row without prices, the live bar twice."""
    rows: list[Row] = [
        *NVIDIA[:2],
        (date(2025, 1, 28), 118.42, 118.42, 118.42, 118.42, 118.39, 0),
        (date(2025, 1, 29), None, None, None, None, None, 5_000),
        (date(2025, 1, 30), 123.0, 125.0, 118.0, 124.0, 124.0, 380_000_000),
        (date(2025, 1, 30), 123.0, 125.0, 118.0, 124.65, 124.65, 392_925_500),
    ]
    history = read(chart_result("NVDA", rows, NOW))
    assert ([date(2025, 1, 24), date(2025, 1, 27), date(2025, 1, 30)], 124.65) == (
        history.days.tolist(),
        history.close[-1],
    )


def test_volume_zero_and_missing_adjusted_closes_are_unknown() -> None:
    """Never zero."""
    result = chart_result("EURUSD=X", [(date(2025, 1, 27), 1.04, 1.05, 1.03, 1.049, 1.049, 0)], NOW)
    del result["indicators"]["adjclose"]
    history = read(result, "EURUSD=X")
    assert math.isnan(history.volume[0])
    assert math.isnan(history.adjusted[0])


def test_a_known_symbol_without_bars_is_out_of_range() -> None:
    """Yahoo then leaves "timestamp" out."""
    with pytest.raises(OutOfRange):
        read(chart_result("NVDA", [], NOW))


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"chart": None},
        {"chart": {"result": []}},
        {"chart": {"result": [{"meta": {}, "timestamp": [1], "indicators": {}}]}},
        {"chart": {"result": [{"meta": {"exchangeTimezoneName": "Mars/Olympus", "exchangeName": "NMS"}}]}},
        {"chart": {"result": [chart_result("NVDA", NVIDIA, NOW) | {"timestamp": ["soon"]}]}},
        {"chart": {"result": [chart_result("NVDA", NVIDIA, NOW) | {"timestamp": [1, 2]}]}},
        {"chart": {"result": [chart_result("NVDA", NVIDIA, NOW) | {"events": {"splits": {"1": {}}}}]}},
    ],
)
def test_a_document_of_another_shape_is_malformed(document: dict[str, Any]) -> None:
    """Whatever is missing or odd, one error says so."""
    with pytest.raises(Malformed):
        read_chart(document, request(), EXCHANGES)


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to everything inside a document."""
    inner = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


DOCUMENT = {"chart": {"result": [chart_result("NVDA", NVIDIA, NOW)], "error": None}}
DOCUMENT["chart"]["result"][0]["events"] = {
    "splits": {"1": {"date": 1_737_988_200, "numerator": 10, "denominator": 1}},
    "dividends": {"1": {"date": 1_737_988_200, "amount": 0.01}},
}
JUNK = st.sampled_from([None, "", "x", -1, 0, 1e300, 2**80, True, [], [None], ["x"], {}, {"x": 1}])


@given(st.sampled_from(places(DOCUMENT)[1:]), JUNK)
def test_junk_anywhere_in_a_document_is_read_around_or_called_malformed(place: tuple[Any, ...], junk: Any) -> None:
    """No other error comes out of it."""
    document = orjson.loads(orjson.dumps(DOCUMENT))
    *parents, last = place
    inner = document
    for key in parents:
        inner = inner[key]
    inner[last] = junk
    try:
        read_chart(document, request(), EXCHANGES)
    except ProviderError:
        return


def recorded(name: str) -> PriceHistory:
    """A recorded answer, read; skips where the recordings are not at hand."""
    path = RECORDED / name
    if not path.exists():
        pytest.skip("recorded answers are not at hand")
    answer = orjson.loads(path.read_bytes())["response"]["bodyJson"]
    meta = answer["chart"]["result"][0]["meta"]
    asked = ChartRequest(Symbol(meta["symbol"]), date(2020, 1, 1), datetime(2025, 4, 1, tzinfo=UTC))
    return read_chart(answer, asked, EXCHANGES)


@pytest.mark.parametrize(
    ("name", "days", "close"),
    [
        ("chart-AAPL.json", [date(2022, 2, 22)], 164.32),
        ("chart-BABA-2020-01-01-to-2020-01-03.json", [date(2020, 1, 2)], 219.77),
        ("chart-BTC-USD-2020-01-01-to-2020-01-03.json", [date(2020, 1, day) for day in (1, 2, 3)], 7344.88),
        ("chart-EURUSD_X-2020-01-01-to-2020-01-03.json", [date(2020, 1, day) for day in (1, 2, 3)], 1.12),
        ("chart-GC_F-2020-01-01-to-2020-01-03.json", [date(2020, 1, 2)], 1524.5),
        ("chart-OCDO.L-2020-01-01-to-2020-01-03.json", [date(2020, 1, 2)], 1259.5),
        ("chart-WSU.DE-2023-08-04-to-2023-08-09.json", [date(2023, 8, day) for day in (4, 7, 8)], 33.2),
    ],
)
def test_recorded_answers_are_read(name: str, days: list[date], close: float) -> None:
    """Shares, a coin, a currency, a future: dates and last closes as the recording has them."""
    history = recorded(name)
    assert (days, close) == (history.days.tolist(), round(history.close[-1], 2))
    assert history.running is None


def test_recorded_events_are_read() -> None:
    """Microsoft's dividends of 2021 and Nvidia's four-for-one."""
    microsoft = recorded("historical-via-chart-MSFT-dividends-2021-02-01-to-2022-01-31.csv.json")
    nvidia = recorded("historical-via-chart-NVDA-split-2021-02-01-to-2022-01-31.csv.json")
    assert [Split(date(2021, 7, 20), 4.0)] == list(nvidia.splits)
    assert [
        (date(2021, 2, 17), 0.56),
        (date(2021, 5, 19), 0.56),
        (date(2021, 8, 18), 0.56),
        (date(2021, 11, 17), 0.62),
    ] == [(each.day, each.amount) for each in microsoft.dividends]
