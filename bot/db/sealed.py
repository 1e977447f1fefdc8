"""Seal a person's words, so that whoever holds the database alone cannot read them.

AES-256-GCM with a fresh 96-bit nonce for each value, bound to its place (table, workspace, person and row): a value that
was changed, or moved to another row or person, does not open. The stored bytes are: format (1), nonce (12), sealed
words and tag.
"""

import secrets
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator

from bot.cannot_start import CannotStart

FORMAT = b"\x02"
NONCE = 12
KEY_BYTES = 32


class WrongKey(CannotStart):
    """The sealing key does not open what is kept. Give back the key this database was made with (SEALING_KEY)."""


class Sealed(TypeDecorator[bytes]):
    """A column of sealed words: bytes that only `services/words.py` opens. No other column holds people's words."""

    impl = LargeBinary
    cache_ok = True


def new_key() -> bytes:
    """A fresh key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, secret: bytes, place: str) -> bytes:
    """Seal bytes for one place."""
    nonce = secrets.token_bytes(NONCE)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, secret, place.encode())


def unseal(key: bytes, sealed: bytes, place: str, *, shape: bytes = FORMAT) -> bytes:
    """Open what was sealed for this place; raises WrongKey for another key, another place or changed bytes."""
    found, nonce, body = sealed[:1], sealed[1 : NONCE + 1], sealed[NONCE + 1 :]
    if found != shape or len(nonce) < NONCE:
        raise WrongKey
    try:
        return AESGCM(key).decrypt(nonce, body, place.encode())
    except InvalidTag:
        raise WrongKey from None


def open_words(key: bytes | None, sealed: bytes | None, place: str) -> str | None:
    """The words that were sealed for this place; None where there are none, or where their author's key does not open them.

    Whoever was erased has no key, or another one if they wrote again: what a backup brought back of before is no words then.
    """
    if key is None or sealed is None:
        return None
    try:
        return unseal(key, sealed, place).decode()
    except WrongKey:
        return None


def place_of_answer(workspace: str, author: str, reflection_id: str, step: str) -> str:
    """Where an answer belongs: what was sealed for it opens in no other row, and for no other person."""
    return f"answers/{workspace}/{author}/{reflection_id}/{step}"


def place_of_goal(workspace: str, caseworker: str, what: str) -> str:
    """Where a goal's words, its closing or one of its levels belong: always its caseworker's, whoever typed them."""
    return f"goals/{workspace}/{caseworker}/{what}"


def place_of_review(workspace: str, person: str, review_id: str) -> str:
    """Where a parent partner's words on a question belong."""
    return f"reviews/{workspace}/{person}/{review_id}"


def place_of_mark(workspace: str, person: str, topic: str, month: date) -> str:
    """Where a parent partner's mark of one month belongs."""
    return f"family_marks/{workspace}/{person}/{topic}/{month}"


def place_of_celebration(workspace: str, caseworker: str, celebration_id: str) -> str:
    """Where a celebration belongs."""
    return f"celebrations/{workspace}/{caseworker}/{celebration_id}"


def place_of_note(workspace: str, author: str, note_id: str) -> str:
    """Where a coach's sentence belongs."""
    return f"coach_notes/{workspace}/{author}/{note_id}"
