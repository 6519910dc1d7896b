"""Where prices came from, and what kept better ones away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def say_sources(speech: Speech, origins: Sequence[Origin]) -> Markup:
    """Every source among the prices, each with the moment of its newest ones, as plain text."""
    newest = {each.source: each for each in sorted(origins, key=lambda each: each.fetched_at)}
    return Markup("; ".join(say_source(speech, each) for _, each in sorted(newest.items())))


def say_each_freshness(speech: Speech, origins: Sequence[Origin]) -> Iterator[str]:
    """What must be said about prices of several instruments: for all of them, or for how many of them it holds."""
    groups: dict[tuple[Source, str | None], list[Origin]] = {}
    for each in origins:
        groups.setdefault((each.source, each.trouble), []).append(each)
    for (source, trouble), alike in sorted(groups.items(), key=lambda group: str(group[0])):
        oldest = min(alike, key=lambda each: each.fetched_at)
        if len(groups) == 1:
            said = say_freshness(speech, oldest)
        else:
            said = _say_of_some(speech, source, trouble, oldest, len(alike), len(origins))
        if said:
            yield said


def _say_of_some(
    speech: Speech, source: Source, trouble: str | None, oldest: Origin, count: int, measured: int
) -> str | None:
    if source is not Source.SAMPLE and trouble is None:
        return None
    facts = {"count": count, "measured": measured}
    if trouble is None:
        return speech.text("source.some.sample", **facts)
    cause = say_trouble(speech, trouble)
    if source is Source.SAMPLE:
        name = say_name(speech, Source.YAHOO)
        return speech.text("source.some.sample.because", source=name, trouble=cause, **facts)
    return speech.text(
        "source.some.stale", source=say_name(speech, source), trouble=cause, moment=oldest.fetched_at, **facts
    )
