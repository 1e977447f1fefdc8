"""What two people do with a goal: put it forward, say yes, reword it, end it, take it back."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import goals as rules
from bot.coaching import guard
from bot.coaching.audience import Surface, check_named
from bot.coaching.errors import BadChoice, NotAllowed, NotFound
from bot.coaching.goals import GoalState
from bot.coaching.people import check_topic
from bot.coaching.prompts import Library
from bot.db import queries
from bot.db.base import new_id
from bot.db.goal_tables import Goal, GoalWording
from bot.db.tables import Enrollment
from bot.services import goal_words, holds
from bot.services.goal_words import Showing
from bot.services.goals_between import (
    follow,
    latest,
    must_have_room,
    other_of,
    tell_the_other,
    theirs,
    who_may_write,
    write,
)
from bot.services.goals_shown import OPEN, Shown, shown, value


@dataclass(frozen=True)
class Typed:
    """A goal as it was typed. `vouched` holds the texts of which it was said that they are not about a real family."""

    words: str
    levels: tuple[str, str, str, str, str]
    by: date | None = None
    vouched: frozenset[str] = field(default_factory=frozenset)


async def propose(
    session: AsyncSession,
    library: Library,
    workspace: str,
    person: str,
    caseworker: str,
    typed: Typed,
    *,
    topic: str,
    follows: str | None = None,
    seen: str | None = None,
    now: datetime,
) -> str:
    """Put a goal forward, and let the other of the two know; gives its id. `follows` names an ended goal of theirs.

    `seen`: the coach whom the form named; NotFound when it would go to another one by now.
    Raises NotAllowed while they have an open one, and for a coach who names a topic that is the caseworker's own; BadChoice,
    TooLong or Rephrase for what was typed. Then nothing is kept.
    """
    enrollment = await who_may_write(session, library, workspace, person, caseworker)
    check_named(seen, enrollment.coach)
    if topic not in library.topics or not library.topics[topic].in_use:
        raise BadChoice
    if person != caseworker:
        check_topic(topic)
    await must_have_room(session, enrollment)
    before = await _ended(session, workspace, person, follows, enrollment) if follows else None
    people = {"caseworker": caseworker, "coach": enrollment.coach, "proposed_by": person}
    goal = rules.propose(new_id(), **people, topic=topic, words=typed.words, levels=typed.levels, by=typed.by)
    row = Goal(id=goal.id, workspace=workspace, enrollment_id=enrollment.id, **people, topic=topic, follows=follows)
    row.proposed_at = now
    write(row, goal, now)
    session.add(row)
    await session.flush()
    await _word(session, row, goal, typed, number=1, by=person, now=now)
    if before is not None:
        before.successor = row.id
    await tell_the_other(session, row, person, enrollment, now=now)
    return row.id


async def _ended(session: AsyncSession, workspace: str, person: str, goal_id: str, place: Enrollment) -> Goal:
    """An ended goal of the same caseworker, which the next one may follow; raises NotFound for any other."""
    row = await theirs(session, workspace, person, goal_id)
    if row.enrollment_id != place.id or row.state in OPEN:
        raise NotFound
    return row


async def confirm(
    session: AsyncSession, library: Library, workspace: str, person: str, wording_id: str, *, now: datetime
) -> GoalState:
    """Say yes to a goal in the words that were shown; active once both have. Raises NotFound for words that were changed."""
    wording = await session.get(GoalWording, wording_id)
    row = await theirs(session, workspace, person, wording.goal_id if wording else "")
    await who_may_write(session, library, workspace, person, row.caseworker)
    worded = await latest(session, row, person, now)
    if worded.id != wording_id:
        raise NotFound("The words of that goal were changed. Please open App Home and look at them again.")
    goal = rules.confirm(value(row, worded), person)
    write(row, goal, now)
    return goal.state


async def reword(
    session: AsyncSession,
    library: Library,
    workspace: str,
    person: str,
    goal_id: str,
    typed: Typed,
    *,
    seen: str | None = None,
    now: datetime,
) -> None:
    """Put it in other words, which wait for the other's yes; the words before are kept. Raises as `propose` does."""
    row = await theirs(session, workspace, person, goal_id)
    enrollment = await who_may_write(session, library, workspace, person, row.caseworker)
    check_named(seen, other_of(row, enrollment, person))
    worded = await latest(session, row, person, now)
    before = value(row, worded)
    goal = rules.reword(before, person, words=typed.words, levels=typed.levels, by=typed.by)
    write(row, goal, now)
    if (goal.words, goal.levels, goal.by) != (before.words, before.levels, before.by):
        await _word(session, row, goal, typed, number=worded.number + 1, by=person, now=now)
        await tell_the_other(session, row, person, enrollment, now=now)


