"""The forms of a goal: put it into words, say yes to it, close it, and go on with a next one."""

from datetime import date

from bot.coaching import goals as rules
from bot.coaching import guard
from bot.coaching.errors import BadChoice
from bot.coaching.goals import GoalState
from bot.coaching.language import mark, say
from bot.coaching.people import Roles, may_be_requested
from bot.coaching.prompts import Library
from bot.services.goals import Typed
from bot.services.goals_shown import Shown
from bot.slack import goals_drawn, ids
from bot.slack.blocks import Block, context, input_block, modal, quote, radio, section, select, shorten, text_input
from bot.slack.forms.reading import AtField, View, at, given, held, held_id, hold, required
from bot.slack.forms.reflection import NO_NAMES
from bot.slack.forms.rephrase import vouched
from bot.slack.forms.request import some

TOPIC, WORDS, BY, OUTCOME, CLOSING, AUDIENCE = "topic", "words", "by", "outcome", "closing", "audience"
COACH = "coach"
BOTH, ME = "both", "only_me"
ASKED = {
    3: (mark("3: What will it look like if it goes as you hope?"), mark("How much, how often, how long?")),
    4: (mark("4: What would be a bit better?"), None),
    5: (mark("5: What would be much better?"), None),
    2: (mark("2: What would be a bit less?"), None),
    1: (mark("1: What is the least that still counts as a step?"), mark("It counts. It is not a failure.")),
}


def write(
    library: Library, person: str, roles: Roles, *, carried: dict[str, str], before: Shown | None = None
) -> Block:
    """Put a goal into words, or (with `before`) into other words, which wait for the other's yes."""
    caseworker, own = roles.caseworker, person == roles.caseworker
    topics = [(key, each.title) for key, each in library.topics.items() if each.in_use and (own or _may(key))]
    levels = dict(zip(rules.LEVELS, before.goal.levels, strict=True)) if before else {}
    by = before.wording.by if before else None
    blocks = [
        section(_one_thing(None if own else caseworker)),
        *([] if before else [input_block(TOPIC, say("On which topic?"), select(some(topics)))]),
        input_block(
            WORDS,
            say("What is it? What to do more of, or do better?"),
            text_input(initial=before.goal.words if before else None, most=rules.LONGEST_WORDS),
            hint=say(NO_NAMES),
        ),
        *(_level(level, levels.get(level)) for level in ASKED),
        input_block(
            BY,
            say("By when?"),
            {"type": "datepicker"} | ({"initial_date": by.isoformat()} if by else {}),
            optional=True,
        ),
        context(_readers(roles, before), say("It counts once both have said yes to the same words.")),
    ]
    title = say("Change the words") if before else say("A goal")
    return modal(ids.GOAL_FORM, title, blocks, submit=say("Save"), close=say("Cancel"), metadata=hold(**carried))


def _one_thing(caseworker: str | None) -> str:
    """Whose doing it is: their own, or (for a coach) that of the person they coach."""
    if caseworker is None:
        return say("Pick one thing that you do, not what a family does. Level 3 is as hoped, and level 1 still counts.")
    return say(
        "Pick one thing that {who} does, not what a family does. Level 3 is as hoped, and level 1 still counts.",
        who=f"<@{caseworker}>",
    )


def _readers(roles: Roles, before: Shown | None) -> str:
    coach = f"<@{roles.coach}>"
    if before is not None and before.new_coach is not None:
        return f"{_not_seen(coach)} {say('Only you can read it until you show it.')}"
    two = say(
        "The two of you can read this: {caseworker} and {coach}.", caseworker=f"<@{roles.caseworker}>", coach=coach
    )
    both = say("{coach} is the supervisor too.", coach=coach)
    return f"{two} {both if roles.coach == roles.supervisor else say('The supervisor cannot.')}"


def _not_seen(coach: str) -> str:
    return say("{coach} is your coach now and has not seen this goal.", coach=coach)


def _may(topic: str) -> bool:
    return may_be_requested(topic, "")


def _level(level: int, before: str | None) -> Block:
    label, hint = ASKED[level]
    box = text_input(initial=before or None, most=rules.LONGEST_WORDS)
    return input_block(
        f"level_{level}", say(label), box, hint=say(hint) if hint else None, optional=level != rules.AS_HOPED
    )


def typed(view: View) -> dict[str, str]:
    """What was typed, by block."""
    blocks = (WORDS, *(f"level_{level}" for level in rules.LEVELS))
    return {block: (given(view, block) or "").strip() for block in blocks}


def read(view: View) -> Typed:
    """The goal as it was typed. Raises AtField where something is missing, or the guard found something."""
    found = typed(view)
    for block in (WORDS, f"level_{rules.AS_HOPED}"):
        required(view, block)
    stood_for = set()
    for block, said in found.items():
        with at(block):
            if said and guard.check(said, vouched=vouched(view, block)):
                stood_for.add(said)
    first, second, third, fourth, fifth = (found[f"level_{level}"] for level in rules.LEVELS)
    return Typed(found[WORDS], (first, second, third, fourth, fifth), by=_day(view), vouched=frozenset(stood_for))


