"""`/coach-checkin goals`: one's own goals and those of the people one coaches, in words and with a chart."""

import re
from collections.abc import Sequence

from bot.coaching.errors import NotEnrolled
from bot.coaching.language import mark, say
from bot.coaching.people import Role
from bot.coaching.prompts import Library
from bot.services import goals_shown
from bot.services.goals_shown import Shown
from bot.services.roles import roles_of
from bot.slack import goals_drawn
from bot.slack.blocks import Block, section, shorten
from bot.slack.desk import Desk, Heard

PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
MOST_CHARTS = 2
MOST_OF_ONE = 1500
MORE = mark(
    "There may be more than fit here. Type `/coach-checkin goals @name` to see one person’s goals; your copy has all of "
    "your own."
)
NOTHING = mark("There is no goal here yet. You can suggest one in App Home.")


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
    await heard.tell(*drawn(shared, desk.library, heard.person), fleeting=True)


def drawn(shared: Sequence[tuple[str, Shown]], library: Library, person: str) -> tuple[str, list[Block] | None]:
    """These goals, each with its caseworker, as words and as blocks; as many as fit into one answer."""
    lines, charts = [], []
    for whose, shown in shared[: goals_shown.MOST_IN_AN_ANSWER]:
        title = goals_drawn.title(library, shown)
        who = "" if whose == person else f"<@{whose}>\n"
        whole = who + goals_drawn.in_full(shown, title, person=person) + _closing(shown)
        lines.append(shorten(whole, MOST_OF_ONE))
        chart = goals_drawn.chart(shown.levels, title)
        charts += [chart] if chart else []
    lines += [say(MORE)] if len(shared) >= goals_shown.MOST_IN_AN_ANSWER else []
    return "\n\n".join(lines) or say(NOTHING), _blocks(lines, charts)


def _blocks(lines: list[str], charts: list[Block]) -> list[Block] | None:
    return [*map(section, lines), *charts[:MOST_CHARTS]] if charts else None


def _closing(shown: Shown) -> str:
    return f"\n{goals_drawn.at_the_end(shown.closing)}" if shown.closing else ""
