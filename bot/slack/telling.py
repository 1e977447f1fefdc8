"""Answer one person alone: where they are looking, or in their messages where Slack does not take it there."""

from typing import TYPE_CHECKING

import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.coaching.language import mark, say
from bot.services.messenger import Refused, SendProblem
from bot.slack.answers import clearly
from bot.slack.blocks import Block
from bot.slack.forms.said import said

if TYPE_CHECKING:  # `desk.py` tells with this
    from bot.slack.desk import Heard

log = structlog.get_logger()

ONCE_MORE = mark("I could not show it to you just now. Please ask once more.")
OK = 200


async def tell(heard: "Heard", sentence: str, blocks: list[Block] | None = None, *, fleeting: bool = False) -> None:
    """Say it beside the command or button, in a small window when there is no such place, else in their messages.

    What is `fleeting` must not stay in a chat, where it would not follow its author: they are asked to try again instead.
    Raises Busy, Refused, SwitchedOff or Unclear when Slack takes it nowhere.
    """
    try:
        await _where_they_look(heard, sentence, blocks)
    except SendProblem as no:
        log.info("told_in_messages", person=heard.person, reason=no.reason)
        text, drawn = (say(ONCE_MORE), None) if fleeting else (sentence, blocks)
        await clearly(heard.client.chat_postMessage(channel=heard.person, text=text, blocks=drawn))


async def _where_they_look(heard: "Heard", sentence: str, blocks: list[Block] | None) -> None:
    if heard.response_url and not heard.view:
        await _beside(heard, sentence, blocks)
    elif heard.trigger:
        await clearly(heard.open(said("Shoulder to Shoulder", sentence)))
    else:
        raise Refused("nowhere")


async def _beside(heard: "Heard", sentence: str, blocks: list[Block] | None) -> None:
    # On the line that is open already: a client of its own would dial Slack anew for every answer.
    line = AsyncWebhookClient(heard.response_url, session=heard.client.session)
    # Where a workspace draws no chart, the words say all of it.
    for way in [blocks, None] if blocks else [None]:
        sending = line.send(text=sentence, blocks=way, response_type="ephemeral", replace_original=False)
        answer = await clearly(sending)
        if answer.status_code == OK:
            return
    raise Refused(f"http_{answer.status_code}")
