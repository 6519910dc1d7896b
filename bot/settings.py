"""Every setting, described once: read from the environment and from `.env` in the working directory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values
from platformdirs import user_cache_path, user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "SELLOFF_"
NOT_SETTINGS = frozenset({"SELLOFF_QUESTION"})
"""Variables under our prefix that are arguments of a command, not settings."""

DATABASES = ("sqlite+aiosqlite", "postgresql+asyncpg")

MarketSource = Literal["auto", "yahoo", "files", "sample"]


class BadSettings(Exception):
    """The settings cannot be used; the message is one sentence that names the variable and never its value."""


def _require_url(*schemes: str) -> AfterValidator:
    def require(value: SecretStr) -> SecretStr:
        address = urlsplit(value.get_secret_value())
        if address.scheme not in schemes or not address.netloc:
            raise ValueError(f"should be an address that begins with {' or '.join(f'{each}://' for each in schemes)}")
        return value

    return AfterValidator(require)


HttpUrl = Annotated[SecretStr, _require_url("http", "https")]
GatewayUrl = Annotated[SecretStr, _require_url("ws", "wss")]


def _default_database() -> SecretStr:
    return SecretStr(f"sqlite+aiosqlite:///{user_data_path('selloff', appauthor=False) / 'selloff.db'}")


def _default_cache() -> Path:
    return user_cache_path("selloff", appauthor=False)


class Settings(BaseSettings):
    """What an operator may choose. Addresses may hold credentials, so they are secrets too."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    discord_token: SecretStr | None = Field(
        default=None,
        validation_alias="DISCORD_TOKEN",
        description="The bot's token from Discord's developer portal. Without one, `make run` opens the local channel.",
    )
    discord_api: HttpUrl | None = Field(
        default=None,
        description="Address of Discord's REST interface with its version, for a REST proxy or a compatible server, "
        "such as https://proxy.example/api/v10. Empty: Discord's own.",
    )
    discord_gateway: GatewayUrl | None = Field(
        default=None,
        description="Address of Discord's gateway, for a compatible server, such as wss://gateway.example. "
        "Empty: Discord's own.",
    )
    discord_proxy: HttpUrl | None = Field(
        default=None,
        description="HTTP proxy for connections to Discord; it may hold a user name and a password. Empty: none. "
        "Market data follows HTTPS_PROXY by itself.",
    )
    market_data: MarketSource | None = Field(
        default=None,
        description="Where prices come from: auto (Yahoo, else the bundled sample), yahoo, files or sample. "
        "Empty: yahoo with a token, auto without one.",
    )
    files_dir: Path | None = Field(
        default=None,
        description="The folder of price files; needed when SELLOFF_MARKET_DATA is files.",
    )
    database_url: SecretStr = Field(
        default_factory=_default_database,
        description="The database as an SQLAlchemy address: sqlite+aiosqlite:///FILE, or "
        "postgresql+asyncpg://USER:PASSWORD@HOST/NAME once its driver is installed (pip install asyncpg). "
        "Empty: an SQLite file in your data folder.",
    )
    cache_dir: Path = Field(
        default_factory=_default_cache,
        description="A folder for caches, which may be deleted at any time. Empty: your cache folder.",
    )
    local_port: int = Field(
        default=8585,
        ge=1,
        le=65535,
        description="Port of the local channel on 127.0.0.1.",
    )
    prefix: str = Field(
        default="!",
        min_length=1,
        max_length=5,
        description="What begins a command in a plain message. A mention of the bot always does.",
    )
    theme: Literal["dark", "light"] = Field(
        default="dark",
        description="Look of the charts: dark or light.",
    )
    locale: str = Field(
        default="en",
        pattern=r"^[A-Za-z]{2,3}([_-][A-Za-z]{2,4})?$",
        description="Language of answers where the reader's own is unknown; so far there is English (en).",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        description="How much is logged: DEBUG, INFO, WARNING or ERROR.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
        description="Form of the log on standard error: text for people, json for machines.",
    )
    chart_workers: int = Field(
        default=2,
        ge=1,
        le=32,
        description="Processes that draw charts.",
    )
    fetch_concurrency: int = Field(
        default=16,
        ge=1,
        le=64,
        description="Requests for market data at the same time.",
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("discord_token")
    @classmethod
    def _one_word(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and any(each.isspace() for each in value.get_secret_value()):
            raise ValueError("should be one word without spaces")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        if urlsplit(value.get_secret_value()).scheme not in DATABASES:
            raise ValueError(f"should be an address that begins with {' or '.join(f'{each}://' for each in DATABASES)}")
        return value

    @property
    def source(self) -> MarketSource:
        """Where prices come from once the default is settled."""
        return self.market_data or ("yahoo" if self.discord_token else "auto")

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every word that must never be shown: the token, and the passwords inside addresses as written and decoded."""
        words = [self.discord_token.get_secret_value()] if self.discord_token else []
        for address in (self.discord_api, self.discord_gateway, self.discord_proxy, self.database_url):
            password = urlsplit(address.get_secret_value()).password if address else None
            words += [password, unquote(password)] if password else []
        return tuple(words)


def variable(field: str) -> str:
    """The environment variable of a field of Settings."""
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else f"{PREFIX}{field.upper()}"


def load_settings(env_file: Path = Path(".env")) -> Settings:
    """The settings of this process: its environment first, then `env_file` where there is one.

    Raises:
        BadSettings: a variable is unknown or malformed, or a file cannot be read.
    """
    try:
        written = dotenv_values(env_file)
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"The file {env_file} cannot be read: {type(error).__name__}.") from error
    _refuse_unknown([*os.environ, *written])
    try:
        # The type checker does not know pydantic-settings' own underscored arguments.
        settings = Settings(_env_file=env_file)  # pyright: ignore[reportCallIssue]
    except ValidationError as error:
        raise BadSettings(_sentence(error)) from None
    if settings.source == "files" and settings.files_dir is None:
        raise BadSettings("SELLOFF_FILES_DIR should name the folder of price files, as SELLOFF_MARKET_DATA is files.")
    return settings


def _refuse_unknown(names: list[str]) -> None:
    known = {variable(field) for field in Settings.model_fields} | NOT_SETTINGS
    # Case does not matter to pydantic-settings, so it does not here either.
    unknown = sorted(name for name in names if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        raise BadSettings(f"{unknown[0]} is not a setting of Selloff; .env.example lists them all.")


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = str(first["loc"][0])
    name = variable(field) if field in Settings.model_fields else field
    reason = first["msg"].removeprefix("Value error, ")
    return f"{name} is not usable: {reason[0].lower()}{reason[1:].rstrip('.')}."
