"""A thousand small databases in one process: what a statement looks like in SQL is worked out for the first of them alone."""

from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import LRUCache

from bot.db import engine as opening

ENOUGH = 10_000
"""More statements than the app has: what is worked out stays."""


def compile_once(patch: pytest.MonkeyPatch) -> None:
    """Let all databases of a kind that are opened from now on share their dialect and their compiled statements."""
    first: dict[str, Engine] = {}

    def opened(url: str, **options: Any) -> AsyncEngine:
        made = create_async_engine(url, **options)
        engine = made.sync_engine
        if known := first.get(engine.dialect.name):
            engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache
        else:
            engine._compiled_cache = LRUCache(ENOUGH)
            _remember(first, engine)
        return made

    patch.setattr(opening, "create_async_engine", opened)


def _remember(first: dict[str, Engine], engine: Engine) -> None:
    """From its first line on: only then a dialect knows the server that it speaks to."""

    @event.listens_for(engine, "engine_connect", once=True)
    def on_connect(_: Any) -> None:
        first.setdefault(engine.dialect.name, engine)
