"""The settings: what a deployment can change is written down where people look for it, and read only once."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import Settings
from tests.docs import settings_page
from tests.docs.settings_page import written
from tests.world import ROOT

EXAMPLE = ROOT / ".env.example"
WAYS = ("Dockerfile", "deploy/shoulder.service", "deploy/shoulder-backup.service")
LINE = re.compile(r"^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests see defaults, whatever the machine has set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def defaults() -> dict[str, str]:
    """Each setting as it would be written in a file, with its default."""
    made = Settings(_env_file=None)
    return {name.upper(): written(getattr(made, name)) for name in Settings.model_fields}


def test_the_example_lists_each_setting_with_its_default() -> None:
    """.env.example has every field of Settings once, no other, and each default is the real one."""
    listed = LINE.findall(EXAMPLE.read_text(encoding="utf-8"))

    assert len(dict(listed)) == len(listed)
    assert defaults() == dict(listed)


def test_a_file_that_windows_saved_is_read_from_its_first_line_on(tmp_path: Path) -> None:
    """With a byte order mark in front, the first setting would be one that nobody knows."""
    file = tmp_path / ".env"
    file.write_text("\ufeffPORT=3333\n", encoding="utf-8")

    assert 3333 == Settings(_env_file=file).port


def test_the_example_changes_nothing_when_it_is_copied() -> None:
    """An app with the example as its .env is the app without one."""
    assert Settings(_env_file=None) == Settings(_env_file=EXAMPLE)


def test_each_setting_is_explained_to_people() -> None:
    """Every field has a description, and every line of the example has a comment somewhere above it in its group."""
    assert [] == [name for name, field in Settings.model_fields.items() if not field.description]
    groups = EXAMPLE.read_text(encoding="utf-8").split("\n\n")
    bare = [group for group in groups if LINE.match(group) and "#" not in group and not group.startswith("PORT=")]
    assert [] == bare


def test_the_page_of_settings_is_made_from_them() -> None:
    """`make pages` writes it anew."""
    assert settings_page.page() == settings_page.PAGE.read_text(encoding="utf-8")


def test_the_example_takes_nothing_back_from_an_image_or_a_unit() -> None:
    """What those set for themselves does not stand in a copy of it: a file of settings wins over them."""
    set_there = re.findall(
        r"\b([A-Z_]+)=", "".join(re.findall(r"^(?:ENV|Environment=)(.*)$", "".join(map(_text, WAYS)), re.MULTILINE))
    )
    in_the_copy = set(re.findall(r"^([A-Z_]+)=", _text(".env.example"), re.MULTILINE))

    assert {"DATA_DIR", "HOST", "PORT"} <= set(set_there)
    assert set() == in_the_copy & set(set_there)


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_a_setting_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The field's name in capitals."""
    monkeypatch.setenv("PORT", "8080")

    assert 8080 == Settings(_env_file=None).port


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """So that a platform can change one setting without a new file."""
    file = tmp_path / "env"
    file.write_text("PORT=1111\nHOST=0.0.0.0\n")
    monkeypatch.setenv("PORT", "2222")

    read = Settings(_env_file=file)

    assert (2222, "0.0.0.0") == (read.port, read.host)  # noqa: S104


def test_settings_cannot_change_while_the_app_runs() -> None:
    """They are read once, and then fixed."""
    made = Settings(_env_file=None)

    with pytest.raises(ValidationError):
        made.port = 1  # type: ignore[misc]


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens, the signing secret, the sealing keys and the clock's token are masked."""
    secret = [name for name, field in Settings.model_fields.items() if field.annotation is SecretStr]
    for name in (*secret, "database_url", "keys_database_url"):  # an address may hold a password
        monkeypatch.setenv(name.upper(), "canary-of-a-secret")

    keys = {"sealing_key", "sealing_keys_before"}
    assert keys | {
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "slack_client_secret",
        "slack_config_token",
        "clock_token",
        "sentry_dsn",
    } == set(secret)
    printed = repr(Settings(_env_file=None)) + str(Settings(_env_file=None))
    assert "canary-of-a-secret" not in printed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "70000"),
        ("SLACK_TRANSPORT", "pigeon"),
        ("BEAT_SECONDS", "0"),
        ("BEAT_SECONDS", "-1"),
        ("LOG_LEVEL", "LOUD"),
        ("LANDING_SECONDS", "-5"),
        ("SLACK_TIMEOUT_SECONDS", "0"),
    ],
)
def test_a_value_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """At the start, and not hours later; what was given is not repeated, for it may be a secret."""
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None)

    assert "input_value" not in str(refused.value)
