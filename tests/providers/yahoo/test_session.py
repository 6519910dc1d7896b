"""What the session lets yfinance see."""

from __future__ import annotations

import time

import pytest
from curl_cffi.requests.exceptions import RequestException

from bot.providers.yahoo.session import Refused, TooManyRequests
from tests.wire.yahoo_server import Asked, Trouble, YahooServer

CHART = "https://query2.finance.yahoo.com/v8/finance/chart/NVDA"
CRUMB = "https://query1.finance.yahoo.com/v1/test/getcrumb"
COOKIE = "https://fc.yahoo.com"


def test_an_error_of_a_data_request_is_raised(server: YahooServer) -> None:
    """So that yfinance does not repeat it with new cookies."""
    server.fail(Asked.CHART, Trouble.UNKNOWN)
    with server.open_session() as session, pytest.raises(Refused) as caught:
        session.get(CHART)
    assert (404, True) == (caught.value.status, b"Not Found" in caught.value.body)


def test_an_invalid_crumb_is_left_to_yfinance(server: YahooServer) -> None:
    """New cookies may cure it."""
    server.fail(Asked.CHART, Trouble.INVALID_CRUMB)
    with server.open_session() as session:
        assert 401 == session.get(CHART).status_code


def test_the_cookie_host_may_answer_404(server: YahooServer) -> None:
    """It always does, and sends its cookie along."""
    with server.open_session() as session:
        assert (404, "d=standin") == (session.get(COOKIE).status_code, session.cookies.get("A3"))


@pytest.mark.parametrize(("url", "asked"), [(CHART, Asked.CHART), (CRUMB, Asked.CRUMB), (COOKIE, Asked.COOKIE)])
def test_a_429_is_raised_wherever_it_comes_from(server: YahooServer, url: str, asked: Asked) -> None:
    """Charts, crumbs and cookies alike."""
    server.fail(asked, Trouble.RATE_LIMIT)
    with server.open_session() as session, pytest.raises(TooManyRequests):
        session.get(url)


def test_no_request_outlasts_the_limit(server: YahooServer) -> None:
    """Not even one that asks for thirty seconds, as yfinance does for its cookies."""
    server.fail(Asked.COOKIE, Trouble.HANG)
    start = time.perf_counter()
    with server.open_session(total_seconds=0.1) as session, pytest.raises(RequestException):
        session.get(COOKIE, timeout=30)
    assert time.perf_counter() - start < 2
