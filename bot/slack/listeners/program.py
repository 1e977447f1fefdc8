"""Set the program up, and give people their place in it."""

import asyncio
from collections.abc import Collection
from datetime import datetime, time

from bot.coaching.errors import BadChoice, NotAllowed
from bot.coaching.language import mark, say
from bot.coaching.people import Role, must_enroll
from bot.services import calendars, declined, enrollments, languages, programs, rescheduling, whereabouts
from bot.services.messenger import Profile
from bot.services.roles import roles_of
from bot.slack import ids
from bot.slack.desk import Answer, Desk, Heard, afterwards, at_once, update
from bot.slack.forms import setup as form
from bot.slack.forms.reading import at
from bot.slack.forms.said import said
from bot.slack.listeners.board import Board
from bot.slack.listeners.homes import redraw
from bot.slack.listeners.whereabouts import speak_as_slack_does

ASKED_AT_ONCE = 10
MAY_INVITE = {Role.PROGRAM_LEAD, Role.COACH}
GUESTS_LEAD_NOT = mark("Guests cannot lead a program. Somebody who works here can set it up.")
GUESTS_ASK = mark("You are a guest in this Slack, so {lead} enrolls people. Please ask them.")
NOT_YOURS = mark("Only the program lead, or a coach, can enroll people.")


def register(board: Board, desk: Desk) -> None:
    """The buttons in App Home and the two forms."""
    board.action(ids.OPEN_SETUP)(afterwards(desk, open_setup))
    board.action(ids.OPEN_ENROLL)(afterwards(desk, open_enroll))
    board.view(ids.SETUP_FORM)(at_once(desk, save_setup))
    board.view(ids.ENROLL_FORM)(at_once(desk, save_enroll))


async def open_setup(desk: Desk, heard: Heard) -> None:
    """Show the program's form to its lead."""
    async with desk.database.read() as session:
        program = await programs.program_of(session, heard.workspace)
        allowed = await programs.who_leads(session, heard.workspace, desk.first_lead)
    if allowed and heard.person != allowed:
        raise NotAllowed(say(programs.ONE_LEADS, who=f"<@{allowed}>"))
    if program is None:
        must_be_of_here(await speak_as_slack_does(desk, heard))
    await heard.open(form.setup(program.plan if program else None))


async def save_setup(desk: Desk, heard: Heard) -> Answer:
    """Save it; when closed days or the digest's hour changed, next times are worked out anew after the answer."""
    async with desk.database.read() as session:
        is_first = await programs.program_of(session, heard.workspace) is None
    lead = must_be_of_here(await speak_as_slack_does(desk, heard)) if is_first else None
    plan, now = form.read_setup(heard.view, desk.clock().date()), desk.clock()
    await calendars.warm([plan.closings.place], now=now)
    async with desk.database.begin() as session:
        before = await programs.program_of(session, heard.workspace)
        moved = before is not None and before.plan.closings != plan.closings
        digests_moved = before is not None and _digest_of(before.plan) != _digest_of(plan)
        program = await programs.set_up(
            session, heard.workspace, heard.person, plan, first_lead=desk.first_lead, now=now
        )
        if lead is not None:
            await whereabouts.know(session, heard.workspace, lead, now=now)
        await declined.tell(session, heard.workspace, desk.messenger.off, now=now)
        closed = form.closed_ahead(calendars.ahead(program, now=now))
    desk.forget(heard.workspace, heard.person)
    desk.errands.run(_move(desk, heard.workspace, everyone=moved, digests=digests_moved, now=now), heard)
    redraw(desk, heard)
    done = say("The program is set up. {closed} Next: `/coach-checkin enroll`.", closed=closed)
    return update(said(say("Saved"), done))


async def _move(desk: Desk, workspace: str, *, everyone: bool, digests: bool, now: datetime) -> None:
    if everyone:
        await rescheduling.everyone(desk.database, workspace, now=now)
    if digests:
        await rescheduling.digests(desk.database, workspace, now=now)


