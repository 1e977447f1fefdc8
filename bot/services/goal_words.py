"""The door through which the words and levels of goals enter and leave the database. Each function takes who is asking.

A goal is shared by two: its caseworker, and the coach whom they showed it to. A level, and the closing words, have a reader
of their own. All of it is sealed with the caseworker's key, whoever typed it, and each showing to the coach is written down.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Surface
from bot.coaching.errors import NotFound
from bot.db.door import through_the_door
from bot.db.goal_tables import Goal, GoalLevel, GoalRead, GoalWording
from bot.db.once import insert_once, put_each
from bot.db.sealed import open_words, place_of_goal
from bot.services.own_keys import key_of, seal_for


@dataclass(frozen=True)
class Worded:
    """A goal as it was worded at a time: what to do, what each of the five levels looks like, and by when."""

    id: str
    number: int
    words: str
    levels: tuple[str, str, str, str, str]
    by: date | None
    worded_by: str
    worded_at: datetime


@dataclass(frozen=True)
class Level:
    """Where its caseworker said they are in one local week (its Monday); `reader` is who may see it beside them."""

    week: date
    level: int
    reader: str | None


@dataclass(frozen=True)
class Showing:
    """Where a goal is shown: on a surface, in a posted digest if that is one."""

    surface: Surface
    now: datetime
    digest_id: str | None = None


async def word(
    session: AsyncSession, goal: Goal, wording: GoalWording, words: str, levels: Sequence[str], *, vouched: bool
) -> None:
    """Keep new words for a goal, beside those before."""
    said = json.dumps([words, *levels], ensure_ascii=False)
    wording.words = await seal_for(session, goal.workspace, goal.caseworker, said, _place(goal, wording.id))
    wording.vouched = vouched
    session.add(wording)
    await session.flush()


async def say_level(session: AsyncSession, goal: Goal, wording: int, level: Level, *, now: datetime) -> None:
    """Keep a level, in the place of one for the same week."""
    place = _place(goal, f"{goal.id}/{level.week}")
    row = {
        "goal_id": goal.id,
        "week": level.week,
        "workspace": goal.workspace,
        "wording": wording,
        "level": await seal_for(session, goal.workspace, goal.caseworker, str(level.level), place),
        "reader": level.reader,
        "said_at": now,
    }
    await put_each(session, GoalLevel, [row], changes=("wording", "level", "reader", "said_at"))


async def close(session: AsyncSession, goal: Goal, said: str | None, *, vouched: bool = False) -> None:
    """Keep the words at a goal's end; nothing deletes them."""
    place = _place(goal, goal.id)
    sealed = await seal_for(session, goal.workspace, goal.caseworker, said, place) if said else None
    changed = update(Goal).where(Goal.id == goal.id).values(closing=sealed, vouched=vouched)
    await session.execute(changed.execution_options(synchronize_session=False))


async def close_all(session: AsyncSession, goals: Collection[str]) -> None:
    """Delete the closing words of these goals."""
    gone = update(Goal).where(Goal.id.in_(goals)).values(closing=None)
    await session.execute(gone.execution_options(synchronize_session=False))


async def drop(session: AsyncSession, goal: Goal, *, but: Collection[str] = ()) -> None:
    """Delete all that was ever said of a goal; `but` its words if one of these people worded it, and what they said at its end."""
    worded = select(GoalWording.id).where(GoalWording.goal_id == goal.id, GoalWording.worded_by.in_(but))
    tables = (GoalLevel,) if await session.scalar(worded.limit(1)) else (GoalLevel, GoalWording)
    for table in tables:
        await session.execute(
            delete(table).where(table.goal_id == goal.id).execution_options(synchronize_session=False)
        )
    if goal.closed_by not in but:
        await close(session, goal, None)


def has_words_of(people: Collection[str]) -> ColumnElement[bool]:
    """Whether one of these people worded a goal, or said something at its end, as a part of another question."""
    worded = select(GoalWording.goal_id).where(GoalWording.worded_by.in_(people))
    return or_(Goal.id.in_(worded), and_(Goal.closed_by.in_(people), Goal.closing.is_not(None)))


async def drop_level(session: AsyncSession, goal: Goal, week: date) -> None:
    """Delete the level of one week."""
    gone = delete(GoalLevel).where(GoalLevel.goal_id == goal.id, GoalLevel.week == week)
    await session.execute(gone.execution_options(synchronize_session=False))


