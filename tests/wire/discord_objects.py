"""Discord's objects as JSON values: the keys its v10 API sends, and no key that it would leave out.

Ids are snowflakes in decimal text. Clients read creation times out of them, so they encode the present.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

EPOCH_MS = 1_420_070_400_000
"""The first millisecond of 2015, where snowflakes begin."""

MESSAGE_CONTENT = 1 << 15
"""The privileged intent to read what people write."""

EPHEMERAL, LOADING = 1 << 6, 1 << 7
"""Message flags: seen by one reader only; deferred and not yet answered."""

VIEW, SEND, EMBED, ATTACH, HISTORY, SLASH = 1 << 10, 1 << 11, 1 << 14, 1 << 15, 1 << 16, 1 << 31
EVERYONE = VIEW | SEND | EMBED | ATTACH | HISTORY | SLASH
ADMINISTRATOR = 1 << 3
ALL_PERMISSIONS = (1 << 50) - 1


class Snowflakes:
    """Makes ids that encode the present moment and always rise."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> str:
        """The next id."""
        now = (time.time_ns() // 1_000_000 - EPOCH_MS) << 22
        self._last = max(now, self._last + 1)
        return str(self._last)


@dataclass(frozen=True, slots=True)
class World:
    """One server with two channels and two people, as the bot finds it."""

    application: Json
    bot: Json
    admin: Json
    member: Json
    guild: Json
    markets: Json
    lobby: Json

    @property
    def channels(self) -> dict[str, Json]:
        """The text channels by id."""
        return {each["id"]: each for each in (self.markets, self.lobby)}

    def member_of(self, user: Json) -> Json:
        """A person's membership, without the person in it, as messages carry it."""
        roles = [self.guild["roles"][1]["id"]] if user is self.admin else []
        return {"roles": roles, "joined_at": self.guild["joined_at"], "deaf": False, "mute": False, "flags": 0}


def make_world(new_id: Snowflakes) -> World:
    """A fresh world; every id is new, so that two servers never share one."""
    bot = make_user(new_id(), "Selloff", bot=True)
    admin, member = make_user(new_id(), "Ada"), make_user(new_id(), "Ben")
    guild_id = new_id()
    channels = [make_channel(new_id(), guild_id, name, place) for place, name in enumerate(("markets", "lobby"))]
    roles = [
        make_role(guild_id, "@everyone", EVERYONE, 0),
        make_role(new_id(), "admin", ADMINISTRATOR, 1),
    ]
    joined = timestamp()
    members = [
        {"user": bot, "roles": [], "joined_at": joined, "deaf": False, "mute": False, "flags": 0},
        {"user": admin, "roles": [roles[1]["id"]], "joined_at": joined, "deaf": False, "mute": False, "flags": 0},
        {"user": member, "roles": [], "joined_at": joined, "deaf": False, "mute": False, "flags": 0},
    ]
    guild = make_guild(guild_id, admin["id"], roles, channels, members, joined)
    application = {
        "id": new_id(),
        "name": "Selloff",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": admin,
        "team": None,
        "flags": 1 << 19,
    }
    return World(application, bot, admin, member, guild, *channels)


def make_user(user_id: str, name: str, *, bot: bool = False) -> Json:
    """A person, or with `bot` an application's own user."""
    user = {"id": user_id, "username": name.lower(), "discriminator": "0", "global_name": name, "avatar": None}
    return {**user, "bot": True} if bot else user


def make_role(role_id: str, name: str, permissions: int, position: int) -> Json:
    """A role; the one named @everyone has its server's id."""
    return {
        "id": role_id,
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": position,
        "permissions": str(permissions),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def make_channel(channel_id: str, guild_id: str, name: str, position: int) -> Json:
    """A text channel without overwrites."""
    return {
        "id": channel_id,
        "type": 0,
        "guild_id": guild_id,
        "name": name,
        "position": position,
        "permission_overwrites": [],
        "nsfw": False,
        "rate_limit_per_user": 0,
        "topic": None,
        "parent_id": None,
        "last_message_id": None,
        "flags": 0,
    }


def make_guild(
    guild_id: str, owner_id: str, roles: list[Json], channels: list[Json], members: list[Json], joined: str
) -> Json:
    """A server as GUILD_CREATE describes it."""
    empty = ("emojis", "stickers", "features", "threads", "presences", "voice_states", "stage_instances")
    return {
        "id": guild_id,
        "name": "Market Hall",
        "icon": None,
        "owner_id": owner_id,
        "roles": roles,
        "channels": channels,
        "members": members,
        "member_count": len(members),
        "joined_at": joined,
        "preferred_locale": "en-US",
        "large": False,
        "unavailable": False,
        "afk_timeout": 300,
        "afk_channel_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        **{key: [] for key in empty},
    }


def make_message(message_id: str, channel: Json, author: Json, **rest: Any) -> Json:
    """A message as REST answers it; `rest` overrides and adds keys."""
    return {
        "id": message_id,
        "type": 0,
        "channel_id": channel["id"],
        "author": author,
        "content": "",
        "timestamp": timestamp(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
        **rest,
    }


def timestamp() -> str:
    """The present moment as Discord writes it, with its microseconds and offset."""
    return datetime.now(UTC).isoformat()
