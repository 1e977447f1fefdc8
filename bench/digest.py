"""The weekly digests of a thousand coaches, composed as at the moment of sending, beside only reading and opening the words."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench import ours, weeks
from bench.agreed import TEAM
from bench.baselines import bare_reading
from bench.bulk import Store, store
from bench.databases import Engine, Place, Trial, fresh
from bench.results import Row, row
from bench.rounds import Pair
from bench.weeks import Program
from bot.db.engine import Database

BARE = "reading and opening the same answers"


@dataclass(frozen=True)
class Scene:
    """A year of check-ins, and two ways to read a week of them."""

    program: Program
    place: Place
    database: Database
    rows: Store
    keys: Store
    above: bytes

    async def ours(self, coaches: range) -> float:
        """Milliseconds a digest."""
        started = time.perf_counter()
        for coach in coaches:
            lines = await ours.compose_digest(self.database, weeks.digest_of(coach), weeks.UNTIL)
            assert lines == self.program.sizes.caseworkers_each, f"{lines} lines for C{coach}"
        return (time.perf_counter() - started) * 1000 / len(coaches)

    def bare(self, coaches: range) -> float:
        """The same for the bare reading."""
        moment = self.rows.moment
        week = (moment(str(self.program.at - weeks.WEEK)), moment(str(self.program.at)))
        started = time.perf_counter()
        for coach in coaches:
            read = bare_reading.read(self.rows, self.keys, self.above, team=TEAM, coach=f"C{coach}", week=week)
            assert read == self.program.sizes.caseworkers_each, f"{read} answers for C{coach}"
        return (time.perf_counter() - started) * 1000 / len(coaches)


@asynccontextmanager
async def scene(trial: Trial, engine: Engine) -> AsyncIterator[Scene]:
    """Set it up."""
    program = Program(trial.sizes)
    with fresh(trial, engine) as place:
        async with ours.opened(place) as database:
            with store(place) as rows, store(ours.keys_file(place)) as keys:
                people = await ours.give_keys(database, [f"P{number}" for number in range(1, program.people + 1)])
                weeks.write(rows, program, people)
                rows.settle()
                yield Scene(program, place, database, rows, keys, await ours.workspace_key(database))


async def measure(trial: Trial) -> AsyncIterator[Row]:
    """Other coaches in each round: a digest is composed once."""
    for engine in trial.engines:
        async with scene(trial, engine) as at:
            pairs, each = [], trial.sizes.coaches_a_round
            for number in range(trial.sizes.rounds):
                coaches = range(1 + number * each, 1 + (number + 1) * each)
                pairs.append(Pair(await at.ours(coaches), at.bare(coaches)))
        yield row(f"digest_of_12_people_52_weeks_{engine}", pairs, "ms", BARE)
