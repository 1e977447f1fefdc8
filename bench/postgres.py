"""A PostgreSQL server of our own for the length of a run, as careful with its disk as in real life (fsync is on)."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.ports import free_port

INSTALLED = Path("/usr/lib/postgresql")


@contextmanager
def server() -> Iterator[str | None]:
    """Start it on a free port of this machine, give its address, and stop it. None where no PostgreSQL is installed."""
    programs = binaries()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
    owner = "nobody" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)
    try:
        yield from _running(programs, folder, owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def binaries() -> Path | None:
    """The newest PostgreSQL on this machine."""
    found = sorted(INSTALLED.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _running(programs: Path, folder: Path, owner: str | None) -> Iterator[str]:
    data, port = folder / "data", free_port()
    run = partial(subprocess.run, user=owner, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    run([programs / "initdb", "-D", data, "-U", "shoulder", "-A", "trust", "-E", "UTF8", "--no-instructions"])
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    control = [programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log"]
    run([*control, "start"])
    try:
        yield f"postgresql://shoulder@127.0.0.1:{port}/postgres"
    finally:
        run([*control, "-m", "immediate", "stop"])
