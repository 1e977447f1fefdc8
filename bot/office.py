"""What an agency's office does at the command line: purge, erase, hold, and export records."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import app, library, what_time
from bot.cannot_start import CannotStart
from bot.coaching.audience import Surface
from bot.coaching.errors import NotEnrolled
from bot.coaching.language import mark
from bot.coaching.reviewing import FEEL, MISSING
from bot.new_file import beside, writing
from bot.services import audit, evaluation, exports, holds, programs, records, reviews
from bot.services.audit import Deed
from bot.services.exports import Officer
from bot.services.programs import Named
from bot.settings import Settings
from bot.terminal import answer
from bot.which_program import NONE, where, workspace_of

THE_OFFICE = mark("the command line")
GAVE_NOTHING = (
    "{} has no place here as a caseworker or parent partner, and wrote nothing as a coach. Please look at the id again."
)
NO_CASEWORKER = "{} is no caseworker here. Please look at the id again."


async def purge(settings: Settings, *, dry: bool, workspace: str = "", as_json: bool = False) -> None:
    """Delete what has had its time, and say how much of each class."""
    async with app.open_database(settings) as database:
        async with database.read() as session:
            here = await workspace_of(session, workspace)
        counts = await records.purge(database, here, by=THE_OFFICE, dry=dry, now=await what_time.time_of(settings))
    done = "would be purged" if dry else "purged"
    said = "\n".join(f"{name}: {count} {done}" for name, count in counts.items())
    answer(said, {"dry_run": dry, "counts": counts}, as_json=as_json)


@contextmanager
def known(person: str | None, otherwise: str = GAVE_NOTHING) -> Iterator[None]:
    """Somebody of whom there is nothing is told of to the office, and not told that they are not enrolled."""
    try:
        yield
    except NotEnrolled:
        raise CannotStart(otherwise.format(person)) from None


async def erase(settings: Settings, person: str, *, workspace: str = "", as_json: bool = False) -> None:
    """Delete what this person wrote. Their posts are taken out of Slack when the app sends next."""
    async with app.open_database(settings) as database:
        async with database.read() as session:
            here = await workspace_of(session, workspace)
        with known(person):
            count = await records.erase(database, here, person, by=THE_OFFICE, now=await what_time.time_of(settings))
    answer(f"{count} pieces deleted, and the key that opened them.", {"deleted": count}, as_json=as_json)


async def hold(
    settings: Settings, person: str | None, *, place: bool, workspace: str = "", as_json: bool = False
) -> None:
    """Place or lift a legal hold; None for everybody's records."""
    async with app.open_database(settings) as database:
        async with database.begin() as session:
            change = holds.place if place else holds.lift
            here, now = await workspace_of(session, workspace), await what_time.time_of(settings)
            await change(session, here, person, by=THE_OFFICE, now=now)
        await database.scrub()
    said = f"The hold on {person or 'everybody'} {'stands' if place else 'is lifted'}."
    answer(said, {"person": person, "stands": place}, as_json=as_json)


async def list_holds(settings: Settings, *, workspace: str = "", as_json: bool = False) -> None:
    """The holds that stand."""
    async with app.open_database(settings) as database, database.read() as session:
        found = await holds.standing(session, await workspace_of(session, workspace))
    lines = [f"{each.person or 'everybody'} since {each.since:%Y-%m-%d %H:%M} UTC" for each in found]
    answer("\n".join(lines) or "No legal hold stands.", found, as_json=as_json)


async def export(
    settings: Settings,
    to: Path,
    *,
    person: str | None,
    officer: Officer | None,
    workspace: str = "",
    as_json: bool = False,
) -> None:
    """Write a person's own records, or with an officer the agency's, into a zip that only its owner can read.

    Raises CannotStart when the file cannot be written; then no export is written down either.
    """
    with beside(to) as draft:
        async with app.open_database(settings) as database, database.begin() as session:
            here, now = await workspace_of(session, workspace), await what_time.time_of(settings)
            with known(person, NO_CASEWORKER if officer else GAVE_NOTHING):
                if officer is not None:
                    content = await exports.records(session, here, officer, person=person, now=now)
                elif person is not None:
                    content = await exports.own(session, here, person, by=THE_OFFICE, now=now)
                else:
                    raise CannotStart("Say whose records: --person U…, or --records for the agency's.")
            with writing(to):
                draft.write_bytes(content)
    answer(f"{to} is written. Only you can read it; please keep it safe.", {"file": str(to)}, as_json=as_json)


async def evaluation_export(
    settings: Settings, to: Path, *, by: str, workspace: str = "", as_json: bool = False
) -> None:
    """Write the numbers for a study into a zip. Raises CannotStart when it cannot be written; then nothing was done."""
    prompts = library.load(settings.prompts_dir, settings.agency_prompts)
    with beside(to) as draft:
        async with app.open_database(settings) as database, database.begin() as session:
            here, now = await workspace_of(session, workspace), await what_time.time_of(settings)
            content = await evaluation.export(session, prompts, here, by=by, now=now)
            with writing(to):
                draft.write_bytes(content)
    answer(f"{to} is written. It holds counts by month, and nobody in particular.", {"file": str(to)}, as_json=as_json)


async def prompt_reviews(settings: Settings, *, by: str, workspace: str = "", as_json: bool = False) -> None:
    """What parent partners said of each question, by wording: counts and words without names. Each author sees it was read."""
    prompts = library.load(settings.prompts_dir, settings.agency_prompts)
    async with app.open_database(settings) as database, database.begin() as session:
        here, now = await workspace_of(session, workspace), await what_time.time_of(settings)
        found = await reviews.results(session, prompts, here, asking=by, surface=Surface.OFFICE, now=now)
        await audit.record(session, here, by, Deed.REVIEWS_READ, count=len(found), now=now)
    said = "\n".join(line for each in found for line in _told(each))
    answer(said or "Nothing has been said yet.", found, as_json=as_json)


def _told(each: reviews.Result) -> list[str]:
    counts = ", ".join(f"{verdict} {count}" for verdict, count in each.counts.items())
    old = "" if each.now else ", an older wording"
    words = [f"  {label} {said}" for label, all_ in ((FEEL, each.feel), (MISSING, each.missing)) for said in all_]
    return [f"{each.prompt_id}, version {each.version}{old}: {each.question}", f"  {each.role}s: {counts}", *words]


async def all_programs(settings: Settings, *, as_json: bool = False) -> None:
    """Every program of this database, by the id and the name that --workspace takes."""
    async with app.open_database(settings) as database, database.read() as session:
        found, here = await programs.everywhere(session), where(session)
    answer("\n".join(map(_program, found)) or NONE.format(where=here), found, as_json=as_json)


def _program(each: Named) -> str:
    lead = each.lead or "whoever does it first"
    stands = f"led by {lead}" if each.is_set_up else f"not set up yet; {lead} can set it up"
    return f"{each}: {stands}{'' if each.is_installed else ' · the app was taken out there'}"
