"""A coach of many people: what is recorded as shown was drawn, and what found no room is still to be had."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.coaching.digest import MOST_PEOPLE
from bot.coaching.messages import CoachDigest
from bot.db.engine import Database
from bot.db.tables import Ask, CheckIn, Read, Reflection
from bot.db.tables import Digest as Made
from bot.services import digests, standing, words
from bot.services.words import Given
from bot.slack.home import home
from bot.slack.posts import variants
from tests.db.rows import WORKSPACE, draft, enrollment, nudge
from tests.services.deeds import MONDAYS_DIGEST, NOW, do
from tests.services.engines import LIBRARY

WEEK = timedelta(days=7)
MORE_THAN_FIT = 50
TOLD = "x" * 270
"""Of each answer this much and its number, so that nothing that is cut at the end of a section goes unseen."""


async def shared_by(database: Database, people: int) -> None:
    """So many people of Cora's answer one question, one after the other, and share it with her."""
    async with database.begin() as session:
        for number in range(people):
            place = enrollment(f"U{number:02}")
            place.agreed_to = 1
            session.add(place)
            await session.flush()
            begun = draft(place.id)
            session.add(begun)
            await session.flush()
            said = Given("think", 0, "answer", "What helped?", f"{TOLD} no. {number:02}")
            await words.keep(session, begun, said, author=place.caseworker, now=NOW)
            about = {"topic": "kin", "strategy": "strengths", "audience": "coach", "part": "all", "asked_by": None}
            who = {"workspace": WORKSPACE, "author": place.caseworker, "reader": "UCORA"}
            made_at = NOW + timedelta(minutes=number)
            session.add(CheckIn(enrollment_id=place.id, reflection_id=begun.id, made_at=made_at, **about, **who))


async def digest_of(database: Database, monday: int = 0) -> CoachDigest:
    """What Cora's digest of the first Monday, or a later one, says when it goes."""
    until = MONDAYS_DIGEST + monday * WEEK
    made = Made(workspace=WORKSPACE, coach="UCORA", week=until.date(), zone="America/Chicago")
    made.since, made.until = until - WEEK, until

    async with database.begin() as session:
        session.add(made)
        await session.flush()
        return await digests.compose(session, LIBRARY, made, now=until)


async def read(database: Database, reader: str = "UCORA") -> set[str]:
    """Whose words are recorded as shown to Cora, or to somebody else."""
    async with database.read() as session:
        return set(await session.scalars(select(CheckIn.author).join(Read).where(Read.reader == reader)))


def seen_in(composed: CoachDigest) -> list[set[str]]:
    """Whose whole answers stand in the digest, in each way to draw it, the table left out."""
    ways = [[block for block in way.blocks if block["type"] != "table"] for way in variants(composed)]
    drawn = [json.dumps(way) for way in ways]
    return [{f"U{number:02}" for number in range(MORE_THAN_FIT) if f"{TOLD} no. {number:02}" in way} for way in drawn]


@pytest.mark.parametrize("people", [13, 20])
async def test_everybody_who_shared_is_in_the_message(database: Database, people: int) -> None:
    """All of it is drawn in every way that a workspace can draw, and in front of those who shared nothing."""
    await shared_by(database, people)

    composed = await digest_of(database)

    everybody = {f"U{number:02}" for number in range(people)}
    assert [everybody] * 3 == seen_in(composed)
    assert everybody == await read(database)
    assert {"UANA", "UBEN"} == {each.caseworker for each in composed.digest.people[people:]}


async def test_what_found_no_room_is_not_recorded_and_still_to_be_had(database: Database) -> None:
    """More people shared than one message holds: the others are counted, stand in App Home, and come first the next time."""
    await shared_by(database, MORE_THAN_FIT)

    composed = await digest_of(database)

    had, drawn = await read(database), {each.caseworker for each in composed.digest.people}
    left = {f"U{number:02}" for number in range(MORE_THAN_FIT)} - drawn
    assert (MOST_PEOPLE, MORE_THAN_FIT + 2 - MOST_PEOPLE) == (len(drawn), composed.digest.others)
    assert drawn == had
    assert all("12 more people" in json.dumps(way.blocks) for way in variants(composed))
    assert left == set(await lately(database)) | set(await lately(database))
    assert left == {each.caseworker for each in (await digest_of(database, 1)).digest.people if each.lines}


async def test_every_answer_to_a_question_for_the_whole_team_is_to_be_had(database: Database) -> None:
    """Thirty people answered Sam: App Home records what it draws alone, and shows the others when it is opened again."""
    await shared_by(database, 30)
    async with database.begin() as session:
        for checkin in await session.scalars(select(CheckIn)):
            asked = nudge(checkin.enrollment_id, "ask")
            session.add(asked)
            await session.flush()
            begun = await session.get_one(Reflection, checkin.reflection_id)
            checkin.reader, begun.nudge_id, asked.asked_by = "USAM", asked.id, "USAM"
            who = {"workspace": WORKSPACE, "enrollment_id": checkin.enrollment_id, "asked_by": "USAM"}
            session.add(Ask(**who, week=NOW.date(), nudge_id=asked.id, asked_at=NOW))

    times = [await home_of_sam(database) for _ in range(2)]

    assert [15, 15] == [len(drawn) for drawn, _ in times]
    assert all(drawn == newly for drawn, newly in times)
    assert {f"U{number:02}" for number in range(30)} == times[0][0] | times[1][0]


async def home_of_sam(database: Database) -> tuple[set[str], set[str]]:
    """Whose answers Sam's App Home shows when it is opened, and whose are recorded as shown to him by that."""
    before = await read(database, "USAM")
    made = await do(database, lambda session: standing.corner(session, LIBRARY, WORKSPACE, "USAM", now=MONDAYS_DIGEST))
    drawn = json.dumps(home(made, LIBRARY))
    seen = {f"U{number:02}" for number in range(30) if f"{TOLD} no. {number:02}" in drawn}
    return seen, await read(database, "USAM") - before


async def lately(database: Database) -> list[str]:
    """Whose words App Home shows Cora when she opens it: those that she has not seen come first."""
    found = await do(database, lambda session: standing.shared_lately(session, WORKSPACE, "UCORA", now=MONDAYS_DIGEST))
    return [each.caseworker for each in found]
