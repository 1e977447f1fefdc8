"""Keep what a caseworker types in the chat as the answer to their open nudge, for them alone."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import guard, silence
from bot.coaching.audience import Audience, Sharing
from bot.coaching.errors import NotAllowed, NotFound, TooLong
from bot.coaching.prompts import Library
from bot.db import queries
from bot.db.tables import CheckIn, Enrollment, Nudge
from bot.services import agreements, finishing, inbound, nudges, reflections, wordings, words
from bot.services.checkins import LONGEST
from bot.services.enrollments import accepted
from bot.services.silences import SHALL_I_PAUSE
from bot.services.words import Given

AFTER_THE_PATH = 99
STILL_MEANT = timedelta(days=14)


async def keep(
    session: AsyncSession, library: Library, workspace: str, author: str, said: str, *, event: str, now: datetime
) -> CheckIn | None:
    """Keep the reply as a check-in that only its author can read; None for an event that Slack told us before.

    Raises NotFound when no nudge is open, NotAllowed for a word that says no more than stop, TooLong or Rephrase; then
    nothing is kept.
    """
    enrollment = await accepted(session, workspace, author)
    if silence.is_enough(said):
        raise NotAllowed(silence.HOW_TO_STOP)
    await agreements.must_hold(session, library, enrollment)
    if not await inbound.first_time(session, workspace, event, now=now):
        return None
    nudge = await _open_nudge(session, enrollment, now)
    if len(said) > LONGEST:
        raise TooLong
    guard.check(said)
    reflection = await reflections.of_nudge(session, library, enrollment, nudge, now=now)
    reflection.finished_at = now
    question = reflections.first_question(await wordings.asked(session, library, nudge))
    given = Given(finishing.IN_CHAT, AFTER_THE_PATH, "answer", question, said)
    await words.keep(session, reflection, given, author=author, now=now)
    private = Sharing(Audience.ONLY_ME)
    checkin = await finishing.check_in(session, reflection, enrollment, private, typed_in_chat=True, now=now)
    await nudges.close(session, nudge, now=now)
    return checkin


async def _open_nudge(session: AsyncSession, enrollment: Enrollment, now: datetime) -> Nudge:
    """The nudge that came last in two weeks and is not closed; raises NotFound when there is none."""
    nudge = await queries.last_open_nudge(session, enrollment.id, now - STILL_MEANT)
    if nudge is None:
        raise NotFound("I have no open question for you. Type `/coach-checkin` to start one.")
    if nudge.prompt_id == SHALL_I_PAUSE:
        raise NotFound(silence.PRESS_ONE)
    return nudge
