"""The numbers for a study: counted once, after the month, from what was shared; and nobody is in them."""

import csv
import io
import zipfile
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from bot.db.engine import Database
from bot.db.record_tables import Audited, PublishedMeasures
from bot.db.tables import Agreement, Ask, Celebration, CheckIn, Enrollment, Reflection
from bot.services import beat, evaluation, records
from tests.db.rows import WORKSPACE, draft, nudge
from tests.services.engines import LIBRARY

NOVEMBER = datetime(2026, 11, 2, 15, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 0, 1, tzinfo=UTC)
TWELVE = range(12)


async def give(database: Database, number: int, **changed: object) -> None:
    """One of the twenty shares a check-in on kin, asked by the clock, unless told otherwise."""
    about = {"topic": "kin", "strategy": "reinforce", "reader": "UCORA", "audience": "coach", "made_at": NOVEMBER}
    occasion = changed.pop("occasion", "day:2026-11-02")
    async with database.begin() as session:
        wanted = select(Enrollment.id).where(Enrollment.caseworker == f"U{number:02}")
        enrollment_id = str(await session.scalar(wanted))
        begun = draft(enrollment_id)
        if occasion:
            asked = nudge(enrollment_id, str(occasion))
            session.add(asked)
            await session.flush()
            begun.nudge_id = asked.id
        session.add(begun)
        await session.flush()
        made = {"workspace": WORKSPACE, "author": f"U{number:02}", "asked_by": None, "part": "all"}
        session.add(CheckIn(enrollment_id=enrollment_id, reflection_id=begun.id, **(made | about | changed)))


async def numbers(database: Database, now: datetime = DECEMBER) -> dict[str, int]:
    """What a study can be given after the next beat."""
    await beat.keep(database, now=now)
    async with database.read() as session:
        row = await session.scalar(select(PublishedMeasures))
    assert row is not None
    return dict(row.measures)


async def test_what_was_shared_is_counted_by_people(twenty: Database) -> None:
    """Twelve people, whatever they shared it about: at least ten; three on another topic are not shown."""
    for number in TWELVE:
        await give(twenty, number)
    for number in range(3):
        await give(twenty, number, topic="engagement", occasion="day:2026-11-04")

    assert await numbers(twenty) == {
        "enrolled": 20,
        "shared": 10,
        "topic:kin": 10,
        "strategy:reinforce": 10,
        "asked": 10,
    }


@pytest.mark.parametrize(
    "unshared",
    [
        pytest.param({"reader": None, "audience": "only_me"}, id="kept private"),
        pytest.param({"withdrawn_at": NOVEMBER}, id="taken back"),
        pytest.param({"strategy": "bias"}, id="bias"),
        pytest.param({"topic": "sts"}, id="stress"),
        pytest.param({"made_at": NOVEMBER - timedelta(days=9)}, id="another month"),
    ],
)
async def test_silence_and_what_is_private_are_one(twenty: Database, unshared: dict[str, object]) -> None:
    """The numbers are those of a program in which all of them were asked and nobody said a word."""
    for number in TWELVE:
        await give(twenty, number, **unshared)

    assert await numbers(twenty) == {"enrolled": 20, "asked": 10}


async def test_signs_of_coaching_as_it_was_meant(twenty: Database) -> None:
    """By themselves, looking back at a plan, asked for by a coach, celebrated, and a yes to the agreement."""
    for number in range(6):
        await give(twenty, number, occasion=None)
    for number in range(6, 12):
        await give(twenty, number, occasion="check-back:r")
    async with twenty.begin() as session:
        for place in (await session.scalars(select(Enrollment).where(Enrollment.caseworker.in_(_six())))).all():
            about = {"workspace": WORKSPACE, "enrollment_id": place.id}
            session.add(Agreement(**about, version=1, terms=1, said="yes", said_at=NOVEMBER))
            session.add(Ask(**about, asked_by="UCORA", week=NOVEMBER.date(), nudge_id="n", asked_at=NOVEMBER))
            session.add(
                Celebration(
                    **about, caseworker=place.caseworker, channel="C", drafted_at=NOVEMBER, approved_at=NOVEMBER
                )
            )

    found = await numbers(twenty)

    signs = ("by_themselves", "looked_back", "requested", "celebrated", "agreed")
    assert dict.fromkeys(signs, 5) == {key: found.get(key) for key in signs}


def _six() -> list[str]:
    return [f"U{number:02}" for number in range(6)]


async def test_a_month_is_counted_once(twenty: Database) -> None:
    """What is taken back later changes no number, so two exports cannot be held against each other."""
    for number in TWELVE:
        await give(twenty, number)
    before = await numbers(twenty)
    async with twenty.begin() as session:
        await session.execute(update(CheckIn).values(withdrawn_at=DECEMBER))
        await session.execute(update(Reflection).values(finished_at=DECEMBER))

    assert before == await numbers(twenty, DECEMBER + timedelta(days=9))


async def exported(database: Database) -> dict[str, str]:
    """The files of an export, by name."""
    async with database.begin() as session:
        content = await evaluation.export(session, LIBRARY, WORKSPACE, by="the university", now=DECEMBER)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


async def test_an_export_has_tables_a_codebook_and_no_person(twenty: Database) -> None:
    """Every measure of the table is in the codebook; no id of anybody stands anywhere."""
    for number in TWELVE:
        await give(twenty, number)
    await numbers(twenty)

    files = await exported(twenty)

    table = list(csv.DictReader(io.StringIO(files["measures.csv"].lstrip("\ufeff"))))
    names = {each["name"] for each in csv.DictReader(io.StringIO(files["codebook.csv"].lstrip("\ufeff")))}
    assert {each["measure"] for each in table} <= names
    assert {"2026-11"} == {each["month"] for each in table}
    assert [each["at_least"] for each in table if (each["measure"], each["about"]) == ("topic", "kin")] == ["10"]
    everything = "".join(files.values())
    assert not [who for who in ("U00", "UANA", "UCORA", "USAM", "ULEE", WORKSPACE) if who in everything]


async def test_an_export_claims_no_effect(twenty: Database) -> None:
    """The page on top says what the numbers cannot tell."""
    readme = (await exported(twenty))["README.txt"]

    assert "cannot tell: whether coaching works" in readme
    assert "claim no effect" in readme


async def test_an_export_is_in_the_log(twenty: Database) -> None:
    """By the name that was given."""
    await exported(twenty)

    async with twenty.read() as session:
        deed = await session.scalar(select(Audited.deed).where(Audited.actor == "the university"))
    assert deed == "exported numbers for a study"


async def test_old_numbers_go_with_the_audit_records(twenty: Database) -> None:
    """The last month stays, so that it is not counted again."""
    await numbers(twenty)
    years_on = datetime.combine(DECEMBER.date() + timedelta(days=4 * 366), time(), UTC)
    await beat.keep(twenty, now=years_on)

    await records.purge(twenty, WORKSPACE, now=years_on)

    async with twenty.read() as session:
        assert len((await session.scalars(select(PublishedMeasures))).all()) == 1
