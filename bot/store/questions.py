"""The questions behind buttons, kept until they expire."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import orjson
from sqlalchemy import case, delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.ports import Clock
from bot.domain.questions import Question
from bot.store.tables import questions
from bot.store.upserts import insert_into


class StoredQuestions:
    """A QuestionStore in the database. Expired questions are removed whenever a new one comes."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def put(self, question: Question, lifetime: timedelta) -> str:
        """Keep a question and return its key (24 hex characters).

        An equal question has the same key, and never expires sooner by being asked again.
        """
        key, now = _key(question), self._clock.now()
        async with self._engine.begin() as connection:
            await connection.execute(delete(questions).where(questions.c.expires_at <= now))
            insert = insert_into(questions, connection).values(
                key=key,
                command=question.command,
                subject=question.subject,
                when=question.when,
                options=orjson.dumps(question.options).decode(),
                expires_at=now + lifetime,
            )
            offered = insert.excluded.expires_at
            later = case((offered > questions.c.expires_at, offered), else_=questions.c.expires_at)
            await connection.execute(
                insert.on_conflict_do_update(index_elements=[questions.c.key], set_={"expires_at": later})
            )
        return key

    async def get(self, key: str) -> Question | None:
        """The question, or None when it has expired or never was."""
        wanted = select(questions).where(questions.c.key == key, questions.c.expires_at > self._clock.now())
        async with self._engine.connect() as connection:
            row = (await connection.execute(wanted)).first()
        if row is None:
            return None
        options = tuple((name, value) for name, value in orjson.loads(row.options))
        return Question(row.command, row.subject, row.when, options)


def _key(question: Question) -> str:
    text = orjson.dumps((question.command, question.subject, question.when, question.options))
    return hashlib.sha256(text).hexdigest()[:24]
