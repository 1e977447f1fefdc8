"""What an agency's office does at the command line: purge, erase, hold, and export records."""

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot import app, library
from bot.cannot_start import CannotStart
from bot.coaching.audience import Surface
from bot.coaching.language import mark
from bot.coaching.reviewing import FEEL, MISSING
from bot.db import queries
from bot.new_file import beside, writing
from bot.services import audit, evaluation, exports, holds, records, reviews
from bot.services.audit import Deed
from bot.services.exports import Officer
from bot.settings import Settings
from bot.terminal import answer

THE_OFFICE = mark("the command line")


async def purge(settings: Settings, *, dry: bool, as_json: bool = False) -> None:
    """Delete what has had its time, and say how much of each class."""
    async with app.open_database(settings) as database:
        async with database.read() as session:
            workspace = await workspace_of(session)
        counts = await records.purge(database, workspace, by=THE_OFFICE, dry=dry, now=await app.time_of(settings))
    done = "would be purged" if dry else "purged"
    said = "\n".join(f"{name}: {count} {done}" for name, count in counts.items())
    answer(said, {"dry_run": dry, "counts": counts}, as_json=as_json)


async def erase(settings: Settings, person: str, *, as_json: bool = False) -> None:
    """Delete what this person wrote. Their posts are taken out of Slack when the app sends next."""
    async with app.open_database(settings) as database:
        async with database.read() as session:
            workspace = await workspace_of(session)
        count = await records.erase(database, workspace, person, by=THE_OFFICE, now=await app.time_of(settings))
    answer(f"{count} pieces deleted, and the key that opened them.", {"deleted": count}, as_json=as_json)


async def hold(settings: Settings, person: str | None, *, place: bool, as_json: bool = False) -> None:
    """Place or lift a legal hold; None for everybody's records."""
    async with app.open_database(settings) as database:
        async with database.begin() as session:
            change = holds.place if place else holds.lift
            await change(session, await workspace_of(session), person, by=THE_OFFICE, now=await app.time_of(settings))
        await database.scrub()
    said = f"The hold on {person or 'everybody'} {'stands' if place else 'is lifted'}."
    answer(said, {"person": person, "stands": place}, as_json=as_json)


async def list_holds(settings: Settings, *, as_json: bool = False) -> None:
    """The holds that stand."""
    async with app.open_database(settings) as database, database.read() as session:
        found = await holds.standing(session, await workspace_of(session))
    lines = [f"{each.person or 'everybody'} since {each.since:%Y-%m-%d %H:%M} UTC" for each in found]
    answer("\n".join(lines) or "No legal hold stands.", found, as_json=as_json)


async def export(
    settings: Settings, to: Path, *, person: str | None, officer: Officer | None, as_json: bool = False
) -> None:
    """Write a person's own records, or with an officer the agency's, into a zip that only its owner can read.

    Raises CannotStart when the file cannot be written; then no export is written down either.
    """
    with beside(to) as draft:
        async with app.open_database(settings) as database, database.begin() as session:
            workspace, now = await workspace_of(session), await app.time_of(settings)
            if officer is not None:
                content = await exports.records(session, workspace, officer, person=person, now=now)
            elif person is not None:
                content = await exports.own(session, workspace, person, by=THE_OFFICE, now=now)
            else:
                raise CannotStart("Say whose records: --person U…, or --records for the agency's.")
            with writing(to):
                draft.write_bytes(content)
    answer(f"{to} is written. Only you can read it; please keep it safe.", {"file": str(to)}, as_json=as_json)


async def evaluation_export(settings: Settings, to: Path, *, by: str, as_json: bool = False) -> None:
    """Write the numbers for a study into a zip. Raises CannotStart when it cannot be written; then nothing was done."""
    prompts = library.load(settings.prompts_dir, settings.agency_prompts)
    with beside(to) as draft:
        async with app.open_database(settings) as database, database.begin() as session:
            workspace, now = await workspace_of(session), await app.time_of(settings)
            content = await evaluation.export(session, prompts, workspace, by=by, now=now)
            with writing(to):
                draft.write_bytes(content)
    answer(f"{to} is written. It holds counts by month, and nobody in particular.", {"file": str(to)}, as_json=as_json)


async def prompt_reviews(settings: Settings, *, by: str, as_json: bool = False) -> None:
    """What parent partners said of each question, by wording: counts and words without names. Each author sees it was read."""
    prompts = library.load(settings.prompts_dir, settings.agency_prompts)
    async with app.open_database(settings) as database, database.begin() as session:
        workspace, now = await workspace_of(session), await app.time_of(settings)
        found = await reviews.results(session, prompts, workspace, asking=by, surface=Surface.OFFICE, now=now)
        await audit.record(session, workspace, by, Deed.REVIEWS_READ, count=len(found), now=now)
    said = "\n".join(line for each in found for line in _told(each))
    answer(said or "Nothing has been said yet.", found, as_json=as_json)


def _told(each: reviews.Result) -> list[str]:
    counts = ", ".join(f"{verdict} {count}" for verdict, count in each.counts.items())
    old = "" if each.now else ", an older wording"
    words = [f"  {label} {said}" for label, all_ in ((FEEL, each.feel), (MISSING, each.missing)) for said in all_]
    return [f"{each.prompt_id}, version {each.version}{old}: {each.question}", f"  {each.role}s: {counts}", *words]


async def workspace_of(session: AsyncSession) -> str:
    """The one program of this database; raises CannotStart when there is none or several."""
    found = await queries.programs(session)
    if len(found) != 1:
        raise CannotStart("This database has no program yet, or more than one.")
    return found[0].workspace
