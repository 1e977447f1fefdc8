"""A reply typed in the chat: kept for its author alone, with a word on what Slack keeps."""

import asyncio
from typing import Any

from bot.coaching.errors import CoachingError, Rephrase
from bot.coaching.language import mark, say
from bot.services import chat_replies, programs
from bot.slack import ids
from bot.slack.blocks import escape, unescape
from bot.slack.desk import Desk, Heard, hear
from bot.slack.listeners.board import Board
from bot.slack.listeners.boundaries import met

LONGEST_ANSWER = 2.5
"""Seconds. Slack hears that the event is taken when the reply is kept, or before its patience ends: what a crash cuts off
before that, Slack tells again."""

TYPED_BY_PEOPLE = (None, "file_share", "thread_broadcast", "me_message")  # no set: what Slack sends may be a list
"""Plainly, with a file, in a thread and to the conversation as well, or after /me."""
NO_FILES = mark(
    "I cannot take files, only what you type. Slack still has yours: if a family is in it, please delete it there."
)


def register(board: Board, desk: Desk) -> None:
    """Direct messages from people; every other message event (an edit, a deletion, another app's) is let go."""

    async def typed(body: dict[str, Any], event: dict[str, Any], client: Any, context: Any) -> None:
        if event.get("channel_type") == "im" and "bot_id" not in event and event.get("subtype") in TYPED_BY_PEOPLE:
            heard = hear(body, client, context)
            here = desk.at(heard.workspace)
            taking = desk.errands.run(take(here, heard, event, str(body.get("event_id", ""))), heard)
            await asyncio.wait({taking}, timeout=LONGEST_ANSWER)

    board.app.event(ids.MESSAGE)(typed)


async def take(desk: Desk, heard: Heard, event: dict[str, Any], event_id: str) -> None:
    """What was typed is a reply; a file that came with it, or alone, is not taken, and its sender is told."""
    await desk.speak_to(heard)
    if event.get("text"):
        await keep(desk, heard, event, event_id)
    if event.get("files"):
        await _say(heard, event, say(NO_FILES))


async def keep(desk: Desk, heard: Heard, event: dict[str, Any], event_id: str) -> None:
    """Keep the reply, or say why not; what looks like a real family is neither kept nor logged."""
    typed, now = unescape(str(event["text"])), desk.clock()
    if (stop := await met(desk, heard, typed)) is not None:
        await _say(heard, event, escape(stop.text))
    try:
        async with desk.database.begin() as session:
            await chat_replies.keep(
                session, desk.library, heard.workspace, heard.person, typed, event=event_id, now=now
            )
    except Rephrase as problem:
        note = await _note(desk, heard)
        too = say("Please delete your message above too: Slack keeps it, I do not.")
        await _say(heard, event, f"{problem} {too} {note}")
    except CoachingError as problem:
        if stop is None:  # whoever was just told who can help is told nothing about questions
            await _say(heard, event, say(str(problem)))


async def _note(desk: Desk, heard: Heard) -> str:
    """Whom to tell, in the agency's own words."""
    async with desk.database.read() as session:
        program = await programs.program_of(session, heard.workspace)
    contact = program.plan.privacy_contact if program else ""
    return escape(desk.library.boundaries["identifier_note"].replace("{privacy_contact}", contact)) if contact else ""


async def _say(heard: Heard, event: dict[str, Any], sentence: str) -> None:
    await heard.client.chat_postEphemeral(channel=event["channel"], user=heard.person, text=sentence)
