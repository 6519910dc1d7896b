"""A question as a value that can be kept behind a button and asked again."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Question:
    """A command and its words as typed: `Question("drop", "siemens energy", "27 jan 2025")`.

    `options` are further (name, value) choices of a command, in the order of their names, such as the page of a table.
    """

    command: str
    subject: str
    when: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str) -> str | None:
        """The value of an option, or None where it was left open."""
        return dict(self.options).get(name)

    def but(self, **options: str) -> Question:
        """The same question with these options put in place of its own of that name."""
        return replace(self, options=tuple(sorted({**dict(self.options), **options}.items())))
