"""The part of App Home about records: a copy, deletion, and who was shown what."""

from datetime import datetime

from bot.coaching import schedule
from bot.coaching.language import say
from bot.services.audit import Deed, Done
from bot.services.standing import Mine
from bot.slack import ids
from bot.slack.blocks import Block, actions, button, context, section
from bot.slack.forms import leaving


def mine(records: Mine, held_since: datetime | None, zone: str) -> list[Block]:
    """A caseworker's own records, with the legal hold on them and what the agency's office did with them, if anything."""
    held = [context(_held(held_since, zone))] if held_since else []
    done = [context(_done(each, zone)) for each in records.by_others]
    return [section(f"*{say('My records')}*"), *held, *done, *leaving.choices(records.place.id)]


def notes(person: str) -> list[Block]:
    """For somebody without a place of their own who wrote on other people's small successes: that is theirs, too."""
    return [section(f"*{say('What I wrote')}*\n{say('Your sentences on small successes.')}"), *leaving.choices(person)]


def _done(each: Done, zone: str) -> str:
    day = schedule.day_in_words(each.at, zone)
    copied = say("Your agency's office made a copy of all your records on {day}.", day=day)
    deleted = say("On {day}, your agency's office deleted what you wrote.", day=day)
    return f":file_folder: {copied if each.deed == Deed.COPIED_FOR_THEM else deleted}"


def _held(since: datetime, zone: str) -> str:
    day = schedule.day_in_words(since, zone)
    holds = say("A legal hold is on your records since {day}. Nothing is deleted until it ends.", day=day)
    then = say("What you take back is hidden from everybody at once, and deleted then.")
    return f":lock: {holds} {then}"


def held(since: datetime | None, zone: str) -> list[Block]:
    """For a coach, a supervisor or the lead: that a legal hold stands on what they did here, if one does."""
    if since is None:
        return []
    day = schedule.day_in_words(since, zone)
    kept = say(
        "A legal hold is on your records since {day}. What you asked for, and what you were shown, is kept until it ends.",
        day=day,
    )
    return [context(f":lock: {kept}")]


def readings(person: str) -> list[Block]:
    """For those whom somebody may share with: what they were shown."""
    return [actions(button(say("What I was shown"), ids.MY_READINGS, person))]
