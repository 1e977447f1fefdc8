"""Answer a path step by step: each step is saved as it is given, and a draft waits however long it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import guard, paths, reviewing, schedule
from bot.coaching.audience import Audience, Circle, choices, reader_of, starting
from bot.coaching.errors import NotAllowed, NotFound, OnHold
from bot.coaching.language import say
from bot.coaching.paths import Path, Screen, Step
from bot.coaching.prompts import Library
from bot.coaching.questions import Format, id_of_path
from bot.db import plainly, queries
from bot.db.tables import Enrollment, Nudge, Reflection
from bot.services import agreements, drafts, nudges, plans, sessions, wordings, words
from bot.services.drafts import Draft, Place
from bot.services.enrollments import NO_CHEER, accepted
from bot.services.remembered import Remembered, offered_back
from bot.services.wordings import path_of
from bot.services.words import Given, Line

DEBRIEF = id_of_path("debrief")


@dataclass(frozen=True)
class Page:
    """Where a reflection stands: the screen to show, what it holds already, and who may come to read it.

    `screen` is None when every step is done and only the audience is left to pick. `remembered` is their own way with the trigger
    that they named again. `repeated`: the answer that led here had been kept before, in the very same words. `to_pick`: of
    these answers the author picks what their coach gets to see.
    """

    reflection_id: str
    path: Path
    position: int
    count: int
    screen: Screen | None
    given: str | None
    answered: bool
    circle: Circle
    channel: str
    starts_at: Audience
    offered: tuple[Audience, ...]
    plan: str | None
    may_celebrate: bool
    remembered: Remembered | None = None
    repeated: bool = False
    to_pick: tuple[Line, ...] = ()


def first_question(path: Path) -> str:
    """The question that a nudge puts, as its path words it."""
    return next((step.text for step in path.steps if step.format not in ("info", "think")), path.title)


async def begin_for_nudge(
    session: AsyncSession, library: Library, workspace: str, caseworker: str, nudge_id: str, *, now: datetime
) -> Page:
    """Open the reflection of a nudge, where it was left; raises NotFound for anybody else's nudge."""
    nudge, enrollment = await nudges.own_nudge(session, workspace, caseworker, nudge_id)
    if await queries.checkin_of_nudge(session, nudge.id) is not None:
        raise NotFound("You answered this one. You can edit it, or change who can read it, in the message.")
    await agreements.must_hold(session, library, enrollment)
    reflection = await of_nudge(session, library, enrollment, nudge, now=now)
    return await _page(session, library, *await drafts.of(session, reflection, enrollment))


async def begin_own(
    session: AsyncSession, library: Library, workspace: str, caseworker: str, prompt_id: str, *, now: datetime
) -> Page:
    """Start a prompt or path that the caseworker picked, or go on with it where they left it."""
    enrollment = await agreements.must_hold(session, library, await accepted(session, workspace, caseworker))
    reflection = await queries.own_draft(session, enrollment.id, prompt_id)
    if reflection is not None and prompt_id == DEBRIEF and not _same_day(reflection, enrollment, now):
        await _drop(session, reflection, now)
        reflection = None
    if reflection is None:
        if reviewing.waits(library, prompt_id):
            raise NotAllowed(reviewing.WAITS)
        reflection = await _start(session, library, enrollment, prompt_id, nudge=None, now=now)
    return await _page(session, library, *await drafts.of(session, reflection, enrollment))


def _same_day(reflection: Reflection, enrollment: Enrollment, now: datetime) -> bool:
    days = {schedule.local_date(each, enrollment.zone) for each in (reflection.started_at, now)}
    return len(days) == 1


async def _drop(session: AsyncSession, reflection: Reflection, now: datetime) -> None:
    """A visit of another day is another visit: what was left half said about the last one goes away.

    Under a legal hold it is out of the way, and deleted when the hold ends.
    """
    author = (await queries.enrollment(session, reflection.enrollment_id)).caseworker
    if await queries.held_since(session, reflection.workspace, author) is None:
        await words.drop(session, reflection.id)
    reflection.finished_at = now


async def of_nudge(
    session: AsyncSession, library: Library, enrollment: Enrollment, nudge: Nudge, *, now: datetime
) -> Reflection:
    """The draft that was begun for this nudge, or a new one."""
    begun = await queries.open_reflection(session, nudge.id)
    return begun or await _start(session, library, enrollment, nudge.prompt_id, nudge=nudge, now=now)


async def _start(
    session: AsyncSession,
    library: Library,
    enrollment: Enrollment,
    prompt_id: str,
    *,
    nudge: Nudge | None,
    now: datetime,
) -> Reflection:
    path = await wordings.asked(session, library, nudge) if nudge else path_of(library, prompt_id)
    if not path.kept:
        raise NotFound
    reflection = Reflection(
        workspace=enrollment.workspace,
        enrollment_id=enrollment.id,
        nudge_id=nudge.id if nudge else None,
        prompt_id=prompt_id,
        prompt_version=path.version,
        language=path.language,
        translation=path.translation,
        topic=path.topic or "",
        strategy=path.strategy or "",
        screen=-1,
        started_at=now,
    )
    session.add(reflection)
    await session.flush()
    return reflection


