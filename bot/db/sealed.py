"""Seal a person's words, so that whoever holds the database file alone cannot read them.

AES-256-GCM with a fresh 96-bit nonce for each value, bound to the column it belongs to: a value that was changed, or
moved to another column, does not open. The stored bytes are: format (1), nonce (12), sealed words and tag.
"""

import os
import secrets
from pathlib import Path
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.cannot_start import CannotStart

FORMAT = b"\x01"
NONCE = 12
KEY_BYTES = 32


class WrongKey(CannotStart):
    """The sealing key does not open what is kept. Give back the key this database was made with (SEALING_KEY)."""


class Sealer:
    """Seals and opens with one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise WrongKey("The sealing key must be 32 bytes, written as 64 hex digits.")
        self._cipher = AESGCM(key)

    def seal(self, words: str, place: str) -> bytes:
        """Seal words for one place (table and column)."""
        nonce = secrets.token_bytes(NONCE)
        return FORMAT + nonce + self._cipher.encrypt(nonce, words.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """Open what was sealed for this place; raises WrongKey for another key, another place or changed bytes."""
        shape, nonce, body = sealed[:1], sealed[1 : NONCE + 1], sealed[NONCE + 1 :]
        if shape != FORMAT or len(nonce) < NONCE:
            raise WrongKey
        try:
            return self._cipher.decrypt(nonce, body, place.encode()).decode()
        except InvalidTag:
            raise WrongKey from None


class SealedText(TypeDecorator[str]):
    """A column that holds a person's words: text in Python, sealed bytes in the database.

    The sealer travels on the engine's dialect (`engine.create` puts it there), so that no key lives in a module.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        return None if value is None else _sealer(dialect).seal(value, self.place)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Open on the way out."""
        return None if value is None else _sealer(dialect).open(bytes(value), self.place)


def _sealer(dialect: Dialect) -> Sealer:
    return cast(Sealer, dialect.sealer)  # type: ignore[attr-defined]


def read_key(text: str) -> bytes:
    """Read a key written as 64 hex digits; raises WrongKey for anything else."""
    try:
        return bytes.fromhex(text.strip())
    except ValueError:
        raise WrongKey("The sealing key must be written as 64 hex digits.") from None


def key_from_file(path: Path) -> bytes:
    """Read the key file, or make one that only its owner can read (mode 0600)."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_key(path.read_text())
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(descriptor, "w") as file:
        file.write(key.hex() + "\n")
    return key
