"""What people do again and again in these journeys, each in one line."""

import io
import json
import zipfile
from typing import Any

from sqlalchemy import update

from bot.db.tables import Program
from tests.world import Json, Person, World, buttons, elements

TUESDAY_10 = "2026-11-03T10:00:00-06:00"
WEDNESDAY_10 = "2026-11-04T10:00:00-06:00"


async def clock_to(world: World, when: str) -> None:
    """Move the clock to an ISO moment; the app has done what became due when this returns."""
    await world.post("clock", to=when)


async def keep_for(world: World, **days: int) -> None:
    """The agency keeps these classes (`keep_words` …) for so many days; written on the app's own connection."""
    assert world.app is not None
    async with world.app.database.begin() as session:
        await session.execute(update(Program).values(**days))


async def next_questions(world: World, times: int) -> None:
    """Move the clock from nudge to nudge, whoever it is for."""
    for _ in range(times):
        await world.next_nudge()


async def answer(person: Person, said: str, audience: str = "only_me", **more: str) -> Json:
    """Answer the latest question in these words, and pick who may read it."""
    await person.press("nudge_reflect")
    sent = await person.submit(await person.walk(said), audience=audience, **more)
    await person.world.settle()
    return sent


async def start(person: Person, picked: str) -> Json:
    """Type the command alone and pick from the menu: `path:bias`, `topic:kin`. Gives the first screen."""
    await person.command()
    sent = await person.submit(await person.form("check_in_menu"), topic=picked)
    return dict(sent["view"])


async def ask(asker: Person, typed: str) -> Json:
    """Ask for a check-in, see the preview, and send it. Gives the preview."""
    await asker.command(typed)
    preview = await asker.form("request_preview")
    await asker.submit(preview)
    await asker.world.settle()
    return preview


async def nudged(world: World) -> Person:
    """Ana, with this Monday's question in her messages."""
    await world.next_nudge()
    ana = world.person("UANA")
    await ana.latest_with("nudge_reflect")
    return ana


async def answer_to(person: Person, typed: str) -> str:
    """What the app says to a command, to this person alone."""
    before = len(await _private(person))
    await person.command(typed)

    async def look() -> str | None:
        seen = await _private(person)
        return seen[-1] if len(seen) > before else None

    return str(await person.world.eventually(look))


async def _private(person: Person) -> list[str]:
    return [each["text"] for each in await person.inbox() if each.get("ephemeral_for") == person.id]


async def with_button(person: Person, action: str) -> list[Json]:
    """Every message of this person that carries this button."""
    return [each for each in await person.inbox() if action in buttons(each)]


def texts(view: Json) -> str:
    """Everything that can be read in a message, a form or App Home, without its ids."""
    return json.dumps([_said(block) for block in view["blocks"]], ensure_ascii=False)


def _said(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _said(value) for name, value in part.items() if name not in ("block_id", "value", "action_id")}
    return [_said(each) for each in part] if isinstance(part, list) else part


def offered(form: Json, block_id: str) -> list[str]:
    """The values on offer in this block of a form."""
    element = next(block["element"] for block in form["blocks"] if block.get("block_id") == block_id)
    options = element.get("options") or [each for group in element["option_groups"] for each in group["options"]]
    return [each["value"] for each in options]


def starts_at(form: Json, block_id: str) -> str | None:
    """What is picked in this block before anybody picks something."""
    element = next(block["element"] for block in form["blocks"] if block.get("block_id") == block_id)
    return (element.get("initial_option") or {}).get("value")


def home_buttons(home: Json) -> list[str]:
    """The action ids in App Home."""
    return [element["action_id"] for block in home["blocks"] for element in elements(block) if "action_id" in element]


def marked_at(form: Json, block_id: str) -> str:
    """What the guard says below this field, with the marked words; empty when it found nothing."""
    marks = [block for block in form["blocks"] if block.get("block_id") == f"guard-mark:{block_id}"]
    return str(marks[0]["text"]["text"]) if marks else ""


async def press_home(person: Person, action: str) -> None:
    """Press a button of App Home."""
    home = await person.home()
    await person.world.post("click", user=person.id, view_id=home["id"], action_id=action)
    await person.world.settle()


async def copy_of(person: Person) -> dict[str, str]:
    """Press “Get a copy”, and open the zip that comes: file name to text."""
    await press_home(person, "records_export_mine")

    async def look() -> Json | None:
        return next((each for each in reversed(await person.inbox()) if each.get("files")), None)

    message = await person.world.eventually(look)
    async with person.world.http.get(message["files"][0]["url_private"]) as given:
        with zipfile.ZipFile(io.BytesIO(await given.read())) as opened:
            return {name: opened.read(name).decode("utf-8-sig") for name in opened.namelist()}
