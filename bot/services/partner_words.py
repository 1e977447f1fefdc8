"""The door for the words of parent partners: what they said of a question, and how far families see a principle.

Like `words.py`: sealed with their own key, and whoever else is shown them is written down where their author can see it.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Surface
from bot.coaching.errors import NotFound
from bot.db.door import through_the_door
from bot.db.once import put_each
from bot.db.partner_tables import FamilyMark, Review, ReviewRead
from bot.db.sealed import open_words, place_of_mark, place_of_review
from bot.services.own_keys import key_of, seal_for


async def review(session: AsyncSession, about: Review, said: Mapping[str, str]) -> None:
    """Keep a parent partner's words on a question, sealed, by what was asked; none deletes them."""
    place = place_of_review(about.workspace, about.person, about.id)
    sealed = await seal_for(session, about.workspace, about.person, json.dumps(said), place) if said else None
    await session.execute(
        update(Review)
        .where(Review.id == about.id)
        .values(words=sealed, has_words=bool(said))
        .execution_options(synchronize_session=False)
    )


async def of_review(
    session: AsyncSession, about: Review, *, asking: str, surface: Surface, now: datetime
) -> dict[str, str]:
    """A parent partner's words on a question, by what was asked; whoever else is shown them is written down.

    The caller has checked that it is the program lead, or somebody at the machine who works on the questions.
    """
    sealed = await session.scalar(through_the_door(select(Review.words).where(Review.id == about.id)))
    key = await key_of(session, about.workspace, about.person)
    said = open_words(key, sealed, place_of_review(about.workspace, about.person, about.id))
    if said is None:
        return {}
    if asking != about.person:
        seen = {"workspace": about.workspace, "review_id": about.id, "reader": asking, "surface": surface}
        session.add(ReviewRead(**seen, read_at=now))
    found: dict[str, str] = json.loads(said)
    return found


async def mark(session: AsyncSession, about: dict[str, Any], level: str) -> None:
    """Keep a parent partner's mark of a month, sealed, in the place of an earlier one."""
    place = place_of_mark(about["workspace"], about["person"], about["topic"], about["month"])
    sealed = await seal_for(session, about["workspace"], about["person"], level, place)
    await put_each(session, FamilyMark, [about | {"level": sealed}], changes=("level", "marked_at"))


async def of_mark(session: AsyncSession, about: FamilyMark, *, asking: str | None) -> str | None:
    """A parent partner's mark: for themselves, or (`asking=None`) to be counted among others and shown to nobody.

    Raises NotFound for anybody else.
    """
    if asking not in (None, about.person):
        raise NotFound
    wanted = select(FamilyMark.level).where(
        FamilyMark.workspace == about.workspace,
        FamilyMark.person == about.person,
        FamilyMark.topic == about.topic,
        FamilyMark.month == about.month,
    )
    sealed = await session.scalar(through_the_door(wanted))
    key = await key_of(session, about.workspace, about.person)
    return open_words(key, sealed, place_of_mark(about.workspace, about.person, about.topic, about.month))
