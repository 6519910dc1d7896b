"""From an HTTP answer of Yahoo to its JSON, or to the error its words mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

import orjson

from bot.domain.errors import Malformed, NoSuchSymbol, OutOfRange, Unreachable
from bot.domain.instruments import Symbol
from bot.domain.prices import Source


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body of one HTTP answer."""

    status: int
    body: bytes


class ServerTrouble(Exception):
    """Yahoo answered 5xx: worth another attempt."""


def require_document(answer: Answer, subject: str) -> dict[str, Any]:
    """The JSON object of a good answer.

    Only Yahoo's own words "Not Found" mean that the symbol does not exist: a bare 404 may come from anywhere.

    Raises:
        ServerTrouble: status 5xx.
        NoSuchSymbol, OutOfRange: Yahoo says so of `subject`.
        Unreachable: it explains some other refusal.
        Malformed: not a JSON object.
    """
    if answer.status >= 500:
        raise ServerTrouble(f"HTTP {answer.status}")
    document = _object(answer)
    error = _stated_error(document)
    if error is None and answer.status < 400:
        return document
    code, description = (str(error.get("code")), str(error.get("description"))) if error else ("", "no words")
    if code == "Not Found":
        raise NoSuchSymbol(Source.YAHOO, subject)
    if "Data doesn't exist for startDate" in description:
        raise OutOfRange(Source.YAHOO, subject)
    raise Unreachable(Source.YAHOO, f"HTTP {answer.status}: {code} {description}"[:200])


def malformed(what: str, error: Exception) -> Malformed:
    """The error for a document whose shape is not the known one."""
    return Malformed(Source.YAHOO, f"{what}: {error!r}"[:200])


def symbol_path(symbol: Symbol) -> str:
    """The symbol as a URL's path segment."""
    return quote(symbol, safe="=")


def _object(answer: Answer) -> dict[str, Any]:
    try:
        document = orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        raise malformed(f"HTTP {answer.status}", error) from error
    if not isinstance(document, dict):
        raise Malformed(Source.YAHOO, f"HTTP {answer.status}: {type(document).__name__} instead of an object")
    return cast("dict[str, Any]", document)


def _stated_error(document: dict[str, Any]) -> dict[str, Any] | None:
    """The error object of any endpoint: {"chart": {"result": null, "error": {...}}}."""
    for part in document.values():
        if isinstance(part, dict) and (error := cast("dict[str, Any]", part).get("error")):
            return cast("dict[str, Any]", error) if isinstance(error, dict) else {"description": error}
    return None
