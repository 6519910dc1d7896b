"""Speech: sentences, numbers, money and dates in one language.

Sentences come from gettext catalogues keyed by message id; numbers and dates from CLDR through Babel. English and
French both write a no-break space before the per cent sign and day-month-year dates here: one house style.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal, get_currency_name, get_currency_symbol, get_decimal_symbol, get_group_symbol

from bot.domain.instruments import Exchange, Instrument
from bot.i18n.markup import escape, visible

NBSP = "\N{NO-BREAK SPACE}"
_SCALES = ((1e12, "scale.trillion"), (1e9, "scale.billion"), (1e6, "scale.million"))


class Markup(str):
    """Text that is already fit to be shown: made by Speech, not typed by anybody."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """One language's way of saying things. `messages` maps ids to sentences with `{fact}` slots."""

    locale: Locale
    messages: Mapping[str, str]

    def text(self, message: str, **facts: object) -> Markup:
        """The sentence of a message for a Discord message: outside text in its facts is made harmless.

        Raises:
            KeyError: the catalogue lacks the message, or its sentence needs a fact that is not given.
        """
        return Markup(self.messages[message].format_map(self._said(facts, escape)))

    def plain(self, message: str, **facts: object) -> str:
        """The same sentence as plain text, for pictures, alt text and buttons: nothing is escaped."""
        return self.messages[message].replace("**", "").format_map(self._said(facts, visible))

    def number(self, value: float, digits: int = 0) -> Markup:
        """A number with the language's separators and exactly `digits` decimals."""
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return Markup(format_decimal(value, format=pattern, locale=self.locale))

    def percent(self, fraction: float, digits: int = 2) -> Markup:
        """A signed move: -0.1697 is `-16.97 %`, 0.02 is `+2.00 %`, and nothing rounds to a signed zero."""
        rounded = round(fraction * 100, digits) + 0.0
        sign = "+" if rounded > 0 else "-" if rounded < 0 else ""
        return Markup(f"{sign}{self.number(abs(rounded), digits)}{NBSP}%")

    def size(self, fraction: float, digits: int = 2) -> Markup:
        """The size of a move without its sign, for sentences whose verb carries it (`fell 16.97 %`)."""
        return Markup(f"{self.number(abs(fraction) * 100, digits)}{NBSP}%")

    def price(self, value: float, currency: str) -> Markup:
        """A price in its currency (`$118.42`), pence as `412.50p`, or points where `currency` is empty."""
        number = self.number(value, price_digits(value, currency))
        if not currency:
            return number
        if currency == "GBp":
            return Markup(f"{number}p")
        return self._with_symbol("money.amount", number, currency)

    def money(self, amount: float, currency: str) -> Markup:
        """The size of a large sum, rounded to four figures (`$592.7 bn`); its sign is left to the sentence."""
        size = abs(amount)
        for scale, message in _SCALES:
            if size >= scale:
                number = self.number(size / scale, _four_figures(size / scale))
                return self._with_symbol(message, number, currency)
        return self._with_symbol("money.amount", self.number(size), currency)

    def count(self, value: float) -> Markup:
        """A large count in words of scale, to four figures (`24.49 bn`)."""
        for scale, message in _SCALES:
            if value >= scale:
                number = self.number(value / scale, _four_figures(value / scale))
                return Markup(self.messages[message].format(symbol="", number=number).strip())
        return self.number(value)

    def day(self, day: date) -> Markup:
        """A date with its year: `27 January 2025`."""
        return Markup(format_date(day, "d MMMM y", locale=self.locale).replace(" ", NBSP))

    def weekday(self, day: date) -> Markup:
        """A date with its weekday: `Monday 27 January 2025`."""
        return Markup(format_date(day, "EEEE d MMMM y", locale=self.locale).replace(" ", NBSP))

    def short_day(self, day: date) -> Markup:
        """A date without its year: `27 Jan`."""
        return Markup(format_date(day, "d MMM", locale=self.locale).replace(" ", NBSP))

    def moment(self, moment: datetime) -> Markup:
        """A moment that Discord shows every reader in their own local time."""
        return Markup(f"<t:{int(moment.timestamp())}:f>")

    def clock(self, moment: datetime) -> Markup:
        """The same without its date, for a moment that follows another one by hours."""
        return Markup(f"<t:{int(moment.timestamp())}:t>")

    def stamp(self, moment: datetime) -> Markup:
        """A moment as plain text, where Discord renders no timestamp (footers, pictures)."""
        return Markup(f"{format_date(moment.date(), 'd MMMM y', locale=self.locale)} {moment:%H:%M} UTC")

    def currency_name(self, currency: str) -> str:
        """The currency spelled out, as a unit: `US dollars`; empty for index points."""
        if currency == "GBp":
            return self.messages["currency.pence"]
        return get_currency_name(currency, count=2, locale=self.locale) if currency else self.messages["unit.points"]

    @property
    def months(self) -> tuple[str, ...]:
        """The twelve short month names, as they stand beside a day."""
        names = get_month_names("abbreviated", locale=self.locale)
        return tuple(names[month] for month in range(1, 13))

    @property
    def decimal_symbol(self) -> str:
        """What divides a number's decimals."""
        return get_decimal_symbol(self.locale)

    @property
    def group_symbol(self) -> str:
        """What divides a number's thousands."""
        return get_group_symbol(self.locale)

    def _with_symbol(self, message: str, number: str, currency: str) -> Markup:
        # English symbols are the short unambiguous ones in both languages: $ for US dollars, HK$, CN¥.
        symbol = get_currency_symbol(currency, locale="en")
        if symbol.isalpha():
            symbol = f"{symbol}{NBSP}"
        return Markup(self.messages[message].format(symbol=symbol, number=number).replace(" ", NBSP).strip(NBSP))

    def _said(self, facts: Mapping[str, object], tame: Callable[[str], str]) -> dict[str, str]:
        """Each fact in words; `tame` is what is done to text that came from outside."""
        return {name: self._say(fact, tame) for name, fact in facts.items()}

    def _say(self, fact: object, tame: Callable[[str], str]) -> str:
        match fact:
            case Markup():
                return fact
            case str():
                return tame(fact)
            case Instrument():
                return tame(fact.name_in(self.locale.language))
            case Exchange():
                return tame(fact.name)
            case datetime():
                return self.moment(fact)
            case date():
                return self.day(fact)
            case int() if not isinstance(fact, bool):
                return self.number(fact)
            case _:
                raise TypeError(f"no way to say a {type(fact).__name__}")


def price_digits(value: float, currency: str) -> int:
    """Decimals for a price: two, none for whole yen and won, and enough for four figures below one."""
    if value and abs(value) < 1:
        return min(10, 3 - math.floor(math.log10(abs(value))))
    if currency in ("JPY", "KRW") and float(value).is_integer():
        return 0
    return 2


def _four_figures(value: float) -> int:
    """Decimals that leave four figures, one decimal at most from a hundred on."""
    return 2 if value < 100 else 1
