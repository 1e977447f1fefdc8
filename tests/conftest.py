"""What every test may ask for."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot import logs
from bot.cli.running import PROXIES
from tests import postgres, statements
from tests.world import WAYS, World, in_one_process

if folder := postgres.memory():  # each commit of a SQLite file waits for the disk, and there are many thousands of them
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)
for name in PROXIES:  # every Slack of the tests is on this machine
    os.environ.pop(name, None)


@pytest.fixture(autouse=True, scope="session")
def calm_collector() -> None:
    """A world makes many thousand things that go by themselves; the collector looks less often than at each 700 of them."""
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def compiled_once() -> Iterator[None]:
    """Every test opens databases of its own; the statements are the same in all of them."""
    with pytest.MonkeyPatch.context() as patch:
        statements.compile_once(patch)
        yield


@pytest.fixture(autouse=True)
def nothing_broke(request: pytest.FixtureRequest) -> Iterator[list[dict[str, Any]]]:
    """A test fails when the app logs an error, unless it is marked `expects_errors`: a caught mistake is a mistake."""
    logs.set_up("WARNING")
    errors: list[dict[str, Any]] = []

    def note(_: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
        if method == "error":
            errors.append(dict(event))
        return event

    before = structlog.get_config()["processors"]
    structlog.configure(processors=[before[0], logs.where_it_broke, note, *before[1:]])
    yield errors
    if not request.node.get_closest_marker("expects_errors"):
        assert errors == []


@pytest.fixture(params=WAYS)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The demo's program at 9:29 on a Monday in Chicago; once over signed HTTP and once in Socket Mode."""
    async with in_one_process(tmp_path, transport=request.param) as made:
        yield made


@pytest.fixture
async def http_world(tmp_path: Path) -> AsyncIterator[World]:
    """The same over one way, as a rule signed HTTP, for tests of what both ways have in common."""
    async with in_one_process(tmp_path) as made:
        yield made
