"""A database of its own for each measurement: a SQLite file, or a database on the run's PostgreSQL server."""

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg

from bench.sizes import Sizes

Engine = Literal["sqlite", "postgres"]
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Trial:
    """One run of the benchmarks: how much, and the PostgreSQL server when there is one."""

    sizes: Sizes
    postgres: str | None

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The databases that are measured."""
        return ("sqlite", "postgres") if self.postgres else ("sqlite",)


@dataclass(frozen=True)
class Place:
    """Where one measurement keeps its data. `url` is what DATABASE_URL would be; empty means SQLite in the folder."""

    engine: Engine
    folder: Path
    url: str
    file_name: str = "shoulder.db"

    @property
    def file(self) -> Path:
        """The SQLite file; by default the one that the app makes."""
        return self.folder / self.file_name


@contextmanager
def fresh(trial: Trial, engine: Engine) -> Iterator[Place]:
    """An empty database, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if engine == "sqlite":
            yield Place(engine, Path(folder), "")
            return
        assert trial.postgres
        name = f"bench_{next(_NUMBERS)}"
        with psycopg.connect(trial.postgres, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
            try:
                yield Place(engine, Path(folder), trial.postgres.rpartition("/")[0] + f"/{name}")
            finally:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")
