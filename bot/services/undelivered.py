"""Tell somebody who can mend it that a message could not be delivered, in words, once a day for the same trouble."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import queries
from bot.db.tables import Celebration, Delivery
from bot.services import outbox
from bot.services.outbox import Claim, Kind

ABOUT = "undelivered"
NOT_IN_CHANNEL = "I am not in that channel. Open the channel and type `/invite @Shoulder to Shoulder`."
MENDS = {
    "not_in_channel": NOT_IN_CHANNEL,
    "channel_not_found": "I cannot find that channel, or I am not in it. Please pick another one, or invite me.",
    "is_archived": "That channel is archived. Please pick another one.",
    "account_inactive": "That person's Slack account is closed.",
    "user_not_found": "That person is not in this workspace any more.",
    "messages_tab_disabled": "Messages to me are switched off. A Slack administrator can switch on the Messages tab.",
    "cannot_confirm": "Slack did not say whether it arrived, and I may not look. Please look yourself before you repeat it.",
    "invalid_auth": "Slack no longer knows my token. A Slack administrator can install me again.",
    "token_revoked": "My token was taken back. A Slack administrator can install me again.",
}
ELSE = "Please show this line to whoever runs the app."


async def tell(session: AsyncSession, held: Claim, reason: str, *, now: datetime) -> None:
    """Owe a notice to the owner of a celebration, or to the program lead for everything else."""
    told = await _who_can_mend(session, held)
    if told is None or held.kind is Kind.NOTICE:
        return
    await outbox.enqueue(
        session,
        Kind.NOTICE,
        held.id,
        workspace=held.workspace,
        target=told,
        due_at=now,
        key=f"{ABOUT}:{held.kind}:{reason}:{held.target}:{now.date()}",
        about=ABOUT,
    )


async def _who_can_mend(session: AsyncSession, held: Claim) -> str | None:
    if held.kind is Kind.CELEBRATION:
        return (await session.get_one(Celebration, held.subject)).caseworker
    program = await queries.program(session, held.workspace)
    return program.lead if program else None


async def sentence(session: AsyncSession, delivery_id: str) -> str:
    """What was not delivered, why, and how to mend it. A person's silence or words are never part of it."""
    delivery = await session.get_one(Delivery, delivery_id)
    where = f"<#{delivery.target}>" if delivery.target.startswith(("C", "G")) else f"<@{delivery.target}>"
    mend = MENDS.get(delivery.reason or "", ELSE)
    return f"I could not deliver a message ({delivery.kind}) to {where}: {delivery.reason}. {mend}"