def _digest_of(plan: programs.ProgramPlan) -> tuple[int, time]:
    return plan.digest_day, plan.digest_at


async def open_enroll(desk: Desk, heard: Heard) -> None:
    """Show the form to invite people."""
    lead = await _must_invite(desk, heard)
    await heard.open(form.enroll(None if heard.person == lead else heard.person))


async def save_enroll(desk: Desk, heard: Heard) -> Answer:
    """Invite everybody on the form, or nobody: one problem keeps the form open."""
    caseworkers, coach, supervisor, _ = form.read_enroll(heard.view)
    lead = await _must_invite(desk, heard)
    with at(form.COACH):
        must_enroll(heard.person, lead=lead, coach=coach)
    profiles = await profiles_of(desk, (*caseworkers, coach, supervisor))
    zones = {person: profile.zone or "UTC" for person, profile in profiles.items()}
    async with desk.database.begin() as session:
        for person in sorted({*caseworkers, coach}):  # in the order in which everybody holds people
            await whereabouts.know(session, heard.workspace, profiles[person], now=desk.clock())
        await languages.know(session, heard.workspace, profiles[supervisor])
        for caseworker in sorted(caseworkers):
            place = form.place(heard.view, caseworker, zones[caseworker])
            await enrollments.enroll(
                session, heard.workspace, place, by=heard.person, coach_zone=zones[coach], now=desk.clock()
            )
    done = say("Whoever is not in yet has an invitation now. Nothing is sent before each of them says yes.")
    return update(said(say("Saved"), done))


async def _must_invite(desk: Desk, heard: Heard) -> str:
    """The program's lead; raises NotAllowed for whoever is neither lead nor coach. An outside coach lets nobody in."""
    async with desk.database.read() as session:
        program = await programs.program_of(session, heard.workspace)
        roles = await roles_of(session, heard.workspace, heard.person)
        guest = await whereabouts.is_guest(session, heard.workspace, heard.person)
    if program is None:
        raise NotAllowed(programs.NOT_SET_UP)
    if not roles & MAY_INVITE:
        raise NotAllowed(NOT_YOURS)
    if guest and heard.person != program.lead:
        raise NotAllowed(say(GUESTS_ASK, lead=f"<@{program.lead}>"))
    return program.lead


def must_be_of_here(profile: Profile | None) -> Profile | None:
    """Who sets the program up works here: raises NotAllowed for a guest, or somebody from outside. None: Slack did not say."""
    if profile is not None and (profile.guest or profile.outsider or profile.gone):
        raise NotAllowed(GUESTS_LEAD_NOT)
    return profile


async def profile_of(desk: Desk, person: str) -> Profile:
    """What Slack says of this person; raises BadChoice for somebody who cannot be part of it."""
    return must_belong(await desk.messenger.profile(person))


async def profiles_of(desk: Desk, people: Collection[str]) -> dict[str, Profile]:
    """What Slack says of each; raises BadChoice for the first who cannot be part of it.

    Some are asked for at a time: fifty, one after the other, would take longer than Slack waits for a form.
    """
    room = asyncio.Semaphore(ASKED_AT_ONCE)

    async def ask(person: str) -> Profile | None:
        async with room:
            return await desk.messenger.profile(person)

    each = list(dict.fromkeys(people))
    said = await asyncio.gather(*map(ask, each))
    return {person: must_belong(profile) for person, profile in zip(each, said, strict=True)}


def must_belong(profile: Profile | None) -> Profile:
    """Raises BadChoice for somebody who cannot be part of the program."""
    if profile is None or profile.gone or profile.is_bot or profile.outsider:
        who = (profile and profile.name) or say("Somebody on this form")
        raise BadChoice(say("{who} cannot be part of the program: only people of this workspace can.", who=who))
    return profile
