"""Goals in App Home: what two agreed on, where its caseworker says they are, and what either can do with it."""

from collections.abc import Sequence

from bot.coaching.goals import ENDED, GoalState
from bot.coaching.language import mark, say
from bot.coaching.people import Standing
from bot.coaching.prompts import Library
from bot.services.goals_shown import GoalsOf, Shown
from bot.services.standing import Mine
from bot.slack import goals_drawn, ids
from bot.slack.blocks import Block, actions, button, confirm, context, quote, section, shorten

MOST_ENDED = 2
MOST_OF_CLOSING = 200
NONE_YET = mark("None yet. A goal is one thing that you do, in words that you and your coach both say yes to.")


def mine(mine: Mine, library: Library) -> list[Block]:
    """A caseworker's own goals: the open one, and how the last ones ended."""
    person, coach = mine.place.roles.caseworker, mine.place.roles.coach
    open_ = [each for each in mine.goals if each.goal.state not in ENDED]
    ended = [each for each in mine.goals if each.goal.state in ENDED]
    takes_part = mine.place.standing not in (Standing.INVITED, Standing.LEFT)
    shared = any(each.new_coach is None for each in open_)
    suggest = [actions(button(say("Suggest a goal"), ids.SUGGEST_GOAL, mine.place.id))]
    return [
        section(f"*{say('My goal')}*"),
        *([] if open_ else [context(f"{say(NONE_YET)} {say('Your coach is {coach}.', coach=f'<@{coach}>')}")]),
        *[block for each in open_ for block in _open(each, library, person, takes_part)],
        *_plot(open_),
        *(suggest if takes_part and not shared else []),
        *_history(ended),
    ]


def _open(shown: Shown, library: Library, person: str, takes_part: bool) -> list[Block]:
    seen = f":eyes: {say('Shown to {readers}.', readers=', '.join(shown.shown_to))}" if shown.shown_to else ""
    note = [context(seen)] if seen else []
    return [
        section(goals_drawn.in_full(shown, goals_drawn.title(library, shown), person=person)),
        *note,
        _buttons(shown, person) if takes_part else actions(_ends(shown), _deletes(shown)),
    ]


def _buttons(shown: Shown, person: str) -> Block:
    """For its caseworker, who has the whole scale above."""
    goal, waits = shown.goal, shown.goal.state is GoalState.PROPOSED
    yes = button(say("Yes, this is our goal"), ids.CONFIRM_GOAL, shown.wording.id, style="primary")
    show = button(say("Show it to my coach"), ids.SHOW_GOAL, f"{goal.id} {shown.new_coach}", style="primary")
    where = button(say("Where am I now?"), ids.SAY_LEVEL, goal.id, style="primary")
    return actions(
        *([show] if shown.new_coach else [yes] if person not in goal.confirmed else [] if waits else [where]),
        *_changes(shown),
        _deletes(shown),
    )


def _coachs_buttons(shown: Shown) -> Block:
    return actions(button(say("See it"), ids.SEE_GOAL, shown.goal.id), *_changes(shown))


def _changes(shown: Shown) -> list[Block]:
    return [button(say("Change the words"), ids.REWORD_GOAL, shown.goal.id), _ends(shown)]


def _ends(shown: Shown) -> Block:
    label = say("Let it go") if shown.goal.state is GoalState.PROPOSED else say("Close it")
    return button(label, ids.END_GOAL, shown.goal.id)


def _deletes(shown: Shown) -> Block:
    return button(say("Delete it"), ids.DELETE_GOAL, shown.goal.id, confirm=_gone())


def _gone() -> Block:
    return confirm(
        say("Delete this goal?"), say("Its words and levels will be deleted. This cannot be undone."), say("Delete it")
    )


def _plot(open_: Sequence[Shown]) -> list[Block]:
    """Slack draws one table in a view: the goal that both said yes to is the one."""
    plots = [goals_drawn.drawn(each.levels) for each in open_ if each.goal.state is GoalState.ACTIVE]
    return [plot for plot in plots[:1] if plot is not None]


def _history(ended: Sequence[Shown]) -> list[Block]:
    """What came to an end stays: the last few here, all of them in one's own copy."""
    shown: list[Block] = []
    for each in ended[:MOST_ENDED]:
        when = f" · {goals_drawn.day(each.ended_on)}" if each.ended_on else ""
        said = f"\n{quote(shorten(each.closing, MOST_OF_CLOSING))}" if each.closing else ""
        levels = f"\n{goals_drawn.over_time(each.levels)}" if each.levels else ""
        words = quote(shorten(each.goal.words, MOST_OF_CLOSING))
        shown.append(
            section(f"_{goals_drawn.how_it_ended(each.goal.state).capitalize()}{when}_\n{words}{levels}{said}")
        )
        shown.append(actions(_deletes(each)))
    more = len(ended) - MOST_ENDED
    older = say("{count} older ones are in your copy. “Get a copy” is below.", count=more)
    if more == 1:
        older = say("One older one is in your copy. “Get a copy” is below.")
    note = [context(older)] if more > 0 else []
    return [section(f"*{say('Goals that came to an end')}*"), *shown, *note] if ended else []


def of_people(people: Sequence[GoalsOf], library: Library, coach: str) -> list[Block]:
    """A coach's view: for each person the open goal they share, or a way to suggest one."""
    blocks: list[Block] = []
    for each in people:
        if not each.goals:
            suggest = button(say("Suggest a goal"), ids.SUGGEST_GOAL, each.enrollment_id)
            blocks.append(section(f"<@{each.caseworker}> · {say('no goal together yet')}", accessory=suggest))
        for shown in each.goals:
            text = goals_drawn.in_brief(shown, goals_drawn.title(library, shown), person=coach)
            blocks += [section(f"<@{each.caseworker}>\n{text}"), _coachs_buttons(shown)]
    more = say("Not everybody is listed. Type `/coach-checkin goals @name` to see one person’s goals.")
    return [
        section(f"*{say('Goals together')}*"),
        *blocks,
        *([context(more)] if any(each.more for each in people) else []),
    ]
