"""What parent partners say of the questions: one at a time, theirs to change, and shown to the lead in counts without names."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import guard, practice, reviewing
from bot.coaching.audience import Surface
from bot.coaching.errors import BadChoice, NotFound, TooLong
from bot.coaching.people import Role
from bot.coaching.prompts import Library
from bot.coaching.questions import SCALE
from bot.coaching.reviewing import Piece, Verdict, Wording
from bot.db.base import new_id
from bot.db.partner_tables import FamilyMark, Review, ReviewRead
from bot.db.turns import held
from bot.services import holds, partner_words, partners

LONGEST = 600
SHOWN = 6


@dataclass(frozen=True)
class Say:
    """What one parent partner says of a question: keep, change or drop, and in words if they like.

    `vouched`: the words, by what was asked, of which they said that they are not about a real family.
    """

    verdict: Verdict
    feel: str = ""
    missing: str = ""
    vouched: frozenset[str] = frozenset()

    def words(self) -> dict[str, str]:
        """What was written, by what was asked."""
        return {name: said for name, said in (("feel", self.feel), ("missing", self.missing)) if said}


@dataclass(frozen=True)
class Mine:
    """One of a parent partner's own reviews, and who was shown its words."""

    review_id: str
    question: str
    said: Say
    reads: tuple[tuple[str, datetime], ...]
    wording: Wording = ("", 0)


@dataclass(frozen=True)
class PartnerCorner:
    """A parent partner's part: whether they said yes or left, how many questions wait, and what they said lately."""

    person: str
    agreed: bool
    left: bool
    waiting: int
    reviews: tuple[Mine, ...]
    topic: str | None = None
    mark: str | None = None


@dataclass(frozen=True)
class Result:
    """What was said of one question in one wording: how many of which role, and the words, without names.

    `now`: it is still worded like this.
    """

    prompt_id: str
    version: int
    question: str
    role: str
    counts: Mapping[str, int]
    feel: tuple[str, ...]
    missing: tuple[str, ...]
    now: bool


async def next_one(session: AsyncSession, library: Library, workspace: str, person: str) -> Piece | None:
    """The question, or the path, that this parent partner looks at next; None when they have looked at all. Raises as `accepted` does."""
    await partners.accepted(session, workspace, person)
    waiting = await _queue(session, library, workspace, person)
    return waiting[0] if waiting else None


async def how_many_wait(session: AsyncSession, library: Library, workspace: str, person: str) -> int:
    """How many questions they have not looked at."""
    return len(await _queue(session, library, workspace, person))


async def _queue(session: AsyncSession, library: Library, workspace: str, person: str) -> list[Piece]:
    times: dict[Wording, int] = Counter()
    own: set[Wording] = set()
    rows = select(Review.prompt_id, Review.prompt_version, Review.person).where(Review.workspace == workspace)
    for prompt_id, version, who in await session.execute(rows):
        times[prompt_id, version] += 1
        own |= {(prompt_id, version)} if who == person else set()
    return reviewing.queue(library, times, own)


async def keep(
    session: AsyncSession, library: Library, workspace: str, person: str, wording: Wording, say: Say, *, now: datetime
) -> None:
    """Keep what they say of a question as it is worded now, in the place of what they said before.

    Raises NotFound for another wording, Rephrase, TooLong, BadChoice or OnHold.
    """
    await partners.accepted(session, workspace, person)  # it holds their part: one deed of theirs after the other
    piece = reviewing.find(library, wording[0])
    if piece is None or reviewing.wording_of(piece) != wording:
        raise NotFound("That question has changed meanwhile. Please look at the new one.")
    if say.verdict not in set(Verdict):
        raise BadChoice
    vouched = [check(said, vouched=name in say.vouched) for name, said in say.words().items()]
    made = await session.scalar(
        select(Review).where(
            *_of(workspace, person), Review.prompt_id == wording[0], Review.prompt_version == wording[1]
        )
    )
    if made is not None:
        await holds.must_be_free(session, workspace, person)
    made = made or Review(
        id=new_id(),
        workspace=workspace,
        person=person,
        role=Role.PARENT_PARTNER,
        prompt_id=wording[0],
        prompt_version=wording[1],
        question=reviewing.called(piece),
    )
    made.verdict, made.made_at, made.vouched = say.verdict, now, any(vouched)
    session.add(made)
    await session.flush()
    await partner_words.review(session, made, say.words())


def check(said: str, *, vouched: bool) -> bool:
    """Whether the guard had to be told that these words are about nobody; raises TooLong, or Rephrase when it was not told."""
    if len(said) > LONGEST:
        raise TooLong
    return guard.check(said, vouched=vouched)


def _of(workspace: str, person: str) -> tuple[ColumnElement[bool], ...]:
    return (Review.workspace == workspace, Review.person == person)


async def own(session: AsyncSession, workspace: str, person: str, review_id: str) -> Review:
    """One of their own reviews; raises NotFound for anybody else's."""
    found = await session.scalar(select(Review).where(*_of(workspace, person), Review.id == review_id))
    if found is None:
        raise NotFound
    return found


async def read_own(session: AsyncSession, review: Review, *, now: datetime) -> Say:
    """What its author said, for them to see or change."""
    said = await partner_words.of_review(session, review, asking=review.person, surface=Surface.HOME, now=now)
    return Say(Verdict(review.verdict), said.get("feel", ""), said.get("missing", ""))


