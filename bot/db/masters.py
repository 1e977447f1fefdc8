"""The master keys: the current one, and those before it that still open what has not been wrapped anew."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.cannot_start import CannotStart
from bot.db.sealed import KEY_BYTES, WrongKey, new_key


@dataclass
class Masters:
    """The keys of this deployment, the current one first. Those of a file are read again when an unknown one is met."""

    keys: tuple[bytes, ...]
    file: Path | None = None

    @property
    def current(self) -> bytes:
        """The key that wraps what is new."""
        return self.keys[0]

    def named(self, name: str) -> bytes:
        """The key of this name; raises WrongKey when nobody gave it to us."""
        if (found := self._find(name)) is None and self.file is not None:
            self.keys = read_file(self.file)
            found = self._find(name)
        if found is None:
            raise WrongKey
        return found

    def _find(self, name: str) -> bytes | None:
        return next((key for key in self.keys if name_of(key) == name), None)

    def put_first(self, key: bytes) -> None:
        """Make this the current key; the others still open. Only a key file can be changed from here."""
        self._write((key, *self.keys))

    def keep_only_current(self) -> None:
        """Forget the keys before the current one."""
        self._write(self.keys[:1])

    def _write(self, keys: tuple[bytes, ...]) -> None:
        """Replace the file as a whole, so that a crash leaves the old file or the new one."""
        assert self.file is not None  # noqa: S101 - keys of the environment are changed there
        beside = self.file.with_suffix(".new")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as made:
            made.write("".join(f"{key.hex()}\n" for key in keys))
            made.flush()
            os.fsync(made.fileno())
        beside.replace(self.file)
        self.keys = keys


def name_of(key: bytes) -> str:
    """A key's name: it tells keys apart and says nothing about them."""
    return hashlib.sha256(b"the name of a key" + key).hexdigest()[:16]


def from_settings(current: str, before: str, file: Path) -> Masters:
    """The keys that were given as hex digits (`before` with commas), or those of the key file, made on the first day.

    Raises WrongKey, and CannotStart for a file that this account cannot read or make.
    """
    if current:
        return Masters(tuple(read_key(text) for text in (current, *filter(None, before.split(",")))))
    try:
        return Masters(_file_or_new(file), file)
    except OSError as problem:
        raise CannotStart(f"The key file cannot be used: {file}: {problem.strerror}.") from None


def read_key(text: str) -> bytes:
    """Read a key written as 64 hex digits; raises WrongKey for anything else."""
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        raise WrongKey("The sealing key must be written as 64 hex digits.") from None
    if len(key) != KEY_BYTES:
        raise WrongKey("The sealing key must be 32 bytes, written as 64 hex digits.")
    return key


def read_file(path: Path) -> tuple[bytes, ...]:
    """One key a line, the current one first; raises WrongKey for an empty file."""
    keys: Sequence[bytes] = [read_key(line) for line in path.read_text().splitlines() if line.strip()]
    if not keys:
        raise WrongKey("The key file is empty. Put the key back that this database was made with.")
    return tuple(keys)


def _file_or_new(path: Path) -> tuple[bytes, ...]:
    """Read the key file, or make one that only its owner can read (mode 0600)."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_file(path)
    key = new_key()
    with os.fdopen(descriptor, "w") as file:
        file.write(key.hex() + "\n")
    return (key,)
