"""Goals in every standing, for given words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.coaching.goals import Goal, GoalState
from bot.coaching.people import Roles
from bot.coaching.prompts import Library
from bot.services.goal_words import Level, Worded
from bot.services.goals_shown import GoalsOf, Shown
from bot.slack.forms import goal, goal_level

ID = "0" * 32
MONDAY = date(2026, 11, 2)
ROLES = Roles("UANA", "UCORA", "UCORA")


def goals(words: str) -> dict[str, Shown]:
    """One goal for each way that it can stand."""
    said = words[:500] or "x"
    five = (said, said, said, said, said)
    value = Goal(ID, "UANA", "UCORA", "kin", said, five, MONDAY, frozenset({"UANA", "UCORA"}), GoalState.ACTIVE)
    worded = Worded(ID, 2, said, five, MONDAY, "UANA", datetime(2026, 11, 2, tzinfo=UTC))
    levels = tuple(Level(MONDAY + timedelta(days=7 * week), week % 5 + 1, "UCORA") for week in range(30))
    active = Shown(value, worded, levels, None, None, None, ("<@UCORA> on Monday, Nov 2",))
    waits = replace(active, goal=replace(value, state=GoalState.PROPOSED, confirmed=frozenset({"UCORA"})), levels=())
    return {
        "active": active,
        "waits": waits,
        "new coach": replace(waits, new_coach="UDEE"),
        **{
            each: replace(active, goal=replace(value, state=each), closing=said, ended_on=MONDAY)
            for each in (GoalState.MET, GoalState.OUTGROWN, GoalState.CLOSED)
        },
    }


def of_one(words: str) -> tuple[Shown, ...]:
    """As many as one caseworker can see at once: one with their coach, one from before, and those that ended."""
    shown = goals(words)
    return tuple(shown[each] for each in ("active", "new coach", *3 * [GoalState.MET], GoalState.CLOSED))


def forms(words: str, library: Library) -> dict[str, dict[str, object]]:
    """Each form of a goal, for the caseworker and for the coach."""
    drawn = {}
    for person in ("UANA", "UCORA"):
        drawn[f"a goal, {person}"] = goal.write(library, person, ROLES, carried={"enrollment": ID})
        for name, shown in goals(words).items():
            drawn[f"other words, {name}, {person}"] = goal.write(
                library, person, ROLES, carried={"goal": ID}, before=shown
            )
            drawn[f"see, {name}, {person}"] = goal.seen(shown, "Kin and family", person)
            drawn[f"close, {name}, {person}"] = goal.end(shown, person, supervisor="USAM")
            for after in (False, True):
                asked = goal_level.ask(shown, coach="UCORA", supervisor="USAM", after=after)
                drawn[f"level, {name}, {person}, {after}"] = asked
    return drawn | {"next goal": goal.next_one(ID)}


def of_people(words: str) -> tuple[GoalsOf, ...]:
    """A coach's people: with a goal, with one that waits, without one, and more than fit."""
    shown = goals(words)
    return (
        GoalsOf(ID, "UANA", (shown["active"],), more=True),
        GoalsOf(ID, "UDEE", (shown["waits"],)),
        *(GoalsOf(ID, f"U{number:09}", ()) for number in range(6)),
    )
