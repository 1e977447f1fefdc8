"""When something of ours broke after Slack had its answer, tell whoever waits for it, in words, with what our log calls it."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.coaching.language import say
from bot.slack.blocks import section
from bot.slack.forms.workflow_step import read_step

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
    ways = _ways(heard, sorry(reference))
    for way in ways:
        try:
            await way()
        except (SlackApiError, TimeoutError, aiohttp.ClientError):
            continue
        return
    if ways:
        log.warning("not_told", reference=reference)


def _ways(heard: "Heard", sentence: str) -> list[Callable[[], Awaitable[Any]]]:
    event = heard.body.get("event")
    match event.get("type") if isinstance(event, dict) else None:
        case None:
            beside = [partial(heard.tell, sentence)] if heard.response_url or heard.trigger else []
            return [*beside, partial(heard.client.chat_postMessage, channel=heard.person, text=sentence)]
        case "message":
            here = {"channel": heard.body["event"]["channel"], "user": heard.person}
            return [partial(heard.client.chat_postEphemeral, **here, text=sentence)]
        case "function_executed":  # whoever built the workflow reads it there
            step = read_step(heard.body["event"])
            return [partial(heard.client.functions_completeError, error=sentence, **step.answering())]
        case "app_home_opened":
            page = {"type": "home", "blocks": [section(sentence)]}
            return [partial(heard.client.views_publish, user_id=heard.person, view=page)]
    return []
