"""What an answer says, before Discord has any part in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.questions import Question


class Tone(StrEnum):
    """What a reply is about at a glance; the renderer turns it into a colour."""

    FALL = "fall"
    RISE = "rise"
    FLAT = "flat"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Field:
    """A short labelled fact."""

    name: str
    value: str
    inline: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with the sentence that stands for it where it cannot be seen."""

    filename: str
    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside the answer, such as its table as CSV."""

    filename: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: its label and the question it asks.

    `in_place` puts the answer where the button's own message stands, instead of below it; `open` is False for a
    button that is shown but leads nowhere just now, such as "previous" on the first page.
    """

    label: str
    question: Question
    in_place: bool = False
    open: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished answer: plain values in the reader's language, safe to show as they are."""

    title: str
    text: str
    tone: Tone
    fields: tuple[Field, ...] = ()
    footer: str = ""
    picture: Picture | None = None
    choices: tuple[Choice, ...] = ()
    attachments: tuple[Attachment, ...] = ()
