"""Call somebody to carry what is owed: inside the transaction that owes it, so that neither is ever without the other."""

from collections.abc import Collection
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

OWED = "owed"


class Dispatch(Protocol):
    """Two ways to get somebody to carry: the one process of a SQLite database, or a task queue in PostgreSQL."""

    async def defer(self, session: AsyncSession, workspaces: Collection[str]) -> None:
        """Still inside the transaction: leave a task for each workspace in which messages came to be owed."""

    def wake(self) -> None:
        """The transaction is committed: whoever waits in this process may look now."""


class Nobody:
    """For commands that only write: what they owe is carried by whoever serves the database."""

    async def defer(self, session: AsyncSession, workspaces: Collection[str]) -> None:
        """Leave nothing: the next beat of a worker finds what is due."""

    def wake(self) -> None:
        """Nobody waits in this process."""


def owe(session: AsyncSession, workspace: str) -> None:
    """Note that this transaction owes messages in a workspace."""
    session.info.setdefault(OWED, set()).add(workspace)