def _day(view: View) -> date | None:
    picked = given(view, BY)
    try:
        return date.fromisoformat(picked) if picked else None
    except ValueError:
        raise AtField(BY, str(BadChoice())) from None


def read_topic(view: View) -> str:
    """The topic that was picked."""
    return required(view, TOPIC)


def seen(shown: Shown, title: str, person: str) -> Block:
    """A goal to look at, and to say yes to when that is what it waits for."""
    waits = shown.goal.state is GoalState.PROPOSED and person not in shown.goal.confirmed
    blocks = [section(goals_drawn.in_full(shown, title, person=person))]
    how = say("To change the words or let it go, open App Home. There is no rush.")
    blocks += [context(how)] if waits else []
    return modal(
        ids.GOAL_SEEN_FORM,
        say("A goal for you two"),
        blocks,
        submit=say("Yes, this is our goal") if waits else None,
        close=say("Not now") if waits else say("Close"),
        metadata=hold(wording=shown.wording.id),
    )


def read_seen(view: View) -> str:
    """The wording to which somebody said yes."""
    return held_id(view, "wording")


def end(shown: Shown, person: str, *, supervisor: str) -> Block:
    """How it came to an end, and a few words about it if they like; nothing starts with a supervisor."""
    goal, own = shown.goal, person == shown.goal.caseworker
    other = goal.coach if own else goal.caseworker
    ends = [
        (GoalState.MET, say("Met: this is how it goes now")),
        (GoalState.OUTGROWN, say("Outgrown: something else matters more")),
    ]
    may_be_met = len(goal.confirmed) > 1 or shown.new_coach is not None
    offered = [*(ends if may_be_met else []), (GoalState.CLOSED, say("Let it go"))]
    words = input_block(
        CLOSING,
        say("What helped? What did you learn?") if own else say("A few words, if you like"),
        text_input(most=rules.LONGEST_WORDS),
        hint=say(NO_NAMES),
        optional=True,
    )
    two = with_supervisor(f"<@{other}>") if other == supervisor else say("{coach} and I", coach=f"<@{other}>")
    readers = [*([] if shown.new_coach else [(BOTH, two)]), (ME, say("Only me"))]
    start = ME if other == supervisor else readers[0][0]
    stays = say("It stays in the history.")
    read = "" if own else " " + say("{who} can read your words.", who=f"<@{other}>")
    alone = f"{_not_seen(f'<@{other}>')} {say('Your words are for you alone.')}" if shown.new_coach else ""
    blocks = [
        section(quote(shorten(goal.words, goals_drawn.MOST_OF_WORDS))),
        input_block(OUTCOME, say("How does it end?"), radio([(each.value, label) for each, label in offered])),
        words,
        *([input_block(AUDIENCE, say("Who may read these words?"), radio(readers, initial=start))] if own else []),
        context(alone, stays + read),
    ]
    submit, metadata = say("Close it"), hold(goal=goal.id, **({COACH: other} if own and not shown.new_coach else {}))
    return modal(ids.GOAL_END_FORM, say("Close a goal"), blocks, submit=submit, close=say("Cancel"), metadata=metadata)


def with_supervisor(coach: str) -> str:
    """The two of them, where the coach is the supervisor too."""
    return say("{coach}, my coach and my supervisor, and I", coach=coach)


def read_end(view: View) -> tuple[str, GoalState, str, bool]:
    """The goal, its end, the words about it, and whether the other may read them. Raises AtField."""
    outcome = required(view, OUTCOME)
    if outcome not in set(GoalState):
        raise AtField(OUTCOME, str(BadChoice()))
    return held_id(view, "goal"), GoalState(outcome), (given(view, CLOSING) or "").strip(), read_shared(view)


def read_named(view: View) -> str | None:
    """The coach whom the form named, where what was picked is for them; None for nobody."""
    return held_id(view, COACH) if COACH in held(view) and read_shared(view) else None


def read_shared(view: View) -> bool:
    """Whether both may see it; what no form offers is read as “only me”."""
    return given(view, AUDIENCE) in (None, BOTH)


def next_one(goal_id: str) -> Block:
    """It is closed; another may follow."""
    blocks = [
        section(say("Closed. It stays in your history.")),
        section(say("Would you like a next goal that grows out of it?")),
    ]
    return modal(
        ids.NEXT_GOAL_FORM,
        say("What comes next?"),
        blocks,
        submit=say("Start the next"),
        close=say("Not now"),
        metadata=hold(goal=goal_id),
    )


def read_next(view: View) -> str:
    """The goal that the next one follows."""
    return held_id(view, "goal")
