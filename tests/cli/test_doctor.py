"""`shoulder doctor`: a well installation is well, and whatever is broken is named with its mend."""

import json
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.doctor.findings import Finding, as_lines
from bot.doctor.visit import look
from bot.settings import Settings
from tests import by_hand
from tests.cli.typed import Shoulder
from tests.world import World, in_one_process

CONFIG = SecretStr("xoxe.xoxp-sandbox")
Breaking = Callable[[World], Awaitable[Settings]]
WELL = ["settings", "prompts", "bot token", "way in", "scopes", "manifest", "clock", "database", "key", "hotline"]


async def visited(settings: Settings) -> dict[str, Finding]:
    """What the doctor finds, the worst of each part."""
    order = ["ok", "skipped", "warning", "wrong"]
    found = sorted(await look(settings), key=lambda each: order.index(each.state))
    return {each.part: each for each in found}


async def test_a_well_installation_is_well(tmp_path: Path) -> None:
    """Every part is looked at, and every part is ok."""
    async with in_one_process(tmp_path, transport="socket", slack_config_token=CONFIG) as world:
        found = await look(world.settings)

    assert ["ok"] * 14 == [each.state for each in found], as_lines(found)
    assert [*WELL, "agreement", "channels", "workers", "outbox"] == [each.part for each in found]


def given(**changed: Any) -> Breaking:
    """Other settings."""

    async def break_(world: World) -> Settings:
        return world.settings.model_copy(
            update={name: SecretStr(to) if name in SECRETS else to for name, to in changed.items()}
        )

    return break_


SECRETS = ("slack_bot_token", "slack_app_token", "slack_signing_secret", "sealing_key", "slack_config_token")


def written(statement: str) -> Breaking:
    """The database, changed behind the app's back."""

    async def break_(world: World) -> Settings:
        by_hand.write(world.settings, statement)
        return world.settings

    return break_


def in_slack(path: str, **wish: Any) -> Breaking:
    """Something that an administrator or a coach did in Slack."""

    async def break_(world: World) -> Settings:
        await world.post(path, **wish)
        return world.settings

    return break_


async def no_chest(world: World) -> Settings:
    """A copy of the data folder without its keys."""
    there = world.settings.data_dir.parent / "elsewhere"
    shutil.copytree(world.settings.data_dir, there)
    (there / "keys.db").unlink()
    return world.settings.model_copy(update={"data_dir": there})


async def no_key_file(world: World) -> Settings:
    """The same without the key to the keys."""
    settings = await no_chest(world)
    shutil.copy(world.settings.data_dir / "keys.db", settings.data_dir)
    (settings.data_dir / "sealing.key").unlink()
    return settings


async def nobody_at_work(world: World) -> Settings:
    """A copy of the data folder at which no app works."""
    there = world.settings.data_dir.parent / "elsewhere"
    shutil.copytree(world.settings.data_dir, there)
    return world.settings.model_copy(update={"data_dir": there})


async def prompt_breaks_a_rule(world: World) -> Settings:
    """An agency's own file that is no prompt file."""
    folder = world.settings.data_dir.parent / "own"
    folder.mkdir()
    (folder / "mine.toml").write_text("[[prompt]]\nid = 'without anything else'\n")
    return world.settings.model_copy(update={"agency_prompts_dir": str(folder)})


