"""Everything that can go wrong, as values.

BotError                     a message id and the facts its sentence needs; never prose
├── UserError                what was typed cannot be answered as it stands
│   ├── UnknownInstrument    no such name; carries the nearest known ones
│   ├── AmbiguousInstrument  several good readings: the reader chooses
│   ├── UnknownBasket        no such group of instruments; carries the nearest known ones
│   ├── NotListed            a company without shares on any exchange
│   ├── UnclearDate          unreadable, or two readings that differ
│   └── NoSuchSession        in the future, or before the first bar
└── ProviderError            upstream trouble; `source` names whose
    ├── NoSuchSymbol         upstream says in its own words that it does not exist
    ├── RateLimited          upstream asked us to slow down
    ├── Unreachable          no answer: network, time-out, server error
    ├── Malformed            an answer that cannot be read
    ├── OutOfRange           the source is well, but holds nothing for these dates
    └── NoData               every source was tried; carries each one's trouble
"""

from __future__ import annotations

from datetime import date

from bot.domain.baskets import Basket
from bot.domain.instruments import Instrument

Fact = object
"""A value that i18n knows how to print: text, number, date, moment, instrument."""


class BotError(Exception):
    """An expected failure. `message` is an id in the catalogues; `facts` fill its sentence."""

    def __init__(self, message: str, **facts: Fact) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.message} {self.facts}" if self.facts else self.message


class UserError(BotError):
    """What was typed cannot be answered as it stands; the sentence says what to type instead."""


class UnknownInstrument(UserError):
    """No instrument of that name; `nearest` holds up to three that were perhaps meant.

    `trouble` is set when a source that could have known more was not to be had.
    """

    def __init__(self, text: str, nearest: tuple[Instrument, ...] = (), trouble: ProviderError | None = None) -> None:
        super().__init__("error.unknown-instrument", text=text)
        self.nearest = nearest
        self.trouble = trouble


class AmbiguousInstrument(UserError):
    """Several good readings of a name; `choices` are offered as buttons."""

    def __init__(self, text: str, choices: tuple[Instrument, ...]) -> None:
        super().__init__("error.ambiguous-instrument", text=text)
        self.choices = choices


class UnknownBasket(UserError):
    """No basket of that name; `nearest` holds up to three that were perhaps meant."""

    def __init__(self, text: str, nearest: tuple[Basket, ...] = ()) -> None:
        super().__init__("error.unknown-basket", text=text)
        self.nearest = nearest


class NotListed(UserError):
    """A company that exists but has no listed shares; `closest` are listed ones near to it."""

    def __init__(self, name: str, closest: tuple[Instrument, ...] = ()) -> None:
        super().__init__("error.not-listed", name=name)
        self.closest = closest


class UnclearDate(UserError):
    """A date that cannot be read, or whose two readings differ (03/04/2025)."""


class NoSuchSession(UserError):
    """A session in the future, before the first bar, or one whose price is missing."""


class ProviderError(BotError):
    """Upstream trouble; `source` is the provider's name (yahoo, files, sample)."""

    def __init__(self, message: str, source: str, **facts: Fact) -> None:
        super().__init__(message, source=source, **facts)
        self.source = source


class NoSuchSymbol(ProviderError):
    """The source says explicitly that the symbol does not exist."""

    def __init__(self, source: str, symbol: str) -> None:
        super().__init__("error.no-such-symbol", source, symbol=symbol)


class RateLimited(ProviderError):
    """The source asked us to slow down; nothing is sent until `retry_in` seconds have passed."""

    def __init__(self, source: str, retry_in: float) -> None:
        super().__init__("error.rate-limited", source)
        self.retry_in = retry_in


class Unreachable(ProviderError):
    """No usable answer from the source: network, time-out or server error (`detail`, for the log)."""

    def __init__(self, source: str, detail: str) -> None:
        super().__init__("error.unreachable", source, detail=detail)


class Malformed(ProviderError):
    """The source answered something that cannot be read (`detail`, for the log)."""

    def __init__(self, source: str, detail: str) -> None:
        super().__init__("error.malformed", source, detail=detail)


class OutOfRange(ProviderError):
    """The source is well and knows the symbol, but holds nothing for the dates asked.

    `held` are the first and the last day it has, where that is known.
    """

    def __init__(self, source: str, symbol: str, held: tuple[date, date] | None = None) -> None:
        if held is None:
            super().__init__("error.out-of-range", source, symbol=symbol)
        else:
            super().__init__("error.out-of-range.held", source, symbol=symbol, first=held[0], last=held[1])


class NoData(ProviderError):
    """No source could answer; `troubles` holds each one's own error, in the order tried."""

    def __init__(self, symbol: str, troubles: tuple[ProviderError, ...]) -> None:
        super().__init__("error.no-data", "all", symbol=symbol)
        self.troubles = troubles
