"""Wait until the disk has kept what was committed to SQLite: one wait for everybody who committed meanwhile.

The disk takes some milliseconds, at times a hundred. SQLite itself would wait for it while it holds everybody else's writes
back. Here a commit goes to the log at once, the next writer has its turn, and only whoever committed waits until the log is
on the disk before saying that anything is kept.
"""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path


class Disk:
    """What lies under the log of one SQLite file."""

    def __init__(self, file: Path) -> None:
        self._log = file.with_name(f"{file.name}-wal")
        self.owes = False  # something was committed that it may not have yet
        self._folder_is_kept = False
        self._now: asyncio.Future[None] | None = None
        self._next: asyncio.Future[None] | None = None

    async def keep(self) -> None:
        """Come back when all that was committed before this call survives a power cut. Raises OSError if the disk fails."""
        if not (self.owes or self._now):
            return
        if self._next is None:
            self._next = asyncio.ensure_future(self._after(self._now))
        await asyncio.shield(self._next)

    async def _after(self, before: asyncio.Future[None] | None) -> None:
        """Whoever comes while the disk is at work cannot know whether it had seen their commit: they share its next round."""
        if before is not None:
            await asyncio.wait([before])
        self._now, self._next, self.owes = self._next, None, False
        try:
            await asyncio.to_thread(self._write_out)
        finally:
            self._now = None

    def _write_out(self) -> None:
        try:
            _write_out(self._log, getattr(os, "fdatasync", os.fsync))
        except FileNotFoundError:
            return  # whoever used the file last has emptied the log into it, and waited for the disk
        if not self._folder_is_kept:
            _write_out(self._log.parent, os.fsync)
            self._folder_is_kept = True


def _write_out(path: Path, sync: Callable[[int], None]) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        sync(opened)
    finally:
        os.close(opened)
