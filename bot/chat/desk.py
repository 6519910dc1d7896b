"""The desk: every question is taken here and every reply handed over, however it came in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any, Protocol, TypeVar

import aiohttp
import discord

from bot.answers.registry import ANSWERS, Answer
from bot.answers.reply import Reply
from bot.chat.callers import Caller
from bot.chat.errors import say
from bot.chat.progress import Count, Counts, shown
from bot.domain.errors import BotError, UserError
from bot.domain.questions import Question
from bot.logs import logged_as, new_reference
from bot.providers.flights import Flights
from bot.services import Services

log = logging.getLogger(__name__)

Result = TypeVar("Result")

BUTTON_LIFETIME = timedelta(days=30)
LAST_WORDS = 1.0
"""Seconds to say that an answer will not come, when the bot stops."""

Asked = tuple[str, Question]
"""A question and the language to answer it in: what an answer can be shared by."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply and the keys under which the questions of its choices are kept, in their order.

    `declined` marks what is said when there is no answer.
    """

    reply: Reply
    keys: tuple[str, ...] = ()
    declined: bool = False


class Start(Protocol):
    """Starts work as a task."""

    def __call__(self, work: Coroutine[Any, Any, Result], /) -> asyncio.Task[Result]:
        """The task."""
        ...


def _start(work: Coroutine[Any, Any, Result], /) -> asyncio.Task[Result]:
    return asyncio.create_task(work)


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers callers from the services. `start` runs the work, and what is timed, beside Discord's own tasks.

    Those who ask the same in the same language at the same time share one answer, and are told alike how far it is.
    """

    services: Services
    answers: Mapping[str, Answer] = field(default_factory=lambda: ANSWERS)
    start: Start = _start
    flights: Flights[Asked, Reply] = field(default_factory=Flights)
    counts: Counts[Asked] = field(default_factory=Counts)
    serving: dict[asyncio.Task[Any], asyncio.Task[Answered]] = field(default_factory=dict)

    async def answer(self, caller: Caller, question: Question) -> None:
        """Answer a question, or say why not."""

        async def find() -> Question:
            return question

        await self._serve(caller, find)

    async def answer_stored(self, caller: Caller, key: str) -> None:
        """Answer the question kept behind a button."""

        async def find() -> Question:
            kept = await self.services.questions.get(key)
            if kept is None or kept.command not in self.answers:
                raise UserError("error.expired-question")
            return kept

        await self._serve(caller, find)

    async def apologise(self, caller: Caller, error: Exception) -> None:
        """Say an error that came up before there was a question."""

        async def find() -> Question:
            raise error

        await self._serve(caller, find)

    async def drain(self, patience: float) -> None:
        """Wait for the answers under way to be delivered.

        Who would wait longer than `patience` seconds is told that there will be no answer.
        """
        await self._served(patience)
        for work in self.serving.values():
            work.cancel()
        await self._served(LAST_WORDS)
        for task in self.serving:
            task.cancel()
        await self._served(LAST_WORDS)

    async def _served(self, patience: float) -> None:
        if self.serving:
            await asyncio.wait(self.serving, timeout=patience)

    async def _serve(self, caller: Caller, find: Callable[[], Coroutine[Any, Any, Question]]) -> None:
        """Do the work beside, show that it goes on when it takes long, and deliver what comes of it."""
        reference, count, me = new_reference(), Count(), asyncio.current_task()
        assert me is not None
        with logged_as(reference):
            work = self.serving[me] = self.start(self._work(caller.locale, reference, find, count))
            try:
                await self._wait(caller, work, count)
                answered = self._interrupted(caller.locale, reference) if work.cancelled() else work.result()
                deliver = caller.decline if answered.declined else caller.send
                await deliver(answered.reply, answered.keys)
            except (discord.HTTPException, aiohttp.ClientError) as error:
                # Nothing can be said where Discord takes no message: the log is all that is left.
                log.warning("the reply was not delivered: %s", error)
            finally:
                work.cancel()
                try:
                    await caller.clear()
                finally:
                    del self.serving[me]

    async def _wait(self, caller: Caller, work: asyncio.Task[Answered], count: Count) -> None:
        pause = self.start(asyncio.sleep(caller.patience))
        await asyncio.wait({work, pause}, return_when=asyncio.FIRST_COMPLETED)
        pause.cancel()
        if work.done():
            return
        speech = self.services.languages.speech(caller.locale)

        async def show(count: Count) -> None:
            await caller.show(speech.text("chat.progress", done=count.done, total=count.total))

        async with (
            caller.working(),
            shown(count, show, caller.patience, lambda pause: self.start(asyncio.sleep(pause))),
        ):
            await asyncio.wait({work})

    async def _work(
        self, locale: str, reference: str, find: Callable[[], Coroutine[Any, Any, Question]], count: Count
    ) -> Answered:
        """Never raises: an error is a reply too."""
        question = None
        with logged_as(reference):
            try:
                question = await find()
                log.info("asked: %s", question.command)
                asked = (locale, question)
                with self.counts.joined(asked, count):
                    reply = await self.flights.share(asked, partial(self._answer, asked))
                return await self._with_keys(reply)
            except Exception as error:
                reply = say(self.services.languages.speech(locale), error, reference, question)
                return replace(await self._with_keys(reply), declined=True)

    async def _answer(self, asked: Asked) -> Reply:
        locale, question = asked
        return await self.answers[question.command](self.services.ask(locale, self.counts.teller(asked)), question)

    def _interrupted(self, locale: str, reference: str) -> Answered:
        reply = say(self.services.languages.speech(locale), BotError("error.interrupted"), reference)
        return Answered(reply, declined=True)

    async def _with_keys(self, reply: Reply) -> Answered:
        try:
            keys = [await self.services.questions.put(each.question, BUTTON_LIFETIME) for each in reply.choices]
        except Exception:
            log.exception("the choices could not be kept, so they are left out")
            return Answered(replace(reply, choices=()))
        return Answered(reply, tuple(keys))
