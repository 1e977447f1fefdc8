"""What the app keeps of the library itself: the words in which each version of a question was asked. Nothing of people."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.db.base import Base


class Wording(Base):
    """One version of a question or a path, word for word, so that what was asked stays known when the files have changed.

    `fingerprint` tells whether other words stand under the same version.
    """

    __tablename__ = "wordings"
    workspace: Mapped[str] = mapped_column(primary_key=True)
    prompt_id: Mapped[str] = mapped_column(primary_key=True)  # a prompt of the library, or "path:" and a path
    version: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    path: Mapped[str]
    noted_at: Mapped[datetime]
