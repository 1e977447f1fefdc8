"""A sandbox on a free port for each test, with a small manifest."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.pretend_slack import CLOCK_TOKEN, MANIFEST, SECRET, Watched


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """A small manifest of an app with a command, two shortcuts and seven scopes."""
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST), encoding="utf-8")
    return path


@pytest.fixture
async def opened(manifest: Path) -> AsyncIterator[Callable[..., Awaitable[Watched]]]:
    """Start sandboxes with any options; all are stopped at the end."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())

        async def start(**options: Any) -> Watched:
            given = {"transport": "http", "app_url": None, "manifest": manifest, "retry_waits": (0.0, 0.05, 0.05)}
            sandbox = Sandbox(SandboxOptions(SECRET, CLOCK_TOKEN, **given | options))
            await sandbox.start()
            stack.push_async_callback(sandbox.stop)
            return Watched(sandbox, session)

        yield start


@pytest.fixture
async def slack(opened: Callable[..., Awaitable[Watched]]) -> Watched:
    """A sandbox whose app is away."""
    return await opened()
