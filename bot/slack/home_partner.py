"""A parent partner's part of App Home: the next question to look at, what they said, and what came of it."""

from bot.coaching import schedule
from bot.coaching.practice import FAMILIES
from bot.coaching.prompts import Library
from bot.coaching.questions import YouSaid
from bot.coaching.reviewing import FEEL, MISSING, VERDICTS
from bot.services.reviews import Mine, PartnerCorner
from bot.slack import ids
from bot.slack.blocks import Block, actions, button, confirm, context, divider, escape, header, quote, section
from bot.slack.forms import leaving

OPENING = (
    "You look at the questions that caseworkers get, and say if each should stay, change or go. Stop when you like."
)
INVITED = (
    "You were asked to look at the questions that caseworkers get. It is your choice. Please read what it is first."
)
LEFT = "You have left the reviews, and nobody was told. What you said is still yours."
MOST_SAID = 5


def partner(part: PartnerCorner, library: Library, zone: str) -> list[Block]:
    """Everything of a parent partner's, by where they stand."""
    if part.left:
        return [header("Parent partners"), section(LEFT), *_listed(part, zone), *leaving.choices(part.person)]
    if not part.agreed:
        read = button("Read the short agreement", ids.REVIEW_NEXT, part.person, style="primary")
        return [header("Parent partners"), section(INVITED), actions(read)]
    return [
        header("Parent partners"),
        section(f"{OPENING}\n{_waiting(part.waiting)}"),
        actions(*_buttons(part)),
        *_families(part, library),
        *_came_of_it(library.said[:MOST_SAID]),
        *_listed(part, zone),
        *leaving.choices(part.person),
        divider(),
    ]


def _waiting(count: int) -> str:
    return f"{count} questions wait for a look." if count > 1 else "One waits for a look." if count else "None waits."


def _buttons(part: PartnerCorner) -> list[Block]:
    sure = confirm("Stop reviewing?", "Nobody is told. What you said stays yours.", "Stop", "Go on")
    look = [button("Look at a question", ids.REVIEW_NEXT, part.person, style="primary")] if part.waiting else []
    return [*look, button("Stop reviewing", ids.PARTNER_LEAVE, part.person, confirm=sure)]


def _families(part: PartnerCorner, library: Library) -> list[Block]:
    if part.topic is None:
        return []
    topic = library.topics[part.topic]
    marked = f"You marked {part.mark} of 5." if part.mark else "You may leave it open."
    text = f"*This month: {topic.title}*\n“{escape(topic.principle)}”\n{FAMILIES} {marked}"
    return [section(text), actions(button("Say how far", ids.MARK_FAMILIES, part.person))]


def _listed(part: PartnerCorner, zone: str) -> list[Block]:
    said = [block for each in part.reviews for block in _review(each, zone)]
    return [section("*What I said*"), *said] if said else []


def _review(each: Mine, zone: str) -> list[Block]:
    words = [
        f"_{label}_\n{quote(said)}" for label, said in ((FEEL, each.said.feel), (MISSING, each.said.missing)) if said
    ]
    reads = ", ".join(f"{_who(reader)}, {schedule.day_in_words(at, zone)}" for reader, at in each.reads)
    sure = confirm("Take it back?", "What you said of this question will be deleted.", "Take it back")
    return [
        section("\n".join([f"*{escape(each.question)}*", VERDICTS[each.said.verdict], *words])),
        *([context(f":eyes: Shown without your name to {reads}.")] if reads else []),
        actions(
            button("Change it", ids.REVIEW_CHANGE, each.review_id),
            button("Take it back", ids.REVIEW_WITHDRAW, each.review_id, confirm=sure),
        ),
    ]


def _who(reader: str) -> str:
    return f"<@{reader}>" if reader.startswith(("U", "W")) else reader


def _came_of_it(said: tuple[YouSaid, ...]) -> list[Block]:
    parts = ["\n".join(f"*{label}:* {escape(words)}" for label, words in each.lines()) for each in said]
    return [section("*You said, we did*"), *map(section, parts)] if parts else []
