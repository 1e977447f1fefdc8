"""App Home, by role: a caseworker's own corner, a coach's people, a supervisor's requests, a lead's program."""

from itertools import groupby
from typing import Any

from bot.coaching import language, schedule, silence
from bot.coaching.digest import NOTHING_SHARED
from bot.coaching.language import mark, say
from bot.coaching.people import Role, Standing
from bot.coaching.prompts import Library
from bot.services.standing import Asked, Coached, Corner, Mine, SharedCheckIn
from bot.slack import (
    home_given,
    home_goals,
    home_going,
    home_lead,
    home_partner,
    home_practice,
    home_records,
    home_sessions,
    ids,
)
from bot.slack.blocks import Block, actions, button, confirm, context, divider, header, section
from bot.slack.home_given import answers, day_of, topic_title

MOST_BLOCKS = 100
NOT_ENROLLED = mark("You are not part of a program yet. Your coach or program lead can enroll you.")
MOST_LISTED = 45
IN_ONE = 15  # people or check-ins, in one paragraph
HOW_TO_ASK = mark(
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
        *([context(say(HOW_TO_ASK))] if corner.roles & {Role.COACH, Role.SUPERVISOR} else []),
        *(home_practice.gap(corner.gap, library) if corner.gap else []),
        *(home_partner.partner(corner.partner, library, corner.zone) if corner.partner else []),
        *(home_lead.lead(corner, library) if Role.PROGRAM_LEAD in corner.roles or not corner.set_up else []),
        *([] if _has_days_and_hours(corner.mine) else [actions(_other_language(corner.person))]),
        context(say("I am a program, not a person. I cannot take reports or handle an emergency.")),
    ]
    return {"type": "home", "blocks": blocks[:MOST_BLOCKS]}


def _has_days_and_hours(mine: Mine | None) -> bool:
    """Whether they have *My days and hours* in App Home, where their language is too."""
    return mine is not None and mine.place.standing == Standing.ACTIVE


def _other_language(person: str) -> Block:
    """For whoever picks it nowhere else. Each language is offered by its own name."""
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
    place = mine.place
    if place.standing == Standing.INVITED:
        read = button(say("Read the agreement"), ids.READ_AGREEMENT, place.id, style="primary")
        invited = [header(say("You are invited")), section(say("Nothing is sent before you say yes.")), actions(read)]
        before = mine.checkins or mine.successes or mine.goals  # somebody who left, and is invited anew
        return [*invited, *(_left(mine, library) if before else [])]
    return [
        header(say("Your corner")),
        section("\n".join([_next(mine), *mine.around])),
        actions(*_buttons(mine)),
        *home_sessions.mine(mine),
        *home_going.line(mine.going, place.id, place.zone),
        divider(),
        *home_goals.mine(mine, library),
        *home_given.lately(mine, library),
    ]


def _left(mine: Mine, library: Library) -> list[Block]:
    """Who left, invited again or not, sees what they gave, for it is still theirs: to change, take back, copy or delete."""
    goals = home_goals.mine(mine, library) if mine.goals else []
    return [*goals, *home_given.lately(mine, library)]


def _next(mine: Mine) -> str:
    place = mine.place
    if place.standing == Standing.PAUSED:
        until = place.paused_until
        paused = say("You are paused. Nobody was told.")
        if until:
            when = schedule.moment_in_words(until, place.zone)
            paused = say("You are paused until {when}. Nobody was told.", when=when)
        return f":pause_button: {paused}"
    if mine.comes is None:
        return say("Questions come only when you ask for one.")
    if silence.waits(place.per_week, place.silent):
        return f":zzz: {say('Nothing comes by itself just now.')}"
    return f":calendar: {mine.comes}"


def _buttons(mine: Mine) -> list[Block]:
    place = mine.place
    leave = confirm(
        say("Leave the program?"),
        say("Questions stop at once. Nobody is told, and no reason is needed."),
        say("Leave"),
        say("Stay"),
    )
    paused = place.standing == Standing.PAUSED
    waits = silence.waits(place.per_week, place.silent)
    return [
        button(say("Check in now"), ids.CHECK_IN_NOW, place.id, style="primary"),
        button(say("Resume"), ids.RESUME, place.id)
        if paused or mine.away_today or waits
        else button(say("Pause"), ids.PAUSE, place.id),
        *([] if paused else [button(say("A hard day"), ids.HARD_DAY, place.id)]),
        *([button(say("My days and hours"), ids.READ_AGREEMENT, place.id)] if _has_days_and_hours(mine) else []),
        button(say("Leave"), ids.LEAVE, place.id, confirm=leave),
    ]


def _coach(corner: Corner, library: Library) -> list[Block]:
    people = [
        f"• <@{each.caseworker}>{_joined(each)}{home_sessions.of_person(corner, each.enrollment_id)}"
        for each in corner.people[:MOST_LISTED]
    ]
    others = len(corner.people) - MOST_LISTED
    more = [context(say("And {others} more.", others=others))] if others > 0 else []
    listed = [section("\n".join(people[at : at + IN_ONE])) for at in range(0, len(people), IN_ONE)]
    shared = [block for each in corner.shared for block in _shared(each, library, corner.zone)]
    return [
        header(say("The people you coach")),
        *listed,
        *more,
        *home_sessions.digest(corner),
        *(home_goals.of_people(corner.goals, library, corner.person) if corner.goals else []),
        section(f"*{say('Shared with you lately')}*"),
        *(shared or [context(say(NOTHING_SHARED))]),
    ]


def _joined(each: Coached) -> str:
    """Only a first invitation is shown: whether somebody is paused, quiet or has left is their own."""
    return "" if each.joined else f" ({say('invited')})"


def _shared(each: SharedCheckIn, library: Library, zone: str) -> list[Block]:
    title = f"<@{each.caseworker}> · *{topic_title(library, each.topic)}* · {day_of(each.at, zone)}"
    return [section(f"{title}\n{answers(each.lines, library)}")]


def _asked(asked: tuple[Asked, ...], library: Library) -> list[Block]:
    """The newest, and all of which words were read; those of which there are none stand together."""
    listed = [each for number, each in enumerate(asked) if each.shared or number < IN_ONE]
    blocks = [header(say("Check-ins you asked for"))]
    for shared, some in groupby(listed, key=lambda each: each.shared):
        lines = [_asked_line(each, library) for each in some]
        blocks += map(section, lines if shared else ["\n".join(lines)])
    return blocks


def _asked_line(each: Asked, library: Library) -> str:
    state = f"{say('answered')}\n{answers(each.lines, library)}" if each.shared else say("not yet")
    return f"<@{each.caseworker}> · {topic_title(library, each.topic)} · {state}"
