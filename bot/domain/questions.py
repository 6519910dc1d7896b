"""A question as a value that can be kept behind a button and asked again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A command and its words as typed: `Question("drop", "siemens energy", "27 jan 2025")`."""

    command: str
    subject: str
    when: str = ""
