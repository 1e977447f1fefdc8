"""A goal as words and as a picture: the same on every surface. The words say all that the picture shows."""

from collections.abc import Sequence
from datetime import date

from bot.coaching import goals as rules
from bot.coaching.goals import GoalState
from bot.coaching.language import mark, say
from bot.coaching.prompts import Library
from bot.services.goal_words import Level
from bot.services.goals_shown import Shown
from bot.slack.blocks import Block, escape, quote, shorten

MOST_OF_WORDS = 240
MOST_OF_LEVEL = 100
WEEKS_DRAWN = 12
LEAST_TO_DRAW = 2
SERIES = mark("Level")
HERE, NOT_HERE = "●", "·"


def day(when: date) -> str:
    """ "Nov 2"."""
    return say("{month} {number}", month=say(f"{when:%b}"), number=when.day)


def title(library: Library, shown: Shown) -> str:
    """What a goal is about, in words."""
    topic = library.topics.get(shown.goal.topic)
    return topic.title if topic else say("A goal")


def in_full(shown: Shown, title: str, *, person: str) -> str:
    """The words, the five levels, how it stands, and the levels that this person may see."""
    goal = shown.goal
    by = " " + say("By {day}.", day=day(shown.wording.by)) if shown.wording.by else ""
    parts = [f"*{escape(title)}* · {standing(shown, person)}{by}", quote(shorten(goal.words, MOST_OF_WORDS))]
    return "\n".join([*parts, *scale(shown), *([over_time(shown.levels)] if shown.levels else [])])


def in_brief(shown: Shown, title: str, *, person: str) -> str:
    """The same without the scale."""
    parts = [f"*{escape(title)}* · {standing(shown, person)}", quote(shorten(shown.goal.words, MOST_OF_WORDS))]
    return "\n".join([*parts, *([over_time(shown.levels)] if shown.levels else [])])


def standing(shown: Shown, person: str) -> str:
    """Where a goal stands, for one of the two."""
    goal = shown.goal
    if goal.state is GoalState.ACTIVE:
        return say("you both said yes.")
    if goal.state is not GoalState.PROPOSED:
        return f"{how_it_ended(goal.state)}."
    if shown.new_coach is not None:
        coach = f"<@{shown.new_coach}>"
        return say("{coach} is your coach now and has not seen it. You can show it, or let it go.", coach=coach)
    if person not in goal.confirmed:
        return say("it waits for your yes.")
    other = goal.coach if person == goal.caseworker else goal.caseworker
    return say("it waits for a yes from {who}.", who=f"<@{other}>")


def how_it_ended(state: GoalState) -> str:
    """An end, without a grade in it."""
    return {GoalState.MET: say("met"), GoalState.OUTGROWN: say("outgrown")}.get(state, say("let go"))


def at_the_end(closing: str) -> str:
    """What was said when it came to an end."""
    return f"{say('At the end:')}\n{quote(shorten(closing, MOST_OF_WORDS))}"


def scale(shown: Shown) -> list[str]:
    """The levels that somebody put into words, the highest first."""
    worded = list(zip(rules.LEVELS, shown.goal.levels, strict=True))
    return [
        f"{level}, {rules.level_in_words(level)}: {escape(shorten(words, MOST_OF_LEVEL))}"
        for level, words in reversed(worded)
        if words
    ]


def over_time(levels: Sequence[Level]) -> str:
    """ "Nov 2: 2 · Nov 9: 3, as hoped". Weeks without a level are not named: they mean nothing."""
    *before, last = [f"{day(each.week)}: {each.level}" for each in levels[-WEEKS_DRAWN:]]
    return say("Weeks:") + " " + " · ".join([*before, f"{last}, {rules.level_in_words(levels[-1].level)}"])


def drawn(levels: Sequence[Level]) -> Block | None:
    """The levels as a plot made of a table, which App Home draws where it draws no chart; None below two weeks."""
    weeks = levels[-WEEKS_DRAWN:]
    if len(weeks) < LEAST_TO_DRAW:
        return None
    head = [_cell(say(SERIES)), *(_cell(day(each.week)) for each in weeks)]
    rows = [
        [
            _cell(f"{level}, {rules.level_in_words(level)}"),
            *(_cell(HERE if each.level == level else NOT_HERE) for each in weeks),
        ]
        for level in reversed(rules.LEVELS)
    ]
    return {"type": "table", "rows": [head, *rows]}


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": text}


def chart(levels: Sequence[Level], title: str) -> Block | None:
    """The same as Slack's own chart, for a message; None below two weeks."""
    weeks = levels[-WEEKS_DRAWN:]
    if len(weeks) < LEAST_TO_DRAW:
        return None
    data = [{"label": day(each.week), "value": each.level} for each in weeks]
    axis = {"categories": [day(each.week) for each in weeks], "x_label": say("Week"), "y_label": say(SERIES)}
    return {
        "type": "data_visualization",
        "title": shorten(title, 50),
        "chart": {"type": "line", "series": [{"name": say(SERIES), "data": data}], "axis_config": axis},
    }
