"""Forget an erased person's key for certain, and once: it is owed from the moment on which their words are deleted.

Whoever pays the debt takes its row away in the same transaction, so that a key made later, for new words, is not touched.
A debt that a crash left behind is paid at the next beat, or before the same person's next word is sealed.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.chest import Chest
from bot.db.engine import Database
from bot.db.once import insert_once
from bot.db.plainly import Phrase, rows
from bot.db.record_tables import KeyToForget

NOTHING_OWED = "nothing owed"
EVERYBODY = "the whole agency"
"""Whose keys are owed when an agency is forgotten: no person's id, for Slack's ids have no spaces."""
OWED = Phrase(lambda _: select(KeyToForget.workspace, KeyToForget.person))
DEBT = Phrase(
    lambda _: (
        delete(KeyToForget)
        .where(KeyToForget.workspace == bindparam("of"), KeyToForget.person.in_((bindparam("whose"), EVERYBODY)))
        .returning(KeyToForget.person)
    )
)


def is_owed(workspace: Any, person: Any) -> ColumnElement[bool]:
    """Whether this person's key is still to be forgotten, alone or with everybody's, as a part of another question."""
    return exists().where(KeyToForget.workspace == workspace, KeyToForget.person.in_((person, EVERYBODY)))


def owes_nothing(session: AsyncSession, workspace: str, person: str) -> None:
    """This transaction has asked already, and nothing is owed."""
    session.info.setdefault(NOTHING_OWED, set()).add((workspace, person))


async def owe(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> None:
    """Write down that this person's key is to be forgotten, or with EVERYBODY those of a whole agency."""
    session.info.get(NOTHING_OWED, set()).discard((workspace, person))
    await insert_once(session, KeyToForget(workspace=workspace, person=person, owed_at=now))


async def owed(database: Database) -> Sequence[tuple[str, str]]:
    """Whose keys are still to be forgotten, as workspace and person."""
    return await database.ask(OWED)


async def pay(session: AsyncSession, chest: Chest, workspace: str, person: str) -> bool:
    """Forget this person's key if that is owed, and everybody's if those are; says whether it was.

    If the transaction fails, it is owed still.
    """
    if (workspace, person) in session.info.get(NOTHING_OWED, ()):
        return False
    debts = [whose for (whose,) in await rows(session, DEBT, of=workspace, whose=person)]
    if EVERYBODY in debts:
        await chest.forget_all_of(workspace)
    elif debts:
        await chest.forget(workspace, person)
    return bool(debts)
