"""What `!heatmap` says and draws, over prices held in memory."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.heatmaps import answer_heatmap
from bot.answers.reply import Reply
from bot.charts.inputs import BOUNDS, Tiles
from bot.charts.words import HeatmapWords
from bot.domain.questions import Question
from tests.builders.asks import ask_with
from tests.builders.rout import basket_market, rout_market
from tests.fakes.market import FakeMarketData
from tests.fakes.rates import FakeReferenceRates
from tests.fakes.studio import FakeStudio

THREE = "NVDA,AVGO,TSM"


async def heatmap(words: str, market: FakeMarketData, studio: FakeStudio | None = None, **options: str) -> Reply:
    """The answer to `!heatmap words 2025-01-27`."""
    ask: Any = ask_with(market, rates=FakeReferenceRates(), studio=studio or FakeStudio())
    return await answer_heatmap(ask, Question("heatmap", words, "2025-01-27").but(**options))


def drawn(studio: FakeStudio) -> tuple[Tiles, HeatmapWords]:
    """What was drawn."""
    [(chart, tiles, words, _)] = studio.drawn
    assert chart == "heatmap"
    assert isinstance(tiles, Tiles)
    assert isinstance(words, HeatmapWords)
    return tiles, words


def said(reply: Reply) -> str:
    """Title, text and fields, no-break spaces as spaces."""
    fields = [f"{field.name}: {field.value}" for field in reply.fields]
    return "\n".join([reply.title, reply.text, *fields]).replace("\N{NO-BREAK SPACE}", " ")


async def test_tiles_are_as_large_as_the_companies_before_the_day() -> None:
    """142.62 x 24.49 bn, 221.86 x 5.1855 bn, 244.70 x 4.6871 bn: the largest first."""
    studio = FakeStudio()
    reply = await heatmap(THREE, rout_market(), studio)
    tiles, words = drawn(studio)
    assert tiles.sizes == pytest.approx((142.62 * 24.49e9, 221.86 * 5.1855e9, 244.70 * 4.6871e9))
    assert [(each.symbol, each.brief.replace("\N{NO-BREAK SPACE}", " ")) for each in words.tiles] == [
        ("NVDA", "−17 %"),
        ("TSM", "−13 %"),
        ("AVGO", "−17 %"),
    ]
    assert reply.picture is not None
    assert reply.picture.filename == "heatmap-NVDA_AVGO_TSM-2025-01-27.png"
    assert reply.picture.alt.replace("\N{NO-BREAK SPACE}", " ").endswith(
        "Largest: Nvidia -16.97 %; weakest: Broadcom -17.40 %; strongest: TSMC -13.32 %."
    )


async def test_the_scale_s_bounds_are_written_out() -> None:
    """One for each of the fixed bounds, with its sign."""
    studio = FakeStudio()
    await heatmap(THREE, rout_market(), studio)
    bounds = [each.replace("\N{NO-BREAK SPACE}", " ") for each in drawn(studio)[1].bounds]
    assert len(bounds) == len(BOUNDS)
    assert (bounds[0], bounds[3], bounds[-1]) == ("−10 %", "−0.5 %", "+10 %")


async def test_members_without_a_market_value_are_named_not_drawn() -> None:
    """Amsterdam's euros have no rate here."""
    studio = FakeStudio()
    reply = await heatmap("NVDA,AVGO,ASML.AS", rout_market(), studio)
    assert len(drawn(studio)[0].sizes) == 2
    assert "Heatmap: Not drawn, because their market value is not known: ASML." in said(reply)


async def test_only_so_many_tiles_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest ones, and how many are left out is told."""
    monkeypatch.setattr("bot.answers.heatmaps.TILES", 25)
    studio = FakeStudio()
    reply = await heatmap("chips", basket_market("chips"), studio)
    assert len(drawn(studio)[0].sizes) == 25
    assert "Only the 25 largest are drawn; 5 smaller ones are left out of the picture." in said(reply)


async def test_a_basket_without_market_values_is_told_in_figures() -> None:
    """No picture is made of funds and currencies."""
    studio = FakeStudio()
    reply = await heatmap("havens", basket_market("havens"), studio)
    assert studio.drawn == []
    assert reply.picture is None
    assert "Not drawn: no market value is known of any member near that day." in said(reply)


async def test_a_picture_that_fails_leaves_the_figures() -> None:
    """And says so."""
    text = said(await heatmap(THREE, rout_market(), FakeStudio(broken=True)))
    assert "The chart could not be drawn this time; the figures are complete." in text
    assert "Equal weight: -15.89 %" in text


async def test_the_table_is_a_button_away() -> None:
    """The same table as the other answers give."""
    reply = await heatmap(THREE, rout_market())
    assert [each.question.option("csv") for each in reply.choices] == ["1"]
    table = await heatmap(THREE, rout_market(), csv="1")
    assert table.attachments[0].filename == "NVDA_AVGO_TSM-2025-01-27.csv"
