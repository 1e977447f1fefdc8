"""What the app keeps of goals: what two people agreed on, in which words, where its caseworker said they are, who read it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, new_id
from bot.db.sealed import Sealed


class Goal(Base):
    """One thing that a caseworker does, put forward by them or their coach, with each one's yes to its latest words.

    Its coach is the one to whom it was shown: a new coach of the same caseworker has not been shown it yet.
    """

    __tablename__ = "goals"
    __table_args__ = (Index(None, "enrollment_id", "state"), Index(None, "workspace", "touched_at"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"))
    caseworker: Mapped[str]
    coach: Mapped[str]
    topic: Mapped[str]
    state: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    touched_at: Mapped[datetime]  # when anybody last did something with it: retention counts from here
    caseworker_yes_at: Mapped[datetime | None]
    coach_yes_at: Mapped[datetime | None]
    follows: Mapped[str | None]  # the goal that it came after
    successor: Mapped[str | None]
    asked_in: Mapped[date | None]  # the Monday of the last local week in which the level was asked
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    closing: Mapped[bytes | None] = mapped_column(Sealed, deferred=True, deferred_raiseload=True)
    closing_reader: Mapped[str | None]  # who may read the closing words beside whoever wrote them
    vouched: Mapped[bool] = mapped_column(default=False, server_default=false())  # of the closing words
    withdrawn_at: Mapped[datetime | None]


class GoalWording(Base):
    """The words of a goal and of its five levels, as they were at a time: a yes is a yes to one wording."""

    __tablename__ = "goal_wordings"
    __table_args__ = (UniqueConstraint("goal_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    goal_id: Mapped[str] = mapped_column(ForeignKey("goals.id"))
    number: Mapped[int]
    worded_by: Mapped[str]
    worded_at: Mapped[datetime]
    by: Mapped[date | None]  # the day by which they hope to be there
    words: Mapped[bytes] = mapped_column(Sealed, deferred=True, deferred_raiseload=True)
    vouched: Mapped[bool] = mapped_column(default=False, server_default=false())


class GoalLevel(Base):
    """Where a caseworker said they are on a goal in one local week, on the scale as it was worded then."""

    __tablename__ = "goal_levels"
    goal_id: Mapped[str] = mapped_column(ForeignKey("goals.id"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    wording: Mapped[int]
    level: Mapped[bytes] = mapped_column(Sealed, deferred=True, deferred_raiseload=True)
    reader: Mapped[str | None]
    said_at: Mapped[datetime]


class GoalRead(Base):
    """A coach was shown a goal of somebody's: once for each day in App Home, and once for each digest. No words here."""

    __tablename__ = "goal_reads"
    __table_args__ = (Index(None, "workspace", "read_at"),)
    goal_id: Mapped[str] = mapped_column(ForeignKey("goals.id"), primary_key=True)
    reader: Mapped[str] = mapped_column(primary_key=True)
    occasion: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    surface: Mapped[str]
    digest_id: Mapped[str | None]  # the posted digest in which it stands, so that it can follow
    read_at: Mapped[datetime]
