"""Which answer belongs to which command: what a button or a command line asks by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from bot.answers.ask import Ask
from bot.answers.drops import answer_drop
from bot.answers.heatmaps import answer_heatmap
from bot.answers.movers import answer_movers
from bot.answers.reply import Reply
from bot.answers.routs import answer_rout
from bot.answers.sectors import answer_sector
from bot.domain.questions import Question

Answer = Callable[[Ask, Question], Awaitable[Reply]]

ANSWERS: Mapping[str, Answer] = MappingProxyType(
    {
        "drop": answer_drop,
        "sector": answer_sector,
        "rout": answer_rout,
        "movers": answer_movers,
        "heatmap": answer_heatmap,
    }
)
