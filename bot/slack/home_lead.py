"""A program lead's App Home: the program, last month in numbers, how it is used, and legal holds."""

from datetime import date

from bot.coaching.language import mark, say
from bot.coaching.prompts import Library
from bot.coaching.small_groups import SMALLEST, Figures
from bot.services.standing import Corner
from bot.slack import ids
from bot.slack.blocks import Block, actions, button, context, header, section
from bot.slack.forms.setup import closed_ahead

HOW_COUNTED = mark(
    "Numbers count people, in fives, and leave at least {smallest} in and {smallest} out, so that nobody can be picked "
    "out. Each month is counted once, after it ends. A skip, a private answer and silence are all the same here."
)
TOO_FEW = mark("Numbers start when {enough} people are enrolled, so that nobody can be picked out.")


def lead(corner: Corner, library: Library) -> list[Block]:
    """Before the setup, the way to it; after it, everything a lead can do and see."""
    setup = button(
        say("Change the program") if corner.set_up else say("Set up the program"), ids.OPEN_SETUP, corner.person
    )
    if not corner.set_up:
        return [header(say("The program")), actions(setup)]
    return [
        header(say("The program")),
        actions(setup, button(say("Enroll people"), ids.OPEN_ENROLL, corner.person)),
        context(closed_ahead(corner.closed_ahead)),
        *(_numbers(*corner.month, library) if corner.month else []),
        actions(
            button(say("How it is used"), ids.OPEN_LOG, corner.person),
            button(say("Legal holds"), ids.OPEN_HOLDS, corner.person),
        ),
        actions(
            button(say("Invite parent partners"), ids.INVITE_PARTNERS, corner.person),
            button(say("What parent partners said"), ids.SHOW_REVIEWS, corner.person),
        ),
    ]


def _numbers(month: date, counted: Figures, library: Library) -> list[Block]:
    title = f"*{say('{month} in numbers', month=say(f'{month:%B}'))}*"
    if counted.people < 2 * SMALLEST:
        return [section(f"{title}\n{say(TOO_FEW, enough=2 * SMALLEST)}")]
    topics = [
        "• " + say("{topic}: {count} or more", topic=library.topics[key].title, count=at_least)
        for key, at_least in counted.topics.items()
        if key in library.topics
    ]
    lines = [say("{count} or more people are enrolled.", count=counted.people), _shared(counted), *topics]
    return [section("\n".join([title, *lines])), context(say(HOW_COUNTED, smallest=SMALLEST))]


def _shared(counted: Figures) -> str:
    if counted.shared is None:
        return say("How many shared something is not shown this time.")
    return say("{count} or more shared something with somebody.", count=counted.shared)
