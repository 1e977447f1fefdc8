"""Give a person their own records, or the records officer the agency's: JSON and CSV in one zip, with a plain page on top.

Words come through the one door: a records export reads as its officer, and each author sees that it did.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import csv_cells
from bot.coaching.audience import Audience, Surface
from bot.coaching.errors import NotEnrolled
from bot.coaching.language import mark, read_in, say
from bot.db import queries, successes
from bot.db.people_tables import Whereabouts
from bot.db.session_tables import CoachingSession
from bot.db.tables import Agreement, Ask, Celebration, CheckIn, Delivery, Enrollment, Nudge, Reflection
from bot.services import audit, goals_exported, languages, partner_records, partners, words
from bot.services.audit import Deed
from bot.services.outbox import CHANGES

Row = dict[str, Any]
NO_CASEWORKER: Row = {"agreement": [], "check_ins": [], "celebrations": [], "asked_for": [], "goals": []}
"""What a parent partner or a coach who is no caseworker has none of."""
OWN_CHOICES = ("per_week", "cheer", "standing")
"""What a caseworker chose for themselves, like a pause. Nobody is told, and their agency's office is not told either."""
OWN = mark("""Your records in Shoulder to Shoulder, as they stood on {at}.

What is in here: your place in the program, what you said to the agreement, your check-ins with their words, who could
read each and who was shown it, your drafts, your small successes with what your coach wrote on them, what you wrote as a
coach on somebody else's, and who asked you for a check-in. The dates of your coaching sessions, what you were sent and
when, your days away, what Slack last said of where you are, and since when a legal hold is on your records, if one is.
Your goals are in here too, with your levels. You see who was shown each of them.
Of a parent partner: your yes, what you said of each question and who was shown it, and how far you said families see it.
It also says what your coach suggested, and if you said that you are new to this work. How many questions came since you
last did something here (“silent”) stands only in a copy that you make yourself.
data.json holds all of it. Some of it is in here once more as tables: check_ins.csv, read_by.csv, celebrations.csv,
goals.csv, goal_levels.csv, agreement.csv and asked_for.csv.
What is not in here: what you typed in Slack's own messages. Your agency's Slack keeps that.
""")
FOR_THEM = mark("""
This copy was made for you by {by}. That is written down, and you can see it in App Home and beside each check-in.
""")
RECORDS = """Records of Shoulder to Shoulder, exported on {at} by {by}.

What is in here: for each caseworker, their place in the program, what they said to the agreement, when they were asked
and when they checked in, the dates of their coaching sessions, the words that they had shared with somebody, who was
shown them and when, and their small successes. The goals that they shared with
their coach are in here too, with the levels that they shared.
What is not in here: words that their author had kept to themselves or taken back, and drafts{private}. Nor whether somebody
is paused, or how many questions they want: that is told to nobody. The app keeps no
scores and no ratings, so there are none to give. The level of a goal is the caseworker's own word for where they are.
Nobody's silence means anything: skipped, kept private and not answered are not told apart here either.
This export is written down, and each caseworker whose words are in it can see that.
"""
WITH_PRIVATE = " – but for people under a legal hold, whose private check-ins and goals are in here too"


@dataclass(frozen=True)
class Officer:
    """Who exports the agency's records. `with_private` takes in what people under a legal hold kept to themselves."""

    name: str
    with_private: bool = False


async def own(session: AsyncSession, workspace: str, person: str, *, by: str, now: datetime) -> bytes:
    """Everything of this person's, for themselves, as a zip. Raises NotEnrolled for whoever gave nothing here.

    When somebody else makes it for them, each check-in in it is recorded as a reading by that name.
    """
    wrote = await _notes(session, workspace, person)
    found_by = queries.enrollment_of if wrote else partners.enrollment_or_part
    enrollment = await found_by(session, workspace, person)
    found = await _person(session, enrollment, by, now) if enrollment else {**NO_CASEWORKER, "caseworker": person}
    found |= await partner_records.own(session, workspace, person, now=now) | {"notes_as_coach": wrote}
    await audit.record(session, workspace, by, Deed.OWN_EXPORT, person=person, now=now)
    with read_in(await languages.of_one(session, workspace, person)):
        made_for_them = "" if by == person else say(FOR_THEM, by=say(by))
        return _zip([found], say(OWN, at=f"{now:%Y-%m-%d %H:%M} UTC") + made_for_them)


