"""What goes to a caseworker's coach, in their App Home: as the coach will see it, with a way to hold lines back."""

from bot.coaching import schedule
from bot.coaching.language import mark, say
from bot.coaching.prompts import Library
from bot.services.going import Going
from bot.slack import ids
from bot.slack.blocks import Block, actions, button, context, section, shorten
from bot.slack.digest_post import in_detail

MOST = 1200
UNTIL_THEN = mark("You can hold lines back until it goes, and later too: then they leave it again.")


def going(found: Going | None, enrollment_id: str, zone: str, library: Library) -> list[Block]:
    """The part of the next digest that is theirs, and the button."""
    if found is None:
        return []
    coach, at = f"<@{found.coach}>", schedule.moment_in_words(found.at, zone) if found.at else ""
    title = say("What goes to {coach} with the next digest:", coach=coach)
    if at:
        title = say("What goes to {coach} with the next digest, {when}:", coach=coach, when=f"*{at}*")
    names = {key: topic.title for key, topic in library.topics.items()}
    shown = "\n".join(in_detail(found.week, names, zone))
    return [
        section(f":incoming_envelope: {title}"),
        section(shorten(shown, MOST)),
        *(
            [actions(button(say("Hold lines back"), ids.HOLD_LINES, enrollment_id)), context(say(UNTIL_THEN))]
            if found.checkins
            else []
        ),
    ]
