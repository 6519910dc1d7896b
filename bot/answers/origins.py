"""Where prices came from, and what kept better ones away."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.prices import Origin, Source
from bot.i18n.speech import Markup, Speech

ABREAST = timedelta(minutes=10)
"""Prices of a running session are laid side by side if they were fetched within this time."""


def abreast(one: Origin, other: Origin, *, running: bool) -> bool:
    """Whether two prices may be compared: of one source and, while a session runs, of one time of the day."""
    near = not running or abs(one.fetched_at - other.fetched_at) <= ABREAST
    return one.source is other.source and near


def say_source(speech: Speech, origin: Origin) -> Markup:
    """The source with its as-of moment, as plain text for a footer or a picture."""
    stamp = speech.stamp(origin.fetched_at) if origin.source is Source.YAHOO else speech.day(origin.fetched_at.date())
    return Markup(speech.plain(f"source.{origin.source}", stamp=stamp))


def say_name(speech: Speech, source: str) -> Markup:
    """A source's name as it stands in a sentence."""
    return speech.text(f"source.name.{source}")


def say_trouble(speech: Speech, message: str) -> Markup:
    """Why a source failed, as the end of a sentence that begins with its name (`... cannot be reached just now`)."""
    return speech.text(f"trouble.{message.removeprefix('error.')}")


def say_freshness(speech: Speech, origin: Origin) -> str | None:
    """What must be said about these prices before anybody trusts them; None when they are live and current."""
    if origin.source is Source.SAMPLE:
        if origin.trouble is None:
            return speech.text("drop.note.sample")
        trouble = say_trouble(speech, origin.trouble)
        return speech.text("drop.note.sample.because", source=say_name(speech, Source.YAHOO), trouble=trouble)
    if origin.trouble is None:
        return None
    return speech.text(
        "drop.note.stale",
        source=say_name(speech, origin.source),
        trouble=say_trouble(speech, origin.trouble),
        moment=origin.fetched_at,
    )