async def show_to_new_coach(
    session: AsyncSession, library: Library, workspace: str, caseworker: str, goal_id: str, *, seen: str, now: datetime
) -> None:
    """Let the coach of today see an open goal that was shared with the one before. They say yes anew, or they do not.

    `seen`: the coach whom the screen named; NotFound when it would go to another one by now.
    Levels that were said to the coach before stay between those two.
    """
    row = await theirs(session, workspace, caseworker, goal_id)
    enrollment = await who_may_write(session, library, workspace, caseworker, row.caseworker)
    if caseworker != row.caseworker or row.coach == enrollment.coach or row.state not in OPEN:
        raise NotFound
    check_named(seen, enrollment.coach)
    await must_have_room(session, enrollment)
    worded = await latest(session, row, caseworker, now)
    moved = rules.with_coach(value(row, worded), enrollment.coach)
    row.coach = moved.coach
    write(row, rules.confirm(moved, caseworker), now)
    await tell_the_other(session, row, caseworker, enrollment, now=now)


async def end(
    session: AsyncSession,
    workspace: str,
    person: str,
    goal_id: str,
    outcome: GoalState,
    *,
    said: str | None = None,
    shared: bool = True,
    seen: str | None = None,
    vouched: bool = False,
    now: datetime,
) -> None:
    """End a goal as met, outgrown or let go, with a few words if they like; with `shared` the other may read these too.

    A coach of today who was not shown the goal may not. `seen`: the coach whom the form named; NotFound for another one by now.
    Raises NotAllowed or BadChoice as the rules do, TooLong or Rephrase for the words.
    """
    row = await theirs(session, workspace, person, goal_id)
    other = other_of(row, await queries.enrollment(session, row.enrollment_id), person)
    check_named(seen, other)
    goal = rules.close(value(row, await latest(session, row, person, now)), person, outcome)
    write(row, goal, now)
    row.closed_at, row.closed_by = now, person
    if said and said.strip():
        row.closing_reader = other if shared else None
        stood_for = guard.check(rules.read_closing(said), vouched=vouched)
        await goal_words.close(session, row, said.strip(), vouched=stood_for)
    await session.flush()


async def withdraw(session: AsyncSession, workspace: str, caseworker: str, goal_id: str, *, now: datetime) -> None:
    """Take a goal back with all that was said of it: deleted, or under a legal hold hidden from everybody until it ends.

    A hold on a coach keeps a goal's words if they worded it, and what they said at its end.
    """
    row = await theirs(session, workspace, caseworker, goal_id)
    if caseworker != row.caseworker:
        raise NotAllowed("Only the caseworker can delete a goal. You can let it go.")
    if row.state in OPEN:
        row.state, row.closed_at, row.closed_by = GoalState.CLOSED, now, caseworker
    row.withdrawn_at = row.touched_at = now
    await session.flush()
    if await queries.held_since(session, workspace, caseworker) is None:
        await goal_words.drop(session, row, but=await holds.named(session, workspace))
    await follow(session, row, now)


async def seen(session: AsyncSession, workspace: str, person: str, goal_id: str, *, now: datetime) -> Shown:
    """One goal, to look at or to change, for one of its two. Raises NotFound for anybody else."""
    row = await theirs(session, workspace, person, goal_id)
    enrollment = await queries.enrollment(session, row.enrollment_id)
    found = await shown(session, row, enrollment, asking=person, at=Showing(Surface.HOME, now))
    if found is None:
        raise NotFound
    return found


async def _word(
    session: AsyncSession, row: Goal, goal: rules.Goal, typed: Typed, *, number: int, by: str, now: datetime
) -> None:
    texts = [each for each in (goal.words, *goal.levels) if each]
    stood_for = [guard.check(each, vouched=each in typed.vouched) for each in texts]
    wording = GoalWording(
        id=new_id(),
        workspace=row.workspace,
        goal_id=row.id,
        number=number,
        worded_by=by,
        worded_at=now,
        by=goal.by,
    )
    await goal_words.word(session, row, wording, goal.words, goal.levels, vouched=any(stood_for))
