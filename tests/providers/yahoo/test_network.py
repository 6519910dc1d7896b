"""Networks that are down, and those behind a proxy."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from curl_cffi import CurlOpt
from curl_cffi._wrapper import ffi, lib

from bot.domain.errors import Unreachable
from bot.domain.instruments import Symbol
from bot.domain.prices import Span
from bot.providers.yahoo import Yahoo, YahooSession
from tests.providers.yahoo.conftest import Naps
from tests.wire.connect_proxy import ConnectProxy
from tests.wire.yahoo_server import Asked, Trouble, YahooServer, connect_to

NVDA = Symbol("NVDA")
SPAN = Span(date(2025, 1, 27))


@pytest.fixture
def black_hole() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


async def unreachable_after(yahoo: Yahoo) -> tuple[float, str]:
    """Seconds until a question is told that Yahoo cannot be reached, and the reason given."""
    start = time.perf_counter()
    with pytest.raises(Unreachable) as caught:
        await yahoo.history(NVDA, SPAN)
    return time.perf_counter() - start, str(caught.value.facts["detail"])


async def test_silence_is_found_out_within_three_seconds_and_once(connected: Any, black_hole: int) -> None:
    """The first ten questions wait for one look together; the next is told at once."""
    async with connected(open_session=lambda: YahooSession(curl_options=connect_to(black_hole))) as yahoo:
        waits = await asyncio.gather(*(unreachable_after(yahoo) for _ in range(10)))
        assert max(seconds for seconds, _ in waits) < 3
        assert (await unreachable_after(yahoo))[0] < 0.1


async def test_a_refused_connection_is_found_out_at_once(connected: Any, closed_port: int) -> None:
    """And the reason is kept for the log."""
    async with connected(open_session=lambda: YahooSession(curl_options=connect_to(closed_port))) as yahoo:
        seconds, reason = await unreachable_after(yahoo)
    assert seconds < 1
    assert reason.startswith("curl: (7)")
    assert "See https" not in reason


async def test_a_name_that_does_not_resolve_is_found_out(connected: Any) -> None:
    """A label of 64 letters is no host name, so that no name server need be asked."""
    nowhere = {CurlOpt.CONNECT_TO: lib.curl_slist_append(ffi.NULL, f"::{'x' * 64}:443".encode())}
    async with connected(open_session=lambda: YahooSession(curl_options=nowhere)) as yahoo:
        seconds, reason = await unreachable_after(yahoo)
    assert seconds < 3
    assert "resolve host" in reason


async def test_a_proxy_that_refuses_is_found_out(connected: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A firewall's 403 to CONNECT."""
    async with ConnectProxy(target=None) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        async with connected() as yahoo:
            seconds, reason = await unreachable_after(yahoo)
    assert seconds < 1
    assert "403" in reason


async def test_yahoo_is_found_again_in_the_background(
    connected: Any, server: YahooServer, closed_port: int, naps: Naps
) -> None:
    """Once the network is back, the next look in the background opens the way."""
    port = closed_port
    async with connected(open_session=lambda: YahooSession(verify=False, curl_options=connect_to(port))) as yahoo:
        await unreachable_after(yahoo)
        port = server.port
        naps.wake()
        while not server.counts(Asked.LOOK):  # noqa: ASYNC110  # the server lives in another thread
            await asyncio.sleep(0.01)
        assert (await yahoo.check()).ok
        assert NVDA == (await yahoo.history(NVDA, SPAN)).symbol


async def test_an_outage_in_the_middle_of_life_is_found_out(
    connected: Any, server: YahooServer, closed_port: int
) -> None:
    """When a request gets no answer and a look gets none either, nobody else need try."""
    port = server.port

    def open_session() -> YahooSession:
        return YahooSession(verify=False, total_seconds=0.3, curl_options=connect_to(port))

    async with connected(open_session=open_session) as yahoo:
        await yahoo.history(NVDA, SPAN)
        server.fail(Asked.CHART, Trouble.HANG)
        port = closed_port
        seconds, _ = await unreachable_after(yahoo)
        assert seconds < 3
        assert (await unreachable_after(yahoo))[0] < 0.1
        assert 2 == server.counts(Asked.CHART)["NVDA"]


async def test_a_request_that_hangs_makes_the_network_be_looked_at(
    connected: Any, server: YahooServer, closed_port: int
) -> None:
    """A kept connection gone dead is not waited for to its limit of eight seconds."""
    port = server.port

    async with connected(
        open_session=lambda: YahooSession(verify=False, total_seconds=2.5, curl_options=connect_to(port))
    ) as yahoo:
        await yahoo.history(NVDA, SPAN)
        server.fail(Asked.CHART, Trouble.HANG)
        port = closed_port
        assert (await unreachable_after(yahoo))[0] < 2


async def test_silence_in_the_middle_of_life_is_found_out_within_three_seconds(
    connected: Any, server: YahooServer, black_hole: int
) -> None:
    """Neither the request nor the look at the network gets a word back."""
    port = server.port

    async with connected(open_session=lambda: YahooSession(verify=False, curl_options=connect_to(port))) as yahoo:
        await yahoo.history(NVDA, SPAN)
        server.fail(Asked.CHART, Trouble.HANG)
        port = black_hole
        assert (await unreachable_after(yahoo))[0] < 3


async def test_the_proxy_and_certificates_of_the_environment_are_used(
    connected: Any, server: YahooServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """HTTPS_PROXY leads to Yahoo, CURL_CA_BUNDLE vouches for it, and host names stay Yahoo's own."""
    authority = tmp_path / "authority.pem"
    server.authority.cert_pem.write_to_path(authority)
    async with ConnectProxy(target=server.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("CURL_CA_BUNDLE", str(authority))
        async with connected() as yahoo:
            assert NVDA == (await yahoo.history(NVDA, SPAN)).symbol
        assert {"query1.finance.yahoo.com", "query2.finance.yahoo.com"} <= set(proxy.asked)


async def test_ssl_cert_file_is_used(server: YahooServer, tmp_path: Path) -> None:
    """curl_cffi reads it when it is imported, hence a process of its own."""
    authority = tmp_path / "authority.pem"
    server.authority.cert_pem.write_to_path(authority)
    program = (
        "from bot.providers.yahoo import YahooSession\n"
        "print(YahooSession().get('https://query2.finance.yahoo.com/v8/finance/chart/NVDA').status_code)"
    )
    async with ConnectProxy(target=server.port) as proxy:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            program,
            env=dict(os.environ) | {"HTTPS_PROXY": proxy.url, "SSL_CERT_FILE": str(authority)},
            cwd=Path(__file__).parents[3],
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await process.communicate()
    assert b"200" == output.strip()


async def test_a_certificate_nobody_vouches_for_is_refused(connected: Any, server: YahooServer) -> None:
    """Nothing is sent to a stranger."""
    async with connected(open_session=lambda: YahooSession(curl_options=connect_to(server.port))) as yahoo:
        _, reason = await unreachable_after(yahoo)
    assert "certificate" in reason.lower()
    assert [] == server.requests
