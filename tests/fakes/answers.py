"""Answers that say what they are told to, and remember what they were asked."""

from __future__ import annotations

import asyncio

from bot.answers.ask import Ask
from bot.answers.registry import Answer
from bot.answers.reply import Picture, Reply, Tone
from bot.domain.questions import Question
from tests.fakes.studio import PNG

REPLY = Reply("Nvidia fell", "**-16.97 %**", Tone.FALL, picture=Picture("drop-NVDA.png", PNG, "a falling line"))


class FakeAnswers:
    """One answer to everything: `reply`, or `error` where that is set. While `gate` is not set, answers wait for it."""

    def __init__(self, reply: Reply = REPLY) -> None:
        self.reply = reply
        self.error: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.begun = asyncio.Event()
        self.asked: list[tuple[str, Question]] = []

    @property
    def by_command(self) -> dict[str, Answer]:
        """As the registry has them."""
        return {"drop": self._answer}

    @property
    def questions(self) -> list[Question]:
        """What was asked, without the languages."""
        return [question for _, question in self.asked]

    async def _answer(self, ask: Ask, question: Question) -> Reply:
        self.asked.append((str(ask.speech.locale), question))
        self.begun.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        return self.reply
