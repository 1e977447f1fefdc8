"""Principle and practice in App Home: what caseworkers say and what parent partners say, side by side, in fives."""

from bot.coaching.language import mark, say
from bot.coaching.practice import Gap
from bot.coaching.prompts import Library
from bot.slack.blocks import Block, context, escape, section

HOW_COUNTED = mark(
    "People of the whole program, in fives, with at least five in and five out of each number. One month, counted once after "
    "it ended. It tells about nobody, and is no score of anybody's people."
)


def gap(found: Gap, library: Library) -> list[Block]:
    """The principle of that month, and what each side said of it, as far as it may be shown."""
    topic = library.topics[found.topic]
    lines = [
        f"*{say('Principle and practice, {month}: {topic}', month=say(f'{found.month:%B}'), topic=topic.title)}*",
        f"“{escape(topic.principle)}”",
        f"• {say('Caseworkers, in their own week:')} {_said(found.caseworkers, found.caseworkers_high)}",
        f"• {say('Parent partners, of what families see:')} {_said(found.families, found.families_high)}",
    ]
    return [section("\n".join(lines)), context(say(HOW_COUNTED))]


def _said(people: int | None, high: int | None) -> str:
    if people is None:
        return say("not shown this time.")
    if high is None:
        return say("{people} or more said something; how many marked 4 or 5 is not shown.", people=people)
    return say("{people} or more said something; {high} or more of them marked 4 or 5.", people=people, high=high)