async def worded(session: AsyncSession, goal: Goal, *, asking: str, at: Showing) -> Sequence[Worded]:
    """How this goal was worded, the latest last; raises NotFound for anybody but the two, and once it was taken back.

    A showing to anybody but the caseworker is written down. Empty when its words have had their time.
    """
    _must_be_shared_with(goal, asking)
    found = await _worded(session, goal)
    if found and asking != goal.caseworker:
        await _note(session, goal, asking, at)
    return found


async def levels(session: AsyncSession, goal: Goal, *, asking: str) -> Sequence[Level]:
    """The levels that this person may see, oldest first: all for their caseworker, for others those meant for them."""
    _must_be_shared_with(goal, asking)
    found = await _levels(session, goal)
    return [each for each in found if asking in (goal.caseworker, each.reader)]


async def closing(session: AsyncSession, goal: Goal, *, asking: str) -> str | None:
    """The words at its end, for whoever wrote them and for the reader they picked; None for the other of the two."""
    _must_be_shared_with(goal, asking)
    if asking not in (goal.closed_by, goal.closing_reader):
        return None
    return await _closing(session, goal)


async def for_records(
    session: AsyncSession, goal: Goal, *, asking: str, private: bool, now: datetime
) -> tuple[Sequence[Worded], Sequence[Level], str | None]:
    """A goal for the agency's records officer, recorded as a showing by name; without `private` only what two shared.

    A goal that was taken back raises NotFound then. The caller makes sure that `private` is asked for under a legal hold
    alone, or for a copy for the caseworker themselves.
    """
    if goal.withdrawn_at is not None and not private:
        raise NotFound
    await _note(session, goal, asking, Showing(Surface.RECORDS, now))
    shown = [each for each in await _levels(session, goal) if private or each.reader is not None]
    may_read_end = private or goal.closing_reader is not None
    return await _worded(session, goal), shown, await _closing(session, goal) if may_read_end else None


def _must_be_shared_with(goal: Goal, asking: str) -> None:
    if asking not in (goal.caseworker, goal.coach) or goal.withdrawn_at is not None:
        raise NotFound


async def _note(session: AsyncSession, goal: Goal, reader: str, at: Showing) -> None:
    occasion = f"{at.surface}:{at.digest_id or at.now.date()}"
    shown = GoalRead(
        goal_id=goal.id,
        reader=reader,
        occasion=occasion,
        workspace=goal.workspace,
        surface=at.surface,
        digest_id=at.digest_id,
        read_at=at.now,
    )
    await insert_once(session, shown)


async def _worded(session: AsyncSession, goal: Goal) -> list[Worded]:
    columns = (GoalWording.id, GoalWording.number, GoalWording.by, GoalWording.worded_by, GoalWording.worded_at)
    wanted = select(*columns, GoalWording.words).where(GoalWording.goal_id == goal.id).order_by(GoalWording.number)
    rows = (await session.execute(through_the_door(wanted))).all()
    key = await key_of(session, goal.workspace, goal.caseworker)
    found = []
    for id_, number, by, worded_by, worded_at, sealed in rows:
        if (said := open_words(key, sealed, _place(goal, id_))) is None:
            continue
        words, *five = json.loads(said)
        found.append(
            Worded(id_, number, words, (five[0], five[1], five[2], five[3], five[4]), by, worded_by, worded_at)
        )
    return found


async def _levels(session: AsyncSession, goal: Goal) -> list[Level]:
    wanted = select(GoalLevel.week, GoalLevel.level, GoalLevel.reader).where(GoalLevel.goal_id == goal.id)
    rows = (await session.execute(through_the_door(wanted.order_by(GoalLevel.week)))).all()
    key = await key_of(session, goal.workspace, goal.caseworker)
    opened = (
        (week, open_words(key, sealed, _place(goal, f"{goal.id}/{week}")), reader) for week, sealed, reader in rows
    )
    return [Level(week, int(level), reader) for week, level, reader in opened if level is not None]


async def _closing(session: AsyncSession, goal: Goal) -> str | None:
    sealed = await session.scalar(through_the_door(select(Goal.closing).where(Goal.id == goal.id)))
    return open_words(await key_of(session, goal.workspace, goal.caseworker), sealed, _place(goal, goal.id))


def _place(goal: Goal, what: str) -> str:
    return place_of_goal(goal.workspace, goal.caseworker, what)
