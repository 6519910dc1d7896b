"""How yfinance is opened."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.providers.yahoo.transport import Transport, Wire
from tests.wire.yahoo_server import YahooServer


@pytest.fixture
async def wire(server: YahooServer, cache_folder: Path) -> AsyncIterator[Wire]:
    """yfinance over a loopback Yahoo."""
    transport = Transport(server.open_session, cache_folder, concurrency=1)
    yield await transport.open()
    transport.close()


async def test_yfinance_hides_no_exceptions(wire: Wire) -> None:
    """By default an unknown symbol, a 502 and a time-out all look like an empty frame."""
    assert wire.yfinance.config.debug.hide_exceptions is False


async def test_the_transport_is_not_the_process_wide_one(wire: Wire) -> None:
    """Whoever else uses yfinance in this process keeps a session of their own."""
    assert wire.data is not wire.yfinance.data.YfData()


async def test_nothing_is_read_from_yfinance_s_answer_cache(wire: Wire, server: YahooServer) -> None:
    """It would keep error bodies for good."""
    url = "https://query2.finance.yahoo.com/v8/finance/chart/NVDA"
    for _ in range(2):
        wire.data.cache_get(url=url, params={"range": "1d"})
    assert 2 == len([asked for asked, _ in server.requests if asked == "chart"])


async def test_cookies_and_time_zones_go_into_the_given_folder(wire: Wire, cache_folder: Path) -> None:
    """Not into the user's cache of yfinance."""
    wire.get("https://query2.finance.yahoo.com/v8/finance/chart/NVDA", {})
    assert (cache_folder / "cookies.db").exists()


async def test_yfinance_s_own_deprecations_are_not_shown(wire: Wire) -> None:
    """Its import puts a filter first that shows them; ours must come before it."""
    of_yfinance = [each[0] for each in warnings.filters if each[3] is not None and "yfinance" in str(each[3])]
    assert "ignore" == of_yfinance[0]
