"""A program with as many people as a measurement needs, written straight into the tables as the app would have left it.

Person number i has the id `md5('enrollmenti')` and is `Pi` in Slack; those with the lowest numbers are the ones whose
time comes. People are spread over as many agencies (workspaces) as make at most 20,000 each.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from bench import ours
from bench.bulk import Store, opaque
from bench.knocks import Writer

AGENCY = 20_000
PEOPLE_OF_A_COACH = 12
HALF_A_WEEK = 302_400
DAY = 86_400
MONDAY = datetime(2026, 11, 2, 15, 30, 20, tzinfo=UTC)
"""20 seconds past the minute at which caseworkers in four time zones have their hour, as a beat would find it."""

PLACES = (
    ("America/New_York", "10:30:00", "13:30:00"),
    ("America/Chicago", "09:30:00", "12:30:00"),
    ("America/Denver", "08:30:00", "11:30:00"),
    ("America/Los_Angeles", "07:30:00", "10:30:00"),
)


@dataclass(frozen=True)
class Crowd:
    """Who is in the program: how many, at what moment, and whether their hours are the whole week (for a real clock)."""

    people: int
    now: datetime = MONDAY
    all_day: bool = False

    @property
    def agencies(self) -> int:
        """How many workspaces these people belong to."""
        return -(-self.people // AGENCY)

    @property
    def at(self) -> int:
        """The moment, in seconds since 1970."""
        return int(self.now.timestamp())


def enroll(store: Store, crowd: Crowd) -> None:
    """Agencies that are set up, their coaches, and people who said yes, the next time of each in the coming half week."""
    store.run(_programs(store, crowd), _coaches(store, crowd), _enrollments(store, crowd))


def workspace(number: str, crowd: Crowd) -> str:
    """The workspace of person number …, in SQL; with one agency it is TBENCH0."""
    return f"'TBENCH' || ({number} % {crowd.agencies})"


def _programs(store: Store, crowd: Crowd) -> str:
    return f"""
        INSERT INTO programs (workspace, lead, hotline, on_call, helpline, privacy_contact, keep_words, keep_facts,
            keep_celebrations, keep_deliveries, keep_audit, terms, digest_day, digest_at, set_up_at)
        SELECT {workspace("i", crowd)}, 'ULEE', 'hotline, 555 0100', 'on call, 555 0101', 'helpline, 555 0102',
            'privacy, 555 0103', 365, 730, 365, 90, 1095, 1, 0, {store.clock("'08:00:00'")},
            {store.moment(f"{crowd.at - 400 * DAY}")}
        FROM {store.series(crowd.agencies)}"""


def _coach(crowd: Crowd) -> str:
    """The number of person i's coach, who works for the same agency."""
    return f"((i / {PEOPLE_OF_A_COACH * crowd.agencies}) * {crowd.agencies} + i % {crowd.agencies})"


