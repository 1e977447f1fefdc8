"""App Home, by role: a caseworker's own corner, a coach's people, a supervisor's requests, a lead's program."""

from datetime import datetime
from typing import Any

from bot.coaching import language, messages, schedule, silence
from bot.coaching.audience import Audience, Circle
from bot.coaching.digest import NOTHING_SHARED
from bot.coaching.language import mark, say
from bot.coaching.people import Role, Standing
from bot.coaching.prompts import Library
from bot.services.standing import Asked, Corner, Kept, Mine, SharedCheckIn, Success
from bot.services.words import Line
from bot.slack import home_goals, home_going, home_lead, home_partner, home_practice, home_records, home_sessions, ids
from bot.slack.blocks import (
    Block,
    actions,
    button,
    confirm,
    context,
    divider,
    escape,
    header,
    quote,
    section,
    shorten,
    take_it_back,
)

MOST_BLOCKS = 100
NOT_ENROLLED = mark("You are not part of a program yet. Your coach or program lead can enroll you.")
MOST_LISTED = 45
IN_ONE = 15  # of the people whom somebody coaches, in one paragraph
MOST_OF_ANSWER = 300
MOST_OF_CHECKIN = 640
HOW_TO_ASK = (
    "To ask one of your people for a check-in, type `/coach-checkin @name`. You see what goes out before it does."
)


def home(corner: Corner, library: Library) -> dict[str, Any]:
    """The whole view, for one person."""
    blocks = [
        *(_mine(corner.mine, library) if Role.CASEWORKER in corner.roles and corner.mine else _welcome(corner)),
        *(_left(corner.mine, library) if Role.CASEWORKER not in corner.roles and corner.mine else []),
        *(home_records.mine(corner.mine, corner.held_since, corner.zone) if corner.mine else []),
        *(home_records.held(corner.held_since, corner.zone) if corner.roles and not corner.mine else []),
        *(home_records.notes(corner.person) if corner.wrote_notes and not corner.mine else []),
        *(_coach(corner, library) if Role.COACH in corner.roles else []),
        *(_asked(corner.asked, library) if corner.asked else []),
        *(home_records.readings(corner.person) if corner.roles & {Role.COACH, Role.SUPERVISOR} else []),
        *([context(HOW_TO_ASK)] if corner.roles & {Role.COACH, Role.SUPERVISOR} else []),
        *(home_practice.gap(corner.gap, library) if corner.gap else []),
        *(home_partner.partner(corner.partner, library, corner.zone) if corner.partner else []),
        *(home_lead.lead(corner, library) if Role.PROGRAM_LEAD in corner.roles or not corner.set_up else []),
        actions(_other_language(corner.person)),
        context(say("I am a program, not a person. I cannot take reports or handle an emergency.")),
    ]
    return {"type": "home", "blocks": blocks[:MOST_BLOCKS]}


def _other_language(person: str) -> Block:
    """Each language is offered by its own name."""
    if language.reading() == language.ENGLISH:
        return button(language.LANGUAGES["es"], ids.IN_SPANISH, person)
    return button(language.LANGUAGES["en"], ids.IN_ENGLISH, person)


def without_tables(view: dict[str, Any]) -> dict[str, Any]:
    """The same for a workspace that draws no tables: the words beside them say all of it."""
    return view | {"blocks": [block for block in view["blocks"] if block["type"] != "table"]}


def _welcome(corner: Corner) -> list[Block]:
    text = say(
        "I keep coaching alive between coaching sessions: a short question now and then, and answers that stay yours."
    )
    left = mark("You have left, so nothing comes any more. What you gave is still yours.")
    ask = "" if corner.roles or corner.partner else f" {say(left if corner.mine else NOT_ENROLLED)}"
    return [header("Shoulder to Shoulder"), section(text + ask)]


def _mine(mine: Mine, library: Library) -> list[Block]:
    enrollment = mine.enrollment
    if enrollment.standing == Standing.INVITED:
        read = button(say("Read the agreement"), ids.READ_AGREEMENT, enrollment.id, style="primary")
        return [header(say("You are invited")), section(say("Nothing is sent before you say yes.")), actions(read)]
    return [
        header(say("Your corner")),
        section("\n".join([_next(mine), *mine.around])),
        actions(*_buttons(mine)),
        *home_sessions.mine(mine),
        *home_going.going(mine.going, enrollment.id, enrollment.zone, library),
        divider(),
        *home_goals.mine(mine, library),
        *_listed(mine, library),
    ]


