"""Say which roles somebody holds in a program; no words are read for it."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.people import Role
from bot.db.often import ROLES_OF


async def roles_of(session: AsyncSession, workspace: str, person: str) -> frozenset[Role]:
    """The roles that this person holds here; no words are read for it."""
    held = (await session.execute(ROLES_OF, {"workspace": workspace, "person": person})).mappings().one()
    return frozenset(role for role in Role if held[role])
