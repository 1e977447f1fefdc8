"""Finish a reflection: keep it for the readers its author picked, or let it go; and owe the check-back they wanted."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.coaching.audience import Audience, Extent, Sharing, check_named, choices, reader_of
from bot.coaching.errors import BadChoice, NotFound
from bot.coaching.prompts import Library
from bot.coaching.sessions import AT_SESSION
from bot.db.tables import CheckIn, Enrollment, Nudge, Reflection
from bot.services import nudges, outbox, reflections, series, sessions, wordings, words
from bot.services.outbox import Kind

IN_CHAT = "chat"
BACK_IN = {"in 3 days": timedelta(days=3), "in a week": timedelta(days=7)}


async def let_go(session: AsyncSession, workspace: str, author: str, reflection_id: str, *, now: datetime) -> None:
    """End a reflection in which every step was skipped: nothing is kept."""
    reflection, _ = await reflections.own(session, workspace, author, reflection_id)
    reflection.finished_at = now
    await _close_nudge(session, reflection, now)


async def finish(
    session: AsyncSession,
    library: Library,
    workspace: str,
    author: str,
    reflection_id: str,
    *,
    audience: Audience,
    extent: Extent,
    only: Collection[str] | None = None,
    seen: str | None = None,
    now: datetime,
) -> CheckIn:
    """Turn the draft into a check-in for the audience its author picked. Raises NotFound when nothing was answered.

    `seen`: the reader whom the form named; NotFound when it would go to another one by now.
    `only` these steps are shown to the audience; the rest stays with its author. Raises BadChoice for what is not on offer.
    """
    reflection, enrollment = await reflections.own(session, workspace, author, reflection_id)
    around = await reflections.circle_of(session, reflection, enrollment)
    given = await words.draft(session, reflection, asking=author)
    if not given:
        raise NotFound
    path = await wordings.asked(session, library, reflection)
    if audience not in choices(around) or (extent is Extent.LAST and not path.may_share_last):
        raise BadChoice
    check_named(seen, reader_of(audience, around))
    if only:  # with none of them it is all theirs alone, and theirs to share as a whole later
        await words.keep_back(session, reflection.id, given.keys() - only)
    reflection.finished_at = now
    sharing = Sharing(audience, reader_of(audience, around), extent)
    checkin = await check_in(session, reflection, enrollment, sharing, now=now)
    await sessions.grow_digest(session, checkin, now=now)
    await _come_back(session, library, reflection, enrollment, given, now)
    await _close_nudge(session, reflection, now)
    return checkin


async def _close_nudge(session: AsyncSession, reflection: Reflection, now: datetime) -> None:
    if reflection.nudge_id is not None:
        await nudges.close(session, await session.get_one(Nudge, reflection.nudge_id), now=now)


async def check_in(
    session: AsyncSession,
    reflection: Reflection,
    enrollment: Enrollment,
    sharing: Sharing,
    *,
    typed_in_chat: bool = False,
    now: datetime,
) -> CheckIn:
    """The check-in of a reflection. Its receipt takes the nudge's place; without a nudge, or in the chat, it is sent.

    On a day that was to stay quiet a reply in the chat brings no new message: its receipt takes the nudge's place too.
    """
    around = await reflections.circle_of(session, reflection, enrollment)
    checkin = CheckIn(
        workspace=reflection.workspace,
        enrollment_id=enrollment.id,
        reflection_id=reflection.id,
        author=enrollment.caseworker,
        topic=reflection.topic,
        strategy=reflection.strategy,
        asked_by=around.asked_by,
        audience=sharing.audience,
        reader=sharing.reader,
        part=sharing.extent,
        made_at=now,
    )
    session.add(checkin)
    await session.flush()
    if reflection.nudge_id is None or (typed_in_chat and not _is_quiet(enrollment, now)):
        about = IN_CHAT if typed_in_chat else None
        target = checkin.author
        await outbox.enqueue(
            session, Kind.RECEIPT, checkin.id, workspace=checkin.workspace, target=target, due_at=now, about=about
        )
    return checkin


def _is_quiet(enrollment: Enrollment, now: datetime) -> bool:
    return enrollment.quiet_until is not None and now < enrollment.quiet_until


async def _come_back(
    session: AsyncSession,
    library: Library,
    reflection: Reflection,
    enrollment: Enrollment,
    given: Mapping[str, str],
    now: datetime,
) -> None:
    """Owe what comes later: the path's own parts, and the check-back that the caseworker asked for."""
    today = schedule.local_date(now, enrollment.zone)
    path = await wordings.asked(session, library, reflection)
    await series.owe(session, library, path, reflection, enrollment, given, now=now)
    for step in path.steps:
        said = given.get(step.id)
        if said and step.role == "check_back" and said in BACK_IN:
            await nudges.check_back(session, library, enrollment, reflection.id, on=today + BACK_IN[said], now=now)
        elif said == AT_SESSION and step.role == "check_back":
            await sessions.check_back(session, library, enrollment, reflection.id, now=now)
        elif said and step.role == "remind":
            await nudges.remind(session, library, enrollment, reflection.id, of=date.fromisoformat(said), now=now)
