"""Many rows in one breath: as they would stand there one by one, on either database."""

import shutil
import sqlite3
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from sqlalchemy import func, select, update

from bot.db import many
from bot.db.among import among
from bot.db.base import new_id
from bot.db.engine import Database
from bot.db.record_tables import Memory
from bot.db.tables import Delivery, Enrollment, Nudge
from bot.services import beat, memories, planning
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, ana, do
from tests.services.engines import LIBRARY
from tests.services.test_planning import MONDAY_9_30, planned

ODD = 'it\'s "odd" \\ %s :x é 🙂\n'
IN_KATHMANDU = datetime(2026, 11, 2, 21, 0, 0, 5, timezone(timedelta(hours=5, minutes=45)))


async def nudge(database: Database, occasion: str, **other: object) -> dict[str, object]:
    """A question for Ana, as a row."""
    return {
        "id": new_id(),
        "workspace": WORKSPACE,
        "enrollment_id": (await ana(database)).id,
        "occasion": occasion,
        "prompt_id": "kin.goal.1",
        "prompt_version": 1,
        "topic": "kin",
        "strategy": "goal",
        "local_day": date(2026, 11, 2),
        "planned_at": NOW,
    } | other


def delivery(key: str, **other: object) -> dict[str, object]:
    """A message that is owed, as a row; what a table fills in by itself is left to it."""
    about = {"workspace": WORKSPACE, "kind": "notice", "subject": "s", "target": "UANA", "state": "waiting"}
    return {"id": new_id(), "key": key, "due_at": NOW, "expires_at": None, **about, **other}


async def test_what_was_there_is_left_as_it_is(database: Database) -> None:
    """Of two questions, one on an occasion that had its own: the other one is written, and named."""
    first, again, new = [await nudge(database, occasion) for occasion in ("day:1", "day:1", "day:2")]
    await do(database, lambda session: many.insert_each_once(session, Nudge, [first]))

    written = await do(database, lambda session: many.insert_each_once(session, Nudge, [again, new]))

    assert {new["id"]} == written
    async with database.read() as session:
        assert {first["id"], new["id"]} == set(await session.scalars(select(Nudge.id)))


async def test_a_row_stands_as_if_it_had_been_written_alone(database: Database) -> None:
    """Odd words, moments of other zones, nothing at all, and what the table fills in: none differs."""
    values = {"subject": ODD, "due_at": IN_KATHMANDU, "expires_at": None}
    row = delivery("many", **values)
    async with database.begin() as session:
        session.add(Delivery(**delivery("alone", **values)))
        await many.insert_each_once(session, Delivery, [row, delivery("other", expires_at=NOW)])

    async with database.read() as session:
        alone, together = [
            (await session.execute(Delivery.__table__.select().where(Delivery.key == key))).one()._asdict()
            for key in ("alone", "many")
        ]
    assert {**alone, "id": row["id"], "key": "many"} == together
    assert IN_KATHMANDU == together["due_at"]


async def test_each_gets_its_own_values(database: Database) -> None:
    """Ana and Ben are changed in one breath; what is not named, and who is not named, stay as they are."""
    async with database.read() as session:
        before = {each.caseworker: each for each in await session.scalars(select(Enrollment))}
    changes = {"UANA": (MONDAY_9_30, 3), "UBEN": (None, 0)}
    rows = [
        {"id": before[who].id, "next_nudge_at": at, "silent": silent, "quiet_because": ODD}
        for who, (at, silent) in changes.items()
    ]

    await do(database, lambda session: many.change_each(session, Enrollment, rows))

    async with database.read() as session:
        after = {each.caseworker: each for each in await session.scalars(select(Enrollment))}
    assert changes == {who: (after[who].next_nudge_at, after[who].silent) for who in changes}
    assert {None, ODD} == {each.quiet_because for each in after.values()}
    assert {who: each.zone for who, each in before.items()} == {who: each.zone for who, each in after.items()}


async def test_a_count_takes_the_place_of_the_one_before(database: Database) -> None:
    """And one that was not there is new."""
    async with database.read() as session:
        ids = list(await session.scalars(select(Enrollment.id)))
    for asked, some in (("first", ids[:1]), ("second", ids)):
        rows = [{"enrollment_id": id_, "workspace": WORKSPACE, "asked": asked} for id_ in some]
        await do(database, lambda session, rows=rows: many.put_each(session, Memory, rows, changes=("asked",)))

    async with database.read() as session:
        assert ["second"] * len(ids) == list(await session.scalars(select(Memory.asked)))


async def test_many_ids_are_one_value(database: Database) -> None:
    """Whoever is among two thousand is found, also with an id that nobody should have."""
    people = ["UANA", ODD, *(f"U{number}" for number in range(2000))]
    async with database.read() as session:
        found = await session.scalars(
            select(Enrollment.caseworker).where(among(session, Enrollment.caseworker, people))
        )
        none = await session.scalars(select(Enrollment.caseworker).where(among(session, Enrollment.caseworker, [])))

        assert ["UANA"] == list(found)
        assert [] == list(none)


async def test_a_batch_after_the_other(twenty: Database) -> None:
    """With room for seven at a time, everybody who is due is asked, once."""
    async with twenty.begin() as session:
        like_ana = (await session.scalars(select(Enrollment).where(Enrollment.caseworker == "UANA"))).one()
        names = ("days", "opens", "closes", "zone", "standing", "agreed_to", "next_nudge_at")
        await session.execute(update(Enrollment).values({name: getattr(like_ana, name) for name in names}))

    due = []
    while not due or due[-1]:
        due.append(
            await do(
                twenty,
                lambda session: planning.plan_due(session, LIBRARY, spread=timedelta(0), now=MONDAY_9_30, limit=7),
            )
        )

    async with twenty.read() as session:
        asked = await session.scalar(select(func.count(Nudge.enrollment_id.distinct())))
        nudges, owed = [await session.scalar(select(func.count(each.id))) for each in (Nudge, Delivery)]
        owed_to = await session.scalar(select(func.count(Delivery.target.distinct())).where(Delivery.kind == "nudge"))
    assert sum(due) == asked == nudges == owed_to < owed
    assert 7 == max(due)


async def test_a_count_in_an_older_form_is_counted_anew(database: Database) -> None:
    """A version before this one kept it otherwise: the next beat does not stumble over it."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    async with database.begin() as session:
        await session.execute(update(Memory).values(asked='[{"kin.goal.1":739732},{},{},{},{},0,""]'))

    await beat.plan(database, LIBRARY, now=MONDAY_9_30 + timedelta(days=2))

    assert ["day:2026-11-02", "day:2026-11-04"] == await planned(database)
    async with database.read() as session:
        place = (await ana(database)).id
        past = (await memories.known(session, [place], now=NOW))[place]
    assert 2 == len(dict(past.days()))


async def test_each_beat_empties_the_log(database: Database, tmp_path: Path) -> None:
    """So that no click has to: on SQLite, what a beat planned stands in the file itself."""
    if database.engine.dialect.name != "sqlite":
        return
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    await beat.keep(database, now=MONDAY_9_30)

    alone = shutil.copy(str(database.engine.url.database), tmp_path / "alone.db")
    with sqlite3.connect(alone) as opened:
        assert (1,) == opened.execute("SELECT count(*) FROM nudges").fetchone()
    opened.close()
