"""Decide what a delivery says at the moment it is said, so that taking back, pausing and narrowing work everywhere."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import messages, reviewing, schedule, silence
from bot.coaching.audience import Audience, is_private
from bot.coaching.errors import NotFound
from bot.coaching.language import say
from bot.coaching.messages import Message
from bot.coaching.paths import Path
from bot.coaching.people import Standing, is_paused
from bot.coaching.prompts import Library
from bot.db import queries
from bot.db.tables import CheckIn, Delivery, Enrollment, Nudge
from bot.services import (
    agreements,
    boundaries,
    calendars,
    channels,
    declined,
    digests,
    drafts,
    goals_told,
    handovers,
    not_renewed,
    nudges,
    partners,
    receipts,
    reflections,
    series,
    sessions,
    silences,
    standing,
    success_messages,
    undelivered,
    whereabouts,
    wordings,
    workflow_steps,
)
from bot.services.actions import Action, Post, Publish, Remove, Settle, Update, Wait
from bot.services.claims import Claim
from bot.services.enrollments import hours_of
from bot.services.messenger import Posted
from bot.services.outbox import Kind, State

IN_A_MOMENT = timedelta(seconds=2)


async def prepare(session: AsyncSession, round_: Sequence[Claim]) -> Sequence[object]:
    """Fetch what a round's questions will ask for, in two queries instead of two for each; keep the answer while composing.

    The session knows what it has fetched for as long as somebody keeps it, and asks no second time. The enrollments are
    held: a pause or a goodbye comes before the round or after it, not in between.
    """
    wanted = [held.subject for held in round_ if held.kind is Kind.NUDGE]
    nudges_ = await queries.nudges(session, wanted) if wanted else []
    whose = {nudge.enrollment_id for nudge in nudges_} | {
        held.subject for held in round_ if held.kind in (Kind.AGREEMENT, Kind.NEW_COACH, Kind.OFFER, Kind.READY_TO_ASK)
    }
    theirs = await queries.hold_enrollments(session, whose) if whose else []
    return [*nudges_, *theirs, *[await queries.program(session, each) for each in {held.workspace for held in round_}]]


async def compose(session: AsyncSession, library: Library, held: Claim, *, now: datetime) -> Action:
    """What to do for this delivery, now."""
    if held.expires_at is not None and now >= held.expires_at:
        return Settle(State.EXPIRED, "too_late")
    if held.kind in (Kind.REFRESH, Kind.REMOVAL):
        return await _follow_up(session, library, held, now)
    if held.kind is Kind.HOME:
        return Publish(await standing.corner(session, library, held.workspace, held.target, now=now))
    if held.kind is Kind.OFFER:
        return await workflow_steps.compose_offer(session, library, held, now=now)
    if held.kind is Kind.READY_TO_ASK:
        return Post(await workflow_steps.compose_ready(session, library, held.id, now=now))
    message = await _message(session, library, held, now)
    if isinstance(message, Settle):
        return message
    if held.kind is Kind.NUDGE and isinstance(message, messages.ClosedNudge | messages.Receipt):
        return Settle(State.WITHDRAWN, "already_closed")
    if held.kind in (Kind.NUDGE, Kind.AGREEMENT, Kind.COACH_NOTE, Kind.NEW_COACH) or (
        held.kind is Kind.GOAL and await _enrollment_of(session, held)
    ):
        return await _in_their_hours(session, library, held, message, now)
    return Post(message)


async def _in_their_hours(
    session: AsyncSession, library: Library, held: Claim, message: Message, now: datetime
) -> Action:
    """A nudge that comes late, or a note of their coach's, waits for the caseworker's next hours, or expires: it never comes outside them.

    Nor does it come before they have said yes to the agreement of today, on a day that was to stay quiet, or in a pause. A pause
    may end at any moment, so what still has its time is looked at again in each of their hours.
    """
    enrollment = await _enrollment_of(session, held)
    assert enrollment is not None  # noqa: S101 - the caller says whose hours hold
    if enrollment.standing == Standing.LEFT:
        return Settle(State.WITHDRAWN, "gone_quiet")
    rhythm = await hours_of(session, enrollment, now=now)
    reason = await _not_now(session, library, held, enrollment, now)
    if reason is None and schedule.window_at(rhythm, now) is not None:
        overtaken = held.kind is Kind.NUDGE and await series.is_overtaken(session, held.subject, enrollment, now)
        return Settle(State.WITHDRAWN, "overtaken") if overtaken else Post(message)
    if held.quiet is not None and held.quiet.until is None:
        return Settle(State.WITHDRAWN, held.quiet.reason)
    reason = reason or await calendars.why_off(session, enrollment, now, now=now) or "outside_hours"
    ends = (enrollment.quiet_until, held.quiet.until if held.quiet else None)
    until = max([now, *(each for each in ends if each)])
    opens = schedule.next_moment(rhythm, until) if until > now else schedule.next_window(rhythm, now).opens
    if held.kind is Kind.NUDGE:
        room = await series.with_room(session, held.subject, enrollment, rhythm, opens, now)
        if room > opens:
            opens, reason = room, series.WEEK_FULL
    if held.expires_at is not None and opens >= held.expires_at:
        return Settle(State.EXPIRED, reason)
    if held.kind is Kind.NUDGE:
        await series.counts_on(session, held.subject, enrollment, opens)
    return Wait(opens, reason)


async def _enrollment_of(session: AsyncSession, held: Claim) -> Enrollment | None:
    if held.kind is Kind.GOAL:
        return await goals_told.for_its_caseworker(session, held)
    if held.kind in (Kind.AGREEMENT, Kind.NEW_COACH):
        return await session.get_one(Enrollment, held.subject)
    if held.kind is Kind.COACH_NOTE:
        return await success_messages.whose_note(session, held.subject)
    return await session.get_one(Enrollment, (await session.get_one(Nudge, held.subject)).enrollment_id)


async def _not_now(
    session: AsyncSession, library: Library, held: Claim, enrollment: Enrollment, now: datetime
) -> str | None:
    """Why this person gets nothing just now, inside their hours or not; who left and is invited anew, before another yes."""
    if held.quiet is not None:
        return held.quiet.reason
    if enrollment.quiet_until is not None and now < enrollment.quiet_until:
        return "quiet_day"
    paused = is_paused(enrollment.standing, enrollment.paused_until, now)
    if paused or enrollment.standing == Standing.INVITED:
        return "gone_quiet"
    if held.kind is Kind.NUDGE and not await agreements.holds(session, library, enrollment):
        await agreements.ask_again(session, library, enrollment, now=now)
        return "agreement_changed"
    return None


async def _follow_up(session: AsyncSession, library: Library, held: Claim, now: datetime) -> Action:
    first = await session.get_one(Delivery, held.subject)
    if first.state in (State.CLAIMED, State.UNKNOWN):  # what this is about is still on its way
        return Wait(max(now + IN_A_MOMENT, first.due_at), "waits_for_another")
    if first.state != State.SENT or first.channel is None or first.ts is None:
        return Settle(State.WITHDRAWN, "never_posted")
    posted = Posted(first.channel, first.ts)
    if held.kind == Kind.REMOVAL:
        return Remove(posted)
    if first.kind == Kind.DIGEST:
        made = await queries.digest_of(session, first.subject)
        again = await digests.compose(session, library, made, again=True, now=now)
        return Update(posted, first.id, again)
    if first.kind == Kind.READY_TO_ASK:
        return Update(posted, first.id, await workflow_steps.compose_ready(session, library, first.id, now=now))
    stands = replace(held, kind=Kind(first.kind), subject=first.subject, about=first.about)
    message = await _message(session, library, stands, now, again=True)
    return message if isinstance(message, Settle) else Update(posted, first.id, message)


async def _message(
    session: AsyncSession, library: Library, held: Claim, now: datetime, *, again: bool = False
) -> Message | Settle:
    """What it says; `again` for one that stands in Slack already."""
    kind, subject, about = held.kind, held.subject, held.about
    match kind:
        case Kind.NUDGE:
            return await _nudge(session, library, subject, about or "", now, again=again)
        case Kind.INVITATION:
            return await _invitation(session, subject)
        case Kind.AGREEMENT:
            return await _agreement(session, library, subject)
        case Kind.RECEIPT:
            return await receipts.compose(session, library, subject, typed_in_chat=about is not None)
        case Kind.CELEBRATION | Kind.FOR_COACH | Kind.COACH_NOTE | Kind.CELEBRATED:
            return await success_messages.compose(session, kind, subject, now=now)
        case Kind.DIGEST:
            made = await queries.digest_of(session, subject)
            if await sessions.is_off(session, made.about):
                return Settle(State.WITHDRAWN, "session_moved")
            return await digests.compose(session, library, made, now=now)
        case Kind.GOAL:
            return await goals_told.message(session, subject, about or "")
        case Kind.NEW_COACH:
            return await handovers.message(session, subject, about or "")
        case Kind.NOTICE:
            return await _notice(session, library, held)
        case Kind.REFRESH | Kind.REMOVAL | Kind.HOME | Kind.OFFER | Kind.READY_TO_ASK:
            raise NotFound


async def _nudge(
    session: AsyncSession, library: Library, nudge_id: str, about: str, now: datetime, *, again: bool
) -> Message | Settle:
    nudge = await session.get_one(Nudge, nudge_id)
    if nudge.closed_at and (checkin := await queries.checkin_of_nudge(session, nudge.id)) is not None:
        return await _answered(session, library, nudge, checkin)
    enrollment = await queries.enrollment(session, nudge.enrollment_id)
    coming = await sessions.of_cues(session, nudge)
    off = await sessions.why_off(session, coming, now=now) if coming and nudge.closed_at is None else None
    if off and not again:
        return Settle(State.WITHDRAWN, off)
    if nudge.closed_at is None and enrollment.standing in (Standing.LEFT, Standing.INVITED):
        return Settle(State.WITHDRAWN, "gone_quiet")
    if nudge.closed_at is None and reviewing.waits(library, nudge.prompt_id):
        return Settle(State.WITHDRAWN, "not_reviewed")
    if nudge.prompt_id == silences.SHALL_I_PAUSE:
        return silences.asked(nudge, enrollment)
    path = await wordings.asked(session, library, nudge)
    question = reflections.first_question(path)
    topic = library.title_of(nudge.topic) if nudge.topic else path.title
    if nudge.closed_at is not None:
        begun = nudge.id if await drafts.is_begun(session, nudge.id) else ""
        return messages.ClosedNudge(question, topic, library.boundaries["skip_ok"], begun)
    return messages.Nudge(
        nudge_id=nudge.id,
        question=question,
        topic=topic,
        readers=_readers(nudge, enrollment, path),
        reviewed=path.review == "reviewed",
        asked_by=nudge.asked_by,
        suggested_by=nudge.suggested_by,
        note=silence.in_words(enrollment.per_week, enrollment.silent),
        plan_for=nudges.day_of_reminder(about),
        checking_back=nudge.occasion.startswith(nudges.CHECK_BACK),
        goes_on=path.title if nudge.occasion.startswith(nudges.PART) else "",
        session=schedule.moment_in_words(coming.at, enrollment.zone) if coming and off != sessions.MOVED else "",
    )


def _readers(nudge: Nudge, enrollment: Enrollment, path: Path) -> str:
    return messages.before_answering(
        coach_supervises=enrollment.coach == enrollment.supervisor,
        coach=enrollment.coach,
        private=is_private(nudge.topic, nudge.strategy) or path.audience is Audience.ONLY_ME,
        asked_by=nudge.asked_by,
    )


async def _answered(session: AsyncSession, library: Library, nudge: Nudge, checkin: CheckIn) -> Message:
    """The receipt in the place of the question; or a word, when the receipt stands below what was typed in the chat."""
    if await queries.delivery_of(session, checkin.id) is None:
        return await receipts.compose(session, library, checkin.id)
    topic = library.title_of(nudge.topic) if nudge.topic else ""
    question = reflections.first_question(await wordings.asked(session, library, nudge))
    return messages.ClosedNudge(question, topic, messages.ANSWERED_BELOW)


async def _invitation(session: AsyncSession, enrollment_id: str) -> Message | Settle:
    enrollment = await session.get_one(Enrollment, enrollment_id)
    if enrollment.standing == Standing.LEFT:
        return messages.Notice(say("You have left. Nothing more will come, and nobody was told."))
    if enrollment.standing != Standing.INVITED:
        return messages.Notice(
            say("You are in. You can pause or leave at any time: type `/coach-checkin pause` or `leave`.")
        )
    return messages.Invitation(enrollment.id, enrollment.invited_by, enrollment.coach)


async def _agreement(session: AsyncSession, library: Library, enrollment_id: str) -> Message | Settle:
    enrollment = await session.get_one(Enrollment, enrollment_id)
    if enrollment.standing in (Standing.LEFT, Standing.INVITED):
        return Settle(State.WITHDRAWN, "gone_quiet")
    if await agreements.holds(session, library, enrollment):
        return messages.Notice(say("You said yes to the changed agreement. We go on as you set it."))
    return messages.AgreementChanged(enrollment.id)


async def _notice(session: AsyncSession, library: Library, held: Claim) -> Message | Settle:
    workspace, subject, about = held.workspace, held.subject, held.about or ""
    if about == not_renewed.ABOUT:
        return await not_renewed.message(session, subject, held.expires_at)
    if about == boundaries.WANTS_TO_TALK:
        return messages.Notice(await boundaries.wish_to_talk(session, subject))
    if about in whereabouts.CLOSED:
        return messages.Notice(await whereabouts.sentence(session, workspace, about, subject))
    if about.startswith(partners.INVITED):
        return messages.Notice(partners.welcome(about))
    if about.startswith(declined.ABOUT):
        return messages.Notice(declined.sentence(about))
    if about.startswith(channels.ABOUT) or about == channels.MOVED:
        mend = undelivered.how_to_mend(about.removeprefix(channels.ABOUT), subject)
        return messages.Notice(await channels.sentence(session, about, subject, mend))
    if about == undelivered.ABOUT:
        again = subject if await undelivered.may_go_again(session, subject) else ""
        return messages.Notice(await undelivered.sentence(session, subject), again)
    return messages.Notice(library.boundaries[about])
