"""Whatever is done to the outbox, in whatever order, it agrees with a model small enough to read at a glance."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from bot.db.engine import Database
from bot.db.tables import Delivery
from bot.services import outbox
from bot.services.messenger import Posted
from bot.services.outbox import Claim, Kind, State
from tests.services.engines import ENGINES
from tests.world import MONDAY_9_29

TEAM = "T0SHOULDER"
SUBJECTS = st.sampled_from([f"s{each}" for each in range(3)])
PEOPLE = st.sampled_from(["UANA", "UBEN"])
WORKERS = st.sampled_from(["one", "two"])
LANDING = timedelta(minutes=1)
OPEN = ("waiting", "unknown")
ENDS = ["sent", "failed", "busy", "unclear", "mistake"]


@dataclass(frozen=True)
class Row:
    """What the model knows of one delivery. `heard`: Slack may have it."""

    kind: Kind
    target: str
    state: str
    due_at: datetime
    owner: str | None = None
    token: str | None = None
    heard: bool = False


class Outbox:
    """The real outbox on the left, the model on the right, the same deeds on both."""

    def __init__(self, runner: asyncio.Runner, database: Database) -> None:
        self.runner = runner
        self.database = database
        self.now = MONDAY_9_29
        self.model: dict[str, Row] = {}
        self.claims: list[Claim] = []
        self.run(self._write(lambda session: session.execute(delete(Delivery))))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    async def _write(self, deed: Any) -> Any:
        async with self.database.begin() as session:
            return await deed(session)

    async def _rows(self) -> dict[str, Delivery]:
        async with self.database.read() as session:
            return {row.key: row for row in await session.scalars(select(Delivery))}

    def owe(self, subject: str, person: str, kind: Kind) -> None:
        key = f"{kind}:{subject}"
        made = self.run(
            self._write(
                lambda session: outbox.enqueue(
                    session, kind, subject, workspace=TEAM, target=person, due_at=self.now, key=key
                )
            )
        )

        assert (key not in self.model) == made
        if made:
            self.model[key] = Row(kind, person, "waiting", self.now)

    def claim(self, owner: str, limit: int) -> None:
        taken = self.run(self._write(lambda session: outbox.claim(session, owner=owner, now=self.now, limit=limit)))
        rows = self.run(self._rows())
        due = {key for key, row in self.model.items() if row.state in OPEN and row.due_at <= self.now}
        keys = {key for key, row in rows.items() if row.id in {held.id for held in taken}}

        assert min(limit, len(due)) == len(taken)
        assert keys <= due
        assert all(held.ambiguous == self.model[key].heard for held in taken for key in keys if rows[key].id == held.id)
        for key in keys:
            self.model[key] = replace(self.model[key], state="claimed", owner=owner, token=rows[key].token)
        self.claims += taken

    def settle(self, deed: str, which: int) -> None:
        """By one of the latest claims, the stale ones too."""
        if not self.claims:
            return
        held = self.claims[-min(which, len(self.claims))]
        key = next((key for key, row in self.model.items() if row.token == held.token), None)
        later = self.now + LANDING
        deeds = {
            "try": lambda session: outbox.about_to_try(session, held, now=self.now),
            "sent": lambda session: outbox.sent(session, held, Posted("D1", "1.1"), now=self.now),
            "failed": lambda session: outbox.closed(session, held, State.FAILED, "no", now=self.now),
            "busy": lambda session: outbox.put_back(session, held, "busy", until=later, unclear=False),
            "unclear": lambda session: outbox.put_back(session, held, "lost", until=later, unclear=True),
            "mistake": lambda session: outbox.put_back(session, held, "oops", until=later, unclear=None),
        }
        done = self.run(self._write(deeds[deed]))

        assert (key is not None) == done
        if key is not None:
            self.model[key] = self._after(deed, self.model[key])

    def _after(self, deed: str, row: Row) -> Row:
        free = replace(row, owner=None, token=None)
        match deed:
            case "try":
                return replace(row, heard=True)
            case "sent" | "failed":
                return replace(free, state=deed, heard=False)
            case "busy":
                return replace(free, state="waiting", due_at=self.now + LANDING, heard=False)
            case "unclear":
                return replace(free, state="unknown", due_at=self.now + LANDING, heard=True)
            case _:
                return replace(free, state="unknown" if row.heard else "waiting", due_at=self.now + LANDING)

    def rescue(self, living: frozenset[str]) -> None:
        held_by_dead = {key for key, row in self.model.items() if row.state == "claimed" and row.owner not in living}
        given_back = self.run(
            self._write(lambda session: outbox.rescue(session, living=living, now=self.now, landing=LANDING))
        )

        assert len(held_by_dead) == given_back
        for key in held_by_dead:
            row = replace(self.model[key], owner=None, token=None)
            late = {"state": "unknown", "due_at": self.now + LANDING} if row.heard else {"state": "waiting"}
            self.model[key] = replace(row, **late)  # type: ignore[arg-type]

    def call_off(self, person: str) -> None:
        self.run(
            self._write(
                lambda session: outbox.call_off(
                    session, workspace=TEAM, target=person, kinds=(Kind.NUDGE,), now=self.now
                )
            )
        )
        for key, row in self.model.items():
            if (row.kind, row.target, row.state) == (Kind.NUDGE, person, "waiting"):
                self.model[key] = replace(row, state="withdrawn")

    def take_back(self, subject: str) -> None:
        """A removal is owed for what stands or may come to stand, once; for what never will, nothing is owed."""
        self.run(
            self._write(
                lambda session: outbox.take_back(
                    session, Kind.CELEBRATION, subject=subject, workspace=TEAM, now=self.now
                )
            )
        )
        first = self.model.get(f"{Kind.CELEBRATION}:{subject}")
        if first is None or first.state in ("withdrawn", "expired", "failed"):
            return
        posted = self.run(self._rows())[f"{Kind.CELEBRATION}:{subject}"]
        self.model.setdefault(f"{Kind.REMOVAL}:{posted.id}", Row(Kind.REMOVAL, first.target, "waiting", self.now))

    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def the_books_agree(self) -> None:
        kept = {
            key: Row(Kind(row.kind), row.target, row.state, row.due_at, row.owner, row.token, row.ambiguous)
            for key, row in self.run(self._rows()).items()
        }

        assert self.model == kept


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("owe"), SUBJECTS, PEOPLE, st.sampled_from([Kind.NUDGE, Kind.CELEBRATION])),
        st.tuples(st.just("claim"), WORKERS, st.integers(1, 3)),
        st.tuples(st.just("claim"), WORKERS, st.integers(1, 3)),
        st.tuples(st.just("settle"), st.just("try"), st.integers(1, 4)),
        st.tuples(st.just("settle"), st.just("try"), st.integers(1, 4)),
        st.tuples(st.just("settle"), st.sampled_from(ENDS), st.integers(1, 4)),
        st.tuples(st.just("rescue"), st.sampled_from([frozenset(), frozenset({"one"})])),
        st.tuples(st.just("call_off"), PEOPLE),
        st.tuples(st.just("take_back"), SUBJECTS),
        st.tuples(st.just("time_passes"), st.integers(1, 90)),
    ),
    min_size=20,
    max_size=40,
)


@pytest.fixture(params=sorted(ENGINES))
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[asyncio.Runner, Database]]:
    """A database with an event loop of its own, for many short lives."""
    with ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner())
        opening = ENGINES[request.param](tmp_path)
        database = runner.run(opening.__aenter__())
        stack.callback(lambda: runner.run(opening.__aexit__(None, None, None)))
        yield runner, database


SHORT = (Phase.explicit, Phase.generate)  # shrinking a failure takes minutes; add Phase.shrink when there is one


@settings(max_examples=30, deadline=None, derandomize=True, phases=SHORT, suppress_health_check=list(HealthCheck))
@given(deeds=DEEDS)
def test_the_outbox_does_what_the_model_says(
    opened: tuple[asyncio.Runner, Database], deeds: list[tuple[Any, ...]]
) -> None:
    """Random lives of the outbox: every row is where the model has it after each deed."""
    outbox_and_model = Outbox(*opened)
    for subject in ("s0", "s1", "s2"):
        outbox_and_model.owe(subject, "UANA", Kind.NUDGE)
        outbox_and_model.owe(subject, "UBEN", Kind.CELEBRATION)
    for name, *given_with in deeds:
        getattr(outbox_and_model, name)(*given_with)

        outbox_and_model.the_books_agree()
