"""Settings: read from the environment and .env, refused with one sentence that never shows a value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import BadSettings, Settings, load_settings, variable

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / ".env.example"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_example_names_every_setting_and_no_other():
    """.env.example and the model list the same variables."""
    expected = {variable(field) for field in Settings.model_fields}

    assert expected == set(dotenv_values(EXAMPLE))


def test_the_example_holds_the_defaults():
    """Loading .env.example changes nothing."""
    assert load_settings(Path("no-such-file")) == load_settings(EXAMPLE)


def test_the_example_describes_each_setting_as_the_model_does():
    """The comment above each variable is the field's description, folded."""
    comments: dict[str, str] = {}
    for block in EXAMPLE.read_text("utf-8").split("\n\n")[1:]:
        *lines, assignment = block.strip().splitlines()
        comments[assignment.partition("=")[0]] = " ".join(line.removeprefix("# ") for line in lines)
    expected = {variable(field): info.description for field, info in Settings.model_fields.items()}

    assert expected == comments


def test_an_unknown_variable_stops_the_start(monkeypatch: pytest.MonkeyPatch):
    """A typing error in a variable's name is named, and its value is not."""
    monkeypatch.setenv("SELLOFF_TYPO", "hush")

    with pytest.raises(BadSettings, match=r"^SELLOFF_TYPO is not a setting of Selloff; [^.]*\.env\.example[^.]*\.$"):
        load_settings()


def test_an_unknown_variable_in_the_file_stops_the_start():
    """The file is held to the same names as the environment."""
    Path(".env").write_text("selloff_typo=1\n", "utf-8")

    with pytest.raises(BadSettings, match="selloff_typo"):
        load_settings()


def test_variables_of_other_programs_in_the_file_are_left_alone():
    """A .env shared with other programs is fine."""
    Path(".env").write_text("POSTGRES_PASSWORD=x\nSELLOFF_THEME=light\n", "utf-8")

    assert load_settings().theme == "light"


def test_the_question_of_make_ask_is_not_a_setting(monkeypatch: pytest.MonkeyPatch):
    """SELLOFF_QUESTION carries a question to the program and is not refused."""
    monkeypatch.setenv("SELLOFF_QUESTION", "!drop NVDA")

    assert load_settings().prefix == "!"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SELLOFF_LOCAL_PORT", "s3cret"),
        ("SELLOFF_LOCAL_PORT", "0"),
        ("SELLOFF_THEME", "s3cret"),
        ("SELLOFF_MARKET_DATA", "s3cret"),
        ("SELLOFF_LOG_LEVEL", "s3cret"),
        ("SELLOFF_LOCALE", "s3cret"),
        ("SELLOFF_CHART_WORKERS", "-1"),
        ("DISCORD_TOKEN", "s3cret s3cret"),
        ("SELLOFF_DISCORD_API", "s3cret"),
        ("SELLOFF_DISCORD_API", "http://[s3cret"),
        ("SELLOFF_DISCORD_GATEWAY", "https://s3cret.example"),
        ("SELLOFF_DATABASE_URL", "mysql://me:s3cret@host/db"),
    ],
)
def test_a_malformed_value_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    """The sentence begins with the variable, ends with a full stop, and keeps the value to itself."""
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings) as caught:
        load_settings()

    said = str(caught.value)
    assert re.fullmatch(rf"{name} is not usable: .+\.", said)
    assert "s3cret" not in said
    assert "\n" not in said


def test_files_need_their_folder(monkeypatch: pytest.MonkeyPatch):
    """Choosing files without saying where they are is refused by name."""
    monkeypatch.setenv("SELLOFF_MARKET_DATA", "files")

    with pytest.raises(BadSettings, match="SELLOFF_FILES_DIR"):
        load_settings()


@pytest.mark.parametrize(("token", "expected"), [("", "auto"), ("a.b.c", "yahoo")])
def test_the_default_source_follows_the_token(monkeypatch: pytest.MonkeyPatch, token: str, expected: str):
    """With a token the bot serves live data only; without one the sample may stand in."""
    monkeypatch.setenv("DISCORD_TOKEN", token)

    assert expected == load_settings().source


def test_secrets_are_the_token_and_every_password(monkeypatch: pytest.MonkeyPatch):
    """Passwords inside addresses count, as written and decoded."""
    monkeypatch.setenv("DISCORD_TOKEN", "to.ke.n")
    monkeypatch.setenv("SELLOFF_DISCORD_PROXY", "http://me:p%40ss@proxy.example:3128")
    monkeypatch.setenv("SELLOFF_DATABASE_URL", "postgresql+asyncpg://bot:hunter2@db.example/selloff")

    assert {"to.ke.n", "p%40ss", "p@ss", "hunter2"} == set(load_settings().secrets)


def test_secrets_are_not_printed_with_the_settings(monkeypatch: pytest.MonkeyPatch):
    """The settings' own text form hides the token and every address that may hold a password."""
    monkeypatch.setenv("DISCORD_TOKEN", "to.ke.n")
    monkeypatch.setenv("SELLOFF_DATABASE_URL", "postgresql+asyncpg://bot:hunter2@db.example/selloff")
    settings = load_settings()

    assert all(secret not in repr(settings) for secret in settings.secrets)
