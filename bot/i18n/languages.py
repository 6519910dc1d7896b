"""The languages Selloff speaks: one Speech for each catalogue that ships with it."""

from __future__ import annotations

from importlib.resources import files
from types import MappingProxyType

from babel import Locale
from babel.messages.pofile import read_po

from bot.i18n.speech import Speech

FALLBACK = "en"


class Languages:
    """Every catalogue, read once at start."""

    def __init__(self) -> None:
        folder = files("bot.i18n.catalogs")
        self._speeches = {
            entry.name.removesuffix(".po"): _read(entry.name)
            for entry in folder.iterdir()
            if entry.name.endswith(".po")
        }

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages there are, in alphabetical order."""
        return tuple(sorted(self._speeches))

    def speech(self, locale: str) -> Speech:
        """The Speech for a locale such as `fr`, `fr-CA` or `en_GB`; English where its language has no catalogue."""
        language = locale.replace("_", "-").partition("-")[0].lower()
        return self._speeches.get(language, self._speeches[FALLBACK])


def _read(name: str) -> Speech:
    locale = Locale.parse(name.removesuffix(".po"))
    with files("bot.i18n.catalogs").joinpath(name).open("rb") as file:
        catalog = read_po(file, locale=locale, abort_invalid=True)
    sentences = {str(each.id): str(each.string) for each in catalog if each.id}
    return Speech(locale, MappingProxyType(sentences))
