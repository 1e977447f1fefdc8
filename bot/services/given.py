"""Show a caseworker what they gave: the newest two of each kind, or all of it page by page. Nobody else is shown any of it here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.audience import Sharing, Surface
from bot.coaching.errors import NotFound
from bot.coaching.people import OwnPlace, Standing, is_paused
from bot.db import queries, successes
from bot.db.tables import Celebration, CheckIn, Enrollment, Reflection
from bot.services import checkins, words
from bot.services.enrollments import ever, roles_of
from bot.services.words import Line

SHOWN = 8
AT_HOME = 2  # of each kind
NEWEST = ""
"""Where the pages begin: behind nothing."""


@dataclass(frozen=True)
class Kept:
    """One of a caseworker's own check-ins, with its words, for its author's eyes."""

    checkin_id: str
    topic: str
    made_at: datetime
    sharing: Sharing
    prompt_id: str
    lines: tuple[Line, ...]
    reads: tuple[str, ...]


@dataclass(frozen=True)
class Success:
    """One of a caseworker's own small successes: kept for later, in the channel, or with their coach alone and shown to them.

    `at` is when it was sent, or for one that was not, when it was drafted; `coach` is whom it is for alone, if so.
    """

    celebration_id: str
    at: datetime
    sent: bool
    channel: str
    coach: str | None
    words: str
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Given:
    """All that a caseworker gave, as much as fits on one page, newest first.

    `older` is an id when there is more behind it; `first`: nothing is newer than this.
    """

    place: OwnPlace
    checkins: tuple[Kept, ...]
    successes: tuple[Success, ...]
    older: str | None = None
    first: bool = True


def own_place(enrollment: Enrollment, now: datetime) -> OwnPlace:
    """An enrollment for its caseworker's own eyes, as it stands at `now`."""
    standing, until = Standing(enrollment.standing), enrollment.paused_until
    if standing is Standing.PAUSED and not is_paused(standing, until, now):
        standing, until = Standing.ACTIVE, None
    who = (enrollment.id, roles_of(enrollment), enrollment.zone)
    return OwnPlace(*who, standing, until, enrollment.per_week, enrollment.silent)


async def lately(session: AsyncSession, enrollment: Enrollment, *, now: datetime) -> Given:
    """The newest two of each kind; `older` when there is more."""
    made = await queries.checkins_of(session, enrollment.id, AT_HOME + 1)
    told = await successes.of_person(session, enrollment.id, AT_HOME + 1)
    beyond: list[CheckIn | Celebration] = [*made[AT_HOME:], *told[AT_HOME:]]
    return Given(
        own_place(enrollment, now),
        await _kept(session, enrollment, made[:AT_HOME], now),
        await _successes(session, enrollment, told[:AT_HOME]),
        beyond[0].id if beyond else None,
    )


async def page(session: AsyncSession, workspace: str, person: str, *, behind: str, now: datetime) -> Given:
    """What this person gave before this check-in or small success of theirs, or with `NEWEST` all of it, page by page.

    Raises NotEnrolled, or NotFound when it is not theirs.
    """
    enrollment = await ever(session, workspace, person)
    page = await _all(session, enrollment, behind)
    shown_of = page[:SHOWN]
    return Given(
        own_place(enrollment, now),
        await _kept(session, enrollment, [each for each in shown_of if isinstance(each, CheckIn)], now),
        await _successes(session, enrollment, [each for each in shown_of if isinstance(each, Celebration)]),
        shown_of[-1].id if len(page) > SHOWN else None,
        behind == NEWEST,
    )


async def _all(session: AsyncSession, enrollment: Enrollment, behind: str) -> list[CheckIn | Celebration]:
    """What this person gave, newest first, and one more than is shown when there is more."""
    before = await _moment_of(session, enrollment, behind) if behind else None
    checkins_ = await queries.checkins_of(session, enrollment.id, SHOWN + 1, before=before)
    told = await successes.of_person(session, enrollment.id, SHOWN + 1, before=before)
    found: list[CheckIn | Celebration] = [*checkins_, *told]
    return sorted(found, key=_given_at, reverse=True)[: SHOWN + 1]


def _given_at(each: CheckIn | Celebration) -> datetime:
    return each.made_at if isinstance(each, CheckIn) else each.approved_at or each.drafted_at


async def _moment_of(session: AsyncSession, enrollment: Enrollment, id_: str) -> datetime:
    found: CheckIn | Celebration | None = await session.get(CheckIn, id_)
    found = found or await session.get(Celebration, id_)
    if found is None or found.enrollment_id != enrollment.id:
        raise NotFound
    return _given_at(found)


async def _successes(
    session: AsyncSession, enrollment: Enrollment, found: Sequence[Celebration]
) -> tuple[Success, ...]:
    shown = []
    for each in found:
        said = await words.of_celebration(session, each, asking=each.caseworker)
        reads = await successes.reads_of(session, each.id) if each.reader else ()
        where = (each.approved_at is not None, each.channel, each.reader)
        shown.append(Success(each.id, _given_at(each), *where, said or "", checkins.shown_to(reads, enrollment.zone)))
    return tuple(shown)


async def _kept(
    session: AsyncSession, enrollment: Enrollment, found: Sequence[CheckIn], now: datetime
) -> tuple[Kept, ...]:
    kept = []
    for checkin in found:
        lines = await words.of_checkin(session, checkin, asking=enrollment.caseworker, surface=Surface.HOME, now=now)
        reads = await queries.reads_of(session, checkin.id)
        reflection = await session.get_one(Reflection, checkin.reflection_id)
        shown = checkins.shown_to(reads, enrollment.zone)
        facts = (checkin.id, checkin.topic, checkin.made_at, words.sharing_of(checkin))
        kept.append(Kept(*facts, reflection.prompt_id, tuple(lines), shown))
    return tuple(kept)
