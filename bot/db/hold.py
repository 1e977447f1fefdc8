"""Hold a SQLite database for one process at a time, so that two of them cannot send the same message.

The lock is the operating system's: it is free the moment its holder dies, and stays held while the holder is paused.
"""

import fcntl
import os
from pathlib import Path

from bot.cannot_start import CannotStart


class AlreadyHeld(CannotStart):
    """Another process is already at work on this database. On SQLite one process does everything: stop the other one first."""


def hold(path: Path) -> int:
    """Take the lock file, and keep it until this process ends; raises AlreadyHeld when somebody else has it.

    Raises CannotStart where there can be no such file, or where it is another account's.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        raise CannotStart(f"The lock file cannot be used: {path}: {problem.strerror}.") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise AlreadyHeld from None
    return descriptor


def release(descriptor: int) -> None:
    """Give the lock back."""
    os.close(descriptor)
