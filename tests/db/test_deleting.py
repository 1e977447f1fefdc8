"""Taking back really deletes: no word and no sealed byte of it stays in the database file, its log or its index."""

import sqlite3

from tests.world import World

SAID = "I asked the aunt before I guessed."


def sealed_bytes(world: World, table: str) -> list[bytes]:
    """What the file holds of people's words, as it is stored."""
    connection = sqlite3.connect(world.settings.data_dir / "shoulder.db")
    try:
        return [row[0] for row in connection.execute(f"SELECT words FROM {table} WHERE words IS NOT NULL")]  # noqa: S608
    finally:
        connection.close()


def still_there(world: World, sealed: list[bytes]) -> list[str]:
    """The files in which any of these bytes can be found; pieces of 16 count."""
    pieces = [each[at : at + 16] for each in sealed for at in range(0, len(each) - 15, 16)]
    kept = {path.name: path.read_bytes() for path in world.settings.data_dir.glob("shoulder.db*")}
    return [name for name, content in kept.items() if any(piece in content for piece in pieces)]


async def answered(world: World) -> None:
    """Ana answers her nudge and shares it with Cora."""
    ana = world.person("UANA")
    await world.next_nudge()
    await ana.press("nudge_reflect")
    await ana.submit(await ana.walk(SAID), audience="coach")
    await world.settle()


async def test_the_sealed_bytes_are_there_before(http_world: World) -> None:
    """The search below finds what is kept."""
    await answered(http_world)

    sealed = sealed_bytes(http_world, "answers")

    assert sealed
    assert still_there(http_world, sealed)
    assert SAID.encode() not in http_world.database_bytes()


async def test_a_reply_taken_back_leaves_no_bytes(http_world: World) -> None:
    """Neither in shoulder.db nor in -wal nor in -shm."""
    await answered(http_world)
    sealed = sealed_bytes(http_world, "answers")

    await http_world.person("UANA").press("checkin_withdraw")
    await http_world.settle()

    assert [] == sealed_bytes(http_world, "answers")
    assert [] == still_there(http_world, sealed)


async def test_the_words_before_an_edit_leave_no_bytes(http_world: World) -> None:
    """What was written over is gone too."""
    await answered(http_world)
    sealed = sealed_bytes(http_world, "answers")
    ana = http_world.person("UANA")

    await ana.press("checkin_edit")
    form = await ana.form("checkin_edit_form")
    blocks = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    await ana.submit(form, **dict.fromkeys(blocks, "I waited."))
    await http_world.settle()

    assert len(sealed) == len(sealed_bytes(http_world, "answers"))
    assert [] == still_there(http_world, sealed)


async def test_a_celebration_taken_back_leaves_no_bytes(http_world: World) -> None:
    """Its words are deleted with the post."""
    ana = http_world.person("UANA")
    await http_world.next_nudge()
    await ana.press("nudge_reflect")
    preview = (await ana.submit(await ana.walk(SAID), audience="only_me", success="I waited, and it helped"))["view"]
    await ana.submit(preview, words="I waited, and it helped")
    await http_world.settle()
    sealed = sealed_bytes(http_world, "celebrations")

    await ana.press("celebration_withdraw")
    await http_world.settle()

    assert sealed
    assert [] == still_there(http_world, sealed)
