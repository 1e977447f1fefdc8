"""Where every click, command and form arrives: hear it, hand it over, answer in words, whatever happens.

Slack wants its answer within three seconds. Buttons and commands are acknowledged at once and worked on after
(`afterwards`); forms are saved first, and close only when the reply is safe (`at_once`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.coaching import language
from bot.coaching.errors import CoachingError, NamesOutcome, Rephrase
from bot.coaching.language import say
from bot.coaching.prompts import Library
from bot.db.engine import Database
from bot.services import languages
from bot.services.boundaries import AtBoundary
from bot.services.courtesy import Courtesy
from bot.services.messenger import Messenger, SendProblem
from bot.slack import telling
from bot.slack.apology import apologise
from bot.slack.blocks import unnamed
from bot.slack.forms import effort, rephrase
from bot.slack.forms.boundary import stopped
from bot.slack.forms.reading import AtField, given, inputs, is_id
from bot.slack.forms.said import said
from bot.tally import Tally

log = structlog.get_logger()

MOST_AT_ONCE = 32
MOST_WAITING = 1000
MOST_KNOWN = 10_000
KNOWN_FOR = timedelta(minutes=1)
COURTESY_SECONDS = 0.2
SECONDS_TO_APOLOGISE = 2.0


@dataclass(frozen=True)
class Heard:
    """What a person did, without the parts of the payload that nobody needs."""

    workspace: str
    person: str
    client: AsyncWebClient
    trigger: str = ""
    value: str = ""
    text: str = ""
    view: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    response_url: str = ""

    async def open(self, view: dict[str, Any]) -> None:
        """Open a form."""
        await self.client.views_open(trigger_id=self.trigger, view=view)

    async def tell(self, sentence: str, blocks: list[dict[str, Any]] | None = None, *, fleeting: bool = False) -> None:
        """Answer this person alone (`telling.py`). Where Slack takes it nowhere, what was done stays done, and our log says so."""
        try:
            await telling.tell(self, sentence, blocks, fleeting=fleeting)
        except SendProblem as no:
            log.warning("not_told", person=self.person, reason=no.reason)


Answer = dict[str, Any] | None
Work = Callable[["Desk", Heard], Awaitable[None]]
Saving = Callable[["Desk", Heard], Awaitable[Answer]]
Saying = Callable[["Desk", Heard], Awaitable[str]]


@dataclass(frozen=True)
class Desk:
    """What listeners are lent: the database, the library, the time, and the way out."""

    database: Database
    books: Library
    clock: Callable[[], datetime]
    messenger: Messenger
    first_lead: str
    errands: "Errands"
    tongues: dict[tuple[str, str], tuple[str, datetime]] = field(default_factory=dict)
    rooms: dict[str, "Desk"] = field(default_factory=dict)

    def at(self, workspace: str) -> "Desk":
        """The same desk for one workspace alone: its part of the database, and the way out with its token."""
        if workspace not in self.rooms:
            database, messenger = self.database.within(workspace), self.messenger.within(workspace)
            self.rooms[workspace] = replace(self, database=database, messenger=messenger)
        return self.rooms[workspace]

    @property
    def library(self) -> Library:
        """The library in the language of the person who is heard."""
        return self.books.spoken(language.reading())

    async def speak_to(self, heard: "Heard") -> None:
        """From here on, in this task, everything is said in this person's language. It is looked up once in a minute."""
        who, now = (heard.workspace, heard.person), self.clock()
        known = self.tongues.get(who)
        if known is None or now - known[1] >= KNOWN_FOR:
            known = (await languages.spoken_to(self.database, *who), now)
            self.remember(heard, known[0])
        language.reads(known[0])

    def speak_as_known(self, workspace: str, person: str) -> None:
        """The same for an answer that must cost nothing: in this person's language if it was looked up before."""
        language.reads(self.tongues.get((workspace, person), (language.ENGLISH,))[0])

    def remember(self, heard: "Heard", tongue: str) -> None:
        """What this person reads, as it was just looked up or chosen."""
        if len(self.tongues) >= MOST_KNOWN:
            self.tongues.clear()
        self.tongues[(heard.workspace, heard.person)] = (tongue, self.clock())

    def forget(self, workspace: str, person: str) -> None:
        """What this person reads may have changed: look it up anew."""
        self.tongues.pop((workspace, person), None)


