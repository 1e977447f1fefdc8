"""Send what no form and no button would send, and see that nothing comes of it but a kind sentence."""

from dataclasses import dataclass
from typing import Any

from tests import by_hand
from tests.world import World

READ_UP_TO: dict[str, int] = {}  # how far the log of each pretend Slack was read
NEWEST = {
    "reflections": "SELECT id FROM reflections ORDER BY started_at DESC LIMIT 1",
    "checkins": "SELECT id FROM checkins ORDER BY made_at DESC LIMIT 1",
    "celebrations": "SELECT id FROM celebrations ORDER BY drafted_at DESC LIMIT 1",
}
OURS = "Something went wrong on our side"


@dataclass(frozen=True)
class Stage:
    """A program in which Ana has one of everything, and the ids that nobody else should get anywhere with."""

    world: World
    nudge: str
    draft: str
    checkin: str
    celebration: str
    enrollment: str


async def set_the_stage(world: World) -> Stage:
    """Ana has shared a check-in, posted a small success, kept a draft, and has a nudge that waits for her."""
    ana = world.person("UANA")
    await world.next_nudge()
    await ana.press("nudge_reflect")
    sharing = await ana.walk("I asked first what she wanted.")
    preview = (await ana.submit(sharing, audience="coach", success="I asked before I guessed"))["view"]
    await ana.submit(preview, words="I asked before I guessed")
    await world.post("clock", to="2026-11-09T09:31:00-06:00")  # her next Monday
    await ana.press("nudge_reflect")
    await ana.answer("I waited.")
    await world.settle()
    ids = [one(world, NEWEST[table]) for table in ("reflections", "checkins", "celebrations")]
    nudge = one(world, "SELECT nudge_id FROM reflections ORDER BY started_at DESC LIMIT 1")
    place = one(world, "SELECT id FROM enrollments WHERE caseworker = 'UANA'")
    return Stage(world, nudge, *ids, place)


def one(world: World, asked: str) -> str:
    """The one value that this query gives."""
    (row,) = by_hand.read(world.settings, asked)
    return str(next(iter(row.values())))


def kept(world: World) -> list[str]:
    """Every row of the database, but for what only remembers that a request was heard."""
    return [line for line in by_hand.dump(world.settings) if not line.startswith("inbound ")]


async def _told(world: World, user: str) -> list[str]:
    """What only this person can see in the coach channel, and in a small window."""
    seen = (await world.get(f"messages?channel=CWINS&user={user}"))["messages"]
    windows = [each for each in (await world.person(user).views())["modals"] if each["callback_id"] == "said"]
    beside = [each["text"] for each in seen if each.get("ephemeral_for") == user]
    return beside + [block["text"]["text"] for window in windows for block in window["blocks"] if "text" in block]


async def close_all(world: World, user: str) -> None:
    """Close every window of this person."""
    for form in reversed((await world.person(user).views())["modals"]):
        await world.post("close", user=user, view_id=form["id"])


async def forge_press(world: World, user: str, action: str, value: Any) -> list[str]:
    """Press a button that is not there, with any value; gives what the person was told."""
    await close_all(world, user)
    before = await _told(world, user)
    message = (await world.messages("CWINS"))[0]
    await world.post("click", user=user, channel="CWINS", ts=message["ts"], action_id=action, value=value, forge=True)
    await world.settle()
    return (await _told(world, user))[len(before) :]


async def some_form(world: World) -> str:
    """A form of Ana's to tamper with; whoever forges may send it as their own."""
    await close_all(world, "UANA")
    await world.person("UANA").command("")
    form = await world.person("UANA").form("check_in_menu")
    return str(form["id"])


async def forge_form(
    world: World, user: str, callback_id: str, *, form: str | None = None, metadata: str | None = None, **values: Any
) -> list[str]:
    """Send a form with any callback id, metadata and values; gives the sentences that came back with it."""
    view = form or await some_form(world)
    given = {block: {"given": value} for block, value in values.items()}
    more = {} if metadata is None else {"private_metadata": metadata}
    await world.post("submit", user=user, view_id=view, values=given, callback_id=callback_id, forge=True, **more)
    log = (await world.get(f"log?after={READ_UP_TO.get(world.url, 0)}"))["entries"]
    entry = [each for each in log if each["kind"] == "view_submission"][-1]
    READ_UP_TO[world.url] = log[-1]["n"]
    assert 200 == entry["status"]
    return said_by(entry["response"])


def said_by(answer: Any) -> list[str]:
    """The sentences of the answer to a form: at its fields, or in the window that takes its place."""
    if not isinstance(answer, dict):
        return []
    view = answer.get("view") or {}
    window = [block["text"]["text"] for block in view["blocks"]] if view.get("callback_id") == "said" else []
    return [*answer.get("errors", {}).values(), *window]


def kind(told: list[str]) -> bool:
    """One sentence or more, and none of them an apology for a mistake of ours."""
    return bool(told) and all(sentence.strip() and OURS not in sentence for sentence in told)
