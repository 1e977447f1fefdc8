"""What goes to a caseworker's coach, as one line of their App Home, with the way to see it and hold lines back."""

from bot.coaching import schedule
from bot.coaching.digest import NOTHING_SHARED
from bot.coaching.language import say
from bot.services.going import Ahead
from bot.slack import ids
from bot.slack.blocks import Block, button, section


def line(found: Ahead | None, enrollment_id: str, zone: str) -> list[Block]:
    """One line, and the button to the window that shows it all."""
    if found is None:
        return []
    coach, at = f"<@{found.coach}>", schedule.moment_in_words(found.at, zone) if found.at else ""
    title = say("What goes to {coach} with the next digest:", coach=coach)
    if at:
        title = say("What goes to {coach} with the next digest, {when}:", coach=coach, when=f"*{at}*")
    see = button(say("See what goes"), ids.HOLD_LINES, enrollment_id)
    return [section(f":incoming_envelope: {title} {_how_much(found.count)}", accessory=see)]


def _how_much(count: int) -> str:
    if count == 0:
        return say(NOTHING_SHARED)
    return say("one check-in.") if count == 1 else say("{count} check-ins.", count=count)
