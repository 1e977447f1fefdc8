"""Say which roles somebody holds in a program; no words are read for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.people import Role
from bot.db.engine import Database
from bot.db.often import ROLES, ROLES_AND_LINES
from bot.db.plainly import rows


@dataclass(frozen=True)
class Known:
    """What help goes by: the roles of whoever asks, and whom this program says to call; None before its setup."""

    roles: frozenset[Role]
    lines: tuple[str, str, str] | None


async def roles_of(session: AsyncSession, workspace: str, person: str) -> frozenset[Role]:
    """The roles that this person holds here; no words are read for it."""
    found = await rows(session, ROLES, workspace=workspace, person=person)
    return _held(found[0])


async def known_of(database: Database, workspace: str, person: str) -> Known:
    """The same for somebody who asks for help, in one small question."""
    [found] = await database.ask(ROLES_AND_LINES, workspace=workspace, person=person)
    hotline, on_call, helpline = found[len(Role) :]
    return Known(_held(found), None if hotline is None else (hotline, on_call, helpline))


def _held(found: Iterable[bool]) -> frozenset[Role]:
    return frozenset(role for role, holds in zip(Role, found, strict=False) if holds)
