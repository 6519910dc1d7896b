"""Interactions and their one rule that bites: the first answer within 3 seconds, and only one of it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from tests.wire.discord_messages import Messages
from tests.wire.discord_objects import ALL_PERMISSIONS, EPHEMERAL, EVERYONE, LOADING, Json, Snowflakes, World
from tests.wire.discord_traffic import PATIENCE, Changes, Refusal, Upload

TOKEN_LIFE = 15 * 60
"""Seconds for which an interaction's token edits and follows up."""


class Kind(IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4


class Answer(IntEnum):
    """The types of a first answer that a bot gives over its gateway."""

    MESSAGE = 4
    DEFER = 5
    DEFER_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


ALLOWED = {
    Kind.COMMAND: {Answer.MESSAGE, Answer.DEFER, Answer.MODAL},
    Kind.COMPONENT: {Answer.MESSAGE, Answer.DEFER, Answer.DEFER_UPDATE, Answer.UPDATE, Answer.MODAL},
    Kind.AUTOCOMPLETE: {Answer.CHOICES},
}


@dataclass(slots=True, eq=False)
class Interaction:
    """One thing a person did, and everything the bot answered to it. Times are time.monotonic()."""

    id: str
    token: str
    kind: Kind
    payload: Json
    channel: Json
    changes: Changes
    sent_at: float = field(default_factory=time.monotonic)
    answer: Answer | None = None
    answered_at: float | None = None
    data: Json = field(default_factory=dict)
    """The `data` of the first answer: choices of an autocompletion, a modal, a message's body."""
    original: Json | None = None
    """The message that the first answer made, deferred, or was pressed on."""
    followups: list[Json] = field(default_factory=list)

    async def answered(self, patience: float = PATIENCE) -> float:
        """Wait for the first answer and say how many seconds it took."""
        await self.changes.until(lambda: self.answer, lambda: f"an answer to interaction {self.id}", patience)
        assert self.answered_at is not None
        return self.answered_at - self.sent_at

    async def finished(self, patience: float = PATIENCE) -> Json:
        """Wait for the answer that replaces "thinking..." and return its message."""

        def look() -> Json | None:
            return self.original if self.original and not self.original["flags"] & LOADING else None

        return await self.changes.until(look, lambda: f"the answer of interaction {self.id}", patience) or {}


class Interactions:
    """All interactions by token."""

    def __init__(
        self, world: World, new_id: Snowflakes, messages: Messages, changes: Changes, acknowledge_within: float
    ) -> None:
        self._world = world
        self._new_id = new_id
        self._messages = messages
        self._changes = changes
        self._acknowledge_within = acknowledge_within
        self._by_token: dict[str, Interaction] = {}

    def create(
        self, kind: Kind, user: Json, channel: Json, locale: str, data: Json, message: Json | None = None
    ) -> Interaction:
        """A new interaction, whose payload is ready to be dispatched."""
        world = self._world
        interaction_id, token = self._new_id(), secrets.token_urlsafe(64)
        allowed = ALL_PERMISSIONS if user is world.admin else EVERYONE
        payload = {
            "id": interaction_id,
            "application_id": world.application["id"],
            "type": int(kind),
            "token": token,
            "version": 1,
            "data": data,
            "guild_id": world.guild["id"],
            "guild": {"id": world.guild["id"], "locale": world.guild["preferred_locale"], "features": []},
            "channel_id": channel["id"],
            "channel": {**channel, "permissions": str(allowed)},
            "member": {**world.member_of(user), "user": user, "permissions": str(allowed)},
            "app_permissions": str(EVERYONE),
            "locale": locale,
            "guild_locale": world.guild["preferred_locale"],
            "entitlements": [],
            "authorizing_integration_owners": {"0": world.guild["id"]},
            "context": 0,
            "attachment_size_limit": 10 * 1024 * 1024,
            **({"message": message} if message else {}),
        }
        interaction = Interaction(interaction_id, token, kind, payload, channel, self._changes, original=message)
        self._by_token[token] = interaction
        return interaction

    def respond(self, interaction_id: str, token: str, body: Json, files: Sequence[Upload]) -> Interaction:
        """Take the first answer.

        Raises:
            Refusal: 10062 after the deadline, 40060 when there was one already, 50035 for a wrong type.
        """
        interaction = self._by_token.get(token)
        now = time.monotonic()
        if interaction is None or interaction.id != interaction_id:
            raise Refusal(404, 10062, "Unknown interaction")
        if interaction.answer is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if now - interaction.sent_at > self._acknowledge_within:
            raise Refusal(404, 10062, "Unknown interaction")
        if body["type"] not in ALLOWED[interaction.kind]:
            raise Refusal(400, 50035, f"Invalid Form Body: type {body['type']} does not answer {interaction.kind.name}")
        answer, data = Answer(body["type"]), body.get("data") or {}
        if answer is Answer.CHOICES and len(data["choices"]) > 25:
            raise Refusal(400, 50035, "Invalid Form Body: choices")
        if answer is Answer.MESSAGE:
            interaction.original = self._publish(self._compose(interaction, data, files))
        elif answer is Answer.DEFER:
            interaction.original = self._publish(self._loading(interaction, data))
        elif answer is Answer.UPDATE and interaction.original is not None:
            self._messages.edit(interaction.original, data, files)
        interaction.answer, interaction.answered_at, interaction.data = answer, now, data
        return interaction

    def of(self, token: str) -> Interaction:
        """The acknowledged interaction of a webhook's token.

        Raises:
            Refusal: 10015 for a token that is unknown or not yet answered, 50027 for one that has run out.
        """
        interaction = self._by_token.get(token)
        if interaction is None or interaction.answer is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        if time.monotonic() - interaction.sent_at > TOKEN_LIFE:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return interaction

    def follow_up(self, token: str, body: Json, files: Sequence[Upload]) -> tuple[Json, bool]:
        """Take a follow-up: its message, and whether that is a new one.

        The first follow-up after a deferred answer becomes that answer.
        """
        interaction = self.of(token)
        if interaction.original and interaction.original["flags"] & LOADING:
            return self.edit(interaction.original, body, files), False
        message = self._publish(self._compose(interaction, body, files))
        interaction.followups.append(message)
        return message, True

    def message(self, token: str, message_id: str) -> Json:
        """A message of an interaction by id, or its original by `@original`.

        Raises:
            Refusal: there is none.
        """
        interaction = self.of(token)
        original = [interaction.original] if interaction.original else []
        for each in [*original, *interaction.followups]:
            if message_id in (each["id"], "@original"):
                return each
        raise Refusal(404, 10008, "Unknown Message")

    def edit(self, message: Json, body: Json, files: Sequence[Upload]) -> Json:
        """Edit one of an interaction's messages; a deferred one thereby becomes the answer."""
        self._messages.edit(message, body, files)
        message["flags"] &= ~LOADING
        return message

    def delete(self, token: str, message: Json) -> None:
        """Take one of an interaction's messages away."""
        interaction = self.of(token)
        if message is interaction.original:
            interaction.original = None
        else:
            interaction.followups.remove(message)
        if not message["flags"] & EPHEMERAL:
            self._messages.of_channel[message["channel_id"]].remove(message)

    def _compose(self, interaction: Interaction, body: Json, files: Sequence[Upload]) -> Json:
        return self._messages.compose(
            interaction.channel, self._world.bot, body, files, **self._origin(interaction, body)
        )

    def _loading(self, interaction: Interaction, data: Json) -> Json:
        message = self._messages.blank(interaction.channel, self._world.bot, **self._origin(interaction, data))
        message["flags"] |= LOADING
        return message

    def _origin(self, interaction: Interaction, body: Json) -> Json:
        user = interaction.payload["member"]["user"]
        return {
            "type": 20 if interaction.kind is Kind.COMMAND else 19,
            "flags": body.get("flags", 0),
            "application_id": self._world.application["id"],
            "webhook_id": self._world.application["id"],
            "interaction_metadata": {
                "id": interaction.id,
                "type": int(interaction.kind),
                "user": user,
                "authorizing_integration_owners": interaction.payload["authorizing_integration_owners"],
            },
        }

    def _publish(self, message: Json) -> Json:
        """Put a message into its channel, unless only one reader sees it."""
        return message if message["flags"] & EPHEMERAL else self._messages.put(message)