def _coaches(store: Store, crowd: Crowd) -> str:
    coaches = (crowd.people // (PEOPLE_OF_A_COACH * crowd.agencies) + 1) * crowd.agencies
    return f"""
        INSERT INTO coaches (workspace, person, zone, next_digest_at)
        SELECT {workspace("(i - 1)", crowd)}, 'C' || (i - 1), 'America/Chicago',
            {store.moment(f"{crowd.at + DAY} + i % {6 * DAY}")}
        FROM {store.series(coaches)}"""


def _enrollments(store: Store, crowd: Crowd) -> str:
    days = "'0,1,2,3,4,5,6'" if crowd.all_day else "CASE i % 3 WHEN 0 THEN '0,2' WHEN 1 THEN '0,3' ELSE '0,4' END"
    zone, opens, closes = ("'UTC'", "'00:00:00'", "'23:59:59'") if crowd.all_day else map(_by_place, (0, 1, 2))
    return f"""
        INSERT INTO enrollments (id, workspace, caseworker, coach, supervisor, channel, days, opens, closes, zone,
            per_week, cheer, standing, invited_by, invited_at, next_nudge_at, agreed_to)
        SELECT md5('enrollment' || i), {workspace("i", crowd)}, 'P' || i, 'C' || {_coach(crowd)}, 'S' || (i / 60),
            'CWINS', {days}, {store.clock(opens)}, {store.clock(closes)}, {zone}, 2, 'channel', 'active', 'ULEE',
            {store.moment(f"{crowd.at - 300 * DAY}")}, {store.moment(_later(crowd))}, '{ours.agreed_to()}'
        FROM {store.series(crowd.people)}"""


def _by_place(part: int) -> str:
    cases = " ".join(f"WHEN {number} THEN '{place[part]}'" for number, place in enumerate(PLACES))
    return f"CASE i % {len(PLACES)} {cases} END"


def _later(crowd: Crowd) -> str:
    """A moment for person i that is more than ten minutes away, and within half a week of it."""
    return f"{crowd.at + 600} + (i * 7919) % {HALF_A_WEEK}"


def remember(store: Store, crowd: Crowd, people: int, each: int) -> None:
    """Give the first people their earlier questions, two a week, answered or not, with the messages that brought them.

    They go from topic to topic, as the app chooses them.
    """
    last_week = crowd.at - 8 * DAY
    at, nudge = f"({last_week} - k * {HALF_A_WEEK})", "md5('nudge' || i || '.' || k)"
    prompts = ours.asked()
    store.run("CREATE TEMPORARY TABLE asked (n integer, id text, topic text, strategy text)")
    store.fill(
        "INSERT INTO asked VALUES (?, ?, ?, ?)",
        [(n, each.id, each.topic, each.strategy) for n, each in enumerate(prompts)],
    )
    those = f"FROM {store.series(people)} CROSS JOIN {store.series(each, 'k')}"
    store.run(
        f"""INSERT INTO nudges (id, workspace, enrollment_id, occasion, prompt_id, prompt_version, topic, strategy,
            local_day, planned_at, closed_at)
        SELECT {nudge}, {workspace("i", crowd)}, md5('enrollment' || i), 'day:' || {store.day(at)}, asked.id, 1,
            asked.topic, asked.strategy, {store.day(at)}, {store.moment(at)},
            CASE WHEN (i + k) % 3 > 0 THEN {store.moment(f"{at} + 7200")} END
        {those} JOIN asked ON asked.n = (i * 11 + k * 37) % {len(prompts)}""",
        f"""INSERT INTO deliveries (id, workspace, kind, subject, key, target, due_at, expires_at, state, attempts,
            tried_at, ambiguous, channel, ts, settled_at)
        SELECT md5('delivery' || i || '.' || k), {workspace("i", crowd)}, 'nudge', {nudge}, 'nudge:' || {nudge},
            'P' || i, {store.moment(at)}, {store.moment(f"{at} + 10800")}, 'sent', 1, {store.moment(f"{at} + 1")},
            false, 'D' || i, '1.' || k, {store.moment(f"{at} + 2")}
        {those}""",
        "DROP TABLE asked",
    )


def places(crowd: Crowd, people: int) -> dict[str, str]:
    """The enrollments of the first people, and the workspace of each."""
    return {opaque("enrollment", number): f"TBENCH{number % crowd.agencies}" for number in range(1, people + 1)}


def set_aside(store: Store) -> None:
    """Keep the counts of what people were asked, for `put_back`."""
    store.run("CREATE TABLE set_aside AS SELECT * FROM memories")


def hear(store: Store, crowd: Crowd, requests: int) -> None:
    """The requests of the last day, which are remembered so that none is heard twice."""
    key = "'http:v0=' || md5('signature' || i) || md5('signed' || i)"
    store.run(
        f"""INSERT INTO inbound (workspace, key, received_at)
        SELECT {workspace("i", crowd)}, {key}, {store.moment(f"{crowd.at} - (i * 7919) % 80000")}
        FROM {store.series(requests)}"""
    )


def fall_due(store: Store, people: int, at: datetime) -> None:
    """The time of the first people is now."""
    store.run(
        f"""UPDATE enrollments SET next_nudge_at = {store.moment(str(int(at.timestamp())))}
        WHERE id IN (SELECT md5('enrollment' || i) FROM {store.series(people)})"""
    )


def asked_anew(store: Store, crowd: Crowd) -> int:
    """How many questions the last beats put to people."""
    return int(store.one(f"SELECT count(*) FROM nudges WHERE planned_at >= {store.moment(str(crowd.at - DAY))}"))


def put_back(store: Store, crowd: Crowd, people: int) -> None:
    """Undo what a beat did for the first people: their new questions are gone, also from the counts, and their time is later.

    Nobody has been silent about a question that is gone.
    """
    new = f"SELECT id FROM nudges WHERE planned_at >= {store.moment(str(crowd.at - DAY))}"
    first = f"id IN (SELECT md5('enrollment' || i) FROM {store.series(people)})"
    store.run(
        f"DELETE FROM deliveries WHERE subject IN ({new})",
        f"DELETE FROM nudges WHERE id IN ({new})",
        "DELETE FROM memories",
        "INSERT INTO memories SELECT * FROM set_aside",
        f"""UPDATE enrollments SET next_nudge_at = {store.moment(str(crowd.at + 2 * HALF_A_WEEK))}, silent = 0,
            quiet_because = NULL WHERE {first}""",
    )


def open_reflections(store: Store, crowd: Crowd, numbers: range) -> list[Writer]:
    """Give each of these people an earlier question, and a reflection on it that they have opened and not begun."""
    prompt = ours.written()
    place, asked = workspace("i", crowd), f"'{prompt.id}', 1, '{prompt.topic}', '{prompt.strategy}'"
    at = str(crowd.at - 8 * DAY)
    those = f"FROM (SELECT i + {numbers.start - 1} AS i FROM {store.series(len(numbers))}) AS those"
    store.run(
        f"""INSERT INTO nudges (id, workspace, enrollment_id, occasion, prompt_id, prompt_version, topic, strategy,
            local_day, planned_at)
        SELECT md5('nudge' || i), {place}, md5('enrollment' || i), 'day:opened', {asked}, {store.day(at)},
            {store.moment(at)} {those}""",
        f"""INSERT INTO reflections (id, workspace, enrollment_id, nudge_id, prompt_id, prompt_version, topic, strategy,
            screen, started_at)
        SELECT md5('reflection' || i), {place}, md5('enrollment' || i), md5('nudge' || i), {asked}, -1,
            {store.moment(f"{at} + 60")} {those}""",
    )
    return [Writer(f"P{number}", opaque("reflection", number)) for number in numbers]
