"""Tell the program lead, once, what is off because it was declined when the app was installed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import features
from bot.coaching.features import Feature
from bot.db import queries
from bot.services import outbox
from bot.services.outbox import Kind

ABOUT = "declined:"


async def tell(session: AsyncSession, workspace: str, off: Collection[Feature], *, now: datetime) -> None:
    """Owe the lead one notice of what is off. The same features are told to the same lead once, however often this is called."""
    program = await queries.program(session, workspace)
    if program is None or not off:
        return
    about = ABOUT + ",".join(sorted(off))
    await outbox.enqueue(
        session,
        Kind.NOTICE,
        program.lead,
        workspace=workspace,
        target=program.lead,
        due_at=now,
        key=f"{about}:{program.lead}",
        about=about,
    )


def sentence(about: str) -> str:
    """What stands in it."""
    return features.in_words([Feature(each) for each in about.removeprefix(ABOUT).split(",")])
