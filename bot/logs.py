"""The log: one stream on standard error, every line tied to its question, no secret in any of them."""

from __future__ import annotations

import logging
import re
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TextIO

import structlog

HIDDEN = "***"
SHORTEST_SECRET = 4
"""Words shorter than this are not looked for: hiding them would hide the log. Inside addresses any length is hidden."""

_PATTERNS = (
    # credentials inside an address: scheme://user:password@host
    (re.compile(r"(\b[a-zA-Z][\w+.-]*://)[^\s/?#@'\"]+@"), rf"\1{HIDDEN}@"),
    # a Discord bot token: id.time.signature in base64
    (re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"), HIDDEN),
    # the tokens of interactions and webhooks, which stand in Discord's own addresses
    (re.compile(r"(/(?:webhooks|interactions)/\d+/)[^\s/?'\"]{20,}"), rf"\1{HIDDEN}"),
    # and in the events that the library prints when it is asked to tell all
    (re.compile(r"(['\"]token['\"]: ?['\"])[^'\"]+"), rf"\1{HIDDEN}"),
    # the local channel's page is opened by what follows the #
    (re.compile(r"(http://127\.0\.0\.1:\d+/#)[\w-]+"), rf"\1{HIDDEN}"),
)

_NOISE = {
    "discord.client": "voice will NOT be supported",  # said at every start; this bot has no use for voice
    "discord.state": "Guilds intent seems to be disabled",  # of a client that SimCord makes to look at discord.py
}

Redact = Callable[[str], str]


def redactor(words: Sequence[str] = ()) -> Redact:
    """A function that hides these words, and whatever looks like a token or like credentials in an address."""
    known = sorted((re.escape(word) for word in words if len(word) >= SHORTEST_SECRET), key=len, reverse=True)
    secret = re.compile("|".join(known)) if known else None

    def redact(text: str) -> str:
        if secret is not None:
            text = secret.sub(HIDDEN, text)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return text

    return redact


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Formats the records of the standard library's loggers; redacts last, so that tracebacks are covered."""

    def __init__(self, redact: Redact, renderer: structlog.typing.Processor) -> None:
        remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
        super().__init__(processors=[remove_meta, renderer], foreign_pre_chain=_SHARED)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


_SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure_logs(level: str, form: str, words: Sequence[str] = (), stream: TextIO | None = None) -> None:
    """Send every log line of the process to `stream` (standard error).

    Args:
        level: DEBUG, INFO, WARNING or ERROR; libraries are heard from WARNING on unless it is DEBUG.
        form: `text` or `json`.
        words: secrets that must not appear.
    """
    out = stream or sys.stderr
    renderer: structlog.typing.Processor = (
        _json_renderer()
        if form == "json"
        # Plain tracebacks: the pretty ones print local variables, tokens among them.
        else structlog.dev.ConsoleRenderer(
            colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        )
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(_Formatter(redactor(words), renderer))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel("DEBUG" if level == "DEBUG" else "WARNING")
    for library in _NOISE:
        logging.getLogger(library).addFilter(_is_no_noise)
    # At DEBUG it prints every event whole, and with it what people write.
    logging.getLogger("discord.gateway").setLevel("INFO" if level == "DEBUG" else logging.NOTSET)
    for ours in ("bot", "cogs"):
        logging.getLogger(ours).setLevel(level)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught


def _is_no_noise(record: logging.LogRecord) -> bool:
    return _NOISE[record.name] not in record.getMessage()


def _json_renderer() -> structlog.typing.Processor:
    dumps = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)

    def render(logger: object, method: str, event: structlog.typing.EventDict) -> str | bytes:
        return dumps(logger, method, structlog.processors.format_exc_info(logger, method, event))

    return render


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("uncaught", exc_info=(kind, error, trace))


def new_reference() -> str:
    """A short id for one question: in every log line of it, and shown when it goes wrong."""
    return secrets.token_hex(4)


@contextmanager
def logged_as(reference: str) -> Iterator[None]:
    """Put the question's reference on every line logged inside, also from tasks started there."""
    with structlog.contextvars.bound_contextvars(request=reference):
        yield
