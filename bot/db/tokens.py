"""Seal the tokens with which the app speaks in Slack, and open them: what is sealed for one installation opens for no other.

Nothing but a token opens here: the place that it was sealed for is a token's, and no place of people's words.
"""

from typing import Literal

from bot.db.sealed import seal, unseal

Which = Literal["token", "refresh_token"]


def seal_token(key: bytes, token: str, workspace: str, which: Which) -> bytes:
    """Seal one of an installation's tokens with its key."""
    return seal(key, token.encode(), _place(workspace, which))


def open_token(key: bytes, sealed: bytes, workspace: str, which: Which) -> str:
    """Open it; raises WrongKey for another installation's, for the other kind, or for changed bytes."""
    return unseal(key, sealed, _place(workspace, which)).decode()


def _place(workspace: str, which: Which) -> str:
    return f"installations/{workspace}/{which}"
