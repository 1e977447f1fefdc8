"""Whatever is done to the outbox, in whatever order, it agrees with a model small enough to read at a glance."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from bot.db.base import new_id
from bot.db.engine import Database
from bot.db.tables import Delivery
from bot.db.wire_tables import Pace
from bot.services import claims, outbox
from bot.services.claims import Claim
from bot.services.messenger import Posted
from bot.services.outbox import CHANGES, Kind, State
from bot.services.pace import Limit, Paces
from tests.services.engines import ENGINES
from tests.world import MONDAY_9_29

TEAM = "T0SHOULDER"
SUBJECTS = st.sampled_from([f"s{each}" for each in range(3)])
PEOPLE = st.sampled_from(["UANA", "UBEN"])
WORKERS = st.sampled_from(["one", "two"])
LANDING, LEASE = timedelta(minutes=1), timedelta(minutes=2)
OPEN = ("waiting", "unknown")


@dataclass(frozen=True)
class Row:
    """What the model knows of one delivery. `heard`: Slack may have it. `speaking`: it may be on the wire just now."""

    kind: Kind
    target: str
    state: str
    due_at: datetime
    owner: str | None = None
    token: str | None = None
    since: datetime | None = None
    heard: bool = False
    speaking: bool = False

    @property
    def change(self) -> bool:
        """Whether it changes what stands in Slack already."""
        return self.kind in CHANGES

    def free(self, **values: Any) -> "Row":
        """Held by nobody."""
        return replace(self, owner=None, token=None, since=None, speaking=False, **values)


class Outbox(RuleBasedStateMachine):
    """The real outbox on the left, the model on the right, the same deeds on both."""

    def __init__(self, runner: asyncio.Runner, database: Database) -> None:
        super().__init__()
        self.runner = runner
        self.database = database
        self.now = MONDAY_9_29
        self.model: dict[str, Row] = {}
        self.claims: list[Claim] = []

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def write(self, deed: Any) -> Any:
        async def written() -> Any:
            async with self.database.begin() as session:
                return await deed(session)

        return self.run(written())

    def rows(self) -> dict[str, Delivery]:
        async def read() -> dict[str, Delivery]:
            async with self.database.read() as session:
                return {row.key: row for row in await session.scalars(select(Delivery))}

        found: dict[str, Delivery] = self.run(read())
        return found

    @initialize()
    def begin(self) -> None:
        self.write(lambda session: session.execute(delete(Delivery)))
        self.write(lambda session: session.execute(delete(Pace)))
        for subject in ("s0", "s1", "s2"):
            self.owe(subject, "UANA", Kind.NUDGE)
            self.owe(subject, "UBEN", Kind.CELEBRATION)

    @rule(subject=SUBJECTS, person=PEOPLE, kind=st.sampled_from([Kind.NUDGE, Kind.CELEBRATION]))
    def owe(self, subject: str, person: str, kind: Kind) -> None:
        owed = {"workspace": TEAM, "target": person, "due_at": self.now, "key": f"{kind}:{subject}"}
        made = self.write(lambda session: outbox.enqueue(session, kind, subject, **owed))

        assert (owed["key"] not in self.model) == made
        if made:
            self.model[str(owed["key"])] = Row(kind, person, "waiting", self.now)

    @rule(owner=WORKERS, most=st.integers(1, 3))
    def claim(self, owner: str, most: int) -> None:
        """One round: at most one message for each channel, and none where another one is under way."""
        tokens = Paces(post=Limit(1e6, most), change=Limit(1e6, most), in_a_channel=timedelta(0))
        round_ = {"workspace": TEAM, "owner": owner, "token": new_id(), "paces": tokens, "now": self.now}
        taken = self.write(partial(claims.claim, **round_)).claims
        key_of = {row.id: key for key, row in self.rows().items()}
        busy = {row.target for row in self.model.values() if row.state == "claimed"}
        due = {key for key, row in self.model.items() if row.state in OPEN and row.due_at <= self.now}
        for change in (False, True):
            keys = {key_of[held.id] for held in taken if (held.kind in CHANGES) == change}
            free = {key for key in due if self.model[key].change == change and self.model[key].target not in busy}

            assert keys <= free
            assert min(most, len({self.model[key].target for key in free})) == len(keys)
            assert len(keys) == len({self.model[key].target for key in keys})
            busy |= {self.model[key].target for key in keys}
        for held in taken:
            row = self.model[key_of[held.id]]

            assert (row.heard, row.kind, row.target) == (held.ambiguous, held.kind, held.target)
            held_by = {"owner": owner, "token": held.token, "since": self.now}
            self.model[key_of[held.id]] = replace(row, state="claimed", speaking=False, **held_by)
        self.claims += taken

    @rule(which=st.integers(1, 4))
    def begin_to_speak(self, which: int) -> None:
        self._settle("try", which)

    @rule(deed=st.sampled_from(["sent", "failed", "busy", "unclear", "mistake"]), which=st.integers(1, 4))
    def settle(self, deed: str, which: int) -> None:
        self._settle(deed, which)

    def _settle(self, deed: str, which: int) -> None:
        """By one of the latest claims, the stale ones too."""
        if not self.claims:
            return
        held = self.claims[-min(which, len(self.claims))]
        ids = {key: row.id for key, row in self.rows().items()}
        mine = (key for key, row in self.model.items() if row.token == held.token and ids[key] == held.id)
        key = next(mine, None)
        later = self.now + LANDING
        deeds = {
            "try": lambda session: claims.about_to_try(session, [held], now=self.now),
            "sent": lambda session: claims.sent(session, {held: Posted("D1", "1.1")}, now=self.now),
            "failed": lambda session: claims.closed(session, held, State.FAILED, "no", now=self.now),
            "busy": lambda session: claims.put_back(session, held, "busy", until=later, unclear=False),
            "unclear": lambda session: claims.put_back(session, held, "lost", until=later, unclear=True),
            "mistake": lambda session: claims.put_back(session, held, "oops", until=later, unclear=None),
        }
        done = self.write(deeds[deed])

        assert (key is not None) == bool(done)
        if key is not None:
            self.model[key] = self._after(deed, self.model[key])

    def _after(self, deed: str, row: Row) -> Row:
        match deed:
            case "try":
                return replace(row, heard=True, speaking=True)
            case "sent" | "failed":
                return row.free(state=deed, heard=False)
            case "busy":
                return row.free(state="waiting", due_at=self.now + LANDING, heard=False)
            case "unclear":
                return row.free(state="unknown", due_at=self.now + LANDING, heard=True)
            case _:
                return row.free(state="unknown" if row.heard else "waiting", due_at=self.now + LANDING)

    @rule(dead=st.sampled_from([(), ("one",), ("one", "two")]), forgets=st.booleans())
    def rescue(self, dead: tuple[str, ...], forgets: bool) -> None:
        """As worker two finds it, who may have been cut off in the middle of its rounds."""
        under_way = () if forgets else tuple({row.token for row in self.model.values() if row.token})
        found = {"dead": dead, "me": "two", "under_way": under_way, "now": self.now, "landing": LANDING, "lease": LEASE}
        given_back = self.write(partial(claims.rescue, **found))
        before = dict(self.model)
        for key, row in before.items():
            if row.state == "claimed":
                left = row.owner in dead or (row.owner == "two" and row.token not in under_way)
                self.model[key] = self._after_rescue(row, left)

        assert given_back == sum(self.model[key] != row for key, row in before.items())

    def _after_rescue(self, row: Row, left: bool) -> Row:
        if left and row.speaking:
            return row.free(state="unknown", due_at=self.now + LANDING)
        if left or (not row.speaking and row.since is not None and row.since < self.now - LEASE):
            return row.free(state="unknown" if row.heard else "waiting")
        return row

    @rule(person=PEOPLE)
    def call_off(self, person: str) -> None:
        whose = {"workspace": TEAM, "target": person, "kinds": (Kind.NUDGE,), "now": self.now}
        self.write(partial(outbox.call_off, **whose))
        for key, row in self.model.items():
            if (row.kind, row.target, row.state) == (Kind.NUDGE, person, "waiting"):
                self.model[key] = replace(row, state="withdrawn")

    @rule(subject=SUBJECTS)
    def take_back(self, subject: str) -> None:
        """A removal is owed for what stands or may come to stand, once; for what never will, nothing is owed."""
        what = {"kind": Kind.CELEBRATION, "subject": subject, "workspace": TEAM, "now": self.now}
        self.write(partial(outbox.take_back, **what))
        first = self.model.get(f"{Kind.CELEBRATION}:{subject}")
        if first is None or first.state in ("withdrawn", "expired", "failed"):
            return
        posted = self.rows()[f"{Kind.CELEBRATION}:{subject}"]
        self.model.setdefault(f"{Kind.REMOVAL}:{posted.id}", Row(Kind.REMOVAL, first.target, "waiting", self.now))

    @rule(seconds=st.integers(1, 90))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def the_books_agree(self) -> None:
        kept = {key: _as_row(row) for key, row in self.rows().items()}

        assert self.model == kept


def _as_row(row: Delivery) -> Row:
    held_by = (row.owner, row.token, row.claimed_at)
    return Row(Kind(row.kind), row.target, row.state, row.due_at, *held_by, row.ambiguous, row.on_the_wire)


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
MANY_LIVES = settings(
    max_examples=30,
    stateful_step_count=35,
    deadline=None,
    derandomize=True,
    phases=SHORT,
    suppress_health_check=list(HealthCheck),
)


def test_the_outbox_does_what_the_model_says(opened: tuple[asyncio.Runner, Database]) -> None:
    """Random lives of the outbox: every row is where the model has it after each deed."""
    run_state_machine_as_test(lambda: Outbox(*opened), settings=MANY_LIVES)
