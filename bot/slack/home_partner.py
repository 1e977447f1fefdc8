"""A parent partner's part of App Home: the next question to look at, what they said, and what came of it."""

from bot.coaching import schedule
from bot.coaching.language import mark, say
from bot.coaching.people import is_id
from bot.coaching.practice import FAMILIES
from bot.coaching.prompts import Library
from bot.coaching.questions import YouSaid
from bot.coaching.reviewing import FEEL, MISSING, VERDICTS, called, find, wording_of
from bot.services.reviews import Mine, PartnerCorner
from bot.slack import ids
from bot.slack.blocks import Block, actions, button, confirm, context, divider, escape, header, quote, section
from bot.slack.forms import leaving

OPENING = mark(
    "You look at the questions that caseworkers get, and say if each should stay, change or go. Stop when you like."
)
INVITED = mark(
    "You were asked to look at the questions that caseworkers get. It is your choice. Please read what it is first."
)
LEFT = mark("You have left the reviews, and nobody was told. What you said is still yours.")
MOST_SAID = 5


def partner(part: PartnerCorner, library: Library, zone: str) -> list[Block]:
    """Everything of a parent partner's, by where they stand."""
    if part.left:
        return [
            header(say("Parent partners")),
            section(say(LEFT)),
            *_listed(part, library, zone, takes_part=False),
            *leaving.choices(part.person),
        ]
    if not part.agreed:
        read = button(say("Read the short agreement"), ids.REVIEW_NEXT, part.person, style="primary")
        invited = [header(say("Parent partners")), section(say(INVITED)), actions(read)]
        if not part.reviews:
            return invited
        return [*invited, *_listed(part, library, zone, takes_part=False), *leaving.choices(part.person)]  # from before
    return [
        header(say("Parent partners")),
        section(f"{say(OPENING)}\n{_waiting(part.waiting)}"),
        actions(*_buttons(part)),
        *_families(part, library),
        *_came_of_it(library.said[:MOST_SAID]),
        *_listed(part, library, zone),
        *leaving.choices(part.person),
        divider(),
    ]


def _waiting(count: int) -> str:
    if count > 1:
        return say("{count} questions wait for a look.", count=count)
    return say("One waits for a look.") if count else say("None waits.")


def _buttons(part: PartnerCorner) -> list[Block]:
    told = say("Nobody is told. What you said stays yours.")
    sure = confirm(say("Stop reviewing?"), told, say("Stop"), say("Go on"))
    look = [button(say("Look at a question"), ids.REVIEW_NEXT, part.person, style="primary")] if part.waiting else []
    return [*look, button(say("Stop reviewing"), ids.PARTNER_LEAVE, part.person, confirm=sure)]


def _families(part: PartnerCorner, library: Library) -> list[Block]:
    if part.topic is None:
        return []
    topic = library.topics[part.topic]
    marked = say("You marked {mark} of 5.", mark=part.mark) if part.mark else say("You may leave it open.")
    title = say("This month: {topic}", topic=topic.title)
    text = f"*{title}*\n“{escape(topic.principle)}”\n{say(FAMILIES)} {marked}"
    return [section(text), actions(button(say("Say how far"), ids.MARK_FAMILIES, part.person))]


def _listed(part: PartnerCorner, library: Library, zone: str, *, takes_part: bool = True) -> list[Block]:
    said = [block for each in part.reviews for block in _review(each, library, zone, takes_part)]
    return [section(f"*{say('What I said')}*"), *said] if said else []


def _review(each: Mine, library: Library, zone: str, takes_part: bool) -> list[Block]:
    words = [
        f"_{say(label)}_\n{quote(said)}"
        for label, said in ((FEEL, each.said.feel), (MISSING, each.said.missing))
        if said
    ]
    reads = "; ".join(
        say("{who} on {day}", who=_who(reader), day=schedule.day_in_words(at, zone)) for reader, at in each.reads
    )
    sure = confirm(say("Take it back?"), say("What you said of this question will be deleted."), say("Take it back"))
    return [
        section("\n".join([f"*{escape(_question(each, library))}*", say(VERDICTS[each.said.verdict]), *words])),
        *([context(f":eyes: {say('Shown without your name to {readers}.', readers=reads)}")] if reads else []),
        actions(
            *([button(say("Change it"), ids.REVIEW_CHANGE, each.review_id)] if takes_part else []),
            button(say("Take it back"), ids.REVIEW_WITHDRAW, each.review_id, confirm=sure),
        ),
    ]


def _question(each: Mine, library: Library) -> str:
    """As its reader reads it now, while it is worded as it was; else as it was."""
    piece = find(library, each.wording[0])
    return called(piece) if piece is not None and wording_of(piece) == each.wording else each.question


def _who(reader: str) -> str:
    return f"<@{reader}>" if is_id(reader) else reader


def _came_of_it(said: tuple[YouSaid, ...]) -> list[Block]:
    parts = ["\n".join(f"*{say(label)}:* {escape(words)}" for label, words in each.lines()) for each in said]
    return [section(f"*{say('You said, we did')}*"), *map(section, parts)] if parts else []