def _left(mine: Mine, library: Library) -> list[Block]:
    """Who left sees what they gave, for it is still theirs: to change, take back, copy or delete."""
    goals = home_goals.mine(mine, library) if mine.goals else []
    return [*goals, *_listed(mine, library)]


def _listed(mine: Mine, library: Library) -> list[Block]:
    listed = [block for kept in mine.checkins for block in _kept(kept, library, mine)]
    none = context(say("None yet. What you keep is listed here, with who can read it."))
    successes = [block for each in mine.successes for block in _success(each, mine)]
    return [
        section(f"*{say('My check-ins')}*"),
        *(listed or ([] if mine.successes or mine.paged else [none])),
        *([section(f"*{say('My small successes')}*"), *successes] if successes else []),
        *_pages(mine),
    ]


def _pages(mine: Mine) -> list[Block]:
    """Nothing that somebody gave is out of their reach, however long ago it was."""
    older = [button(say("Show older ones"), ids.OLDER, mine.older)] if mine.older else []
    newest = [button(say("Back to the newest"), ids.NEWEST, mine.enrollment.id)] if mine.paged else []
    said = [context(say("These are not all: you gave older ones too."))] if older else []
    return [*said, actions(*older, *newest)] if older or newest else []


def _success(success: Success, mine: Mine) -> list[Block]:
    celebration = success.celebration
    gone = confirm(say("Take it back?"), say("It will be gone here, and from where it stands."), say("Take it back"))
    day = _day(celebration.approved_at or celebration.drafted_at, mine.enrollment.zone)
    seen = ", ".join(success.reads)
    change, out = (
        (say("Change it"), say("Take it back")) if celebration.approved_at else (say("Look again"), say("Let it go"))
    )
    return [
        section(f":tada: {_place(success)} · {day}\n{quote(shorten(success.words, MOST_OF_ANSWER))}"),
        *([context(f":eyes: {say('Shown to {readers}.', readers=seen)}")] if seen else []),
        actions(
            button(change, ids.CHANGE_CELEBRATION, celebration.id),
            button(out, ids.UNCELEBRATE, celebration.id, confirm=gone),
        ),
    ]


def _place(success: Success) -> str:
    """Where it is, in words: everybody sees a channel, one coach their messages, and nobody a draft."""
    celebration = success.celebration
    if celebration.approved_at is None:
        return say("Kept for later, for you alone")
    alone = say("For {coach} alone", coach=f"<@{celebration.reader}>")
    return alone if celebration.reader else f"<#{celebration.channel}>"


def _next(mine: Mine) -> str:
    enrollment = mine.enrollment
    if enrollment.standing == Standing.PAUSED:
        until = enrollment.paused_until
        paused = say("You are paused. Nobody was told.")
        if until:
            when = schedule.moment_in_words(until, enrollment.zone)
            paused = say("You are paused until {when}. Nobody was told.", when=when)
        return f":pause_button: {paused}"
    if mine.next_at is None:
        return say("Questions come only when you ask for one.")
    if silence.waits(enrollment.per_week, enrollment.silent):
        return f":zzz: {say('Nothing comes by itself just now.')}"
    when = f"*{schedule.moment_in_words(mine.next_at, enrollment.zone)}*"
    return f":calendar: {say('Your next question comes {when}.', when=when)}"


def _buttons(mine: Mine) -> list[Block]:
    enrollment = mine.enrollment
    leave = confirm(
        say("Leave the program?"),
        say("Questions stop at once. Nobody is told, and no reason is needed."),
        say("Leave"),
        say("Stay"),
    )
    paused = enrollment.standing == Standing.PAUSED
    waits = silence.waits(enrollment.per_week, enrollment.silent)
    return [
        button(say("Check in now"), ids.CHECK_IN_NOW, enrollment.id, style="primary"),
        button(say("Resume"), ids.RESUME, enrollment.id)
        if paused or mine.away_today or waits
        else button(say("Pause"), ids.PAUSE, enrollment.id),
        *([] if paused else [button(say("A hard day"), ids.HARD_DAY, enrollment.id)]),
        *([] if paused else [button(say("My days and hours"), ids.READ_AGREEMENT, enrollment.id)]),
        button(say("Leave"), ids.LEAVE, enrollment.id, confirm=leave),
    ]


