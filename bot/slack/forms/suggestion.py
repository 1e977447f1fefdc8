"""The forms in which a coach picks a question of the library for one of their people."""

from collections.abc import Sequence

from bot.coaching.language import mark, say
from bot.coaching.prompts import Library, Prompt
from bot.slack import ids
from bot.slack.blocks import Block, input_block, modal, section, select
from bot.slack.forms.reading import View, held_id, hold, required
from bot.slack.forms.request import requestable, some

PERSON, TOPIC, PROMPT = "person", "topic", "prompt"
AT_A_TIME = 10
MOST = 100
WHAT_HAPPENS = mark(
    "It comes in the place of their next question, in their own hours, and says that you suggested it. "
    "*You will not see* whether it came or was answered, unless they share it with you."
)


def who_and_what(library: Library, person: str | None) -> Block:
    """Pick whom and on which topic. Bias, wellbeing and stress are not on this menu."""
    topics = some(requestable(library))
    people: Block = {"type": "users_select"} | ({"initial_user": person} if person else {})
    blocks = [
        input_block(PERSON, say("To which of the people you coach?"), people),
        input_block(TOPIC, say("On which topic?"), select(topics)),
    ]
    title, submit, close = say("Suggest a question"), say("See the questions"), say("Cancel")
    return modal(ids.SUGGEST_TOPIC_FORM, title, blocks, submit=submit, close=close)


def read_who_and_what(view: View) -> tuple[str, str]:
    """The person and the topic."""
    return required(view, PERSON), required(view, TOPIC)


def questions(person: str, prompts: Sequence[Prompt]) -> Block:
    """Every question that may be suggested, in full, and what will be seen of it."""
    lines = [f"*{number}.* {prompt.text}" for number, prompt in enumerate(prompts[:MOST], start=1)]
    pages = [section("\n".join(lines[at : at + AT_A_TIME])) for at in range(0, len(lines), AT_A_TIME)]
    options = [(prompt.id, f"{number}. {prompt.text}") for number, prompt in enumerate(prompts[:MOST], start=1)]
    blocks = [
        section(f"{say('For {person}.', person=f'<@{person}>')} {say(WHAT_HAPPENS)}"),
        *pages,
        input_block(PROMPT, say("Which one?"), select(options)),
    ]
    metadata = hold(person=person)
    title, submit, close = say("Suggest a question"), say("Suggest"), say("Cancel")
    return modal(ids.SUGGEST_FORM, title, blocks, submit=submit, close=close, metadata=metadata)


def read_question(view: View) -> tuple[str, str]:
    """The person for whom it was picked, and the question."""
    return held_id(view, "person"), required(view, PROMPT)
