"""yfinance's transport, opened late and run in threads of its own."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from curl_cffi.requests.exceptions import RequestException

from bot.domain.errors import ProviderError
from bot.providers.yahoo.documents import Answer, ServerTrouble, malformed
from bot.providers.yahoo.reachability import NoAnswer
from bot.providers.yahoo.session import Refused, TooManyRequests, YahooSession

T = TypeVar("T")
Hear = Callable[[Exception | None], None]

LOOK_URL = "https://query2.finance.yahoo.com/"
LOOK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Wire:
    """yfinance, and its data layer over a session of ours: cookies, crumbs and consent are its business."""

    yfinance: Any
    data: Any

    def get(self, url: str, params: Mapping[str, str]) -> Answer:
        """One answer, whatever its status. Blocks.

        Raises:
            TooManyRequests, RequestException.
        """
        try:
            response = self.data.get(url, params=dict(params))
        except Refused as refusal:
            return Answer(refusal.status, refusal.body)
        return Answer(response.status_code, response.content)


class Transport:
    """A kept pool of threads, each with its own kept connection."""

    def __init__(self, open_session: Callable[[], YahooSession], cache_folder: Path, concurrency: int) -> None:
        self._open_session = open_session
        self._cache_folder = cache_folder
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="yahoo")
        # a look must never queue behind requests that hang
        self._look_thread = ThreadPoolExecutor(1, thread_name_prefix="yahoo-look")
        self._opening: asyncio.Future[Wire] | None = None

    async def open(self) -> Wire:
        """The wire; the first call imports yfinance, which takes a second, in a thread."""
        if self._opening is None:
            self._opening = asyncio.get_running_loop().run_in_executor(self._threads, self._open)
        return await asyncio.shield(self._opening)

    def start(self, wire: Wire, work: Callable[[Wire], T], hear: Hear) -> asyncio.Future[T]:
        """Run blocking work in a thread. Its own errors are TooManyRequests, ServerTrouble, NoAnswer, ProviderError.

        `hear` is called in the event loop when the work has ended, with its error or None, before anybody who awaits
        the future goes on, and also when it was cancelled: a thread that has begun cannot be stopped.
        """
        loop = asyncio.get_running_loop()

        def tell(error: Exception | None) -> None:
            with suppress(RuntimeError):  # the loop is closed, and nobody left to be told
                loop.call_soon_threadsafe(hear, error)

        def run() -> T:
            try:
                result = _run(wire, work)
            except Exception as error:
                tell(error)
                raise
            tell(None)
            return result

        return loop.run_in_executor(self._threads, run)

    async def look(self) -> None:
        """One quick request with nothing before it: any answer at all will do.

        Raises:
            NoAnswer: none within two seconds.
            TooManyRequests: an answer, but that one.
        """
        job = asyncio.get_running_loop().run_in_executor(self._look_thread, self._look)
        try:
            # resolving a name can outlast the session's own limit
            async with asyncio.timeout(LOOK_SECONDS + 0.5):
                await job
        except TimeoutError as error:
            raise NoAnswer(f"no answer within {LOOK_SECONDS:.0f} s") from error

    def close(self) -> None:
        """Let the threads go; those that still wait for an answer end with their time limit."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._look_thread.shutdown(wait=False, cancel_futures=True)

    def _look(self) -> None:
        try:
            with self._open_session() as session:
                session.get(LOOK_URL, timeout=LOOK_SECONDS, allow_redirects=False)
        except Refused:
            return
        except RequestException as error:
            raise NoAnswer(_reason(error)) from error

    def _open(self) -> Wire:
        yfinance: Any = import_module("yfinance")
        # its import puts a filter first that shows its own deprecations
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="^yfinance")
        yfinance.config.debug.hide_exceptions = False
        yfinance.set_tz_cache_location(str(self._cache_folder))
        # Calling its class gives one instance for the whole process; the plain constructor gives us our own.
        data = type.__call__(yfinance.data.YfData, session=self._open_session())
        # cache_get keeps error bodies for good: Ticker must not use it either
        data.cache_get = data.get
        return Wire(yfinance, data)


def _run(wire: Wire, work: Callable[[Wire], T]) -> T:
    """Do the work with foreign errors made ours. An unexpected one is a shape of yfinance's that has changed."""
    try:
        return work(wire)
    except (TooManyRequests, ServerTrouble, ProviderError):
        raise
    except wire.yfinance.exceptions.YFRateLimitError as error:
        raise TooManyRequests(str(error)) from error
    except RequestException as error:
        raise NoAnswer(_reason(error)) from error
    except Exception as error:
        raise malformed("yfinance", error) from error


def _reason(error: RequestException) -> str:
    """curl's own words, without what curl_cffi puts around them."""
    return str(error).removeprefix("Failed to perform, ").partition(" See https://")[0]
