"""Words that may point to a real family: nothing is kept, the place is marked for the author alone, and roles are offered."""

import sqlite3

from tests.journeys.acts import nudged, texts, with_button
from tests.world import Json, Person, World

SLIP = "The case number is 23-JC-0147, and I listened."
MARKED = "`case number is 23-JC-0147`"
CLEAN = "I listened to the mom."


async def typed(person: Person, said: str, **more: object) -> Json:
    """Open the question if it is not open, type this, and send it."""
    form = await person.form("reflection_step")
    field = next(block["block_id"] for block in form["blocks"] if block["type"] == "input")
    return await person.submit(form, **{field: said}, **more)


async def slipped(world: World) -> tuple[Person, Json]:
    """Ana types a case number into her answer."""
    ana = await nudged(world)
    await ana.press("nudge_reflect")
    sent = await typed(ana, SLIP)
    return ana, sent["view"]


def vouch_box(form: Json) -> tuple[str, str]:
    """The block and the value of “this is not about a real family”."""
    block = next(each for each in form["blocks"] if str(each.get("block_id", "")).startswith("guard-vouch"))
    return block["block_id"], block["element"]["options"][0]["value"]


def answers(world: World) -> list[int]:
    """Whether each answer that is kept was vouched for."""
    file = sqlite3.connect(world.settings.data_dir / "shoulder.db")
    found = [row[0] for row in file.execute("SELECT vouched FROM answers")]
    file.close()
    return found


async def test_the_place_is_marked_and_roles_are_offered(http_world: World) -> None:
    """In the same window, below the field; what she typed is still in the field, and nothing is kept."""
    _, form = await slipped(http_world)

    assert MARKED in texts(form)
    assert "“the mom”" in texts(form)
    assert [] == answers(http_world)


async def test_what_was_refused_is_nowhere(http_world: World) -> None:
    """Not in the database, and in nobody else's messages."""
    await slipped(http_world)

    assert b"23-JC-0147" not in http_world.database_bytes()
    for person in ("UCORA", "USAM", "ULEE"):
        assert "23-JC-0147" not in str(await http_world.messages(person))


async def test_said_with_roles_it_goes_on(http_world: World) -> None:
    """The rewritten answer is kept, and no word of the author was needed."""
    ana, _ = await slipped(http_world)

    await typed(ana, CLEAN)

    assert [0] == answers(http_world)


async def test_the_author_can_say_that_it_is_about_nobody(http_world: World) -> None:
    """One tick, once, for this text: it is kept, and that she said so is kept as a fact."""
    ana, form = await slipped(http_world)
    box, value = vouch_box(form)

    await typed(ana, SLIP, **{box: [value]})

    assert [1] == answers(http_world)


async def test_a_tick_holds_for_just_that_text(http_world: World) -> None:
    """With another number in it, it is asked again."""
    ana, form = await slipped(http_world)
    box, value = vouch_box(form)

    sent = await typed(ana, SLIP.replace("0147", "0148"), **{box: [value]})

    assert "`case number is 23-JC-0148`" in texts(sent["view"])
    assert [] == answers(http_world)


async def test_a_celebration_is_held_to_the_same(http_world: World) -> None:
    """The preview is not reached; the place is marked."""
    ana = await nudged(http_world)
    await ana.press("nudge_reflect")
    await ana.submit(await ana.walk(CLEAN), audience="only_me")
    await http_world.settle()

    await ana.press("checkin_celebrate")
    sent = await ana.submit(await ana.form("celebration_words"), words=SLIP)

    assert MARKED in texts(sent["view"])


async def test_an_edit_is_held_to_the_same(http_world: World) -> None:
    """The old words stay until the new ones are clean."""
    ana = await nudged(http_world)
    await ana.press("nudge_reflect")
    await ana.submit(await ana.walk(CLEAN), audience="only_me")
    await http_world.settle()

    await ana.press("checkin_edit")
    form = await ana.form("checkin_edit_form")
    field = next(block["block_id"] for block in form["blocks"] if block["type"] == "input")
    sent = await ana.submit(form, **{field: SLIP})

    assert MARKED in texts(sent["view"])
    assert CLEAN in texts(await ana.home())


async def test_what_was_typed_in_the_chat_names_whom_to_tell(http_world: World) -> None:
    """Nothing is kept, and the agency's privacy contact is named."""
    ana = await nudged(http_world)

    await http_world.post("message", user="UANA", channel="DANA", text=SLIP)

    assert "Prairie privacy office, 555 0103 (pretend)" in await ana.told("may point to a real family")
    assert 1 == len(await with_button(ana, "nudge_reflect"))
