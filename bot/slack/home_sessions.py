"""Coaching sessions in App Home: when the next one is and who set it, for the caseworker and for their coach."""

from bot.coaching import schedule
from bot.coaching.language import mark, say
from bot.coaching.people import Role
from bot.coaching.sessions import NextSession
from bot.services.standing import Corner, Mine
from bot.slack import ids
from bot.slack.blocks import Block, actions, button, context, section

OWN_COACHING = mark(
    "To look at your own coaching, press *Check in now* and pick *My own coaching*. It starts as yours alone."
)
LEARN_TOO = mark(
    "Coaches learn too: your program lead can enroll you, with a coach of your own. Then you can look at your own coaching."
)


def mine(mine: Mine) -> list[Block]:
    """A caseworker's next session, and the way to set, move or cancel it."""
    place, found = mine.place, mine.session
    if found is None:
        said = say("No date is set for your next session with {coach}.", coach=f"<@{place.roles.coach}>")
    else:
        coach, when = f"<@{found.coach}>", _when(found, place.zone, place.roles.caseworker)
        said = f":speech_balloon: {say('Your next session with {coach}: {when}', coach=coach, when=when)}"
    label = say("Set a date") if found is None else say("Change the date")
    return [section(said, accessory=button(label, ids.SESSION, place.id))]


def of_person(corner: Corner, enrollment_id: str) -> str:
    """The same behind the name of one of a coach's people; nothing where no date is set."""
    found = corner.sessions.get(enrollment_id)
    return " · " + say("session {when}", when=_when(found, corner.zone, corner.person)) if found else ""


def digest(corner: Corner) -> list[Block]:
    """When a coach's next digest comes, and what a coach can do: see it, choose its time, set dates, suggest."""
    return [
        section(f":calendar: {_comes(corner)}"),
        actions(
            button(say("See the coming digest"), ids.PREVIEW_DIGEST, corner.person),
            button(say("When it comes"), ids.DIGEST_TIME, corner.person),
            button(say("Session dates"), ids.SESSIONS, corner.person),
            button(say("Suggest a question"), ids.SUGGEST, corner.person),
        ),
        context(say(OWN_COACHING if Role.CASEWORKER in corner.roles else LEARN_TOO)),
    ]


def _comes(corner: Corner) -> str:
    if corner.digest_at is not None:
        return say(
            "Your next digest comes {when}.", when=f"*{schedule.moment_in_words(corner.digest_at, corner.zone)}*"
        )
    unset = (
        say("a day before the next session that has a date")
        if corner.before_sessions
        else say("once somebody has joined")
    )
    return say("Your next digest comes *{when}*.", when=unset)


def _when(found: NextSession, zone: str, reader: str) -> str:
    who = say("you") if found.set_by == reader else f"<@{found.set_by}>"
    return say("{when} (set by {who})", when=f"*{schedule.moment_in_words(found.at, zone)}*", who=who)
