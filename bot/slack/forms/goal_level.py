"""Where am I on my goal? The same five levels each time, who may see it, and earlier weeks to change or take back."""

from collections.abc import Sequence
from datetime import date

from bot.coaching import goals as rules
from bot.coaching.audience import is_private
from bot.coaching.errors import BadChoice
from bot.coaching.language import say
from bot.services.goals_shown import Shown
from bot.slack import goals_drawn, ids
from bot.slack.blocks import (
    BUTTON_MOST,
    Block,
    context,
    input_block,
    modal,
    option,
    quote,
    radio,
    section,
    select,
    shorten,
)
from bot.slack.forms.goal import AUDIENCE, BOTH, COACH, ME, read_shared, with_supervisor
from bot.slack.forms.reading import AtField, View, given, held_id, hold, required

LEVEL, WEEK = "level", "week"
NONE, THIS_WEEK = "none", "this_week"
MOST_WEEKS = 26


def ask(shown: Shown, *, coach: str, supervisor: str, after: bool = False) -> Block:
    """The scale, as the two worded it. `after`: it is asked once this week, after something else was answered."""
    goal, said = shown.goal, shown.levels
    levels = [(str(level), _label(shown, level)) for level in reversed(rules.LEVELS)]
    earlier = [
        (each.week.isoformat(), say("The week of {day}", day=goals_drawn.day(each.week))) for each in reversed(said)
    ]
    readers = [(BOTH, _both(f"<@{coach}>", supervises=coach == supervisor)), (ME, say("Only me"))]
    as_last = said and said[-1].reader is None  # as they picked it last; and nothing starts with a supervisor
    start = ME if as_last or coach == supervisor or is_private(goal.topic, "") else BOTH
    weeks = [(THIS_WEEK, say("This week")), *earlier[:MOST_WEEKS]]
    once_more = say("One more thing, if you like. Where are you on your goal this week?")
    opening = f"{once_more}\n" if after else ""
    blocks = [
        section(opening + quote(shorten(goal.words, goals_drawn.MOST_OF_WORDS))),
        input_block(
            LEVEL,
            say("Where are you now?"),
            _as_typed([*levels, *([(NONE, say("Take that week’s level back"))] if said and not after else [])]),
            hint=say("Level 1 still counts as a step."),
        ),
        *([input_block(WEEK, say("For which week?"), select(weeks, initial=THIS_WEEK))] if said and not after else []),
        input_block(AUDIENCE, say("Who may see this level?"), radio(readers, initial=start)),
        context(
            say(
                "It is your own word for where you are. Nobody rates you. You can change it or take it back in App Home."
            )
        ),
    ]
    close, title = (say("Skip") if after else say("Cancel")), say("Where am I now?")
    metadata = hold(goal=goal.id, **{COACH: coach})
    return modal(ids.LEVEL_FORM, title, blocks, submit=say("Keep it"), close=close, metadata=metadata)


def _both(coach: str, *, supervises: bool) -> str:
    if supervises:
        return with_supervisor(coach)
    return say("{coach}, my coach, and I", coach=coach)


def _as_typed(levels: Sequence[tuple[str, str]]) -> Block:
    """Plain text: people's words are never markup, and a mention in them names nobody."""
    return {"type": "radio_buttons", "options": [option(label, value) for value, label in levels]}


def _label(shown: Shown, level: int) -> str:
    words = shown.goal.levels[level - 1]
    return shorten(f"{level}: {words or rules.level_in_words(level)}", BUTTON_MOST)


def read(view: View) -> tuple[str, date | None, str | None, bool]:
    """The goal, the week (None: this one), the level (None: take it back), and whether both may see it. Raises AtField."""
    picked = given(view, WEEK)
    try:
        week = date.fromisoformat(picked) if picked not in (None, THIS_WEEK) else None
    except (TypeError, ValueError):
        raise AtField(WEEK, str(BadChoice())) from None
    level = required(view, LEVEL)
    return held_id(view, "goal"), week, None if level == NONE else level, read_shared(view)
