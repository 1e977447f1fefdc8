"""Tell who leads a program that Slack will soon let the app in no more, while it still does: the app must be installed again.

A refresh token is good once. Whoever is stopped between Slack's answer and our write, or never gets the answer, has lost the new one,
and Slack documents no grace for the old one: no order of the two is safe. What is left is the time until the old token ends.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.language import mark, say
from bot.coaching.messages import Message, Notice
from bot.db import queries
from bot.db.installation_tables import Installation
from bot.services import installations, outbox
from bot.services.actions import Settle
from bot.services.outbox import Kind, State

ABOUT = "not_renewed"
USED_UP = frozenset({"invalid_refresh_token"})
ENDS = mark(
    "Slack lets me in here for two more hours at most, and then nothing comes any more. Please ask a Slack administrator to "
    "install me again, on the page on which it was done before. What is owed waits for that."
)


async def tell(session: AsyncSession, holder: str, ends: datetime, *, now: datetime) -> None:
    """Owe it once to the lead of each program that this installation serves; `ends` is when the old token does, in UTC."""
    for workspace in (holder, *await installations.through(session, holder)):
        program = await queries.program(session, workspace)
        if program is not None:
            key = f"{ABOUT}:{workspace}:{ends.isoformat()}"
            to = {"workspace": workspace, "target": program.lead}
            await outbox.enqueue(session, Kind.NOTICE, holder, **to, due_at=now, expires_at=ends, key=key, about=ABOUT)


async def message(session: AsyncSession, holder: str, expires_at: datetime | None) -> Message | Settle:
    """What stands in it; nothing where the app was installed again meanwhile. `expires_at` is the notice's own: the old token's end."""
    row = await session.get(Installation, holder)
    if row is None or row.expires_at != expires_at:
        return Settle(State.WITHDRAWN, "installed_again")
    return Notice(say(ENDS))
