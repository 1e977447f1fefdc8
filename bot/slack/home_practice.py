"""Principle and practice in App Home: what caseworkers say and what parent partners say, side by side, in fives."""

from bot.coaching.practice import Gap
from bot.coaching.prompts import Library
from bot.slack.blocks import Block, context, escape, section

HOW_COUNTED = (
    "People of the whole program, in fives, with at least five in and five out of each number. One month, counted once after "
    "it ended. It tells about nobody, and is no score of anybody's people."
)


def gap(found: Gap, library: Library) -> list[Block]:
    """The principle of that month, and what each side said of it, as far as it may be shown."""
    topic = library.topics[found.topic]
    lines = [
        f"*Principle and practice, {found.month:%B}: {topic.title}*",
        f"“{escape(topic.principle)}”",
        f"• Caseworkers, in their own week: {_said(found.caseworkers, found.caseworkers_high)}",
        f"• Parent partners, of what families see: {_said(found.families, found.families_high)}",
    ]
    return [section("\n".join(lines)), context(HOW_COUNTED)]


def _said(people: int | None, high: int | None) -> str:
    if people is None:
        return "not shown this time."
    of_them = f"{high} or more of them marked 4 or 5" if high is not None else "how many marked 4 or 5 is not shown"
    return f"{people} or more said something; {of_them}."
