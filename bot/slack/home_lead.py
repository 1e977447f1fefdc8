"""A program lead's App Home: the program, last month in numbers, how it is used, and legal holds."""

from datetime import date

from bot.coaching.prompts import Library
from bot.coaching.small_groups import SMALLEST, Figures
from bot.services.standing import Corner
from bot.slack import ids
from bot.slack.blocks import Block, actions, button, context, header, section
from bot.slack.forms.setup import closed_ahead

HOW_COUNTED = (
    f"Numbers count people, in fives, and leave at least {SMALLEST} in and {SMALLEST} out, so that nobody can be picked "
    "out. Each month is counted once, after it ends. A skip, a private answer and silence are all the same here."
)
TOO_FEW = f"Numbers start when {2 * SMALLEST} people are enrolled, so that nobody can be picked out."


def lead(corner: Corner, library: Library) -> list[Block]:
    """Before the setup, the way to it; after it, everything a lead can do and see."""
    setup = button("Change the program" if corner.set_up else "Set up the program", ids.OPEN_SETUP, corner.person)
    if not corner.set_up:
        return [header("The program"), actions(setup)]
    return [
        header("The program"),
        actions(setup, button("Enroll people", ids.OPEN_ENROLL, corner.person)),
        context(closed_ahead(corner.closed_ahead)),
        *(_numbers(*corner.month, library) if corner.month else []),
        actions(
            button("How it is used", ids.OPEN_LOG, corner.person), button("Legal holds", ids.OPEN_HOLDS, corner.person)
        ),
        actions(
            button("Invite parent partners", ids.INVITE_PARTNERS, corner.person),
            button("What parent partners said", ids.SHOW_REVIEWS, corner.person),
        ),
    ]


def _numbers(month: date, counted: Figures, library: Library) -> list[Block]:
    title = f"*{month:%B} in numbers*"
    if counted.people < 2 * SMALLEST:
        return [section(f"{title}\n{TOO_FEW}")]
    topics = [
        f"• {library.topics[key].title}: {at_least} or more"
        for key, at_least in counted.topics.items()
        if key in library.topics
    ]
    lines = [f"{counted.people} or more people are enrolled.", _shared(counted), *topics]
    return [section("\n".join([title, *lines])), context(HOW_COUNTED)]


def _shared(counted: Figures) -> str:
    if counted.shared is None:
        return "How many shared something is not shown this time."
    return f"{counted.shared} or more shared something with somebody."
