"""The baskets as `catalog/baskets.toml` and `catalog/memberships.csv` tell them."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from datetime import date
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.baskets import Basket, Membership
from bot.domain.instruments import Symbol
from bot.providers import catalog


class _BasketRow(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    fr: str
    purpose: str
    purpose_fr: str
    called: tuple[str, ...] = ()
    called_fr: tuple[str, ...] = ()
    index: Symbol | None = None
    stand_in: bool = False


class _MembershipRow(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    basket: str
    symbol: Symbol
    source: str = Field(min_length=1)
    as_of: date


def read_baskets() -> tuple[Basket, ...]:
    """Every basket, in the order of baskets.toml, its members in the order of memberships.csv.

    Raises:
        ValueError: a row breaks the format, a basket is empty, or a membership belongs to none.
    """
    members: dict[str, list[Membership]] = defaultdict(list)
    for line in csv.DictReader(_text("memberships.csv").splitlines()):
        row = _MembershipRow.model_validate(line)
        members[row.basket].append(Membership(row.symbol, row.source, row.as_of))
    rows = {key: _BasketRow.model_validate(value) for key, value in tomllib.loads(_text("baskets.toml")).items()}
    if members.keys() != rows.keys():
        raise ValueError(f"baskets without members, or members without basket: {sorted(members.keys() ^ rows.keys())}")
    return tuple(
        Basket(
            key=key,
            names=(("en", row.name), ("fr", row.fr)),
            purposes=(("en", row.purpose), ("fr", row.purpose_fr)),
            members=tuple(members[key]),
            aliases=(*row.called, *row.called_fr),
            index=row.index,
            stand_in=row.stand_in,
        )
        for key, row in rows.items()
    )


def _text(file: str) -> str:
    return resources.files(catalog).joinpath(file).read_text(encoding="utf-8")
