"""The desk: every question is taken here and every reply handed over, however it came in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

import aiohttp
import discord

from bot.answers.ask import Ask
from bot.answers.registry import ANSWERS, Answer
from bot.answers.reply import Reply
from bot.chat.callers import Caller
from bot.chat.errors import say
from bot.domain.errors import UserError
from bot.domain.questions import Question
from bot.logs import logged_as, new_reference
from bot.providers.flights import Flights
from bot.services import Services

log = logging.getLogger(__name__)

BUTTON_LIFETIME = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply and the keys under which the questions of its choices are kept, in their order.

    `declined` marks what is said when there is no answer.
    """

    reply: Reply
    keys: tuple[str, ...] = ()
    declined: bool = False


Start = Callable[[Coroutine[Any, Any, Answered]], asyncio.Task[Answered]]


def _start(work: Coroutine[Any, Any, Answered]) -> asyncio.Task[Answered]:
    return asyncio.create_task(work)


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers callers from the services. `start` runs the work beside Discord's own tasks.

    Those who ask the same in the same language at the same time share one answer.
    """

    services: Services
    answers: Mapping[str, Answer] = field(default_factory=lambda: ANSWERS)
    start: Start = _start
    flights: Flights[tuple[str, Question], Reply] = field(default_factory=Flights)

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

    async def _serve(self, caller: Caller, find: Callable[[], Coroutine[Any, Any, Question]]) -> None:
        """Do the work beside, show that it goes on when it takes long, and deliver what comes of it."""
        reference = new_reference()
        with logged_as(reference):
            work = self.start(self._work(caller.locale, reference, find))
            try:
                await asyncio.wait({work}, timeout=caller.patience)
                if work.done():
                    answered = work.result()
                else:
                    async with caller.working():
                        answered = await work
                deliver = caller.decline if answered.declined else caller.send
                await deliver(answered.reply, answered.keys)
            except (discord.HTTPException, aiohttp.ClientError) as error:
                # Nothing can be said where Discord takes no message: the log is all that is left.
                log.warning("the reply was not delivered: %s", error)
            finally:
                work.cancel()

    async def _work(self, locale: str, reference: str, find: Callable[[], Coroutine[Any, Any, Question]]) -> Answered:
        """Never raises: an error is a reply too."""
        question = None
        with logged_as(reference):
            try:
                ask = self.services.ask(locale)
                question = await find()
                log.info("asked: %s", question.command)
                reply = await self.flights.share((locale, question), partial(self._answer, ask, question))
                return await self._with_keys(reply)
            except Exception as error:
                reply = say(self.services.ask(locale).speech, error, reference, question)
                return replace(await self._with_keys(reply), declined=True)

    async def _answer(self, ask: Ask, question: Question) -> Reply:
        return await self.answers[question.command](ask, question)

    async def _with_keys(self, reply: Reply) -> Answered:
        try:
            keys = [await self.services.questions.put(each.question, BUTTON_LIFETIME) for each in reply.choices]
        except Exception:
            log.exception("the choices could not be kept, so they are left out")
            return Answered(replace(reply, choices=()))
        return Answered(reply, tuple(keys))
