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
    "setup",
    "enroll",
    "how is ana",
)


async def looks_around(world: World, user: str, commands: tuple[str, ...] = COMMANDS) -> list[str]:
    """Type every command, open App Home and press what is there to look at; all that is seen, as it is seen."""
    person = world.person(user)
    seen = []
    for typed in commands:
        await person.command(typed)
        await world.settle()
        seen.append(await person.everything())
        await close_windows(world, user)
    await person.home()
    for action in ("home_digest", "records_log", "records_holds", "records_my_readings"):
        if f'"{action}"' in json.dumps((await person.views())["home"]):
            await person.press_home(action)
            await world.settle()
            seen.append(await person.everything())
            await close_windows(world, user)
    return [*seen, await person.everything()]


async def close_windows(world: World, user: str) -> None:
    """Close every window of this person, so that the next thing is seen by itself."""
    for form in reversed((await world.person(user).views())["modals"]):
        await world.post("close", user=user, view_id=form["id"])


def comparable(seen: list[str]) -> str:
    """The same bytes for the same things: ids by the order in which they come, moments of sending left out."""
    whole = HASH.sub(r'"\1"', MOMENT.sub("moment", "\n".join(seen)))
    names: dict[str, str] = {}
    return ID.sub(lambda found: names.setdefault(found.group(), f"id{len(names)}"), whole)