class Errands:
    """Work that goes on after Slack has its answer: bounded, and finished before the app stops.

    It begins when nobody waits for an answer (`courtesy.py`), or after a moment: Slack gives an answer three seconds, and an
    errand as long as its person has patience.
    """

    def __init__(self, courtesy: Courtesy, tally: Tally | None = None) -> None:
        self.tally = tally or Tally()
        self._running: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._courtesy = courtesy
        self._out_of_time = False

    def run(self, work: Awaitable[None], heard: Heard) -> asyncio.Task[None]:
        """Start it; if it breaks, the log gets a reference and the person gets it too."""
        # What this person reads is known inside the task alone, and an apology is made in its context.
        context = copy_context()
        task = asyncio.create_task(self._in_turn(work), context=context)
        self._running.add(task)
        task.add_done_callback(lambda done: self._done(done, heard), context=context)
        return task

    async def _in_turn(self, work: Awaitable[None]) -> None:
        async with self._room:
            await self._courtesy.give_way(COURTESY_SECONDS)
            await work

    def _done(self, task: asyncio.Task[None], heard: Heard) -> None:
        self._running.discard(task)
        if task.cancelled():
            if self._out_of_time:
                self.broke(heard, "work_cut_off")
        elif (broke := task.exception()) is not None:
            self.broke(heard, "work_broke", broke)

    def broke(self, heard: Heard, what: str, problem: BaseException | None = None) -> None:
        """Log it under a reference, and tell the person who waits for it."""
        reference = uuid4().hex[:8]
        log.error(what, reference=reference, person=heard.person, exc_info=problem)
        self.tally.add("broken", what)
        self._running.add(telling := asyncio.create_task(apologise(heard, reference)))
        telling.add_done_callback(self._running.discard)

    @property
    def under_way(self) -> int:
        """How much is being answered, or waits to be done."""
        return self._courtesy.waiting + len(self._running)

    @property
    def crowded(self) -> bool:
        """Whether so much is waiting that nothing more should be begun."""
        return self.under_way > MOST_WAITING

    async def drain(self, seconds: float | None = None) -> None:
        """Wait until all of it is done. What takes longer than that is cut off, and whoever waits for it is told."""
        await self._wait_for_all(seconds)
        self._out_of_time = True
        for late in set(self._running):
            late.cancel()
        # What was cut off takes its change back first, and leaves an apology behind when it has.
        await self._wait_for_all(SECONDS_TO_APOLOGISE)
        self._out_of_time = False

    async def _wait_for_all(self, seconds: float | None) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._running:
                    await asyncio.wait(set(self._running))


def afterwards(desk: Desk, work: Work) -> Callable[..., Awaitable[None]]:
    """A listener for buttons, commands and shortcuts: acknowledge at once, then work; a refusal is told in words."""

    async def listener(ack: Any, body: dict[str, Any], client: Any, context: Any) -> None:
        await ack()
        heard = hear(body, client, context)
        desk.errands.run(_with_words(desk.at(heard.workspace), work, heard), heard)

    return listener


def said_at_once(desk: Desk, quick: Callable[[Heard], Saying | None], work: Work) -> Callable[..., Awaitable[None]]:
    """A listener for commands: what a glance can answer is said in the acknowledgement itself, all else is worked on after it."""
    later = afterwards(desk, work)

    async def listener(ack: Any, body: dict[str, Any], client: Any, context: Any) -> None:
        heard = hear(body, client, context)
        saying = quick(heard)
        if saying is None:
            await later(ack=ack, body=body, client=client, context=context)
            return
        here = desk.at(heard.workspace)
        await here.speak_to(heard)
        await ack(text=await saying(here, heard), response_type="ephemeral")

    return listener


async def _with_words(desk: Desk, work: Work, heard: Heard) -> None:
    await desk.speak_to(heard)
    try:
        await work(desk, heard)
    except CoachingError as problem:
        await heard.tell(say(str(problem)))


def at_once(desk: Desk, saving: Saving) -> Callable[..., Awaitable[None]]:
    """A listener for forms: save first, then acknowledge; a refusal stands at the field and the form stays open."""

    async def listener(ack: Any, body: dict[str, Any], client: Any, context: Any) -> None:
        heard = hear(body, client, context)
        here = desk.at(heard.workspace)
        await here.speak_to(heard)
        try:
            answer = await saving(here, heard)
        except AtBoundary as reached:
            await ack(**update(stopped(reached.stop, kept=False)))
        except CoachingError as problem:
            await ack(**refused(heard.view, problem))
        else:
            await ack(**(answer or {}))

    return listener


def refused(view: dict[str, Any], problem: CoachingError) -> dict[str, Any]:
    """The answer that keeps a form open: at its field stands what the guard found, another way to say it, or a sentence."""
    field = problem.block_id if isinstance(problem, AtField) else next(iter(inputs(view)), None)
    if isinstance(problem, NamesOutcome) and field in inputs(view):
        typed = (given(view, str(field)) or "").strip()
        return update(effort.again(view, str(field), typed, problem.suggested, problem.voice))
    found = problem.found if isinstance(problem, AtField | Rephrase) else ()
    if found and field in inputs(view):
        return update(rephrase.again(view, str(field), found))
    return refusal(view, say(str(problem)), field)


def refusal(view: dict[str, Any], sentence: str, field: str | None = None) -> dict[str, Any]:
    """The answer that keeps a form open with a sentence at its field (or the first), or in its place when it has none."""
    fields = inputs(view)
    block = field if field in fields else next(iter(fields), None)
    if block is None:
        return {"response_action": "update", "view": said("Shoulder to Shoulder", sentence)}
    return {"response_action": "errors", "errors": {block: unnamed(sentence)}}


def update(view: dict[str, Any]) -> dict[str, Any]:
    """The answer that turns the form into another one, in place."""
    return {"response_action": "update", "view": view}


def hear(body: dict[str, Any], client: AsyncWebClient, context: Any) -> Heard:
    """Take from the payload what listeners need."""
    actions = body.get("actions") or [{}]
    return Heard(
        workspace=context.team_id,
        person=context.user_id,
        client=client,
        trigger=body.get("trigger_id", ""),
        value=actions[0]["value"] if is_id(actions[0].get("value")) else "",
        text=str(body.get("text") or ""),
        view=body.get("view") or {},
        body=body,
        response_url=str(body.get("response_url") or ""),
    )
