"""What the app keeps beside a small success: the coach's own sentence on it, and who was shown one that was for them alone."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base, new_id
from bot.db.sealed import Sealed


class CoachNote(Base):
    """A coach's own sentence on a small success: below the post in the channel, or for its owner alone. Its author's words."""

    __tablename__ = "coach_notes"
    __table_args__ = (Index(None, "celebration_id"), Index(None, "workspace", "author"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    celebration_id: Mapped[str] = mapped_column(ForeignKey("celebrations.id", ondelete="CASCADE"))
    author: Mapped[str]
    words: Mapped[bytes | None] = mapped_column(Sealed, deferred=True, deferred_raiseload=True)
    vouched: Mapped[bool] = mapped_column(default=False, server_default=false())
    written_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class CelebrationRead(Base):
    """Someone was shown the words of a small success that was for them alone. No words here."""

    __tablename__ = "celebration_reads"
    __table_args__ = (Index(None, "celebration_id"), Index(None, "workspace", "read_at"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str]
    celebration_id: Mapped[str] = mapped_column(ForeignKey("celebrations.id", ondelete="CASCADE"))
    reader: Mapped[str]
    surface: Mapped[str]
    read_at: Mapped[datetime]
