"""The two steps that people put into workflows of Slack's, and the button of what comes of one.

What is owed is kept before Slack has its answer, so that a crash makes Slack tell again; then the step is ended. How it ends
depends on what was written into it and on whether its asker has people to ask, and on nobody's place in the program beside.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.coaching.language import say
from bot.coaching.people import may_be_requested
from bot.services import workflow_steps
from bot.services.messenger import Refused, SwitchedOff
from bot.slack import ids
from bot.slack.answers import clearly
from bot.slack.desk import Desk, Heard, afterwards, hear
from bot.slack.forms.request import NOT_SEEN, topic_of
from bot.slack.forms.workflow_step import ASKER, WHOM, WHOSE, Step, read_step
from bot.slack.listeners.board import Board

log = structlog.get_logger()

# Whoever built the workflow reads these, and nobody knows who that is: they are in English.
NOBODY_TO_ASK = "This step did nothing. It works for coaches and supervisors of the program, who can also type `/coach-checkin @person`."
NO_SUCH_TOPIC = (
    "This step did nothing. It does not ask on that topic. Please pick another one, or leave the topic empty."
)
OVER = frozenset({"execution_not_in_running_state", "function_execution_not_found", "token_expired", "token_revoked"})
Taking = Callable[[Desk, Heard, Step], Awaitable[str]]


def register(board: Board, desk: Desk) -> None:
    """Both steps, and the button that asks."""
    board.app.function(ids.ASK_STEP)(_ran(desk, ready_to_ask))
    board.app.function(ids.RECORD_STEP)(_ran(desk, offer))
    board.action(ids.ASK)(afterwards(desk, ask))


def _ran(desk: Desk, taking: Taking) -> Callable[..., Awaitable[None]]:
    """A listener for a step: keep what it brings, let Slack have its answer, then end the step."""

    async def ran(event: dict[str, Any], body: dict[str, Any], client: Any, context: Any) -> None:
        heard, step = hear(body, client, context), read_step(event)
        problem = await taking(desk.at(heard.workspace), heard, step)
        desk.errands.run(_end(heard, step, problem), heard)

    return ran


async def ready_to_ask(desk: Desk, heard: Heard, step: Step) -> str:
    """Owe the asker a preview; says what is wrong with the step, or nothing."""
    topic = topic_of(desk.books, step.topic) if step.topic else None
    if step.topic and (topic is None or not may_be_requested(topic, "")):
        return NO_SUCH_TOPIC
    async with desk.database.begin() as session:
        named = workflow_steps.Named(heard.workspace, step.person(ASKER), step.person(WHOM), topic)
        taken = await workflow_steps.ready_to_ask(session, desk.books, named, run=step.execution, now=desk.clock())
    return "" if taken else NOBODY_TO_ASK


async def offer(desk: Desk, heard: Heard, step: Step) -> str:
    """Owe the person a reminder, where they may have one just now; the step ends well whether they may or not."""
    async with desk.database.begin() as session:
        whose = (heard.workspace, step.person(WHOSE))
        await workflow_steps.offer(session, desk.books, *whose, run=step.execution, now=desk.clock())
    return ""


async def _end(heard: Heard, step: Step, problem: str) -> None:
    """Tell Slack how the step ended. What is over already, because this was heard twice, stays as it is."""
    client, answering = heard.client, step.answering()
    try:
        if problem:
            await clearly(client.functions_completeError(error=problem, **answering))
        else:
            await clearly(client.functions_completeSuccess(outputs={}, **answering))
    except (Refused, SwitchedOff) as no:
        if no.reason not in OVER:
            raise
        log.info("step_was_over", execution=step.execution)


async def ask(desk: Desk, heard: Heard) -> None:
    """The asker's own click: only now somebody is asked."""
    async with desk.database.begin() as session:
        who = (heard.workspace, heard.person)
        asked = await workflow_steps.ask(session, desk.books, *who, heard.value, now=desk.clock())
    told = say("Asked. It goes out inside their own hours, this week or next:")
    await heard.tell("\n".join([told, f"<@{asked}>", say(NOT_SEEN)]))
