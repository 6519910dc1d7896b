"""What the core needs from outside, as Protocols; adapters and fakes implement them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.instruments import Instrument, Symbol
from bot.domain.prices import PriceHistory, ShareCount, Span
from bot.domain.questions import Question
from bot.domain.rates import Rate


class Clock(Protocol):
    """The time, so that tests and the local channel can set it."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is doing, for `selloff doctor`: a message id and its facts."""

    ok: bool
    message: str
    detail: str = ""


class MarketData(Protocol):
    """A source of daily bars, dated share counts and names. Every method raises ProviderError."""

    async def history(self, symbol: Symbol, span: Span) -> PriceHistory:
        """Bars that include at least `span`, as far as the source has them.

        Raises:
            NoSuchSymbol, RateLimited, Unreachable, Malformed, OutOfRange, NoData.
        """
        ...

    async def share_counts(self, symbol: Symbol) -> tuple[ShareCount, ...]:
        """Dated shares outstanding, oldest first; empty where the source knows none."""
        ...

    async def search(self, text: str) -> tuple[Instrument, ...]:
        """Instruments the source finds under a name, best first; empty where it cannot search."""
        ...

    async def check(self) -> Health:
        """One cheap look at whether the source can answer now; never raises."""
        ...


class ReferenceRates(Protocol):
    """A table of exchange rates that is always at hand, for when no pair can be had."""

    async def dollars(self, currency: str, day: date) -> Rate | None:
        """One unit of a currency in US dollars, as last published at or before `day`.

        None where the table does not know the currency, or has nothing of the week up to that day.
        """
        ...

    async def last_day(self) -> date:
        """The last day that the table knows."""
        ...


class BarStore(Protocol):
    """Keeps one history per symbol; final sessions only."""

    async def load(self, symbol: Symbol) -> PriceHistory | None:
        """The kept history, or None."""
        ...

    async def save(self, history: PriceHistory) -> None:
        """Replace what is kept under this symbol."""
        ...


class QuestionStore(Protocol):
    """Keeps the questions behind buttons, whose custom ids only hold a key."""

    async def put(self, question: Question, lifetime: timedelta) -> str:
        """Keep a question and return its key (24 hex characters); equal questions share one."""
        ...

    async def get(self, key: str) -> Question | None:
        """The question, or None when it has expired or never was."""
        ...
