"""The channels' messages: made, edited and refused as Discord does it, with one message for one nonce."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from tests.wire.discord_limits import check
from tests.wire.discord_objects import Json, Snowflakes, World, make_message, timestamp
from tests.wire.discord_traffic import Refusal, Upload


class Messages:
    """Every message of every channel, oldest first."""

    def __init__(self, world: World, new_id: Snowflakes, nonce_window: float) -> None:
        self._world = world
        self._new_id = new_id
        self._nonce_window = nonce_window
        self._nonces: dict[tuple[str, str, str], tuple[float, Json]] = {}
        self.of_channel: dict[str, list[Json]] = {each: [] for each in world.channels}

    def blank(self, channel: Json, author: Json, **rest: Any) -> Json:
        """A message made of nothing but `rest`, not yet put anywhere."""
        return make_message(self._new_id(), channel, author, **rest)

    def put(self, message: Json) -> Json:
        """Put a message into its channel."""
        self.of_channel[message["channel_id"]].append(message)
        return message

    def compose(self, channel: Json, author: Json, body: Json, files: Sequence[Upload], **rest: Any) -> Json:
        """Make a message of a request's body without putting it anywhere.

        Raises:
            Refusal: it is empty or breaks a limit.
        """
        check(body, files)
        content = body.get("content") or ""
        embeds, components = body.get("embeds") or [], body.get("components") or []
        if not (content or embeds or components or files):
            raise Refusal(400, 50006, "Cannot send an empty message")
        message = self.blank(channel, author)
        message |= {"content": content, "embeds": embeds, "components": components, "flags": body.get("flags", 0)}
        message["attachments"] = self._attachments(message, body.get("attachments") or [], files)
        return message | rest

    def post(self, channel: Json, body: Json, files: Sequence[Upload]) -> tuple[Json, bool]:
        """The bot's message, and whether it is new: the same enforced nonce finds the message already there."""
        nonce = body.get("nonce")
        key = (channel["id"], self._world.bot["id"], str(nonce))
        if nonce is not None and body.get("enforce_nonce"):
            made, message = self._nonces.get(key, (float("-inf"), {}))
            if time.monotonic() - made < self._nonce_window:
                return message, False
        message = self.compose(channel, self._world.bot, body, files, **self._reference(channel, body))
        if nonce is not None:
            message["nonce"] = nonce
            self._nonces[key] = (time.monotonic(), message)
        return self.put(message), True

    def edit(self, message: Json, body: Json, files: Sequence[Upload]) -> Json:
        """Change a message in place: only what the body names, and attachments it does not list go.

        Raises:
            Refusal: the new text breaks a limit.
        """
        check(body, files)
        for key in ("content", "embeds", "components"):
            if key in body:
                message[key] = body[key] or ("" if key == "content" else [])
        listed = body.get("attachments", message["attachments"])
        message["attachments"] = self._attachments(message, listed, files)
        message["edited_timestamp"] = timestamp()
        return message

    def find(self, channel_id: str, message_id: str) -> Json:
        """One message.

        Raises:
            Refusal: there is none of that id in the channel.
        """
        for message in self.of_channel.get(channel_id, []):
            if message["id"] == message_id:
                return message
        raise Refusal(404, 10008, "Unknown Message")

    def history(self, channel_id: str, query: dict[str, str]) -> list[Json]:
        """A channel's messages, newest first, bounded by before, after and limit (50 unless told)."""
        before, after = int(query.get("before", 1 << 63)), int(query.get("after", 0))
        found = [each for each in self.of_channel[channel_id] if after < int(each["id"]) < before]
        limit = int(query.get("limit", 50))
        return (found[:limit] if "after" in query else found[-limit:])[::-1]

    def _reference(self, channel: Json, body: Json) -> Json:
        reference = body.get("message_reference")
        if not reference:
            return {}
        try:
            answered = self.find(channel["id"], str(reference["message_id"]))
        except Refusal:
            if reference.get("fail_if_not_exists", True):
                raise Refusal(400, 50035, "Invalid Form Body: unknown message_reference") from None
            return {}
        link = {"type": 0, "channel_id": channel["id"], "message_id": answered["id"]}
        return {"type": 19, "message_reference": link, "referenced_message": answered}

    def _attachments(self, message: Json, listed: list[Json], files: Sequence[Upload]) -> list[Json]:
        """The old attachments that are listed by id, then the uploads, each with its listed description."""
        kept = [each for each in message["attachments"] if any(str(one["id"]) == each["id"] for one in listed)]
        known = {each["id"] for each in kept}
        about = {str(each["id"]): each for each in listed if str(each["id"]) not in known}
        return kept + [self._attachment(message, each, about) for each in files]

    def _attachment(self, message: Json, upload: Upload, about: dict[str, Json]) -> Json:
        attachment_id = self._new_id()
        place = f"/attachments/{message['channel_id']}/{attachment_id}/{upload.filename}"
        number = upload.field.removeprefix("files[").removesuffix("]")
        described = {key: about[number][key] for key in ("description",) if key in about.get(number, {})}
        return {
            "id": attachment_id,
            "filename": upload.filename,
            "size": len(upload.content),
            "url": f"https://cdn.discordapp.com{place}",
            "proxy_url": f"https://media.discordapp.net{place}",
            "content_type": "image/png" if upload.filename.endswith(".png") else upload.content_type,
            **described,
        }
