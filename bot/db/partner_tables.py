"""What the app keeps of parent partners: that they take part, what they said of the questions, and who was shown it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, new_id
from bot.db.sealed import Sealed


class ParentPartner(Base):
    """Somebody who reviews the questions. Nothing of a caseworker's place: no coach, no rhythm, no questions of the clock.

    `agreed_to` is the version of the short agreement that they said yes to; None before it.
    """

    __tablename__ = "parent_partners"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    invited_by: Mapped[str]
    invited_at: Mapped[datetime]
    agreed_to: Mapped[int | None]
    agreed_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class Review(Base):
    """What one parent partner said of one question in one wording: keep, change or drop, and in words, sealed, why."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("workspace", "person", "prompt_id", "prompt_version"),
        Index(None, "workspace", "prompt_id"),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    person: Mapped[str]
    role: Mapped[str]
    prompt_id: Mapped[str]
    prompt_version: Mapped[int]
    question: Mapped[str]  # as it was worded when they looked at it
    verdict: Mapped[str]
    words: Mapped[bytes | None] = mapped_column(Sealed, deferred=True, deferred_raiseload=True)
    has_words: Mapped[bool] = mapped_column(default=False, server_default=false())
    vouched: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_at: Mapped[datetime]


class ReviewRead(Base):
    """Somebody was shown the words of a review, without its author's name, and where. No words here."""

    __tablename__ = "review_reads"
    __table_args__ = (Index(None, "review_id"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    reader: Mapped[str]
    surface: Mapped[str]
    read_at: Mapped[datetime]


class FamilyMark(Base):
    """How far one parent partner says that families see a topic's principle, in one month: 1 to 5, sealed."""

    __tablename__ = "family_marks"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    level: Mapped[bytes] = mapped_column(Sealed, deferred=True, deferred_raiseload=True)
    marked_at: Mapped[datetime]
