"""The catalogues hold what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.domain.prices import Quality, Source
from bot.i18n.languages import Languages

ROOT = Path(__file__).parents[2]
FAMILIES = (
    "drop",
    "error",
    "count",
    "source",
    "trouble",
    "scale",
    "money",
    "currency",
    "unit",
    "about",
    "chat",
    "chart",
    "health",
    "absent",
    "basket",
    "days",
    "page",
    "rate",
    "rout",
    "sector",
    "movers",
    "heatmap",
    "table",
)
LITERAL = re.compile(rf'f?"((?:{"|".join(FAMILIES)})\.[^"\s]+)"')


def said_in_code() -> set[str]:
    """Every message id written in the code; `{}` stands for a part that is filled in."""
    sources = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/*.py")]
    found = {each for path in sources for each in LITERAL.findall(path.read_text(encoding="utf-8"))}
    return {re.sub(r"\{.*?\}", "{}", each) for each in found}


def pattern(message: str) -> re.Pattern[str]:
    """What a message id with filled-in parts can become."""
    return re.compile(".*".join(re.escape(part) for part in message.split("{}")))


def test_every_message_the_code_says_is_in_the_catalogue() -> None:
    """No sentence is missing when it is needed."""
    known = Languages().speech("en").messages
    missing = {each for each in said_in_code() if not any(pattern(each).fullmatch(one) for one in known)}
    assert missing == set()


def test_every_message_of_the_catalogue_is_said_somewhere() -> None:
    """No sentence is kept that nobody says."""
    patterns = [pattern(each) for each in said_in_code()]
    unused = {each for each in Languages().speech("en").messages if not any(one.fullmatch(each) for one in patterns)}
    assert unused == set()


@pytest.mark.parametrize("quality", Quality)
def test_each_quality_of_a_share_count_has_its_words(quality: Quality) -> None:
    """A count is never shown without saying how good it is."""
    assert f"count.{quality}" in Languages().speech("en").messages


@pytest.mark.parametrize("source", Source)
def test_each_source_has_a_name_and_a_line(source: Source) -> None:
    """No answer comes without saying where its prices are from."""
    messages = Languages().speech("en").messages
    assert {f"source.{source}", f"source.name.{source}"} <= set(messages)
