"""The coaching sessions that a caseworker and their coach have set a date for. No words, and nothing of what is said in them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, new_id


class CoachingSession(Base):
    """One date that was set: with which coach, when, and by whom. A moved or cancelled one stays, with when that was.

    `digest_at` is when the coach's digest about it is due, for a coach who wants one before each session.
    """

    __tablename__ = "coaching_sessions"
    __table_args__ = (
        Index(None, "enrollment_id", "at"),
        Index(None, "workspace", "coach", "at"),
        Index(None, "digest_at"),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"))
    coach: Mapped[str]
    at: Mapped[datetime]
    set_by: Mapped[str]
    set_at: Mapped[datetime]
    over_at: Mapped[datetime | None]  # when it was moved or cancelled
    digest_at: Mapped[datetime | None]
