"""How names and symbols are compared: the same thing written in different ways reads the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_ELISION = re.compile(r"\b([ld])['’](?=\w)")
_JOINING = re.compile(r"[.'’&]")
_DIVIDING = re.compile(r"[\W_]+")

_BETWEEN = frozenset({"and", "et"})
_ARTICLES = frozenset({"the", "a", "le", "la", "les", "l", "un", "une", "de", "du", "des", "d"})
_GENERIC = frozenset(
    {"action", "actions", "cours", "indice", "index", "price", "prix", "share", "shares", "stock", "stocks"}
)
_LEGAL = frozenset(
    {"ab", "ag", "asa", "co", "company", "corp", "corporation", "group", "groupe", "holding", "holdings", "inc"}
    | {"incorporated", "kgaa", "kk", "limited", "llc", "ltd", "nv", "oyj", "plc", "sa", "se", "spa"}
)

_HONG_KONG = re.compile(r"0*(\d{1,4})([. ])HK")


def plain(text: str) -> str:
    """`text` as words in lower case without accents, punctuation or "and": `Moody's`, `S&P` -> `moodys`, `sp`.

    Doing it twice changes nothing.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter)).translate(_LETTERS)
    words = _DIVIDING.sub(" ", _JOINING.sub("", _ELISION.sub(r"\1 ", bare))).split()
    return " ".join([word for word in words if word not in _BETWEEN] or words)


def squeezed(words: str) -> str:
    """Plain words without their spaces, so that `open ai` and `openai` are one."""
    return words.replace(" ", "")


def trimmed(words: str) -> str:
    """Plain words without articles before, legal forms after, or "stock", "index" and the like on either side.

    At least one word always stays.
    """
    kept = words.split()
    while len(kept) > 1 and kept[-1] in _LEGAL | _GENERIC:
        kept.pop()
    while len(kept) > 1 and kept[0] in _ARTICLES | _GENERIC:
        kept.pop(0)
    return " ".join(kept)


def symbol_forms(text: str) -> Iterator[str]:
    """What `text` may stand for as a symbol in Yahoo's notation, likeliest first.

    `brk.b` and `BRK/B` are BRK-B, `700 hk` is 0700.HK, `vix` is ^VIX, `eurusd` is EURUSD=X.
    """
    typed = text.strip().removeprefix("$").strip().upper()
    yield typed
    if hong_kong := _HONG_KONG.fullmatch(typed):
        yield f"{hong_kong[1]:0>4}.HK"
    for mark in "/. ":
        if mark in typed:
            yield typed.replace(mark, "-")
    yield typed.replace(" ", ".")
    yield f"^{typed}"
    yield f"{typed.replace('/', '')}=X"