async def records(
    session: AsyncSession, workspace: str, officer: Officer, *, person: str | None = None, now: datetime
) -> bytes:
    """The agency's records of one caseworker or of all, as a zip; written down, and told to each author.

    Raises NotEnrolled for one who is none here: an empty zip would say that nothing is kept of them.
    """
    everyone = await queries.everyone(session, workspace)
    wanted = [each for each in everyone if person in (None, each.caseworker)]
    if person is not None and not wanted:
        raise NotEnrolled
    found = [await _person(session, each, officer, now) for each in wanted]
    count = sum(len(each["check_ins"]) for each in found)
    await audit.record(session, workspace, officer.name, Deed.RECORDS_EXPORT, person=person, count=count, now=now)
    private = WITH_PRIVATE if officer.with_private else ""
    return _zip(found, RECORDS.format(at=f"{now:%Y-%m-%d %H:%M} UTC", by=officer.name, private=private))


async def _person(session: AsyncSession, enrollment: Enrollment, asking: Officer | str, now: datetime) -> Row:
    """One person's records: for an officer the agency's part, for whoever is named all of their own."""
    officer = asking if isinstance(asking, Officer) else None
    mine = {
        "caseworker": enrollment.caseworker,
        "place": _plain(
            enrollment, "coach", "supervisor", "channel", "days", "zone", *([] if officer else OWN_CHOICES)
        ),
        "agreement": [
            _plain(each, "said", "version", "terms", "said_at") for each in await _of(session, Agreement, enrollment)
        ],
        "check_ins": [
            shown
            for each in await _of(session, CheckIn, enrollment)
            if (shown := await _checkin(session, enrollment, each, asking, now)) is not None
        ],
        "celebrations": [
            shown
            for each in await _of(session, Celebration, enrollment)
            if (shown := await _celebration(session, enrollment, each, officer, now)) is not None
        ],
        "goals": await goals_exported.rows(
            session,
            enrollment,
            asking=officer.name if officer else str(asking),
            own=officer is None,
            private=await _may_see_private(session, enrollment, officer),
            now=now,
        ),
        "asked_for": [_plain(each, "asked_by", "asked_at") for each in await _of(session, Ask, enrollment)],
        "sessions": [
            _plain(each, "at", "coach", "set_by", "set_at", "over_at")
            for each in await _of(session, CoachingSession, enrollment)
        ],
    }
    return mine | (await _only_mine(session, enrollment, asking) if officer is None else {})


async def _may_see_private(session: AsyncSession, enrollment: Enrollment, officer: Officer | None) -> bool:
    held = await queries.held_since(session, enrollment.workspace, enrollment.caseworker)
    return officer is not None and officer.with_private and held is not None


async def _only_mine(session: AsyncSession, enrollment: Enrollment, asking: Officer | str) -> Row:
    drafts = [each for each in await _of(session, Reflection, enrollment) if each.finished_at is None]
    sent = select(Delivery).where(
        Delivery.workspace == enrollment.workspace,
        Delivery.target == enrollment.caseworker,
        Delivery.kind.not_in(CHANGES),  # these would tell a coach when somebody else changed their mind
    )
    held = await queries.held_since(session, enrollment.workspace, enrollment.caseworker)
    suggested = [each for each in await _of(session, Nudge, enrollment) if each.suggested_by]
    seen = await session.get(Whereabouts, (enrollment.workspace, enrollment.caseworker))
    return {
        "drafts": [await words.draft(session, each, asking=enrollment.caseworker) for each in drafts],
        "sent_to_me": [_plain(each, "kind", "due_at", "state", "settled_at") for each in await session.scalars(sent)],
        "days_away": enrollment.away,
        "coach_before": enrollment.coach_before,
        "language": await languages.of_one(session, enrollment.workspace, enrollment.caseworker),
        "new_to_this_work_since": _plain(enrollment, "new_since")["new_since"],
        "suggestion": _plain(enrollment, "suggested", "suggested_by", "suggested_at"),
        **({"silent": enrollment.silent} if asking == enrollment.caseworker else {}),
        "suggested_to_me": [_plain(each, "suggested_by", "prompt_id", "local_day") for each in suggested],
        "slack_says": _plain(seen, "zone", "away", "away_until") if seen else {},
        "legal_hold_since": held.isoformat() if held else None,
    }


async def _checkin(
    session: AsyncSession, enrollment: Enrollment, checkin: CheckIn, asking: Officer | str, now: datetime
) -> Row | None:
    """A check-in with the words that this export may hold; for an officer, one that nobody may read is left out."""
    lines: Sequence[words.Line] = []
    if isinstance(asking, Officer):
        private = asking.with_private and await queries.held_since(session, checkin.workspace, checkin.author)
        if not private and (checkin.withdrawn_at is not None or checkin.audience == Audience.ONLY_ME):
            return None
        lines = await words.for_records(session, checkin, asking=asking.name, private=bool(private), now=now)
    elif checkin.withdrawn_at is None and asking == enrollment.caseworker:
        lines = await words.of_checkin(session, checkin, asking=asking, surface=Surface.OWN_COPY, now=now)
    elif checkin.withdrawn_at is None:
        lines = await words.for_records(session, checkin, asking=asking, private=True, now=now)
    reads = await queries.reads_of(session, checkin.id)
    asked = await session.get_one(Reflection, checkin.reflection_id)
    return {
        **_plain(asked, "prompt_id", "prompt_version"),
        **_plain(checkin, "made_at", "topic", "audience", "reader", "part", "asked_by", "withdrawn_at"),
        "answers": [{"question": line.question, "words": line.words} for line in lines],
        "read_by": [_plain(each, "reader", "surface", "read_at") for each in reads],
    }


