"""Remember, for its author alone, how they wanted to handle a trigger, and offer it back when they name that trigger again.

Nothing more is kept for it: their own check-ins are the memory. So what they take back or erase, and what has had its time,
is forgotten; and nobody else is ever shown it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule, triggers
from bot.coaching.paths import Path, Step
from bot.db.tables import CheckIn, Reflection
from bot.services import plans, words
from bot.services.drafts import Draft, Place

FARTHEST_BACK = 30
"""How many of their walks through the same path are looked at, newest first."""


@dataclass(frozen=True)
class Remembered:
    """What its author picked when they named this trigger before. `used`: a check-back says that the plan was used."""

    on: date
    way: str
    plan: str | None
    used: bool


async def offered_back(
    session: AsyncSession,
    draft: Draft,
    place: Place,
    path: Path,
    given: Mapping[str, str],
    asked: Step | None,
) -> Remembered | None:
    """Their own way with the trigger that they just named again; only where a way or a plan is asked for."""
    if asked is None or asked.role not in ("way", "plan"):
        return None
    named = next((given[step.id] for step in path.steps if step.role == "trigger" and step.id in given), None)
    return await _latest(session, draft, place, named) if named else None


async def _latest(session: AsyncSession, draft: Draft, place: Place, named: str) -> Remembered | None:
    walked = (
        select(Reflection, CheckIn.made_at)
        .join(CheckIn, CheckIn.reflection_id == Reflection.id)
        .where(
            CheckIn.enrollment_id == place.id,
            CheckIn.withdrawn_at.is_(None),
            Reflection.prompt_id == draft.prompt_id,
        )
        .order_by(CheckIn.made_at.desc())
        .limit(FARTHEST_BACK)
    )
    for before, made_at in (await session.execute(walked)).all():
        lines = await words.own_lines(session, before, asking=place.caseworker)
        said = {line.role: line.words for line in lines}  # their own idea comes after the choice, and stands for it
        if "way" in said and triggers.is_same(said.get("trigger", ""), named):
            plan, used = await plans.became(session, before, place.caseworker)
            return Remembered(schedule.local_date(made_at, place.zone), said["way"], plan, used)
    return None
