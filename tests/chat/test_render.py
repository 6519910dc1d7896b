"""Replies within Discord's limits, whatever they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.reply import Attachment, Choice, Field, Picture, Reply, Tone
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
    attachments=st.lists(st.builds(Attachment, st.text(min_size=1), st.just(b"a,b"), texts), max_size=12).map(tuple),
)


def units(text: str | None) -> int:
    """Length as JavaScript counts it, by another way than the code under test."""
    return sum(2 if ord(each) > 0xFFFF else 1 for each in text or "")


@given(replies)
def test_every_reply_fits(reply: Reply):
    """No limit of Discord's documentation is passed, alone or together, and no field is empty."""
    rendered = render(reply)
    embed, files = rendered.embed, rendered.files

    assert units(embed.title) <= 256
    assert units(embed.description) <= 4096
    assert units(embed.footer.text) <= 2048
    assert len(embed.fields) <= 25
    assert all(1 <= units(each.name) <= 256 and 1 <= units(each.value) <= 1024 for each in embed.fields)
    parts = [embed.title, embed.description, embed.footer.text]
    assert sum(map(units, parts)) + sum(units(each.name) + units(each.value) for each in embed.fields) <= 6000
    assert len(files) <= 10
    assert all(units(each.description) <= 1024 for each in files)
    assert embed.image.url == (f"attachment://{next(iter(files)).filename}" if reply.picture else None)


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

    assert ["drop__GSPC__.png"] == [each.filename for each in rendered.files]
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


def test_files_come_beside_the_picture():
    """The picture is the first file, and only it is shown in the embed; the others have their descriptions."""
    table = Attachment("sector chips.csv", b"symbol,move\r\n", "Chips, as a table")

    rendered = render(Reply("t", "x", Tone.FALL, picture=Picture("sector.png", PNG, "bars"), attachments=(table,)))

    named = [(each.filename, each.description, each.fp.read()) for each in rendered.files]
    assert [("sector.png", "bars", PNG), ("sector_chips.csv", "Chips, as a table", b"symbol,move\r\n")] == named
    assert "attachment://sector.png" == rendered.embed.image.url


def test_a_file_that_discord_refuses_does_not_cost_the_message(caplog: pytest.LogCaptureFixture):
    """A file above 10 MiB is left out and the log says so."""
    huge = Attachment("huge.csv", bytes(10 * 1024 * 1024 + 1), "")

    rendered = render(Reply("t", "x", Tone.FALL, attachments=(huge, Attachment("small.csv", b"a", ""))))

    assert ["small.csv"] == [each.filename for each in rendered.files]
    assert "do not fit" in caplog.text


async def test_a_button_says_where_its_answer_goes_and_whether_it_works():
    """Its id holds a kind and a key, nothing else; one that leads nowhere is shown disabled."""
    choices = (Choice("Previous", QUESTION, in_place=True, open=False), Choice("Table", QUESTION))

    view = render(Reply("t", "x", Tone.FALL, choices=choices), ("0" * 24, "0" * 24)).view

    assert view is not None
    buttons = [(each["custom_id"], each["disabled"]) for each in (item.to_component_dict() for item in view.children)]
    assert [(f"put:{'0' * 24}", True), (f"ask:{'0' * 24}", False)] == buttons


async def test_there_are_never_more_buttons_than_discord_shows():
    """Five rows of five is the most."""
    choices = tuple(Choice(str(number), QUESTION) for number in range(30))
    keys = [f"{number:024x}" for number in range(30)]

    view = render(Reply("t", "x", Tone.PROBLEM, choices=choices), keys).view

    assert view is not None
    assert [5] * 5 == [len(row["components"]) for row in view.to_components()]
