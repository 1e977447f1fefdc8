"""A pretend Slack, a deployment of each test's own, and somebody who types commands."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import open_database
from bot.sandbox.run import LEAD, PLAN, WORKSPACE
from bot.sandbox.server import Sandbox
from bot.services import programs
from bot.settings import Settings
from tests.cli.typed import Said, Shoulder, typing
from tests.world import MONDAY_9_29, _options, environment, settings_for


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack() -> AsyncIterator[Sandbox]:
    """The pretend Slack; nothing here changes it."""
    sandbox = Sandbox(_options("http", MONDAY_9_29))
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def settings(slack: Sandbox, tmp_path: Path) -> Settings:
    """A deployment of the test's own."""
    return settings_for(tmp_path, slack.url, "http")


@pytest.fixture
def shoulder(settings: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shoulder:
    """Type `shoulder …` in an empty folder, with this deployment's settings (changed as the test says)."""
    monkeypatch.chdir(settings.data_dir.parent)
    for name, value in environment(settings, 0).items():
        monkeypatch.setenv(name, value)

    async def run(*words: str, **changed: str) -> Said:
        for name, value in changed.items():
            monkeypatch.setenv(name, value)
        return await typing(monkeypatch, capfd, *words)

    return run


@pytest_asyncio.fixture(loop_scope="module")
async def ready(settings: Settings) -> Settings:
    """The same with a program set up, and nobody in it."""
    async with open_database(settings) as database, database.begin() as session:
        await programs.set_up(session, WORKSPACE, LEAD, PLAN, first_lead="", now=MONDAY_9_29)
    return settings
