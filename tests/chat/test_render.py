"""Replies within Discord's limits, whatever they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.reply import Choice, Field, Picture, Reply, Tone
from bot.chat.render import cut, fit, plain, render, size
from bot.domain.questions import Question

PNG = b"\x89PNG\r\n\x1a\n"
QUESTION = Question("drop", "NVDA", "2025-01-27")

texts = st.text(max_size=50) | st.builds(
    lambda word, times: word * times, st.text(min_size=1, max_size=8), st.integers(1, 1500)
)
replies = st.builds(
    Reply,
    title=texts,
    text=texts,
    tone=st.sampled_from(Tone),
    fields=st.lists(st.builds(Field, texts, texts, st.booleans()), max_size=40).map(tuple),
    footer=texts,
    picture=st.none() | st.builds(Picture, st.text(min_size=1, max_size=20), st.just(PNG), texts),
)


def units(text: str | None) -> int:
    """Length as JavaScript counts it, by another way than the code under test."""
    return sum(2 if ord(each) > 0xFFFF else 1 for each in text or "")


@given(replies)
def test_every_reply_fits(reply: Reply):
    """No limit of Discord's documentation is passed, alone or together, and no field is empty."""
    rendered = render(reply)
    embed, file = rendered.embed, rendered.file

    assert units(embed.title) <= 256
    assert units(embed.description) <= 4096
    assert units(embed.footer.text) <= 2048
    assert len(embed.fields) <= 25
    assert all(1 <= units(each.name) <= 256 and 1 <= units(each.value) <= 1024 for each in embed.fields)
    parts = [embed.title, embed.description, embed.footer.text]
    assert sum(map(units, parts)) + sum(units(each.name) + units(each.value) for each in embed.fields) <= 6000
    assert (file is None) == (reply.picture is None)
    assert file is None or (units(file.description) <= 1024 and f"attachment://{file.filename}" == embed.image.url)


@given(replies)
def test_every_reply_fits_a_plain_message(reply: Reply):
    """Where embeds are not allowed the text keeps to a message's 2,000 characters."""
    assert units(plain(reply)) <= 2000


@given(st.text(), st.integers(0, 60))
def test_a_cut_text_is_a_beginning(text: str, limit: int):
    """A text that fits is untouched; one that does not is a beginning of itself with an ellipsis."""
    kept = cut(text, limit)

    assert units(kept) == size(kept)
    assert units(kept) <= limit
    if units(text) <= limit:
        assert text == kept
    elif limit > 3:
        assert text.startswith(kept.rstrip("*").removesuffix("…").rstrip())


def test_a_text_is_cut_between_words():
    """The reader sees whole words and that something follows."""
    assert "Nvidia fell…" == cut("Nvidia fell sixteen per cent", 15)


def test_a_cut_leaves_nothing_bold_by_accident():
    """Bold that the cut would leave open is closed."""
    assert "it **fell…**" == cut("it **fell very far indeed**", 14)


def test_a_reply_that_fits_is_unchanged():
    """Ordinary replies go through as they are."""
    reply = Reply("Nvidia fell", "text", Tone.FALL, (Field("a", "b"),), "foot", Picture("drop-NVDA.png", PNG, "alt"))

    assert reply == fit(reply)


@pytest.mark.parametrize(("tone", "colour"), [(Tone.FALL, 0xD55E00), (Tone.RISE, 0x0072B2)])
def test_falls_and_rises_have_the_colours_of_the_charts(tone: Tone, colour: int):
    """Vermilion and blue, never red against green."""
    colour_shown = render(Reply("t", "x", tone)).embed.colour

    assert colour_shown is not None
    assert colour == colour_shown.value


def test_file_names_are_what_discord_keeps():
    """Characters that Discord would rewrite are rewritten before, so that embed and file agree."""
    rendered = render(Reply("t", "x", Tone.FALL, picture=Picture("drop ^GSPC é.png", PNG, "alt")))

    assert rendered.file is not None
    assert "drop__GSPC__.png" == rendered.file.filename
    assert "attachment://drop__GSPC__.png" == rendered.embed.image.url


async def test_choices_become_buttons():
    """Each choice is a button whose id holds the key of its question; equal ones are shown once."""
    choices = (Choice("Siemens AG", QUESTION), Choice("x" * 100, QUESTION), Choice("again", QUESTION))
    keys = ("0" * 24, "1" * 24, "1" * 24)

    view = render(Reply("t", "x", Tone.PROBLEM, choices=choices), keys).view

    assert view is not None
    buttons = [each.to_component_dict() for each in view.children]
    assert [f"ask:{'0' * 24}", f"ask:{'1' * 24}"] == [each["custom_id"] for each in buttons]
    assert all(len(each["label"]) <= 80 for each in buttons)


async def test_there_are_never_more_buttons_than_discord_shows():
    """Five rows of five is the most."""
    choices = tuple(Choice(str(number), QUESTION) for number in range(30))
    keys = [f"{number:024x}" for number in range(30)]

    view = render(Reply("t", "x", Tone.PROBLEM, choices=choices), keys).view

    assert view is not None
    assert 25 == len(view.children)
