"""From the words somebody typed to the instrument they mean."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.ask import Ask
from bot.domain.errors import AmbiguousInstrument, ProviderError, UnknownInstrument, UserError
from bot.domain.instruments import Instrument, Kind
from bot.domain.prices import PriceHistory

CHOICES = 5


async def require_instrument(ask: Ask, words: str) -> Instrument:
    """The instrument that `words` name: the catalogue's, else what the market data's own search finds.

    Raises:
        UserError: nothing was named.
        UnknownInstrument: nobody knows the name; its `trouble` says when the search could not be asked.
        AmbiguousInstrument: several instruments answer to it.
        NotListed: a company without listed shares.
    """
    if not words.strip():
        raise UserError("error.nothing-named")
    try:
        return ask.catalog.find(words)
    except UnknownInstrument as unknown:
        return await _search(ask, words, unknown)


def as_quoted(instrument: Instrument, history: PriceHistory) -> Instrument:
    """The instrument in the currency of its prices: a search can only presume that of the exchange."""
    if instrument.kind is Kind.INDEX or not history.currency:
        return instrument
    return replace(instrument, listing=replace(instrument.listing, currency=history.currency))


async def _search(ask: Ask, words: str, unknown: UnknownInstrument) -> Instrument:
    wanted = words.strip().lstrip("$")
    try:
        found = await ask.market.search(wanted)
    except ProviderError as trouble:
        raise UnknownInstrument(words, unknown.nearest, trouble) from trouble
    exact = next((each for each in found if each.symbol == wanted.upper()), None)
    if exact or len(found) == 1:
        return exact or found[0]
    if found:
        raise AmbiguousInstrument(words, found[:CHOICES])
    raise unknown
