"""Let a coach suggest a question of the library: the clock brings it next, in the place of one of its own, and says who.

The coach is told the same for everybody: whether it came, was answered, or waits because somebody is paused, has left or
is asked less just now is not theirs to know.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import schedule
from bot.coaching.coming import may_come
from bot.coaching.errors import BadChoice, TooSoon
from bot.coaching.language import say
from bot.coaching.people import Deed, may_be_requested
from bot.coaching.prompts import Library, Prompt
from bot.db.due import Due
from bot.db.tables import Enrollment
from bot.services import who_may


def on_offer(library: Library, topic: str) -> list[Prompt]:
    """The questions on this topic that a coach may suggest; raises BadChoice for a topic that is not on the menu."""
    known = library.topics.get(topic)
    if known is None or not known.in_use or not may_be_requested(topic, ""):
        raise BadChoice
    return [each for each in library.prompts.values() if each.topic == topic and may_come(each)]


def waiting(enrollment: Enrollment | Due) -> str | None:
    """The coach whose suggestion waits to be put to this person; one of a coach of before waits no longer."""
    theirs = enrollment.suggested is not None and enrollment.suggested_by == enrollment.coach
    return enrollment.coach if theirs else None


def wanted(enrollment: Enrollment | Due, library: Library) -> Prompt | None:
    """The question that their coach would like them to be asked, as long as the library has it."""
    if enrollment.suggested is None or waiting(enrollment) is None:
        return None
    prompt = library.prompts.get(enrollment.suggested)
    return prompt if prompt is not None and library.topics[prompt.topic].in_use else None


async def may_suggest(
    session: AsyncSession, workspace: str, coach: str, caseworker: str, *, now: datetime
) -> Enrollment:
    """The enrollment of somebody to whom this coach may suggest something; raises the reason why not, in words."""
    enrollment = await who_may.place_for(session, workspace, coach, Deed.SUGGEST, caseworker=caseworker)
    if _this_week(enrollment, coach, now):
        raise TooSoon(
            say(
                "You already suggested a question to {who} this week. Next week is soon enough.", who=f"<@{caseworker}>"
            )
        )
    return enrollment


def _this_week(enrollment: Enrollment, coach: str, now: datetime) -> bool:
    if enrollment.suggested_at is None or enrollment.suggested_by != coach:
        return False
    zone = enrollment.zone
    return schedule.week_of(enrollment.suggested_at, zone) == schedule.week_of(now, zone)


async def suggest(
    session: AsyncSession,
    library: Library,
    workspace: str,
    coach: str,
    caseworker: str,
    prompt_id: str,
    *,
    now: datetime,
) -> None:
    """Have the clock bring this question next; it takes the place of an earlier one that still waits.

    Raises BadChoice for a question on bias, wellbeing or stress, or one that is no longer asked; NotAllowed, NotEnrolled,
    TooSoon as `may_suggest`.
    """
    enrollment = await may_suggest(session, workspace, coach, caseworker, now=now)
    prompt = library.prompts.get(prompt_id)
    if prompt is None or prompt not in on_offer(library, prompt.topic):
        raise BadChoice
    enrollment.suggested, enrollment.suggested_by, enrollment.suggested_at = prompt.id, coach, now
