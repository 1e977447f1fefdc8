"""Bring words that the first version sealed, all with one key, under the keys of their authors. It happens once."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.chest import Chest
from bot.db.door import through_the_door
from bot.db.sealed import place_of_answer, place_of_celebration, seal, unseal
from bot.db.tables import Answer, Celebration, Enrollment, Reflection

FIRST_FORMAT = b"\x01"


async def adopt(session: AsyncSession, chest: Chest) -> None:
    """Seal each of them anew; raises WrongKey when the master key is not the one of that time."""
    answers = (
        select(Answer.reflection_id, Answer.step, Answer.workspace, Enrollment.caseworker, Answer.words)
        .join(Reflection, Reflection.id == Answer.reflection_id)
        .join(Enrollment)
    )
    for reflection_id, step, workspace, author, words in (await session.execute(through_the_door(answers))).all():
        place = place_of_answer(workspace, author, reflection_id, step)
        sealed = await _anew(chest, words, "answers.words", workspace, author, place)
        row = (Answer.reflection_id == reflection_id, Answer.step == step)
        await session.execute(update(Answer).where(*row).values(words=sealed))
    told = select(Celebration.id, Celebration.workspace, Celebration.caseworker, Celebration.words)
    kept = (await session.execute(through_the_door(told.where(Celebration.words.is_not(None))))).all()
    for id_, workspace, author, celebrated in kept:
        place = place_of_celebration(workspace, author, id_)
        sealed = await _anew(chest, celebrated or b"", "celebrations.words", workspace, author, place)
        await session.execute(update(Celebration).where(Celebration.id == id_).values(words=sealed))


async def _anew(chest: Chest, words: bytes, column: str, workspace: str, author: str, place: str) -> bytes:
    said = unseal(chest.masters.current, words, column, shape=FIRST_FORMAT)
    return seal(await chest.key_for(workspace, author), said, place)
