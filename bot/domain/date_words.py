"""The words people write dates with, per language: lower case, without accents.

English and French are read by our own grammar. Of other languages only what tells a date from a name is listed here;
dateparser reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateWords:
    """One language's words.

    `months` and `weekdays` (from Monday) hold a row of synonyms each, separated by spaces; `short` likewise for
    weekdays cut short; `ahead` says how many days after today a word lies; `last` and `this` go with a weekday
    or a longer span; `links` may stand before or inside a date and mean nothing.
    """

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    short: tuple[str, ...]
    ahead: Mapping[str, int]
    last: str
    this: str
    spans: str
    links: str


ENGLISH = DateWords(
    months=(
        "january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
        "september sept sep", "october oct", "november nov", "december dec",
    ),
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    short=("mon", "tue tues", "wed", "thu thur thurs", "fri", "sat", "sun"),
    ahead={"today": 0, "yesterday": -1, "the day before yesterday": -2, "day before yesterday": -2, "tomorrow": 1},
    last="last previous past",
    this="this",
    spans="week month quarter year",
    links="on the of",
)  # fmt: skip

FRENCH = DateWords(
    months=(
        "janvier janv", "fevrier fevr fev", "mars", "avril avr", "mai", "juin", "juillet juil", "aout",
        "septembre", "octobre", "novembre", "decembre",
    ),
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    short=("lun", "mar", "mer", "jeu", "ven", "sam", "dim"),
    ahead={"aujourd'hui": 0, "aujourdhui": 0, "hier": -1, "avant-hier": -2, "avant hier": -2, "demain": 1},
    last="dernier derniere passe passee",
    this="ce cet cette",
    spans="semaine mois trimestre annee an",
    links="le du au",
)  # fmt: skip

LANGUAGES = (ENGLISH, FRENCH)

SAFE_ALONE = ("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri")
"""Short weekdays that may follow a name on their own; the others are tickers, months or words too."""

FOREIGN_LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "sv", "ja", "zh", "ko")
"""What dateparser is asked to read; each language costs it time when nothing matches."""

FOREIGN_MONTHS = (
    "januar februar marz maerz april mai juni juli august september oktober november dezember mrz okt dez",
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre",
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre",
    "janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro",
    "januari februari maart mei augustus",
)
FOREIGN_LINKS = ("de del di do da den der am el il le on the of op",)

# How long ago: `3 days ago`, `il y a une semaine`, `vor 3 Tagen`.
COUNTS = ("a an one", "un une", "ein eine einem einer", "una uno um uma", "een")
SPANS = (
    "day days week weeks month months year years",
    "jour jours semaine semaines mois an ans annee annees",
    "tag tage tagen woche wochen monat monate monaten jahr jahre jahren",
    "dia dias semana semanas mes meses ano anos",
    "giorno giorni settimana settimane mese mesi anno anni",
    "dag dagen week weken maand maanden jaar",
)
AGO_AFTER = ("ago fa atras geleden",)
AGO_BEFORE = ("il y a", "vor", "hace", "ha")
