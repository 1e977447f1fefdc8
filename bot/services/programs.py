"""Set the program up: whom to call, how long records are kept, when the coaches' digest comes, when the agency is closed."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.closings import NEVER_CLOSED, Closings
from bot.coaching.errors import NotAllowed
from bot.coaching.language import mark, say
from bot.coaching.lines import read_number
from bot.coaching.records import CLASSES, Retention, check_retention
from bot.db import queries
from bot.db.tables import Program
from bot.db.turns import take_turn
from bot.services import audit, calendars, coaches, installations

ONE_LEADS = mark("{who} leads this program and can set it up.")
NOT_SET_UP = mark("This program is not set up yet. Its lead can type `/coach-checkin setup`.")
NOT_DECIDED = Retention(words=0, facts=0, celebrations=0, deliveries=0, audit=0)


@dataclass(frozen=True)
class ProgramPlan:
    """What setup asks of a program lead."""

    hotline: str
    on_call: str
    helpline: str
    privacy_contact: str
    retention: Retention
    digest_day: int
    digest_at: time
    closings: Closings = NEVER_CLOSED


@dataclass(frozen=True)
class SetUp:
    """A program that was set up: who leads it, and what they decided."""

    lead: str
    plan: ProgramPlan


async def set_up(
    session: AsyncSession, workspace: str, lead: str, plan: ProgramPlan, *, first_lead: str, now: datetime
) -> Program:
    """Set the program up, or change it. The first who does it leads it, unless who installed the app, or the deployment, named somebody.

    Raises CoachingError when the hotline or the on-call line is nothing that people can call.
    """
    await take_turn(session, f"set up {workspace}")
    program = await queries.program(session, workspace)
    allowed = await who_leads(session, workspace, first_lead) or lead
    if lead != allowed:
        raise NotAllowed(say(ONE_LEADS, who=f"<@{allowed}>"))
    check_retention(plan.retention)
    plan = replace(plan, hotline=read_number(plan.hotline), on_call=read_number(plan.on_call))
    if program is None:
        program = Program(workspace=workspace, lead=lead, set_up_at=now)
        session.add(program)
    if program.keep_words is not None and _agreed_to(plan_of(program)) != _agreed_to(plan):
        program.terms += 1
    _write_plan(program, plan)
    await coaches.expect(session, workspace, lead)
    return program


def _agreed_to(plan: ProgramPlan) -> tuple[object, ...]:
    """What of the plan people have said yes to: when it changes, they are asked again."""
    return (plan.retention, plan.hotline, plan.on_call, plan.privacy_contact)


def _write_plan(program: Program, plan: ProgramPlan) -> None:
    program.hotline, program.on_call, program.helpline = plan.hotline, plan.on_call, plan.helpline
    program.privacy_contact = plan.privacy_contact
    program.digest_day, program.digest_at = plan.digest_day, plan.digest_at
    calendars.write_closings(program, plan.closings)
    for name in CLASSES:
        setattr(program, f"keep_{name}", getattr(plan.retention, name))


async def hand_over(session: AsyncSession, workspace: str, person: str, *, by: str, now: datetime) -> None:
    """Let somebody else lead the program; it is written down. Raises NotAllowed before the setup."""
    program = await decided(session, workspace, hold=True)
    if program.lead != person:
        program.lead = person
        await coaches.expect(session, workspace, person)
        await audit.record(session, workspace, by, audit.Deed.NEW_LEAD, now=now)


async def let_lead(session: AsyncSession, workspace: str, person: str, *, by: str, now: datetime) -> None:
    """Let this person lead the program, or set it up where the app was just installed. Raises NotAllowed where neither can be."""
    if await queries.program(session, workspace) is None and await installations.is_there(session, workspace):
        await installations.name_first_lead(session, workspace, person)
    else:
        await hand_over(session, workspace, person, by=by, now=now)


async def who_leads(session: AsyncSession, workspace: str, named: str) -> str:
    """Who leads the program, or before the setup may set it up; empty: whoever does it first.

    `named` is whom the deployment named for a workspace that says nothing itself.
    """
    program = await queries.program(session, workspace)
    return program.lead if program else await installations.first_lead(session, workspace) or named


async def must_lead(session: AsyncSession, workspace: str, person: str, named: str) -> None:
    """Raise NotAllowed for anybody but whom `who_leads` names."""
    leads = await who_leads(session, workspace, named)
    if person != leads:
        raise NotAllowed(say(ONE_LEADS, who=f"<@{leads}>") if leads else NOT_SET_UP)


@dataclass(frozen=True)
class Named:
    """One program of this database: its workspace, what Slack calls that, and who leads it (or may set it up, None: anybody)."""

    workspace: str
    name: str | None
    lead: str | None
    is_set_up: bool
    is_installed: bool

    def is_called(self, named: str) -> bool:
        """By its id or its name, in capitals or not."""
        return named.strip().casefold() in (self.workspace.casefold(), (self.name or self.workspace).casefold())

    def __str__(self) -> str:
        return f"{self.workspace} ({self.name})" if self.name else self.workspace


async def everywhere(session: AsyncSession) -> tuple[Named, ...]:
    """Every program of this database, and every workspace in which the app waits to be set up."""
    programs = {each.workspace: each for each in await queries.programs(session)}
    places = {each.workspace: each for each in await installations.places(session)}
    return tuple(_named(each, programs.get(each), places.get(each)) for each in sorted({*programs, *places}))


def _named(workspace: str, program: Program | None, place: installations.Place | None) -> Named:
    return Named(
        workspace,
        name=place.name if place else None,
        lead=program.lead if program else place.first_lead if place else None,
        is_set_up=program is not None,
        is_installed=place is None or place.is_installed,
    )


async def program_of(session: AsyncSession, workspace: str) -> SetUp | None:
    """The program of this workspace, or None before its setup."""
    found = await queries.program(session, workspace)
    return SetUp(found.lead, plan_of(found)) if found else None


def plan_of(program: Program) -> ProgramPlan:
    """A program as a value, to change it from."""
    return ProgramPlan(
        hotline=program.hotline,
        on_call=program.on_call,
        helpline=program.helpline,
        privacy_contact=program.privacy_contact,
        retention=retention_of(program) or NOT_DECIDED,
        digest_day=program.digest_day,
        digest_at=program.digest_at,
        closings=calendars.closings_of(program),
    )


def retention_of(program: Program) -> Retention | None:
    """How long each class of record is kept, or None while the agency has not decided."""
    days = {name: getattr(program, f"keep_{name}") for name in CLASSES}
    return None if None in days.values() else Retention(**days)


async def decided(session: AsyncSession, workspace: str, *, hold: bool = False) -> Program:
    """The program, once everything that setup asks was decided; raises NotAllowed before."""
    program = await queries.program(session, workspace, hold=hold)
    if program is None or retention_of(program) is None:
        raise NotAllowed(NOT_SET_UP)
    return program