async def mine(
    session: AsyncSession, workspace: str, person: str, *, most: int | None = SHOWN, now: datetime
) -> list[Mine]:
    """Their own reviews, newest first, each with who was shown its words."""
    rows = await session.scalars(
        select(Review).where(*_of(workspace, person)).order_by(Review.made_at.desc()).limit(most)
    )
    found = []
    for each in rows.all():
        reads = await session.execute(
            select(ReviewRead.reader, func.max(ReviewRead.read_at))
            .where(ReviewRead.review_id == each.id)
            .group_by(ReviewRead.reader)
            .order_by(ReviewRead.reader)
        )
        said = await read_own(session, each, now=now)
        wording = (each.prompt_id, each.prompt_version)
        found.append(Mine(each.id, each.question, said, tuple((reader, at) for reader, at in reads), wording))
    return found


async def part_of(
    session: AsyncSession, library: Library, workspace: str, person: str, *, now: datetime
) -> PartnerCorner | None:
    """What App Home holds for this person as a parent partner; None for somebody who is none."""
    part = await partners.find(session, workspace, person)
    if part is None:
        return None
    waiting = await how_many_wait(session, library, workspace, person)
    said = await mine(session, workspace, person, now=now)
    topic = practice.topic_of(now.date(), library)
    marked = await mark_of(session, workspace, person, topic.key, now=now) if topic else None
    left, agreed = part.left_at is not None, await partners.agreed(session, part)
    return PartnerCorner(person, agreed, left, waiting, tuple(said), topic.key if topic else None, marked)


async def mark_of(session: AsyncSession, workspace: str, person: str, topic: str, *, now: datetime) -> str | None:
    """How far this parent partner said, this month, that families see a topic's principle."""
    found = await session.get(FamilyMark, (workspace, person, topic, now.date().replace(day=1)))
    return await partner_words.of_mark(session, found, asking=person) if found else None


async def mark(
    session: AsyncSession, library: Library, workspace: str, person: str, topic: str, level: str, *, now: datetime
) -> None:
    """Keep how far families see this month's principle, in the place of an earlier mark; an empty one takes it back.

    Raises NotFound for another month's topic, BadChoice, or OnHold for a change while a legal hold stands.
    """
    await partners.accepted(session, workspace, person)
    this_month = practice.topic_of(now.date(), library)
    if this_month is None or this_month.key != topic:
        raise NotFound("The month is over. Please look at the new one.")
    if level and level not in SCALE:
        raise BadChoice
    about = {"workspace": workspace, "person": person, "topic": topic, "month": now.date().replace(day=1)}
    if await mark_of(session, workspace, person, topic, now=now) is not None:
        await holds.must_be_free(session, workspace, person)
    if level:
        await partner_words.mark(session, about | {"marked_at": now}, level)
    else:
        await session.execute(delete(FamilyMark).filter_by(**about).execution_options(synchronize_session=False))


async def withdraw(session: AsyncSession, workspace: str, person: str, review_id: str) -> None:
    """Take one back: it counts no more, and its words are deleted. Raises OnHold while a legal hold stands."""
    await partners.find(session, workspace, person, hold=True)
    review = await own(session, workspace, person, review_id)
    await holds.must_be_free(session, workspace, person)
    await drop(session, Review.id == review.id)


async def drop(session: AsyncSession, *which: ColumnElement[bool]) -> int:
    """Delete these reviews, and who was shown them; says how many."""
    ids = (await session.scalars(select(Review.id).where(*which))).all()
    await session.execute(delete(ReviewRead).where(ReviewRead.review_id.in_(ids)))
    await session.execute(delete(Review).where(Review.id.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)


async def results(
    session: AsyncSession,
    library: Library,
    workspace: str,
    *,
    asking: str,
    surface: Surface,
    most: int | None = None,
    now: datetime,
) -> list[Result]:
    """What was said of each question, by wording. The words stand in the order of the alphabet, so that they tell of nobody.

    With `most`, so many of today's wordings. The caller has checked that it is the program lead, or somebody at the machine.
    Each author sees that it was read; nothing is read that is not shown.
    """
    together: dict[Wording, list[Review]] = defaultdict(list)
    ordered = select(Review).where(Review.workspace == workspace).order_by(Review.prompt_id, Review.prompt_version)
    stands = held(session, ordered, shared=True)  # and is not taken back before it is written down who saw it
    for each in (await session.scalars(stands)).all():
        together[each.prompt_id, each.prompt_version].append(each)
    current = {reviewing.wording_of(each) for each in reviewing.pieces(library)}
    if most is not None:
        together = dict([each for each in together.items() if each[0] in current][:most])
    return [
        await _result(session, found, asking=asking, surface=surface, still=wording in current, now=now)
        for wording, found in together.items()
    ]


async def _result(
    session: AsyncSession, found: Sequence[Review], *, asking: str, surface: Surface, still: bool, now: datetime
) -> Result:
    said = [await partner_words.of_review(session, each, asking=asking, surface=surface, now=now) for each in found]
    counted = Counter(each.verdict for each in found)
    return Result(
        found[0].prompt_id,
        found[0].prompt_version,
        found[0].question,
        found[0].role,
        {verdict: counted[verdict] for verdict in Verdict},
        tuple(sorted(each["feel"] for each in said if "feel" in each)),
        tuple(sorted(each["missing"] for each in said if "missing" in each)),
        still,
    )
