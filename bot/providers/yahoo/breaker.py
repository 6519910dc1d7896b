"""The breaker of the whole process: after a 429 nothing is sent until a cool-down is over."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.domain.errors import RateLimited
from bot.domain.prices import Source

FIRST_SECONDS = 60.0
LONGEST_SECONDS = 15 * 60.0


class Breaker:
    """Lets requests through until one is answered 429, then a single trial per cool-down.

    The cool-down doubles with each trial that fails, up to `longest`. `monotonic` tells seconds. For use in one
    event loop only.
    """

    def __init__(
        self,
        *,
        first: float = FIRST_SECONDS,
        longest: float = LONGEST_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._first = first
        self._longest = longest
        self._monotonic = monotonic
        self._cool_down = first
        self._open_until: float | None = None
        self._round = 0

    @property
    def retry_in(self) -> float:
        """Seconds until something may be sent; 0 when it may now."""
        return 0.0 if self._open_until is None else max(0.0, self._open_until - self._monotonic())

    def enter(self) -> int:
        """Ask to send one request; the round it belongs to comes back, to be handed in with its outcome.

        Raises:
            RateLimited: nothing may be sent yet.
        """
        if self._open_until is not None:
            if retry_in := self.retry_in:
                raise RateLimited(Source.YAHOO, retry_in)
            # This caller is the trial. Whatever becomes of it, the next one comes a cool-down later.
            self._open_until = self._monotonic() + self._cool_down
            self._round += 1
        return self._round

    def trip(self, entered: int) -> None:
        """A request of the round `entered` was answered 429.

        Requests that were under way together open the breaker once: the round ends with the first of them.
        """
        if entered == self._round:
            doubled = min(2 * self._cool_down, self._longest)
            self._cool_down = self._first if self._open_until is None else doubled
            self._open_until = self._monotonic() + self._cool_down
            self._round += 1

    def succeed(self, entered: int) -> None:
        """A request of the round `entered` got a proper answer: a trial closes the breaker."""
        if entered == self._round:
            self._open_until = None
