"""Everything that somebody receives, brought into a form in which two worlds can be compared byte for byte."""

import json
import re

from tests.world import World

ID = re.compile(r"\b[0-9a-f]{32}\b|\b[A-Za-z]{1,6}1[0-9A-Z]{8}\d{6}\b")  # ours, and those that Slack gives
MOMENT = re.compile(r"\b\d{10}\.\d{6}\b|\b\d{10}\b")
HASH = re.compile(r'"(hash|client_msg_id|trigger_id|event_ts|seq|n)": ("[^"]*"|\d+)')
COMMANDS = (
    "",
    "status",
    "why",
    "help",
    "digest",
    "team kin",
    "@ana",
    "@ana bias",
    "goals",
    "goals @ana",
    "setup",
    "enroll",
    "how is ana",
)


LOOKS = ("home_hold_lines", "home_digest", "records_log", "records_holds", "records_my_readings", "reviews_show")
SURFACES = ("answers", "messages", "channel", "App Home", "windows")
"""What can be looked at in Slack: what only this person is answered, their messages with the app, and so on."""


async def looks_around(world: World, user: str, commands: tuple[str, ...] = COMMANDS) -> list[str]:
    """Type every command, open App Home and press what is there to look at; all that is seen, as it is seen."""
    return ["\n".join(seen.values()) for seen in await looks(world, user, commands)]


async def looks(world: World, user: str, commands: tuple[str, ...] = COMMANDS) -> list[dict[str, str]]:
    """The same, each look by surface."""
    person = world.person(user)
    seen = []
    for typed in commands:
        await person.command(typed)
        await world.settle()
        seen.append(await look(world, user))
        await close_windows(world, user)
    await person.home()
    for action in LOOKS:
        if f'"{action}"' in json.dumps((await person.views())["home"]):
            await person.press_home(action)
            await world.settle()
            seen.append(await look(world, user))
            await close_windows(world, user)
    return [*seen, await look(world, user), *await _pages(world, user)]


async def _pages(world: World, user: str) -> list[dict[str, str]]:
    """All that this person gave, page after page, where App Home leads there; at the end App Home again."""
    seen = []
    for action in ("home_see_all", *["home_older"] * 20):
        home = (await world.person(user).views())["home"]
        if f'"{action}"' not in json.dumps(home):
            break
        await world.post("click", user=user, view_id=home["id"], action_id=action)
        await world.settle()
        seen.append(await look(world, user))
    await world.person(user).home()
    return seen


async def look(world: World, user: str) -> dict[str, str]:
    """All that this person can see just now, by surface."""
    person, channels = world.person(user), (await world.get("state"))["channels"]
    views, inbox = await person.views(), await person.inbox()
    posted = [
        message
        for each in channels
        if user in each["members"]
        for message in (await world.get(f"messages?channel={each['id']}&user={user}"))["messages"]
    ]
    told = [each for each in (*inbox, *posted) if each.get("ephemeral_for") == user]
    seen = {
        "answers": told,
        "messages": [each for each in inbox if each not in told],
        "channel": [each for each in posted if each not in told],
        "App Home": views["home"],
        "windows": {name: shown for name, shown in views.items() if name != "home"},
    }
    return {surface: json.dumps(seen[surface], ensure_ascii=False) for surface in SURFACES}


async def close_windows(world: World, user: str) -> None:
    """Close every window of this person, so that the next thing is seen by itself."""
    for form in reversed((await world.person(user).views())["modals"]):
        await world.post("close", user=user, view_id=form["id"])


def comparable(seen: list[str]) -> str:
    """The same bytes for the same things: ids by the order in which they come, moments of sending left out."""
    whole = HASH.sub(r'"\1"', MOMENT.sub("moment", "\n".join(seen)))
    names: dict[str, str] = {}
    return ID.sub(lambda found: names.setdefault(found.group(), f"id{len(names)}"), whole)
