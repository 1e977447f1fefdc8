"""`/coach-checkin goals`: one's own goals and those of the people one coaches, in words and with a chart."""

import re

from bot.coaching.errors import NotEnrolled
from bot.coaching.people import Role
from bot.services import goals_shown
from bot.services.goals_shown import Shown
from bot.services.roles import roles_of
from bot.slack import goal_words
from bot.slack.blocks import Block, section
from bot.slack.desk import Desk, Heard

PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
MOST_CHARTS = 2
NOTHING = "There is no goal here yet. You can suggest one in App Home."


async def goals(desk: Desk, heard: Heard, rest: str) -> None:
    """`goals`, or for a coach `goals @name`."""
    found = PERSON.match(rest)
    async with desk.database.begin() as session:
        roles = await roles_of(session, heard.workspace, heard.person)
        if not roles & {Role.CASEWORKER, Role.COACH}:
            raise NotEnrolled
        shared = await goals_shown.of_pair(
            session, heard.workspace, heard.person, about=found[1] if found else None, now=desk.clock()
        )
    lines, charts = [], []
    for whose, shown in shared:
        title = desk.library.topics[shown.goal.topic].title if shown.goal.topic in desk.library.topics else "A goal"
        who = "" if whose == heard.person else f"<@{whose}>\n"
        lines.append(who + goal_words.in_full(shown, title, person=heard.person) + _closing(shown))
        chart = goal_words.chart(shown.levels, title)
        charts += [chart] if chart else []
    await heard.tell("\n\n".join(lines) or NOTHING, _blocks(lines, charts))


def _blocks(lines: list[str], charts: list[Block]) -> list[Block] | None:
    return [*map(section, lines), *charts[:MOST_CHARTS]] if charts else None


def _closing(shown: Shown) -> str:
    return f"\n{goal_words.at_the_end(shown.closing)}" if shown.closing else ""
