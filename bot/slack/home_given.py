"""What a caseworker gave, in App Home: the newest two of each kind, and all of it on a page of its own."""

from datetime import datetime
from typing import Any

from bot.coaching import messages, schedule
from bot.coaching.audience import Circle
from bot.coaching.language import say
from bot.coaching.prompts import Library
from bot.coaching.questions import path_of_id
from bot.services.given import NEWEST, Given, Kept, Success
from bot.services.standing import Mine
from bot.services.words import Line
from bot.slack import ids
from bot.slack.blocks import (
    Block,
    actions,
    button,
    confirm,
    context,
    escape,
    header,
    quote,
    section,
    shorten,
    take_it_back,
)
from bot.slack.forms.reading import View, held, hold, is_id

MOST_OF_ANSWER = 300
MOST_OF_CHECKIN = 640


def lately(mine: Mine, library: Library) -> list[Block]:
    """The newest, and the way to the others where there are any."""
    listed = [block for each in mine.checkins for block in _kept(each, library, mine)]
    none = context(say("None yet. What you keep is listed here, with who can read it."))
    see_all = button(say("See all"), ids.SEE_ALL, mine.place.id)
    return [
        section(f"*{say('My check-ins')}*"),
        *(listed or ([] if mine.successes else [none])),
        *_successes(mine),
        *([context(say("These are the newest. You gave more.")), actions(see_all)] if mine.more else []),
    ]


def all_of_it(given: Given, library: Library, behind: str = NEWEST) -> dict[str, Any]:
    """The page of all of it, newest first: nothing that somebody gave is out of their reach, however long ago it was.

    It carries the id `behind` which it begins, so that whoever does something on it comes back to it.
    """
    older = [button(say("Show older ones"), ids.OLDER, given.older)] if given.older else []
    newest = [] if given.first else [button(say("Back to the newest"), ids.SEE_ALL, given.place.id)]
    back = button(say("Back to App Home"), ids.BACK, given.place.id)
    blocks = [
        header(say("All that I gave")),
        actions(back),
        *[block for each in given.checkins for block in _kept(each, library, given)],
        *_successes(given),
        *([context(say("These are not all: you gave older ones too."))] if older else []),
        actions(*older, *newest, back) if given.checkins or given.successes else context(say("Nothing is here.")),
    ]
    return {"type": "home", "blocks": blocks, "private_metadata": hold(page=behind)}


def page_of(view: View) -> str | None:
    """Behind which id the page begins on which somebody did something, or opened a form; None when it was another screen."""
    page = held(view).get("page")
    return page if is_id(page) else None


def from_page(form: Block, view: View) -> Block:
    """A form that leads back to the page on which it was opened."""
    page = page_of(view)
    return form if page is None else form | {"private_metadata": hold(**held(form), page=page)}


def _successes(of: Mine | Given) -> list[Block]:
    listed = [block for each in of.successes for block in _success(each, of.place.zone)]
    return [section(f"*{say('My small successes')}*"), *listed] if listed else []


def _success(success: Success, zone: str) -> list[Block]:
    gone = confirm(say("Take it back?"), say("It will be gone here, and from where it stands."), say("Take it back"))
    seen = ", ".join(success.reads)
    change, out = (say("Change it"), say("Take it back")) if success.sent else (say("Look again"), say("Let it go"))
    return [
        section(
            f":tada: {_place(success)} · {day_of(success.at, zone)}\n{quote(shorten(success.words, MOST_OF_ANSWER))}"
        ),
        *([context(f":eyes: {say('Shown to {readers}.', readers=seen)}")] if seen else []),
        actions(
            button(change, ids.CHANGE_CELEBRATION, success.celebration_id),
            button(out, ids.UNCELEBRATE, success.celebration_id, confirm=gone),
        ),
    ]


def _place(success: Success) -> str:
    """Where it is, in words: everybody sees a channel, one coach their messages, and nobody a draft."""
    if not success.sent:
        return say("Kept for later, for you alone")
    alone = say("For {coach} alone", coach=f"<@{success.coach}>")
    return alone if success.coach else f"<#{success.channel}>"


def _kept(kept: Kept, library: Library, of: Mine | Given) -> list[Block]:
    roles, seen = of.place.roles, ", ".join(kept.reads)
    circle = Circle(roles.caseworker, roles.coach, roles.supervisor)
    readers = messages.readers(kept.sharing.audience, kept.sharing.reader, circle)
    gone = take_it_back()
    return [
        section(f"*{_title(library, kept)}* · {day_of(kept.made_at, of.place.zone)}\n{answers(kept.lines, library)}"),
        context(
            f":bust_in_silhouette: {readers}", f":eyes: {say('Shown to {readers}.', readers=seen)}" if seen else ""
        ),
        actions(
            button(say("Who can read it"), ids.WHO_CAN_READ, kept.checkin_id),
            button(say("Read or edit"), ids.EDIT, kept.checkin_id),
            button(say("Take it back"), ids.WITHDRAW, kept.checkin_id, confirm=gone),
        ),
    ]


def answers(lines: tuple[Line, ...], library: Library) -> str:
    """What was answered, under its questions: less of each in a path of many steps, so that Slack can draw it all."""
    most = min(MOST_OF_ANSWER, MOST_OF_CHECKIN // max(1, len(lines)))
    alone = {True: f" _({say('only you')})_", False: ""}
    return "\n".join(
        f"{escape(line.question)}{alone[line.kept_back]}\n{quote(shorten(line.as_shown(library.labels), most))}"
        for line in lines
    )


def _title(library: Library, kept: Kept) -> str:
    path = library.paths.get(path_of_id(kept.prompt_id) or "")
    return path.title if path else topic_title(library, kept.topic)


def topic_title(library: Library, key: str) -> str:
    """The topic in words, for its author and whoever may read it; what has none is a path."""
    return library.title_of(key) if key else say("A path")


def day_of(at: datetime, zone: str) -> str:
    """The local day: "November 25"."""
    return schedule.day_of_month(schedule.local_date(at, zone))
