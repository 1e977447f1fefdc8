"""One process holds a SQLite database: a second one says so and stops."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import app as composition
from bot.db.hold import AlreadyHeld
from tests.world import ROOT, Engine, World, environment, in_one_process


@pytest.fixture
def database() -> Engine:
    """SQLite's alone: on PostgreSQL, several processes share the work."""
    return "sqlite"


async def second_app(world: World, **changed: Any) -> str:
    """Start the app once more on the same database; gives what it says when it refuses."""
    settings = world.settings.model_copy(update=changed)
    started = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "bot", "serve"],
        cwd=ROOT,
        env=environment(settings, 0),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert 1 == started.returncode, started.stderr
    return started.stderr


async def test_a_second_app_refuses_in_words(begun: World) -> None:
    """The second one names the reason in one line, without a traceback."""
    said = await second_app(begun)

    assert f"{AlreadyHeld.__doc__}\n" == said


async def test_the_lock_is_the_databases_own(begun: World, tmp_path: Path) -> None:
    """A second app with another data folder, but on the same database file, refuses too."""
    key = (begun.settings.data_dir / "sealing.key").read_text().strip()
    said = await second_app(
        begun,
        data_dir=tmp_path / "elsewhere",
        database_url=f"sqlite:///{begun.settings.data_dir}/../data/shoulder.db",
        sealing_key=type(begun.settings.sealing_key)(key),
    )

    assert f"{AlreadyHeld.__doc__}\n" == said


async def test_the_lock_is_free_after_the_holder(tmp_path: Path) -> None:
    """When the first app has stopped, the next may start."""
    async with in_one_process(tmp_path) as world:
        settings = world.settings
        with pytest.raises(AlreadyHeld):
            async with composition.one_process(settings):
                pass

    async with composition.one_process(settings):
        pass
