"""Too much at once: whoever brings more than the app can take well is asked, kindly, to wait a moment; nothing is lost.

A command or button says so to that person alone, a form stays open with what was typed, and Slack is left to tell an event
again. Each process counts what comes to itself, in memory.
"""

from datetime import datetime

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.coaching.language import mark, say
from bot.services.pace import Limit, after_taking, free
from bot.slack.desk import Desk, Heard, hear, refusal
from bot.slack.passage import GoOn, Passage

log = structlog.get_logger()

SECONDS_AT_ONCE = 20
SAY_IT_AGAIN = Limit(0.1, 1)
A_LOT = mark("That was a lot at once. Please wait a moment and try again.")
BUSY = mark("A lot is going on here just now. Please wait a moment and try again.")
SLACK_COMES_AGAIN = 503


def a_minute(requests: float) -> Limit:
    """So many requests a minute in the long run, and at once as many as are due in twenty seconds."""
    return Limit(requests / 60, max(int(requests * SECONDS_AT_ONCE / 60), 1))


class Buckets:
    """A bucket of tokens for each person or workspace. A full one is forgotten, so only those who came just now are kept."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._most = (limit.burst + 1) * limit.interval
        self._full_at: dict[str, datetime] = {}

    def __len__(self) -> int:
        return len(self._full_at)

    def has(self, whose: str, now: datetime) -> bool:
        """Whether there is a token left."""
        return free(self._limit, self._moment(whose, now), now) > 0

    def take(self, whose: str, now: datetime) -> None:
        """Take one token."""
        full_at = after_taking(self._limit, self._moment(whose, now), 1, now)
        self._full_at.pop(whose, None)
        self._full_at[whose] = full_at  # at the end: whoever came longest ago stands first
        while (first := next(iter(self._full_at))) != whose and self._moment(first, now) <= now:
            del self._full_at[first]

    def _moment(self, whose: str, now: datetime) -> datetime:
        """When the bucket is full. None takes much longer than an empty one, unless somebody set the clock back."""
        full_at = self._full_at.get(whose, now)
        return full_at if full_at <= now + self._most else now


def keep_to(bolt: AsyncApp, desk: Desk, *, person: Limit, workspace: Limit) -> None:
    """Let in what one person and one workspace may bring. What the app itself said in Slack, Bolt lets go before this."""
    people, workspaces, told = Buckets(person), Buckets(workspace), Buckets(SAY_IT_AGAIN)

    async def only_so_much(request: AsyncBoltRequest, go_on: GoOn) -> BoltResponse | None:
        body, context = request.body, request.context
        here, now = str(context.team_id), desk.clock()
        whose = f"{here}:{context.user_id}" if context.user_id else ""  # some events are nobody's
        theirs = not whose or people.has(whose, now)
        if theirs and workspaces.has(here, now) and not desk.errands.crowded:
            workspaces.take(here, now)
            if whose:
                people.take(whose, now)
            return await go_on()
        _note(told, here, context, now)
        heard = hear(body, context.client, context)
        desk.speak_as_known(heard.workspace, heard.person)
        return _answer(desk, heard, say(BUSY if theirs else A_LOT), told, now)

    bolt.use(Passage(only_so_much))


def _note(told: Buckets, here: str, context: AsyncBoltContext, now: datetime) -> None:
    """Once in a while, for whoever runs the app."""
    if told.has(here, now):
        told.take(here, now)
        log.warning("too_much_at_once", workspace=here, person=context.user_id)


def _answer(desk: Desk, heard: Heard, sentence: str, told: Buckets, now: datetime) -> BoltResponse:
    """In words, where there is somebody to read them; an event is not taken, so that Slack brings it again."""
    match heard.body.get("type"):
        case "event_callback":
            return BoltResponse(status=SLACK_COMES_AGAIN, body="later")
        case "view_submission":
            return BoltResponse(status=200, body=refusal(heard.view, sentence))
        case None:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence})
        case "block_actions" | "shortcut" | "message_action":
            _tell_once(desk, heard, sentence, told, now)
    return BoltResponse(status=200, body="")


def _tell_once(desk: Desk, heard: Heard, sentence: str, told: Buckets, now: datetime) -> None:
    """Many presses in a row get one answer: each costs a call to Slack."""
    whose = f"{heard.workspace}:{heard.person}"
    if told.has(whose, now):
        told.take(whose, now)
        desk.errands.run(heard.tell(sentence), heard)
