"""Keep each person's language: what Slack says, and from then on what they picked themselves."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.errors import BadChoice, NotEnrolled
from bot.coaching.language import ENGLISH, LANGUAGES
from bot.db.among import among
from bot.db.engine import Database
from bot.db.often import LANGUAGE_OF
from bot.db.once import insert_once
from bot.db.people_tables import Language
from bot.services.messenger import Profile
from bot.services.roles import roles_of


async def of(session: AsyncSession, workspace: str, people: Collection[str]) -> Mapping[str, str]:
    """The language of each of these people who reads another one than English; nobody else is in it."""
    theirs = (Language.workspace == workspace, among(session, Language.person, people))
    return dict((await session.execute(select(Language.person, Language.language).where(*theirs))).all())


async def of_one(session: AsyncSession, workspace: str, person: str) -> str:
    """What this person reads; English when nobody knows."""
    row = await session.get(Language, (workspace, person))
    return row.language if row else ENGLISH


async def spoken_to(database: Database, workspace: str, person: str) -> str:
    """The same, without a session."""
    found = await database.ask(LANGUAGE_OF, workspace=workspace, person=person)
    return found[0].language if found else ENGLISH


async def know(session: AsyncSession, workspace: str, profile: Profile) -> None:
    """Somebody becomes part of the program: they read what their Slack is set to, until they pick something else."""
    if profile.language is not None:
        await observe(session, workspace, profile.person, profile.language)


async def observe(session: AsyncSession, workspace: str, person: str, language: str) -> None:
    """Take in what Slack says of somebody in the program; what they chose themselves stays."""
    row = await session.get(Language, (workspace, person), with_for_update=True)
    if row is not None and not row.chosen:
        row.language = language
    elif row is None and language != ENGLISH:
        first = Language(workspace=workspace, person=person, language=language, chosen=False)
        await insert_once(session, first)


async def is_news(session: AsyncSession, workspace: str, person: str, language: str) -> bool:
    """Whether Slack says another language of somebody in the program than the one they read and did not pick. Writes nothing."""
    row = await session.get(Language, (workspace, person))
    is_other = not row.chosen and row.language != language if row else language != ENGLISH
    return is_other and bool(await roles_of(session, workspace, person))


async def choose(session: AsyncSession, workspace: str, person: str, language: str) -> None:
    """What they picked for themselves; raises BadChoice for a language that the app does not speak, NotEnrolled for strangers."""
    if language not in LANGUAGES:
        raise BadChoice
    if not await roles_of(session, workspace, person):
        raise NotEnrolled
    first = Language(workspace=workspace, person=person, language=language, chosen=True)
    if not await insert_once(session, first):
        row = await session.get_one(Language, (workspace, person), with_for_update=True)
        row.language, row.chosen = language, True
