"""The sizes beyond which Discord refuses a message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from tests.wire.discord_objects import Json
from tests.wire.discord_traffic import Refusal, Upload

CONTENT, NONCE, ALT_TEXT, FILE_BYTES = 2000, 25, 1024, 10 * 1024 * 1024
EMBEDS, EMBED_TEXT = 10, 6000
EMBED_PARTS = {"title": 256, "description": 4096}
FIELDS, FIELD_NAME, FIELD_VALUE, FOOTER = 25, 256, 1024, 2048
ROWS, BUTTONS, LABEL, CUSTOM_ID = 5, 5, 80, 100


def buttons(message: Json) -> Iterator[Json]:
    """All buttons of a message, in reading order, whatever they are nested in."""

    def walk(components: list[Json]) -> Iterator[Json]:
        for each in components:
            if each["type"] == 2:
                yield each
            yield from walk(each.get("components", []))
            if "accessory" in each:
                yield from walk([each["accessory"]])

    yield from walk(message["components"])


def check(body: Json, files: Sequence[Upload]) -> None:
    """Refuse a body that breaks one of Discord's limits.

    Raises:
        Refusal: 50035 naming the part, or 40005 for a file that is too large.
    """
    if any(len(each.content) > FILE_BYTES for each in files):
        raise Refusal(413, 40005, "Request entity too large")
    for part, length, limit in chain(_text_sizes(body), _embed_sizes(body), _component_sizes(body)):
        if length > limit:
            raise Refusal(400, 50035, f"Invalid Form Body: {part} holds {length}, at most {limit}")


Size = tuple[str, int, int]


def _text_sizes(body: Json) -> Iterator[Size]:
    yield "content", len(body.get("content") or ""), CONTENT
    yield "nonce", len(str(body.get("nonce") or "")), NONCE
    for each in body.get("attachments") or []:
        yield "attachments.description", len(each.get("description") or ""), ALT_TEXT


def _embed_sizes(body: Json) -> Iterator[Size]:
    embeds = body.get("embeds") or []
    yield "embeds", len(embeds), EMBEDS
    total = 0
    for embed in embeds:
        fields, footer = embed.get("fields", []), embed.get("footer", {}).get("text", "")
        yield "embed.fields", len(fields), FIELDS
        yield "embed.footer", len(footer), FOOTER
        for key, limit in EMBED_PARTS.items():
            yield f"embed.{key}", len(embed.get(key, "")), limit
            total += len(embed.get(key, ""))
        for each in fields:
            yield "embed.field.name", len(each["name"]), FIELD_NAME
            yield "embed.field.value", len(each["value"]), FIELD_VALUE
            total += len(each["name"]) + len(each["value"])
        total += len(footer) + len(embed.get("author", {}).get("name", ""))
    yield "embeds in all", total, EMBED_TEXT


def _component_sizes(body: Json) -> Iterator[Size]:
    rows = body.get("components") or []
    yield "components", len(rows), ROWS
    for row in rows:
        yield "components in a row", len(row.get("components", [])), BUTTONS
    for button in buttons({"components": rows}):
        yield "label", len(button.get("label") or ""), LABEL
        yield "custom_id", len(button.get("custom_id") or ""), CUSTOM_ID
