"""The log: secrets hidden wherever they come from, and one reference on all lines of a question."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import HIDDEN, configure_logs, logged_as, new_reference, redactor

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAx.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789_-"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """A log kept in memory; the process's own logging is put back afterwards."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook = hook
    logging.captureWarnings(False)


def test_the_token_is_hidden_in_tracebacks(stream: io.StringIO):
    """An exception that carries the token is logged without it."""
    configure_logs("INFO", "text", ["short.token"], stream)

    try:
        int("Bot short.token")
    except ValueError:
        logging.getLogger("discord.http").exception("it failed")

    said = stream.getvalue()
    assert "it failed" in said
    assert "Traceback" in said
    assert "short.token" not in said


def test_the_token_is_hidden_in_libraries_and_arguments(stream: io.StringIO):
    """The standard library's loggers and %-arguments are redacted too."""
    configure_logs("INFO", "json", [], stream)

    logging.getLogger("discord.client").warning("logging in with %s", TOKEN)

    assert json.loads(stream.getvalue())["event"] == f"logging in with {HIDDEN}"


@pytest.mark.parametrize(
    "address",
    [
        "http://me:hunter2@proxy.example:3128/",
        "postgresql+asyncpg://bot:hunter2@db/selloff",
        "https://hunter2@host",
        "https://discord.com/api/v10/webhooks/123/hunter2hunter2hunter2hunter2/messages/@original",
    ],
)
def test_credentials_in_addresses_are_hidden(address: str):
    """Whatever stands before the @ of an address, or after a webhook's id, is hidden unasked."""
    assert "hunter2" not in redactor()(f"cannot reach {address}, sorry")


def test_ordinary_text_is_left_as_it_is():
    """Addresses without credentials, handles and e-mail addresses stay readable."""
    text = "GET https://query1.example/v8/chart/NVDA?x=1 by @someone, me@example.com, 10:30"

    assert text == redactor(["secret"])(text)


@given(before=st.text(), word=st.text(min_size=4), after=st.text())
def test_a_known_secret_never_remains(before: str, word: str, after: str):
    """Wherever a known word stands, it is gone afterwards (unless our own sign for it contains it)."""
    hidden = redactor([word])(before + word + after)

    assert HIDDEN in hidden
    assert word not in hidden.replace(HIDDEN, "\0") or "\0" in word


async def test_every_line_of_a_question_bears_its_reference(stream: io.StringIO):
    """Lines from a task started inside carry the reference; lines outside do not."""
    configure_logs("INFO", "json", [], stream)
    reference = new_reference()

    async def work() -> None:
        logging.getLogger("bot.answers").info("fetched", extra={"symbol": "NVDA"})

    with logged_as(reference):
        await asyncio.create_task(work())
    logging.getLogger("bot").info("later")

    inside, outside = map(json.loads, stream.getvalue().splitlines())
    assert (reference, "NVDA") == (inside["request"], inside["symbol"])
    assert "request" not in outside


def test_libraries_speak_from_warnings_on(stream: io.StringIO):
    """At INFO our own lines are shown and the libraries' chatter is not."""
    configure_logs("INFO", "text", [], stream)

    logging.getLogger("discord.gateway").info("chatter")
    logging.getLogger("bot.chat").info("ready")

    assert "ready" in stream.getvalue()
    assert "chatter" not in stream.getvalue()


def test_what_people_write_is_never_logged(stream: io.StringIO):
    """At DEBUG libraries tell all, except the gateway, whose events hold everybody's messages."""
    configure_logs("DEBUG", "text", [], stream)

    logging.getLogger("discord.gateway").debug("WebSocket Event: what somebody wrote")
    logging.getLogger("discord.gateway").info("connected")
    logging.getLogger("discord.http").debug("POST has returned 200")

    assert "what somebody wrote" not in stream.getvalue()
    assert "connected" in stream.getvalue()
    assert "POST has returned 200" in stream.getvalue()


def test_an_uncaught_error_is_logged_without_secrets(stream: io.StringIO):
    """What nobody caught goes through the same redaction before the process ends."""
    configure_logs("INFO", "text", ["hunter2"], stream)
    error = ValueError("hunter2 is wrong")

    sys.excepthook(ValueError, error, None)

    assert "uncaught" in stream.getvalue()
    assert "hunter2" not in stream.getvalue()
