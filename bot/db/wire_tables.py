"""What the app keeps about its own work: how fast it may speak, what Slack told it already, when it last planned. Nothing of people."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Pace(Base):
    """How fast we may speak in one workspace, in one way (posting, or changing what stands there); all workers share it.

    `full_at` is when the bucket of tokens is full again; nothing is said before `paused_until`.
    """

    __tablename__ = "paces"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    way: Mapped[str] = mapped_column(primary_key=True)
    full_at: Mapped[datetime]
    paused_until: Mapped[datetime | None]


class Inbound(Base):
    """What Slack already told us, so that a repeated event changes nothing."""

    __tablename__ = "inbound"
    __table_args__ = (Index(None, "received_at"),)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]


class Beat(Base):
    """When a beat of this name was last done, by whichever process; written once a minute at most."""

    __tablename__ = "beats"
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
