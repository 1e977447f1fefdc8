"""Prove at the start that the sealing key opens this database: a wrong key must stop the app, not lose words."""

from sqlalchemy import select

from bot.db.engine import Database
from bot.db.tables import KeyCheck

CANARY = "shoulder to shoulder"


async def prove(database: Database) -> None:
    """Open the known word, or seal it on the first day; raises WrongKey."""
    async with database.begin() as session:
        if await session.scalar(select(KeyCheck.canary).where(KeyCheck.id == 1)) is None:
            session.add(KeyCheck(id=1, canary=CANARY))
