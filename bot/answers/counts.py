"""How many shares there were: what the market data knows, else the catalogue."""

from __future__ import annotations

import logging

from bot.answers.ask import Ask
from bot.domain.errors import ProviderError
from bot.domain.instruments import Instrument, Kind
from bot.domain.prices import ShareCount

COUNTS_PATIENCE = 1.0
"""Seconds an answer waits for the next share count once the prices are there."""

log = logging.getLogger(__name__)


def has_shares(instrument: Instrument) -> bool:
    """Whether it is a company, whose market value is its shares times their price."""
    return instrument.kind is Kind.EQUITY


async def share_counts(ask: Ask, instrument: Instrument) -> tuple[ShareCount, ...] | None:
    """Dated counts of a company's shares; None while upstream is in trouble, which the answer then says."""
    if not has_shares(instrument):
        return ()
    try:
        return await ask.market.share_counts(instrument.symbol)
    except ProviderError as error:
        log.info("no live share count of %s: %s", instrument.symbol, error)
        return None


def or_catalogued(ask: Ask, instrument: Instrument, known: tuple[ShareCount, ...] | None) -> tuple[ShareCount, ...]:
    """The counts that came, or those of the catalogue where none did."""
    return known or (ask.catalog.share_counts(instrument.symbol) if has_shares(instrument) else ())
