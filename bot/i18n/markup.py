"""Text from outside made harmless inside a Discord message."""

from __future__ import annotations

import re
import unicodedata

_MARKDOWN = re.compile(r"([\\`*_~|>#\[\]()<@:])")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str, limit: int = 80) -> str:
    """One line of printable text: bidi, zero-width and control characters dropped, space folded, cut at `limit`."""
    kept = "".join(each if unicodedata.category(each) not in _INVISIBLE else " " for each in text)
    line = " ".join(kept.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def escape(text: str) -> str:
    r"""Outside text as Discord shows it literally: no markdown, mention, timestamp, emoji or link comes alive.

    Discord turns `<@1>`, `<t:0>`, `@everyone`, `:emoji:` and bare URLs into live elements without any markdown,
    so `<`, `@` and `:` are escaped too and a zero-width space parts `@` from what follows it.
    """
    harmless = _MARKDOWN.sub(r"\\\1", visible(text))
    return harmless.replace("\\@", "\\@\N{ZERO WIDTH SPACE}")