def _kept(kept: Kept, library: Library, mine: Mine) -> list[Block]:
    checkin, place = kept.checkin, mine.enrollment
    seen = ", ".join(kept.reads)
    circle = Circle(place.caseworker, place.coach, place.supervisor)
    readers = messages.readers(Audience(checkin.audience), checkin.reader, circle)
    gone = take_it_back()
    return [
        section(f"*{_title(library, kept)}* · {_day(checkin.made_at, place.zone)}\n{_answers(kept.lines, library)}"),
        context(
            f":bust_in_silhouette: {readers}", f":eyes: {say('Shown to {readers}.', readers=seen)}" if seen else ""
        ),
        actions(
            button(say("Who can read it"), ids.WHO_CAN_READ, checkin.id),
            button(say("Read or edit"), ids.EDIT, checkin.id),
            button(say("Take it back"), ids.WITHDRAW, checkin.id, confirm=gone),
        ),
    ]


def _answers(lines: tuple[Line, ...], library: Library) -> str:
    """A path of many steps shows less of each, so that the whole view stays under what Slack draws."""
    most = min(MOST_OF_ANSWER, MOST_OF_CHECKIN // max(1, len(lines)))
    alone = {True: f" _({say('only you')})_", False: ""}
    return "\n".join(
        f"{escape(line.question)}{alone[line.kept_back]}\n{quote(shorten(library.labels.get(line.words, line.as_read), most))}"
        for line in lines
    )


def _title(library: Library, kept: Kept) -> str:
    path = library.paths.get(kept.prompt_id.removeprefix("path:"))
    return path.title if path else _topic(library, kept.checkin.topic)


def _topic(library: Library, key: str) -> str:
    topic = library.topics.get(key)
    return topic.title if topic else say("A path of your own")


def _day(at: datetime, zone: str) -> str:
    return schedule.day_of_month(schedule.local_date(at, zone))


def _coach(corner: Corner, library: Library) -> list[Block]:
    people = [
        f"• <@{each.caseworker}>{_joined(each.agreed_to)}{home_sessions.of_person(corner, each.id)}"
        for each in corner.people[:MOST_LISTED]
    ]
    others = len(corner.people) - MOST_LISTED
    more = [context(f"And {others} more.")] if others > 0 else []
    listed = [section("\n".join(people[at : at + IN_ONE])) for at in range(0, len(people), IN_ONE)]
    shared = [block for each in corner.shared for block in _shared(each, library, corner.zone)]
    return [
        header("The people you coach"),
        *listed,
        *more,
        *home_sessions.digest(corner),
        *(home_goals.of_people(corner.goals, library, corner.person) if corner.goals else []),
        section("*Shared with you lately*"),
        *(shared or [context(NOTHING_SHARED)]),
    ]


def _joined(agreed_to: str | None) -> str:
    """Only a first invitation is shown: whether somebody is paused, quiet or has left is their own."""
    return " (invited)" if agreed_to is None else ""


def _shared(each: SharedCheckIn, library: Library, zone: str) -> list[Block]:
    title = f"<@{each.caseworker}> · *{_topic(library, each.topic)}* · {_day(each.at, zone)}"
    return [section(f"{title}\n{_answers(each.lines, library)}")]


def _asked(asked: tuple[Asked, ...], library: Library) -> list[Block]:
    lines = [section(_asked_line(each, library)) for each in asked[:10]]
    return [header("Check-ins you asked for"), *lines]


def _asked_line(each: Asked, library: Library) -> str:
    state = f"answered\n{_answers(each.lines, library)}" if each.shared else "not yet"
    return f"<@{each.caseworker}> · {_topic(library, each.topic)} · {state}"
