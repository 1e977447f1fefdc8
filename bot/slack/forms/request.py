"""The forms to ask for a check-in, and to start one's own."""

from collections.abc import Sequence

from bot.coaching import reviewing
from bot.coaching.errors import BadChoice, NotAllowed, NotFound
from bot.coaching.language import mark, say
from bot.coaching.people import may_be_requested
from bot.coaching.questions import Library, Path, Prompt, Topic, id_of_path, path_of_id
from bot.slack import ids
from bot.slack.blocks import Block, context, input_block, modal, option, plain, section, select
from bot.slack.forms.reading import View, held, held_id, hold, is_id, required

TOPIC = "topic"
OF_TOPIC = "topic:"
PEOPLE = "people"
PROMPT = "prompt"
MOST_PEOPLE = 60
NOT_SEEN = mark(
    "*You will not see* what they write, unless they share it with you. If they keep it, skip it, or do not answer, "
    "you see the same “not yet”."
)


def topic(library: Library, people: Sequence[str]) -> Block:
    """Pick the topic to ask about. Bias, wellbeing and stress are not on this menu."""
    topics, asked = some(requestable(library)), say("Ask {people} for a check-in.", people=names(people[:MOST_PEOPLE]))
    blocks = [section(asked), input_block(TOPIC, say("On which topic?"), select(topics)), *map(context, beyond(people))]
    metadata = hold(people=list(people)[:MOST_PEOPLE])
    title, submit, close = say("Ask for a check-in"), say("See it first"), say("Cancel")
    return modal(ids.TOPIC_FORM, title, blocks, submit=submit, close=close, metadata=metadata)


def requestable(library: Library) -> list[tuple[str, str]]:
    """The topics on which somebody may be asked, by key and title: in use, and not their caseworker's own."""
    return [(key, each.title) for key, each in library.topics.items() if each.in_use and may_be_requested(key, "")]


def some(topics: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same topics; raises NotAllowed where none is in use, for nothing was reviewed yet: no menu can be empty."""
    if not topics:
        raise NotAllowed(reviewing.WAITS)
    return topics


def beyond(people: Sequence[str]) -> list[str]:
    """What is said where there are more people than one form asks."""
    most = say("One form asks {most} people. Please ask the others by name.", most=MOST_PEOPLE)
    return [most] if len(people) > MOST_PEOPLE else []


def topic_of(library: Library, typed: str) -> str | None:
    """The topic in use behind a word: its key, its title, or another name for it."""
    wanted = typed.strip().lower()
    for key, topic in library.topics.items():
        names = (key, topic.title, topic.short, *topic.aliases)
        if wanted and topic.in_use and wanted in {name.lower() for name in names}:
            return key
    return None


def names(people: Sequence[str]) -> str:
    """People by name."""
    return ", ".join(f"<@{person}>" for person in people)


def read_topic(view: View, library: Library) -> tuple[list[str], str]:
    """The people and the topic; raises BadChoice for a topic that is not on the menu."""
    picked = required(view, TOPIC)
    if picked not in library.topics or not may_be_requested(picked, ""):
        raise BadChoice
    return read_people(view), picked


def read_people(view: View) -> list[str]:
    """The people whom the form was about."""
    found = held(view).get(PEOPLE)
    if not isinstance(found, list) or not found or not all(map(is_id, found)):
        raise NotFound
    return found[:MOST_PEOPLE]


def preview(asker: str, people: Sequence[str], prompt: Prompt, topic_title: str, left_out: Sequence[str]) -> Block:
    """Exactly what will be sent, and what the asker will not see."""
    blocks = [
        *as_sent(asker, people, prompt.text, topic_title),
        *([context(*left_out[:10])] if left_out else []),
    ]
    metadata = hold(people=list(people)[:MOST_PEOPLE], prompt=prompt.id)
    title, submit, close = say("Before you ask"), say("Ask"), say("Cancel")
    return modal(ids.REQUEST_FORM, title, blocks, submit=submit, close=close, metadata=metadata)


def as_sent(asker: str, people: Sequence[str], question: str, topic_title: str) -> list[Block]:
    """What goes to whom, and what the asker will not see."""
    return [
        section(say("This goes to {people}, inside their own hours:", people=names(people))),
        section(f">*{say('From {asker}, on {topic}', asker=f'<@{asker}>', topic=topic_title)}*\n>{question}"),
        section(say(NOT_SEEN)),
    ]


def read_preview(view: View) -> tuple[list[str], str]:
    """The people and the prompt that were shown."""
    return read_people(view), held_id(view, PROMPT)


def menu(library: Library, *, coaches: bool = False) -> Block:
    """Start a check-in of one's own: a topic, or a path; `coaches`: this person coaches or supervises somebody."""
    topics = [option(each.title, f"{OF_TOPIC}{key}") for key, each in library.topics.items() if each.in_use]
    paths = [option(each.title, id_of_path(key)) for key, each in library.paths.items() if _offers(each, coaches)]
    groups = [
        {"label": plain(kind), "options": each}
        for kind, each in ((say("A path"), paths), (say("A topic"), topics))
        if each
    ]
    if not groups:
        title, sorry = say("Check in now"), section(say(reviewing.WAITS))
        return modal("said", title, [sorry], submit=None, close=say("Close"))
    element = {"type": "static_select", "option_groups": groups}
    blocks = [input_block(TOPIC, say("What would you like to think about?"), element)]
    return modal(ids.MENU_FORM, say("Check in now"), blocks, submit=say("Start"), close=say("Cancel"))


def _offers(path: Path, coaches: bool) -> bool:
    return path.in_menu and (coaches or not path.for_coaches)


def read_menu(view: View, library: Library, *, coaches: bool = False) -> Path | Topic:
    """What was picked; raises BadChoice for what the menu did not offer."""
    picked = required(view, TOPIC)
    path = library.paths.get(path_of_id(picked) or "")
    if path is not None and _offers(path, coaches):
        return path
    topic = library.topics.get(picked.removeprefix(OF_TOPIC)) if picked.startswith(OF_TOPIC) else None
    if topic is None or not topic.in_use:
        raise BadChoice
    return topic