async def _celebration(
    session: AsyncSession, enrollment: Enrollment, celebration: Celebration, officer: Officer | None, now: datetime
) -> Row | None:
    """A small success with what its coach wrote on it; for an officer, one that was never sent is left out."""
    if celebration.withdrawn_at is not None or (officer is not None and celebration.approved_at is None):
        return None
    if officer is None:
        said = await words.of_celebration(session, celebration, asking=enrollment.caseworker)
    elif celebration.reader is None:
        said = await words.of_celebration(session, celebration, asking=None)
    else:
        said = await words.of_celebration_for_one(
            session, celebration, asking=officer.name, surface=Surface.RECORDS, now=now
        )
    note = await successes.note_on(session, celebration.id)
    wrote = await words.of_note(session, note, celebration, asking=enrollment.caseworker) if note else None
    return {
        **_plain(celebration, "channel", "reader", "drafted_at", "approved_at"),
        "words": said,
        "note_by": note.author if note else None,
        "note": wrote,
        "read_by": [
            _plain(each, "reader", "surface", "read_at") for each in await successes.reads_of(session, celebration.id)
        ],
    }


async def _notes(session: AsyncSession, workspace: str, author: str) -> list[Row]:
    """What this person wrote, as a coach, on other people's small successes."""
    return [
        {
            **_plain(each, "written_at"),
            "for": (told := await session.get_one(Celebration, each.celebration_id)).caseworker,
            "words": await words.of_note(session, each, told, asking=author),
        }
        for each in await successes.notes_by(session, workspace, author)
    ]


async def _of(session: AsyncSession, table: type[Any], enrollment: Enrollment) -> Sequence[Any]:
    return (await session.scalars(select(table).where(table.enrollment_id == enrollment.id))).all()


def _plain(row: Any, *names: str) -> Row:
    found = {name: getattr(row, name) for name in names}
    return {name: each.isoformat() if isinstance(each, date) else each for name, each in found.items()}


def _zip(people: Sequence[Row], readme: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("README.txt", readme)
        file.writestr("data.json", json.dumps(list(people), indent=2, ensure_ascii=False))
        for name, table in _tables(people).items():
            file.writestr(f"{name}.csv", "\ufeff" + table)
    return made.getvalue()


def _tables(people: Sequence[Row]) -> dict[str, str]:
    """One table for each kind of record, with the caseworker in the first column."""
    return {
        "check_ins": csv_cells.table(
            ("caseworker", "made_at", "topic", "audience", "reader", "question", "words"),
            [
                (who["caseworker"], each["made_at"], each["topic"], each["audience"], each["reader"], *line.values())
                for who in people
                for each in who["check_ins"]
                for line in each["answers"] or [{"question": "", "words": ""}]
            ],
        ),
        "read_by": _flat(people, "check_ins", "read_by", ("reader", "surface", "read_at")),
        "celebrations": _rows(
            people, "celebrations", ("channel", "reader", "drafted_at", "approved_at", "words", "note_by", "note")
        ),
        "goals": _flat(people, "goals", "wordings", ("worded_at", "by", "words"), at="proposed_at"),
        "goal_levels": _flat(people, "goals", "levels", ("week", "level", "reader"), at="proposed_at"),
        "agreement": _rows(people, "agreement", ("said", "version", "terms", "said_at")),
        "asked_for": _rows(people, "asked_for", ("asked_by", "asked_at")),
    }


def _rows(people: Sequence[Row], kind: str, columns: tuple[str, ...]) -> str:
    rows = [(who["caseworker"], *(each[name] for name in columns)) for who in people for each in who[kind]]
    return csv_cells.table(("caseworker", *columns), rows)


def _flat(people: Sequence[Row], outer: str, inner: str, columns: tuple[str, ...], *, at: str = "made_at") -> str:
    rows = [
        (who["caseworker"], each[at], *(one[name] for name in columns))
        for who in people
        for each in who[outer]
        for one in each[inner]
    ]
    return csv_cells.table(("caseworker", at, *columns), rows)