BROKEN: dict[str, tuple[Breaking, str, str, str]] = {
    "no token": (given(slack_bot_token=""), "settings", "wrong", "SLACK_BOT_TOKEN (xoxb-…) is not set."),
    "no way to Slack": (
        given(slack_api_url="http://127.0.0.1:9/api/"),
        "bot token",
        "wrong",
        "Slack cannot be reached at http://127.0.0.1:9/api/",
    ),
    "a strange token": (given(slack_bot_token="xoxb-other"), "bot token", "wrong", "Slack says invalid_auth."),
    "no secret": (given(slack_signing_secret=""), "way in", "wrong", "There is no signing secret."),
    "a strange app token": (
        given(slack_transport="socket", slack_app_token="xapp-other"),
        "way in",
        "wrong",
        "Slack opens no socket: invalid_auth.",
    ),
    "a scope it needs": (in_slack("install", declined=["im:history"]), "scopes", "wrong", "Not granted: im:history."),
    "a scope it can do without": (
        in_slack("install", declined=["dnd:read"]),
        "scopes",
        "warning",
        "I cannot see who has Do Not Disturb on. I keep to each person's own hours.",
    ),
    "another manifest": (
        given(slack_config_token="xoxe.xoxp-sandbox"),
        "manifest",
        "wrong",
        "Slack has another one: features.slash_commands, oauth_config.redirect_urls, "
        "settings.event_subscriptions.request_url, settings.interactivity.request_url, settings.socket_mode_enabled.",
    ),
    "an old configuration token": (
        given(slack_config_token="xoxe.xoxp-old"),
        "manifest",
        "warning",
        "Slack does not show it: invalid_auth.",
    ),
    "a clock that is off": (given(clock_url=""), "clock", "wrong", "seconds away from Slack's."),
    "an old database": (
        written("UPDATE alembic_version SET version_num = '0001'"),
        "database",
        "wrong",
        "older than the app",
    ),
    "a new database": (
        written("UPDATE alembic_version SET version_num = '9999'"),
        "database",
        "wrong",
        "newer version",
    ),
    "another database": (given(database_url="postgresql://x@127.0.0.1:9/x"), "database", "wrong", "cannot be reached"),
    "another key": (given(sealing_key="ab" * 32), "key", "wrong", "does not open what is kept"),
    "no chest": (no_chest, "key", "wrong", "is gone."),
    "no key file": (no_key_file, "key", "wrong", "The key that opens people's words is not here."),
    "a prompt file": (prompt_breaks_a_rule, "prompts", "wrong", "to mend, the first: "),
    "no hotline": (written("UPDATE programs SET hotline = ''"), "hotline", "wrong", "There is no hotline."),
    "no retention": (
        written("UPDATE programs SET keep_words = NULL"),
        "agreement",
        "wrong",
        "how long records are kept",
    ),
    "no program": (written("DELETE FROM programs"), "program", "warning", "It is not set up yet."),
    "an archived channel": (
        in_slack("channels", id="CWINS", is_archived=True),
        "channels",
        "wrong",
        "#small-wins is archived.",
    ),
    "a channel shared with others": (
        in_slack("channels", id="CWINS", is_ext_shared=True),
        "channels",
        "wrong",
        "#small-wins is shared with others, so no post goes there.",
    ),
    "a channel without the app": (
        in_slack("channels", id="CWINS", is_member=False),
        "channels",
        "wrong",
        "The app is not in #small-wins.",
    ),
    "a channel that is none": (
        written("UPDATE enrollments SET channel = 'CNONE'"),
        "channels",
        "wrong",
        "CNONE: Slack says channel_not_found.",
    ),
    "channels it may not see": (
        in_slack("install", declined=["channels:read", "groups:read"]),
        "channels",
        "skipped",
        "The app may not look at them.",
    ),
    "nobody at work": (nobody_at_work, "workers", "wrong", "The app does not run."),
    "an outbox that is full": (
        written("UPDATE deliveries SET state = 'waiting', due_at = '2026-11-02 12:00:00.000000'"),
        "outbox",
        "wrong",
        "and the oldest for ",
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
async def test_what_is_broken_is_named(http_world: World, broken: str) -> None:
    """By its part, in words; and what is to be done stands with it, or what is not looked at says why."""
    break_, part, state, said = BROKEN[broken]
    settings = await break_(http_world)

    found = (await visited(settings))[part]

    assert (state, True) == (found.state, said in found.said), found
    assert found.mend or state == "skipped"


def kept(settings: Settings) -> tuple[set[str], list[str]]:
    """The files of a deployment, but for SQLite's own journals, and all rows."""
    return {each.name for each in settings.data_dir.iterdir() if "-" not in each.name}, by_hand.dump(settings)


@pytest.mark.parametrize("broken", ["a strange token", "no chest", "nobody at work"])
async def test_looking_changes_nothing(http_world: World, broken: str) -> None:
    """No key is made where one is missing, and no row is written."""
    settings = await BROKEN[broken][0](http_world)
    before = kept(settings)

    await look(settings)

    assert before == kept(settings)


@pytest.mark.asyncio(loop_scope="module")
async def test_an_administrator_reads_it_in_lines(shoulder: Shoulder, settings: Settings) -> None:
    """One line for each part, the mend below it, and exit status 1 while something is wrong."""
    said = await shoulder("doctor", SLACK_BOT_TOKEN="xoxb-other", SLACK_TRANSPORT="http")

    assert (1, "") == (said.code, said.err)
    assert "wrong    bot token: Slack says invalid_auth.\n         Take the bot token" in said.out
    assert said.out.endswith("1 to mend.\n")


@pytest.mark.asyncio(loop_scope="module")
async def test_a_program_reads_it_as_json(shoulder: Shoulder, settings: Settings) -> None:
    """Before the first start there is nothing wrong: no database yet is no fault."""
    said = await shoulder("doctor", "--json")
    told = json.loads(said.out)

    assert (0, True) == (said.code, told["ok"])
    assert ["warning"] == [each["state"] for each in told["findings"] if each["part"] == "database"]
