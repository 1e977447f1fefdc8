"""Write down what a beat decided: the questions, the messages they owe, what is counted of them, and everybody's next time.

All of it is one transaction, and one statement for each kind of row, however many people there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.coaching.past import REMEMBERED, Asked, Past
from bot.coaching.people import Standing
from bot.coaching.schedule import Window
from bot.db.base import new_id
from bot.db.dispatch import owe
from bot.db.due import Due
from bot.db.many import change_each, insert_each_once
from bot.db.tables import Delivery, Enrollment, Nudge
from bot.services import gently, memories
from bot.services.nudges import BY_THE_CLOCK
from bot.services.outbox import Kind, State

Row = dict[str, Any]

# Plain words, taken out of their kinds once and not for each of a thousand rows.
NUDGE, WAITING, ACTIVE = Kind.NUDGE.value, State.WAITING.value, Standing.ACTIVE.value


@dataclass(frozen=True, slots=True)
class Question:
    """What is put to them: a prompt of the library, or “shall I pause?”, which has no topic."""

    prompt_id: str
    version: int = 1
    topic: str = ""
    strategy: str = ""
    suggested_by: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one person's due time: a question in their window, or the reason why nothing comes."""

    who: Due
    next_at: datetime | None
    quiet_because: str | None = None
    question: Question | None = None
    window: Window | None = None
    asks_again: bool = False


@dataclass(frozen=True, slots=True)
class Put:
    """A question for somebody, in their hours, and the id of the nudge that it becomes."""

    nudge_id: str
    who: Due
    question: Question
    window: Window


async def write(
    session: AsyncSession, decisions: Sequence[Decision], pasts: Mapping[str, Past], spread: timedelta, *, now: datetime
) -> None:
    """Put the questions, owe their messages, and move everybody's time on. What was put on its occasion before is left as it is."""
    puts = [Put(new_id(), each.who, each.question, each.window) for each in decisions if each.question and each.window]
    written = await insert_each_once(session, Nudge, await gently.each(lambda put: _nudge(put, now), puts))
    new = [put for put in puts if put.nudge_id in written]
    await insert_each_once(session, Delivery, await gently.each(lambda put: _delivery(put, spread, now), new))
    for workspace in {put.who.workspace for put in new}:
        owe(session, workspace)
    await memories.keep(session, await gently.each(lambda put: _remembered(put, pasts[put.who.id], now), new))
    came = {put.who.id for put in new}
    moved = await gently.each(lambda each: _moved_on(each, now, came=each.who.id in came), decisions)
    await change_each(session, Enrollment, moved)


def _nudge(put: Put, now: datetime) -> Row:
    return {
        "id": put.nudge_id,
        "workspace": put.who.workspace,
        "enrollment_id": put.who.id,
        "occasion": f"{BY_THE_CLOCK}{put.window.day}",
        "prompt_id": put.question.prompt_id,
        "prompt_version": put.question.version,
        "topic": put.question.topic,
        "strategy": put.question.strategy,
        "suggested_by": put.question.suggested_by,
        "local_day": put.window.day,
        "planned_at": now,
    }


def _delivery(put: Put, spread: timedelta, now: datetime) -> Row:
    return {
        "id": new_id(),
        "workspace": put.who.workspace,
        "kind": NUDGE,
        "subject": put.nudge_id,
        "key": f"{NUDGE}:{put.nudge_id}",
        "target": put.who.caseworker,
        "due_at": max(now, schedule.moment_in(put.window, put.who.id, spread)),
        "expires_at": put.window.closes,
        "state": WAITING,
    }


def _remembered(put: Put, past: Past, now: datetime) -> Row:
    """The count of what this person was asked, with the new question in it, and without what is four years old."""
    past.add(Asked(put.question.prompt_id, put.question.topic, put.question.strategy, put.window.day))
    return memories.row(put.who.id, put.who.workspace, past.since((now - REMEMBERED).date()))


def _moved_on(decision: Decision, now: datetime, *, came: bool) -> Row:
    """The next time, and the reason for `why`; a pause whose end has come is over.

    A question is one more about which nobody has said anything yet; a suggestion that came waits no longer.
    """
    who, question = decision.who, decision.question
    suggestion_came = came and question is not None and question.suggested_by is not None
    over = who.standing == Standing.PAUSED and who.paused_until is not None
    return {
        "id": who.id,
        "next_nudge_at": decision.next_at,
        "quiet_because": decision.quiet_because,
        "quiet_at": now if decision.quiet_because else None,
        "standing": ACTIVE if over else who.standing,
        "paused_until": None if over else who.paused_until,
        "silent": who.silent + came,
        "suggested": None if suggestion_came else who.suggested,
    }
