"""When something of ours broke after Slack had its answer, tell whoever waits for it, in words, with what our log calls it."""

from typing import TYPE_CHECKING

import structlog

from bot.coaching.language import say
from bot.services.messenger import SendProblem
from bot.slack.answers import clearly
from bot.slack.blocks import section
from bot.slack.forms.workflow_step import read_step
from bot.slack.telling import tell

if TYPE_CHECKING:  # `desk.py` apologises with this
    from bot.slack.desk import Heard

log = structlog.get_logger()


def sorry(reference: str) -> str:
    """What a person reads when the mistake was ours."""
    return say(
        "Something went wrong on our side. What you saved before is safe. Please try again; our log calls this {reference}.",
        reference=reference,
    )


async def apologise(heard: "Heard", reference: str) -> None:
    """Say it where this person is looking. Who did nothing (an event about a profile) waits for nothing and is told nothing."""
    try:
        await _say(heard, sorry(reference))
    except SendProblem as no:
        log.warning("not_told", reference=reference, reason=no.reason)


async def _say(heard: "Heard", sentence: str) -> None:
    event = heard.body.get("event")
    match event.get("type") if isinstance(event, dict) else None:
        case None:
            await tell(heard, sentence)
        case "message":
            here = {"channel": heard.body["event"]["channel"], "user": heard.person}
            await clearly(heard.client.chat_postEphemeral(**here, text=sentence))
        case "function_executed":  # whoever built the workflow reads it there
            step = read_step(heard.body["event"])
            await clearly(heard.client.functions_completeError(error=sentence, **step.answering()))
        case "app_home_opened":
            page = {"type": "home", "blocks": [section(sentence)]}
            await clearly(heard.client.views_publish(user_id=heard.person, view=page))
