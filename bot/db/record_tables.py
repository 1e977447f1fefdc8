"""What the app keeps about the keeping: legal holds, what was done with records, figures, counts, keys to forget."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, new_id


class LegalHold(Base):
    """While it stands, nothing of this person (or of anybody, without one) is purged or deleted."""

    __tablename__ = "legal_holds"
    __table_args__ = (Index(None, "workspace", "person"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    person: Mapped[str | None]
    placed_by: Mapped[str]
    placed_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class Audited(Base):
    """Something that was done with people's records: who, what, whose, how many. Never content."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "workspace", "at"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    deed: Mapped[str]
    person: Mapped[str | None]
    count: Mapped[int | None]


class PublishedFigures(Base):
    """The program's figures of one closed month, published once and never counted again."""

    __tablename__ = "published_figures"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    figures: Mapped[dict[str, Any]]


class PublishedMeasures(Base):
    """The program's numbers for a study, of one closed month, counted once like the lead's and never again."""

    __tablename__ = "published_measures"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    measures: Mapped[dict[str, Any]]


class Memory(Base):
    """What one caseworker was asked, counted from their nudges; where it is missing it is counted anew."""

    __tablename__ = "memories"
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id", ondelete="CASCADE"), primary_key=True)
    workspace: Mapped[str]
    asked: Mapped[str]


class KeyToForget(Base):
    """An erased person's key that is still to be forgotten: owed with the deletion of their words, and paid after it."""

    __tablename__ = "keys_to_forget"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    owed_at: Mapped[datetime]


class ChestName(Base):
    """Which key chest belongs to this database: another one, or none, stops the start."""

    __tablename__ = "chest_names"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
