"""How what a workflow set going looks: to somebody who could ask for a check-in, and to somebody who may want to check in."""

from bot.coaching import messages
from bot.coaching.language import say
from bot.slack import ids
from bot.slack.blocks import actions, button, context, section
from bot.slack.forms.request import as_sent
from bot.slack.payloads import Payload


def payload(message: messages.ReadyToAsk | messages.Offer) -> Payload:
    """The one way to say each of them."""
    match message:
        case messages.ReadyToAsk():
            return _ready_to_ask(message)
        case messages.Offer():
            return _offer(message)


def _ready_to_ask(message: messages.ReadyToAsk) -> Payload:
    text = say(
        "A workflow suggests that you ask {who} for a check-in. Nothing has been sent. It goes only if you press Ask.",
        who=f"<@{message.caseworker}>",
    )
    shown = as_sent(message.asker, [message.caseworker], message.question, message.topic)
    ask = button(say("Ask"), ids.ASK, message.delivery_id, style="primary")
    return Payload(text, (section(text), *shown, actions(ask)))


def _offer(message: messages.Offer) -> Payload:
    text = say("A workflow asked me to remind you: you can check in here, if you want to.")
    yours = say("Skipping is fine, and nobody gets told. What you write stays here. The workflow never sees it.")
    check_in = button(say("Check in now"), ids.CHECK_IN_NOW, message.enrollment_id)
    return Payload(text, (section(text), context(yours), actions(check_in)))
