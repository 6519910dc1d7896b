"""From the words somebody typed to the instruments of a basket."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answers.ask import Ask
from bot.answers.instruments import require_instrument
from bot.domain.baskets import Basket, read_inline
from bot.domain.errors import UnknownBasket, UserError
from bot.domain.instruments import Instrument, Kind, company_of
from bot.i18n.speech import Markup

_NAMED = 3
EVERYTHING = ""
"""The key of the basket of all known shares: what `!movers` means without a name."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A basket with its instruments, one listing a company; `twice` are listings left out because of that.

    A basket made up in the question has no membership rows.
    """

    basket: Basket
    instruments: tuple[Instrument, ...]
    twice: tuple[Instrument, ...] = ()


async def require_basket(ask: Ask, words: str) -> Chosen:
    """The basket that `words` name, or the instruments that they list: `NVDA, broadcom, TSM`.

    Raises:
        UserError: nothing was named, or one of a list is no instrument; `word` among its facts is that one.
        UnknownBasket: no basket is called that.
    """
    if not words.strip():
        keys = Markup(", ".join(f"`{each.key}`" for each in ask.catalog.baskets))
        raise UserError("error.no-basket-named", baskets=keys)
    if known := ask.catalog.basket(words):
        return _once(known, _members(ask, known))
    listed = read_inline(words)
    if listed is None:
        raise UnknownBasket(words, ask.catalog.nearest_baskets(words) or ask.catalog.baskets[:_NAMED])
    instruments = [await _require_member(ask, word) for word in listed]
    chosen = _once(_made_up(ask, instruments), instruments)
    return Chosen(_made_up(ask, chosen.instruments), chosen.instruments, chosen.twice)


def everything(ask: Ask) -> Chosen:
    """All known shares: the companies of every basket of the catalogue, in the order of the baskets.

    The instruments known by name are many more; but only of these is it known that they are worth ranking together.
    """
    shares = [each for basket in ask.catalog.baskets for each in _members(ask, basket) if each.kind is Kind.EQUITY]
    chosen = _once(Basket(EVERYTHING, (), (), ()), shares)
    name = ask.speech.plain("basket.everything")
    named = Basket(EVERYTHING, ((ask.speech.locale.language, name),), (), ())
    return Chosen(named, chosen.instruments)


async def _require_member(ask: Ask, word: str) -> Instrument:
    try:
        return await require_instrument(ask, word)
    except UserError as error:
        error.facts["word"] = word
        raise


def _members(ask: Ask, basket: Basket) -> list[Instrument]:
    found = (ask.catalog.get(each.symbol) for each in basket.members)
    return [each for each in found if each]


def _once(basket: Basket, instruments: Iterable[Instrument]) -> Chosen:
    companies: dict[str, Instrument] = {}
    twice: dict[str, Instrument] = {}
    for each in instruments:
        first = companies.setdefault(company_of(each), each)
        if first.symbol != each.symbol:
            twice.setdefault(each.symbol, each)
    return Chosen(basket, tuple(companies.values()), tuple(twice.values()))


def _made_up(ask: Ask, instruments: Iterable[Instrument]) -> Basket:
    language = ask.speech.locale.language
    names = [each.name_in(language) for each in instruments]
    said = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        said = ask.speech.plain("basket.more", names=said, count=len(names) - _NAMED)
    return Basket(",".join(each.symbol for each in instruments), ((language, said),), (), ())
