"""Answers that say what they are told to, and remember what they were asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.answers.ask import Ask
from bot.answers.registry import ANSWERS, Answer
from bot.answers.reply import Picture, Reply, Tone
from bot.domain.questions import Question
from tests.fakes.studio import PNG

REPLY = Reply("Nvidia fell", "**-16.97 %**", Tone.FALL, picture=Picture("drop-NVDA.png", PNG, "a falling line"))


class FakeAnswers:
    """One answer to everything: `reply`, or `error` where that is set, once `upstream` has been awaited."""

    def __init__(self, reply: Reply = REPLY) -> None:
        self.reply = reply
        self.error: Exception | None = None
        self.upstream: Callable[[], Awaitable[object]] | None = None
        self.asked: list[tuple[str, Question]] = []

    @property
    def by_command(self) -> dict[str, Answer]:
        """As the registry has them."""
        return dict.fromkeys(ANSWERS, self._answer)

    @property
    def questions(self) -> list[Question]:
        """What was asked, without the languages."""
        return [question for _, question in self.asked]

    async def _answer(self, ask: Ask, question: Question) -> Reply:
        self.asked.append((str(ask.speech.locale), question))
        if self.upstream is not None:
            await self.upstream()
        if self.error is not None:
            raise self.error
        return self.reply
