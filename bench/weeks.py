"""A year of check-ins for the coaches' digests: the last weeks sealed as the app seals them, older ones only as heavy."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench import ours
from bench.agreed import TEAM
from bench.bulk import Store, opaque
from bench.seeding import DAY
from bench.sizes import Sizes

WEEK = 7 * DAY
UNTIL = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
"""The Monday and hour at which all digests are due, 8 am in Chicago."""

SEALED_WEEKS = 5
"""This week, and the four before it in which a digest looks for what was shared late."""

SAID = "I asked what she hoped for before I said what I had planned, and we found a next step together."


@dataclass(frozen=True)
class Program:
    """So many coaches, each with the same number of caseworkers, who shared one reflection a week."""

    sizes: Sizes

    @property
    def people(self) -> int:
        """How many caseworkers there are."""
        return self.sizes.coaches * self.sizes.caseworkers_each

    @property
    def at(self) -> int:
        """When the digests are due, in seconds since 1970."""
        return int(UNTIL.timestamp())


def digest_of(coach: int) -> str:
    """The id of a coach's digest of this week."""
    return opaque("digest", coach)


def write(store: Store, program: Program, keys: dict[str, bytes]) -> None:
    """Everything: people, a reflection with its check-in for each week, its answer, who read it, and its receipt.

    `keys` are the caseworkers' own, for the weeks whose words are to be opened.
    """
    store.run(_digests(store, program), _enrollments(store, program))
    every = f"FROM {store.series(program.people)} CROSS JOIN {store.series(program.sizes.weeks, 'k')}"
    store.run(*_facts(store, program, every))
    store.run(_old_answers(store, program, every))
    _recent_answers(store, program, keys)
    store.run(_reads(store, program, every), _receipts(store, program, every))


def _moment(program: Program) -> str:
    """When person i gave the answer of week k, counted back from this one."""
    return f"({program.at} - (k - 1) * {WEEK} - {DAY} - (i * 7919) % {5 * DAY})"


def _coach(program: Program) -> str:
    return f"'C' || ((i - 1) / {program.sizes.caseworkers_each} + 1)"


def _topic() -> str:
    prompt = ours.written()
    return f"'{prompt.topic}', '{prompt.strategy}'"


def _digests(store: Store, program: Program) -> str:
    since = program.at - WEEK
    return f"""INSERT INTO digests (id, workspace, coach, week, zone, since, until)
        SELECT md5('digest' || i), '{TEAM}', 'C' || i, {store.day(str(since))}, 'America/Chicago',
            {store.moment(str(since))}, {store.moment(str(program.at))} FROM {store.series(program.sizes.coaches)}"""


def _enrollments(store: Store, program: Program) -> str:
    opens, closes = store.clock("'09:30:00'"), store.clock("'12:30:00'")
    return f"""INSERT INTO enrollments (id, workspace, caseworker, coach, supervisor, channel, days, opens, closes, zone,
            per_week, cheer, standing, invited_by, invited_at, next_nudge_at, agreed_to)
        SELECT md5('enrollment' || i), '{TEAM}', 'P' || i, {_coach(program)}, 'S1', 'CWINS', '0,2', {opens}, {closes},
            'America/Chicago', 2, 'channel', 'active', 'ULEE', {store.moment(str(program.at - 60 * WEEK))},
            {store.moment(str(program.at + WEEK))}, '{ours.agreed_to()}' FROM {store.series(program.people)}"""


def _facts(store: Store, program: Program, every: str) -> tuple[str, str]:
    at, asked = store.moment(_moment(program)), f"'{ours.written().id}', 1, {_topic()}"
    return (
        f"""INSERT INTO reflections (id, workspace, enrollment_id, prompt_id, prompt_version, topic, strategy, screen,
            started_at, finished_at)
        SELECT md5('reflection' || i || '.' || k), '{TEAM}', md5('enrollment' || i), {asked}, 1, {at}, {at} {every}""",
        f"""INSERT INTO checkins (id, workspace, enrollment_id, reflection_id, author, topic, strategy, audience, reader,
            part, made_at)
        SELECT md5('checkin' || i || '.' || k), '{TEAM}', md5('enrollment' || i),
            md5('reflection' || i || '.' || k), 'P' || i, {_topic()}, 'coach', {_coach(program)}, 'all', {at} {every}""",
    )


def _old_answers(store: Store, program: Program, every: str) -> str:
    """Nobody opens these any more: bytes of the same length stand for them."""
    filler = f"zeroblob({len(SAID) + 29})" if store.is_sqlite else f"decode(repeat('00', {len(SAID) + 29}), 'hex')"
    return f"""INSERT INTO answers (reflection_id, step, workspace, position, role, question, words, vouched, saved_at)
        SELECT md5('reflection' || i || '.' || k), 'question', '{TEAM}', 0, 'answer', 'Say what you asked first.',
            {filler}, false, {store.moment(_moment(program))} {every} WHERE k > {SEALED_WEEKS}"""


def _recent_answers(store: Store, program: Program, keys: dict[str, bytes]) -> None:
    rows = []
    for number in range(1, program.people + 1):
        for week in range(1, min(SEALED_WEEKS, program.sizes.weeks) + 1):
            reflection, person = opaque("reflection", f"{number}.{week}"), f"P{number}"
            rows.append(
                (reflection, TEAM, ours.sealed(keys[person], SAID, person, reflection, "question"), _saved(store))
            )
    store.fill(
        """INSERT INTO answers (reflection_id, step, workspace, position, role, question, words, vouched, saved_at)
        VALUES (?, 'question', ?, 0, 'answer', 'Say what you asked first.', ?, false, ?)""",
        rows,
    )


def _saved(store: Store) -> object:
    at = UNTIL - timedelta(days=2)
    return at.strftime("%Y-%m-%d %H:%M:%S.%f") if store.is_sqlite else at


def _reads(store: Store, program: Program, every: str) -> str:
    """Earlier digests have shown what was shared in their weeks."""
    at = store.moment(f"({program.at} - (k - 1) * {WEEK})")
    return f"""INSERT INTO reads (id, workspace, checkin_id, reader, surface, digest_id, read_at)
        SELECT md5('read' || i || '.' || k), '{TEAM}', md5('checkin' || i || '.' || k), {_coach(program)}, 'digest',
            md5('digest' || i || '.' || k), {at} {every} WHERE k > 1"""


def _receipts(store: Store, program: Program, every: str) -> str:
    """The receipts of the last weeks stand in Slack, and will say who was shown them."""
    at, checkin = store.moment(_moment(program)), "md5('checkin' || i || '.' || k)"
    return f"""INSERT INTO deliveries (id, workspace, kind, subject, key, target, due_at, state, attempts, tried_at,
            ambiguous, channel, ts, settled_at)
        SELECT md5('receipt' || i || '.' || k), '{TEAM}', 'receipt', {checkin}, 'receipt:' || {checkin}, 'P' || i, {at},
            'sent', 1, {at}, false, 'D' || i, '1.' || k, {at} {every} WHERE k <= {SEALED_WEEKS}"""
