"""Whoever belongs to another workspace (Slack Connect) is told so, kindly, at every door, and nothing they bring is heard.

Slack says of a click or a form whose workspace its person is of; of a command, a message or an opened App Home it does not, so
it is asked once in an hour who that is, and of people in the program never.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.coaching.language import mark, say
from bot.services import whereabouts
from bot.services.messenger import SendProblem
from bot.slack import ids
from bot.slack.blocks import section
from bot.slack.desk import Desk, Heard, hear, refusal
from bot.slack.passage import GoOn, Passage

log = structlog.get_logger()

NOT_OF_HERE = mark(
    "This app is for the people of this workspace, and you come from another one. So I keep nothing that you send, and cannot "
    "help you here. Please ask whoever invited you."
)
KNOWN_FOR = timedelta(hours=1)
SECONDS_TO_ASK = 1  # of the three that Slack gives for an answer; who is not known by then is no stranger this time
MOST_KNOWN = 10_000
HEARD_EVENTS = (ids.HOME_OPENED, ids.MESSAGE)


@dataclass
class Guestbook:
    """Who turned out to be a stranger, or none, within the last hour."""

    desk: Desk
    known: dict[tuple[str, str], tuple[bool, datetime]] = field(default_factory=dict)

    async def is_stranger(self, workspace: str, person: str) -> bool:
        """Whether Slack says that this person is of another workspace; where it does not say, they are none."""
        now, who = self.desk.clock(), (workspace, person)
        found = self.known.get(who)
        if found is not None and now - found[1] < KNOWN_FOR:
            return found[0]
        try:
            stranger = await self._ask(workspace, person)
        except (SendProblem, TimeoutError) as problem:
            log.info("profile_not_read", person=person, reason=getattr(problem, "reason", "timeout"))
            return False
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        self.known[who] = (stranger, now)
        return stranger

    async def _ask(self, workspace: str, person: str) -> bool:
        here = self.desk.at(workspace)
        async with here.database.read() as session:
            if await whereabouts.is_known(session, workspace, person):
                return False
        async with asyncio.timeout(SECONDS_TO_ASK):
            profile = await here.messenger.profile(person)
        return profile is not None and profile.outsider


def keep_out(bolt: AsyncApp, desk: Desk) -> None:
    """Stand at the door, behind the one that counts requests."""
    book = Guestbook(desk)

    async def only_people_of_here(request: AsyncBoltRequest, go_on: GoOn) -> BoltResponse | None:
        body, context = request.body, request.context
        person = str(context.user_id or "")
        is_somebody = person and context.team_id and _is_a_door(body)
        if not is_somebody or not await _is_stranger(book, body, str(context.team_id), person):
            return await go_on()
        heard = hear(body, context.client, context)
        desk.speak_as_known(heard.workspace, heard.person)
        log.info("stranger", workspace=heard.workspace, person=person)
        return _answer(desk, heard, say(NOT_OF_HERE))

    bolt.use(Passage(only_people_of_here))


def _is_a_door(body: dict[str, Any]) -> bool:
    """What a person does; an event about somebody is none of their doing."""
    return body.get("type") != "event_callback" or body["event"].get("type") in HEARD_EVENTS


async def _is_stranger(book: Guestbook, body: dict[str, Any], workspace: str, person: str) -> bool:
    """By what Slack says of itself; in an Enterprise Grid people of several workspaces are colleagues, so there it is asked."""
    user, event = body.get("user"), body.get("event") or {}
    told = user.get("team_id") if isinstance(user, dict) else event.get("user_team")
    if told == workspace:
        return False
    if told and not body.get("enterprise") and not body.get("enterprise_id"):
        return True
    return await book.is_stranger(workspace, person)


def _answer(desk: Desk, heard: Heard, sentence: str) -> BoltResponse:
    """In words, where they knocked."""
    match heard.body.get("type"):
        case "event_callback":
            desk.errands.run(_tell(heard, heard.body["event"], sentence), heard)
        case "view_submission":
            return BoltResponse(status=200, body=refusal(heard.view, sentence))
        case None:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence})
        case "block_actions" | "shortcut" | "message_action":
            desk.errands.run(heard.tell(sentence), heard)
    return BoltResponse(status=200, body="")


async def _tell(heard: Heard, event: dict[str, Any], sentence: str) -> None:
    """In App Home, or below what they typed. Slack may not let us, and then nothing is shown."""
    try:
        if event.get("type") == ids.HOME_OPENED:
            view = {"type": "home", "blocks": [section(sentence)]}
            await heard.client.views_publish(user_id=heard.person, view=view)
        elif "bot_id" not in event:
            await heard.client.chat_postEphemeral(channel=event["channel"], user=heard.person, text=sentence)
    except SlackApiError as error:
        log.info("stranger_not_told", reason=error.response["error"])
