"""The numbers for a study of the program: each month counted once, after it has ended, and given out without any person.

Months are UTC's. Whatever is bias, wellbeing or stress is left out, and so is what nobody but its author may read: for a study
too, a skip, a private answer and silence are one and the same.
"""

import io
import zipfile
from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import csv_cells, evaluation, practice
from bot.coaching.audience import is_private
from bot.coaching.practice import Gap
from bot.coaching.prompts import Library
from bot.db.once import insert_once
from bot.db.record_tables import PublishedMeasures
from bot.db.tables import Agreement, Answer, Ask, Celebration, CheckIn, Enrollment, Nudge, Reflection
from bot.services import audit, last_month, marks
from bot.services.audit import Deed
from bot.services.marks import Stretch, month_of
from bot.services.nudges import BY_THE_CLOCK, CHECK_BACK

WEEKLY = 4
UNCOUNTED = last_month.not_in(PublishedMeasures)
README = """Shoulder to Shoulder: numbers for a study of the program, exported on {at}.

measures.csv: people, counted by month. codebook.csv: what each column and measure means, and what an empty cell means.
prompts.csv: the questions as they are today, with version, reading grade and review status; no answers.

Nobody is in here: no names, no ids, no words, no dates but months. Each number is "at least so many people", in fives, with
five people in and five people out of its group. A month is counted once, after it has ended, and never again, so two
exports of one month are the same. What had been deleted or taken back by then was not counted.

What these numbers cannot tell: whether coaching works. There is no group to compare with, nobody was drawn by lot, and who
shares is not who does well. Please claim no effect from them. Nor do they tell who answered: a skip, a private answer and
silence are one and the same here. How acceptable people found it, ask them: a yes and use are only signs of it.
"""


async def publish(session: AsyncSession, *, now: datetime) -> None:
    """Count the last month for every program that has not had it yet. What was published is never counted again."""
    for workspace, month in await last_month.due(session, UNCOUNTED, now=now):
        counted = await _count(session, month_of(workspace, month))
        await insert_once(session, PublishedMeasures(workspace=workspace, month=month, measures=counted))


async def months(session: AsyncSession, workspace: str) -> list[tuple[date, dict[str, int]]]:
    """Every month that was counted, oldest first, with its numbers."""
    counted = (
        select(PublishedMeasures).where(PublishedMeasures.workspace == workspace).order_by(PublishedMeasures.month)
    )
    return [(each.month, each.measures) for each in (await session.scalars(counted)).all()]


async def gap(session: AsyncSession, library: Library, workspace: str) -> Gap | None:
    """Principle and practice of the last month that was counted; None before the first, or when its topic is gone."""
    counted = await months(session, workspace)
    topic = practice.topic_of(counted[-1][0], library) if counted else None
    if topic is None:
        return None
    month, measures = counted[-1]
    sides = (evaluation.SAID, evaluation.SAID_HIGH, evaluation.FAMILIES, evaluation.FAMILIES_HIGH)
    return Gap(month, topic.key, *(measures.get(f"{side}:{topic.key}") for side in sides))


async def export(session: AsyncSession, library: Library, workspace: str, *, by: str, now: datetime) -> bytes:
    """Every month that was counted, as a zip of tables with a codebook. That it was taken is written down."""
    counted = await months(session, workspace)
    await audit.record(session, workspace, by, Deed.EVALUATION_EXPORT, count=len(counted), now=now)
    rows = [row for month, numbers in counted for row in evaluation.rows(f"{month:%Y-%m}", numbers, library)]
    files = {
        "README.txt": README.format(at=f"{now:%Y-%m-%d}"),
        "measures.csv": "\ufeff" + csv_cells.table(("month", "domain", "measure", "about", "at_least"), rows),
        "codebook.csv": "\ufeff"
        + csv_cells.table(("name", "domain", "meaning", "group", "empty_means"), evaluation.codebook()),
        "prompts.csv": "\ufeff" + _prompts(library),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return made.getvalue()


def _prompts(library: Library) -> str:
    columns = ("prompt", "version", "topic", "strategy", "format", "reading_grade", "review")
    rows = [
        (each.id, each.version, each.topic, each.strategy, each.format, f"{each.reading_grade:.1f}", each.review)
        for each in library.prompts.values()
    ]
    return csv_cells.table(columns, rows)


async def _count(session: AsyncSession, month: Stretch) -> dict[str, int]:
    """Every number of the month that may be shown."""
    members = await session.scalar(select(func.count()).where(*month.enrolled)) or 0
    people = {key: set(await session.scalars(who)) for key, who in _whoever(month).items()}
    people |= await _sharers(session, month)
    people |= await marks.of_goals(session, month)
    people |= await marks.of_practice(session, month)
    partners, of_families = await marks.of_families(session, month)
    return evaluation.shown(members, people | of_families, partners)


def _whoever(month: Stretch) -> dict[str, Select[str]]:
    """The people of each count that one question to the database answers."""
    here = select(Enrollment.caseworker).where(*month.enrolled)
    yes = here.join(Agreement, Agreement.enrollment_id == Enrollment.id)
    posted = here.join(Celebration, Celebration.enrollment_id == Enrollment.id)
    wanted = here.join(Ask, Ask.enrollment_id == Enrollment.id)
    asked = here.join(Nudge, Nudge.enrollment_id == Enrollment.id).where(
        Nudge.workspace == month.workspace, Nudge.occasion.startswith(BY_THE_CLOCK), *month.holds(Nudge.planned_at)
    )
    return {
        "agreed": yes.where(Agreement.said == "yes", Agreement.said_at < month.ends),
        "celebrated": posted.where(
            *month.holds(Celebration.approved_at), Celebration.reader.is_(None), Celebration.withdrawn_at.is_(None)
        ),
        "requested": wanted.where(*month.holds(Ask.asked_at)),
        "asked": asked,
        "asked_weekly": asked.group_by(Enrollment.caseworker).having(func.count() >= WEEKLY),
    }


async def _sharers(session: AsyncSession, month: Stretch) -> dict[str, set[str]]:
    """Who shared something, on which topic, of which strategy, by themselves, with a plan, and looking back at one."""
    plan = exists().where(Answer.reflection_id == CheckIn.reflection_id, Answer.role == "plan")
    found = await session.execute(
        select(CheckIn.author, CheckIn.topic, CheckIn.strategy, Reflection.nudge_id, Nudge.occasion, plan)
        .join(Enrollment, Enrollment.id == CheckIn.enrollment_id)
        .join(Reflection, Reflection.id == CheckIn.reflection_id)
        .outerjoin(Nudge, Nudge.id == Reflection.nudge_id)
        .where(
            *month.enrolled,
            *month.holds(CheckIn.made_at),
            CheckIn.reader.is_not(None),
            CheckIn.withdrawn_at.is_(None),
        )
    )
    people = defaultdict[str, set[str]](set)
    for author, topic, strategy, nudge_id, occasion, planned in found:
        if is_private(topic, strategy):
            continue
        signs = {
            "shared": True,
            f"topic:{topic}": bool(topic),
            f"strategy:{strategy}": bool(strategy),
            "by_themselves": nudge_id is None,
            "looked_back": (occasion or "").startswith(CHECK_BACK),
            "planned": planned,
        }
        for key in (key for key, holds in signs.items() if holds):
            people[key].add(author)
    return people
