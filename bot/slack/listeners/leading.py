"""Whoever leads a program lets somebody else lead it; who installed the app lets somebody else set it up."""

import re

from bot.coaching.errors import BadChoice
from bot.coaching.language import mark, say
from bot.services import programs, whereabouts
from bot.slack.desk import Desk, Heard
from bot.slack.listeners.homes import redraw
from bot.slack.listeners.program import must_be_of_here, profile_of

PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
WHO = mark("Say who leads from now on: `/coach-checkin lead @name`.")
LEADS_NOW = mark("{who} leads this program now. Please tell them. Your other parts in it stay as they are.")
MAY_SET_UP = mark("{who} can set the program up now, and leads it then: with `/coach-checkin setup`. Please tell them.")


async def hand_on(desk: Desk, heard: Heard, rest: str) -> None:
    """`lead @name`: the program has another lead, or another one who may set it up."""
    async with desk.database.read() as session:
        await programs.must_lead(session, heard.workspace, heard.person, desk.first_lead)
    found = PERSON.search(rest)
    if found is None:
        raise BadChoice(WHO)
    profile, now = await profile_of(desk, found[1]), desk.clock()
    must_be_of_here(profile)
    async with desk.database.begin() as session:
        await programs.must_lead(
            session, heard.workspace, heard.person, desk.first_lead
        )  # another one may lead since Slack was asked
        await programs.let_lead(session, heard.workspace, profile.person, by=heard.person, now=now)
        set_up = await programs.program_of(session, heard.workspace) is not None
        if set_up:
            await whereabouts.know(session, heard.workspace, profile, now=now)
    await heard.tell(say(LEADS_NOW if set_up else MAY_SET_UP, who=f"<@{profile.person}>"))
    redraw(desk, heard)
