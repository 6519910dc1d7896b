"""A Yahoo of each test's own, and a provider connected to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.instruments import Exchange
from bot.providers.yahoo import Yahoo
from bot.providers.yahoo.reachability import RECHECK_SECONDS
from tests.fakes.clock import FakeClock
from tests.wire.yahoo_server import YahooServer

NOW = datetime(2025, 1, 31, 23, 30, tzinfo=UTC)
"""Friday evening in New York, after the close."""

NASDAQ = Exchange("XNAS", "Nasdaq", "New York", "America/New_York", "XNYS", "USD")
XETRA = Exchange("XETR", "Xetra", "Frankfurt", "Europe/Berlin", "XETR", "EUR")
HONG_KONG = Exchange("XHKG", "HKEX", "Hong Kong", "Asia/Hong_Kong", "XHKG", "HKD")
CRYPTO = Exchange("24/7", "Crypto", "worldwide", "UTC", "24/7", "USD")
FOREX = Exchange("24/5", "Forex", "worldwide", "Europe/London", "24/5", "USD")
EXCHANGES = {"NMS": NASDAQ, "SNP": NASDAQ, "GER": XETRA, "HKG": HONG_KONG, "CCC": CRYPTO, "CCY": FOREX}


class Naps:
    """Takes the place of asyncio.sleep: pauses between attempts end at once, those between looks by `wake`."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self._woken = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        """Note the pause, and take the long ones."""
        self.taken.append(seconds)
        if seconds >= RECHECK_SECONDS:
            await self._woken.wait()
            self._woken.clear()

    def wake(self) -> None:
        """End the nap between two looks at the network."""
        self._woken.set()


class Stopwatch:
    """A monotonic clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        """Seconds from no particular beginning."""
        return self.seconds


@pytest.fixture(autouse=True)
def no_proxy_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy and certificates of whoever runs the tests are none of their business."""
    for name in ("https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "curl_ca_bundle", "requests_ca_bundle"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def clock() -> FakeClock:
    """The provider's and the server's clock."""
    return FakeClock(NOW)


@pytest.fixture
def server(clock: FakeClock) -> Iterator[YahooServer]:
    """A loopback Yahoo."""
    with YahooServer(now=clock.now) as server:
        yield server


@pytest.fixture
async def naps() -> Naps:
    """What the provider sleeps by."""
    return Naps()


@pytest.fixture
def stopwatch() -> Stopwatch:
    """What the breaker counts cool-downs by."""
    return Stopwatch()


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for the whole run: yfinance opens its cache once per process."""
    return tmp_path_factory.mktemp("yfinance")


@pytest.fixture
def connected(cache_folder: Path, clock: FakeClock, naps: Naps, stopwatch: Stopwatch) -> Any:
    """Open a provider with other settings than the usual: `async with connected(open_session=...)`."""

    @asynccontextmanager
    async def connect(**options: Any) -> AsyncIterator[Yahoo]:
        settings = {"sleep": naps, "monotonic": stopwatch} | options
        async with Yahoo(clock, EXCHANGES, cache_folder, **settings) as yahoo:
            yield yahoo

    return connect


@pytest.fixture
async def yahoo(connected: Any, server: YahooServer) -> AsyncIterator[Yahoo]:
    """The provider, connected to the loopback Yahoo."""
    async with connected(open_session=server.open_session) as yahoo:
        yield yahoo
