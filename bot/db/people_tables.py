"""What the app keeps of what Slack says about people: where they are, what they read, whether they are away. Nothing of their work."""

from datetime import datetime

from sqlalchemy import Index, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Whereabouts(Base):
    """What Slack last said of one person in the program: zone, account closed, away by their status, and until when.

    `away` without `away_until` is a status without an end: it counts for a day after `checked_at`, then it is looked at
    again. `guest` is Slack's word for somebody from outside who was let in. `asked_at` is when Slack was last asked (UTC);
    `checked_at` what was said at last. Everybody with a part in the program has a row.
    """

    __tablename__ = "whereabouts"
    __table_args__ = (Index(None, "asked_at"),)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    zone: Mapped[str | None]
    gone: Mapped[bool] = mapped_column(default=False, server_default=false())
    away: Mapped[bool] = mapped_column(default=False, server_default=false())
    away_until: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    guest: Mapped[bool] = mapped_column(default=False, server_default=false())
    asked_at: Mapped[datetime | None]


class Language(Base):
    """In which language one person reads, when it is another one than English or when they picked it themselves (`chosen`)."""

    __tablename__ = "languages"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str]
    chosen: Mapped[bool] = mapped_column(default=False, server_default=false())
