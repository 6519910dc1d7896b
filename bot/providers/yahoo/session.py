"""The impersonating session under yfinance, with every wait capped and refusals told apart from answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from curl_cffi.requests import Response, Session

CONNECT_SECONDS = 2.5
TOTAL_SECONDS = 8.0
RETRIED_BY_YFINANCE = (401, 403)
"""Statuses that another cookie and crumb may cure: yfinance's own second attempt is left to them alone."""


class TooManyRequests(Exception):
    """Yahoo, or the host of its cookies or crumbs, asked us to slow down."""


class Refused(Exception):
    """A data request was answered with an error status, which no other cookie would change."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.body = body


class YahooSession(Session[Response]):
    """A curl_cffi session that looks like a browser, as yfinance's own does; further options are curl_cffi's.

    It differs in two ways. yfinance waits 30 seconds for cookies and crumbs, here no request may outlast
    `total_seconds`. And yfinance repeats any refused request with new cookies, dropping everybody's old ones; an
    unknown symbol or a 429 would so cost two requests and more, hence they are raised instead of returned.
    """

    def __init__(
        self, *, connect_seconds: float = CONNECT_SECONDS, total_seconds: float = TOTAL_SECONDS, **options: Any
    ) -> None:
        options.setdefault("impersonate", "chrome")
        super().__init__(**options)
        self._connect_seconds = connect_seconds
        self._total_seconds = total_seconds

    def request(self, method: Any, url: str, *args: Any, **options: Any) -> Response:
        """Send one request.

        Raises:
            TooManyRequests: status 429, or a crumb that says so.
            Refused: another error status of a data request that new cookies cannot cure.
            curl_cffi.requests.exceptions.RequestException: no answer.
        """
        asked = options.get("timeout")
        total = min(asked, self._total_seconds) if isinstance(asked, int | float) else self._total_seconds
        connect = min(self._connect_seconds, total)
        # curl_cffi adds the two up for the whole transfer
        options["timeout"] = (connect, total - connect)
        response = super().request(method, url, *args, **options)  # pyright: ignore[reportUnknownMemberType]  # untyped there
        return _require_answer(response, urlsplit(url))


def _require_answer(response: Response, url: Any) -> Response:
    """The response, unless it is one that yfinance must not see."""
    of_crumb = url.path.endswith("/getcrumb")
    if response.status_code == 429 or (of_crumb and b"Too Many Requests" in response.content):
        raise TooManyRequests(url.hostname)
    of_data = str(url.hostname).startswith("query") and not of_crumb
    if of_data and response.status_code >= 400 and response.status_code not in RETRIED_BY_YFINANCE:
        raise Refused(response.status_code, response.content)
    return response