async def own(session: AsyncSession, workspace: str, author: str, reflection_id: str) -> tuple[Reflection, Enrollment]:
    """A draft, for its author alone; anybody else's, and one that was finished, is not found."""
    enrollment = await accepted(session, workspace, author)
    reflection = await queries.draft(session, reflection_id)
    if reflection is None or reflection.enrollment_id != enrollment.id or reflection.finished_at is not None:
        raise NotFound
    return reflection, enrollment


async def save_step(
    session: AsyncSession,
    library: Library,
    workspace: str,
    author: str,
    reflection_id: str,
    *,
    position: int,
    given: str | None,
    vouched: bool = False,
    now: datetime,
) -> Page:
    """Keep the answer to one screen and give the next. Raises Rephrase, TooLong or BadChoice: then nothing is kept.

    Raises OnHold for another answer than one that a legal hold covers already.
    `vouched`: the author says of this very text that it is not about a real family.
    """
    draft, place = await drafts.own(session, workspace, author, reflection_id)
    path = await _path(session, library, draft, place)
    all_screens = paths.screens(path)
    if not 0 <= position < len(all_screens):
        raise NotFound
    step, repeated = all_screens[position].question, False
    kept = await words.draft(session, draft, asking=author)
    if step is not None:
        before = kept.pop(step.id, None)
        answer, stood_for = _checked(step, given, schedule.local_date(now, place.zone), vouched=vouched)
        repeated = answer is not None and answer == before
        if before is not None and not repeated and draft.held_since is not None:
            raise OnHold
        await _keep(session, draft, step, position, answer, author=author, vouched=stood_for, now=now)
        kept |= {step.id: answer} if answer is not None else {}
    else:
        await plainly.several(session, drafts.passing(draft, position))
    draft = replace(draft, screen=position)
    return replace(await _page(session, library, draft, place, path, kept), repeated=repeated)


async def stay(session: AsyncSession, workspace: str, author: str, reflection_id: str, position: int) -> None:
    """Show this screen again next time, with what was kept of it: its author decides anew before they go on."""
    reflection, _ = await own(session, workspace, author, reflection_id)
    reflection.screen = position - 1


def _checked(step: Step, given: str | None, today: date, *, vouched: bool) -> tuple[str | None, bool]:
    """The answer as it is kept, and whether its author's word was needed for it.

    A day picked for a reminder is no mark of a family, but has to lie ahead.
    """
    answer, stood_for = paths.read_answer(step, given), False
    if answer is not None and step.format is Format.TEXT:
        stood_for = guard.check(answer, vouched=vouched)
    if answer is not None and step.format is Format.DATE:
        answer = paths.day_ahead(answer, today)
    return answer, stood_for


async def _keep(
    session: AsyncSession,
    draft: Draft,
    step: Step,
    position: int,
    answer: str | None,
    *,
    author: str,
    vouched: bool,
    now: datetime,
) -> None:
    passes = drafts.passing(draft, position)
    if answer is None:
        await words.drop(session, draft.id, step=step.id)
        await plainly.several(session, passes)
    else:
        given = Given(step.id, position, step.role, step.text, answer, vouched)
        await words.keep(session, draft, given, author=author, also=[passes], now=now)


async def _path(session: AsyncSession, library: Library, draft: Draft, place: Place) -> Path:
    path = await sessions.offered(session, await wordings.asked(session, library, draft), draft, place)
    if draft.asked_by is None:
        return path
    around = nudges.circle(place, draft.asked_by)
    named = [f"<@{reader}>" for each in choices(around) if (reader := reader_of(each, around))]
    readers = say("only you, or {named}, as you pick", named=say(" or ").join(named))
    said = {"asker": f"<@{draft.asked_by}>", "topic": library.title_of(draft.asked_about or ""), "readers": readers}
    return paths.asked_for(path, library.paths["asked"], said)


async def circle_of(session: AsyncSession, reflection: Reflection, enrollment: Enrollment) -> Circle:
    """The people around this reply, with whoever asked for it."""
    nudge = await session.get(Nudge, reflection.nudge_id) if reflection.nudge_id else None
    return nudges.circle(enrollment, nudge.asked_by if nudge else None)


async def _page(
    session: AsyncSession,
    library: Library,
    draft: Draft,
    place: Place,
    path: Path | None = None,
    given: Mapping[str, str] | None = None,
) -> Page:
    given = await words.draft(session, draft, asking=place.caseworker) if given is None else given
    path = path or await _path(session, library, draft, place)
    position = paths.next_screen(path, given, draft.screen)
    all_screens = paths.screens(path)
    screen = all_screens[position] if position is not None else None
    around = nudges.circle(place, draft.asked_by)
    return Page(
        reflection_id=draft.id,
        path=path,
        position=len(all_screens) if position is None else position,
        count=len(all_screens),
        screen=screen,
        given=given.get(screen.question.id) if screen and screen.question else None,
        answered=bool(given),
        circle=around,
        channel=place.channel,
        starts_at=starting(around, topic=draft.topic, strategy=draft.strategy, preferred=path.audience),
        offered=choices(around),
        plan=await plans.looked_back_at(session, draft.occasion, place.caseworker),
        may_celebrate=place.cheer != NO_CHEER,
        remembered=await offered_back(session, draft, place, path, given, screen.question if screen else None),
        to_pick=tuple(await words.own_lines(session, draft, asking=place.caseworker))
        if path.pick_lines and position is None and Audience.COACH in choices(around)
        else (),
    )
