"""Questions kept behind buttons."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.questions import Question
from bot.store.database import open_database
from bot.store.questions import StoredQuestions
from bot.store.tables import questions
from tests.fakes.clock import FakeClock

DAY = timedelta(days=1)
DROP = Question("drop", "siemens energy", "27 jan 2025")


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A database in a file."""
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}") as engine:
        yield engine


async def count(engine: AsyncEngine) -> int | None:
    """How many questions are kept."""
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(questions))


async def test_a_question_is_found_by_its_key(engine: AsyncEngine) -> None:
    """A key is 24 hex characters, and equal questions share it."""
    store = StoredQuestions(engine, FakeClock())

    key = await store.put(DROP, DAY)

    assert re.fullmatch("[0-9a-f]{24}", key)
    assert await store.get(key) == DROP
    assert await store.put(DROP, DAY) == key
    assert await count(engine) == 1


async def test_words_that_are_cut_elsewhere_are_another_question(engine: AsyncEngine) -> None:
    """The same characters divided differently have another key, and no words are refused."""
    store = StoredQuestions(engine, FakeClock())
    alike = [
        Question("drop", "a", "bc"),
        Question("drop", "ab", "c"),
        Question("drop", "abc"),
        Question("drop", "abc").but(page="2"),
        Question("drop", "abc").but(page="2", by="value"),
        Question("", "", "€\0'"),
    ]

    keys = [await store.put(question, DAY) for question in alike]

    assert len(set(keys)) == len(alike)
    assert [await store.get(key) for key in keys] == alike


async def test_a_question_expires(engine: AsyncEngine) -> None:
    """It is there until its lifetime is over, and then as if it had never been."""
    clock = FakeClock()
    store = StoredQuestions(engine, clock)
    key = await store.put(DROP, DAY)

    clock.advance(DAY - timedelta(seconds=1))
    assert await store.get(key) == DROP
    clock.advance(timedelta(seconds=1))
    assert await store.get(key) is None


async def test_asking_again_lengthens_a_life_and_never_shortens_it(engine: AsyncEngine) -> None:
    """A button that promised a day keeps its promise when another asks for an hour."""
    clock = FakeClock()
    store = StoredQuestions(engine, clock)
    key = await store.put(DROP, DAY)

    await store.put(DROP, timedelta(hours=1))
    clock.advance(timedelta(hours=23))
    assert await store.get(key) == DROP

    await store.put(DROP, DAY)
    clock.advance(timedelta(hours=23))
    assert await store.get(key) == DROP


async def test_expired_questions_are_removed_when_a_new_one_comes(engine: AsyncEngine) -> None:
    """The table does not grow for ever."""
    clock = FakeClock()
    store = StoredQuestions(engine, clock)
    await store.put(DROP, DAY)
    clock.advance(DAY)

    await store.put(Question("drop", "NVDA"), DAY)

    assert await count(engine) == 1
