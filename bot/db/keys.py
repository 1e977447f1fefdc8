"""Prove at the start that key, chest and database belong together: a mistake must stop the app, not lose words."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.adopt import FIRST_FORMAT, adopt
from bot.db.chest import Chest, KeysAreMissing
from bot.db.engine import Database
from bot.db.record_tables import ChestName
from bot.db.tables import Answer
from bot.db.turns import take_turn


async def prove(database: Database, chest: Chest) -> None:
    """Remember the chest's name on the first day, and compare it ever after; raises WrongKey or KeysAreMissing."""
    name = await chest.prepare()
    async with database.begin() as session:
        await take_turn(session, "meet the chest")
        known = await session.get(ChestName, 1)
        if known is None:
            await _meet(session, chest)
            session.add(ChestName(id=1, name=name))
        elif known.name != name:
            raise KeysAreMissing


async def _meet(session: AsyncSession, chest: Chest) -> None:
    """A database that meets its chest for the first time has no words, or those of the first version."""
    first = func.substr(Answer.words, 1, 1)
    if await session.scalar(select(Answer.step).where(first != FIRST_FORMAT).limit(1)):
        raise KeysAreMissing
    await adopt(session, chest)
