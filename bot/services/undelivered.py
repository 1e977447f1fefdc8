"""Tell somebody who can mend it that a message could not be delivered, in words, once a day for the same trouble."""

from datetime import datetime
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching.language import mark, say
from bot.db import queries
from bot.db.celebration_tables import CoachNote
from bot.db.tables import Celebration, Delivery
from bot.services import boundaries, channels, outbox, partners, whereabouts
from bot.services.claims import Claim
from bot.services.outbox import Kind

ABOUT = "undelivered"
NOT_IN_CHANNEL = mark("I am not in that channel. Open the channel and type `/invite @Shoulder to Shoulder`.")
PERSON_GONE = mark("That person's Slack account is closed, or they have left this workspace.")
GONE = ("user_not_found", "user_disabled", "channel_not_found")
MENDS = {
    "not_in_channel": NOT_IN_CHANNEL,
    "channel_not_found": mark("I cannot find that channel, or I am not in it. Please pick another one, or invite me."),
    **dict.fromkeys(
        (channels.ARCHIVED, channels.INACTIVE),
        mark("That channel is archived. Open it again in Slack, or pick another one."),
    ),
    channels.SHARED: mark(
        "People from another organization are in it now. Stop sharing it with them in Slack, or pick another one."
    ),
    **dict.fromkeys(
        channels.NOT_ALLOWED,
        mark("Only some people may post there. Somebody who manages the channel can let this app post."),
    ),
    "user_not_found": PERSON_GONE,
    "user_disabled": PERSON_GONE,
    "messages_tab_disabled": mark(
        "Messages to me are switched off. A Slack administrator can switch on the Messages tab."
    ),
    "cannot_confirm": mark(
        "Slack did not say whether it arrived, and I may not look. Please look yourself before you repeat it."
    ),
    "not_in_library": mark(
        "Its question is not in the prompt library any more. Mark a question as retired; do not delete it."
    ),
    "too_late": mark("Slack could not be reached in time."),
}
WHAT: dict[str, str] = {
    Kind.CELEBRATION: mark("I could not post your small success in {where}: {reason}."),
    Kind.FOR_COACH: mark("I could not bring your small success to {where}: {reason}."),
    Kind.COACH_NOTE: mark("I could not bring your note to {where}: {reason}."),
    Kind.REMOVAL: mark("I could not take your small success back from {where}: {reason}."),
}
ANY = mark("I could not deliver a message to {where}: {reason}.")
ELSE = mark("Please show this line to whoever runs the app.")


async def tell(session: AsyncSession, held: Claim, reason: str, *, now: datetime) -> None:
    """Owe a notice to the owner of a celebration or the author of a note, or to the program lead for what the app was to send by itself.

    Somebody whom Slack does not know any more is planned for no longer, so this is told once. Where the lead is not told of the
    message, that waits for Slack's own word, of which they are.
    """
    told = await _who_can_mend(session, held)
    to_lead = told is not None and held.kind not in (Kind.FOR_COACH, Kind.COACH_NOTE)
    if to_lead and reason in GONE and held.target.startswith(("U", "W")):
        await whereabouts.lose(session, held.workspace, held.target, now=now)
    if held.kind is Kind.CELEBRATION and reason in channels.TROUBLES:
        await channels.is_closed(session, held.workspace, held.target, reason, now=now)
    if told is None:
        return
    await outbox.enqueue(
        session,
        Kind.NOTICE,
        held.id,
        workspace=held.workspace,
        target=told,
        due_at=now,
        key=f"{ABOUT}:{told}:{held.target}:{reason}:{_once_for(held, now)}",
        about=ABOUT,
    )


def _once_for(held: Claim, now: datetime) -> str:
    """The same trouble is told once a day; a small success is kept and tried on, to post it or to take it back, and told once."""
    return held.id if held.kind in (Kind.CELEBRATION, Kind.REMOVAL) else f"{now.date()}"


async def _who_can_mend(session: AsyncSession, held: Claim) -> str | None:
    """Nobody, for what answers a caseworker: a failed receipt or new look would tell others that they had done something."""
    match held.kind:
        case Kind.NOTICE if held.about == boundaries.WANTS_TO_TALK:
            return await boundaries.who_wishes(session, held.subject)
        case Kind.CELEBRATION | Kind.FOR_COACH:
            return await _owner(session, held.subject)
        case Kind.COACH_NOTE:
            return await _author(session, held.subject)
        case Kind.REMOVAL:
            posted = await session.get_one(Delivery, held.subject)
            return await _author(session, posted.subject) or await _owner(session, posted.subject)
        case Kind.NOTICE if not (held.about or "").startswith(partners.INVITED):
            return None
        case Kind.NUDGE | Kind.INVITATION | Kind.AGREEMENT | Kind.NEW_COACH | Kind.DIGEST | Kind.NOTICE:
            program = await queries.program(session, held.workspace)
            return program.lead if program else None
        case Kind.RECEIPT | Kind.CELEBRATED | Kind.GOAL | Kind.REFRESH | Kind.HOME:
            return None
        case Kind.READY_TO_ASK | Kind.OFFER:  # nobody waits for what a workflow set going
            return None
        case _:
            assert_never(held.kind)


async def _owner(session: AsyncSession, celebration_id: str) -> str | None:
    """Whose small success it is; None where it has had its time: what stands in a closed channel is tried for longer."""
    celebration = await session.get(Celebration, celebration_id)
    return celebration.caseworker if celebration else None


async def _author(session: AsyncSession, note_id: str) -> str | None:
    note = await session.get(CoachNote, note_id)
    return note.author if note else None


async def sentence(session: AsyncSession, delivery_id: str) -> str:
    """What was not delivered, why, and how to mend it. A person's silence or words are never part of it."""
    delivery = await session.get_one(Delivery, delivery_id)
    in_channel = delivery.target.startswith(("C", "G"))
    where = f"<#{delivery.target}>" if in_channel else f"<@{delivery.target}>"
    said = say(WHAT.get(delivery.kind, ANY), where=where, reason=delivery.reason)
    kept = delivery.kind == Kind.CELEBRATION and delivery.reason in channels.TROUBLES
    return f"{said} {how_to_mend(delivery.reason, delivery.target)}" + (f" {say(channels.KEPT)}" if kept else "")


async def may_go_again(session: AsyncSession, delivery_id: str) -> bool:
    """Whether the reader of the notice is offered to send it again: a digest, for nobody else waits for one."""
    delivery = await session.get_one(Delivery, delivery_id)
    return delivery.kind == Kind.DIGEST and delivery.reason not in GONE


def how_to_mend(reason: str | None, target: str) -> str:
    """What somebody can do about it, in words."""
    if reason == "channel_not_found" and not target.startswith(("C", "G")):
        return say(PERSON_GONE)
    return say(MENDS.get(reason or "", ELSE))
