"""The tests' own world: what many of them begin with is played once, and is nobody's afterwards."""

from pathlib import Path

import pytest

from tests.world import MONDAY_9_29, Engine, in_one_process


@pytest.mark.parametrize("database", ["sqlite", "postgres", "guarded"])
async def test_each_world_begins_as_the_first_one_did(tmp_path: Path, database: Engine) -> None:
    """The same moment, messages and rows, whatever was done in another world before; not the task queue's own, which come and go."""
    began = []
    for name in ("first", "second"):
        async with in_one_process(tmp_path / name, database=database) as world:
            stands = [await world.texts(place) for place in ("UDEE", "UANA", "CWINS")]
            rows = {each: count for each, count in world.row_counts().items() if not each.startswith("procrastinate_")}
            began.append((stands, rows, (await world.get("clock"))["now"][:16]))
            await world.person("UANA").say("I asked first")
            await world.next_nudge()

            assert (await world.messages("UANA"))[-1]["blocks"]

    assert began[0][1] == began[1][1]
    assert began[0] == began[1]
    assert (1, MONDAY_9_29.isoformat()[:16]) == (len(began[0][0][0]), began[0][2])


async def test_a_world_of_other_settings_begins_with_them(tmp_path: Path) -> None:
    """A setting may change what the first day brings: such a world plays it for itself."""
    async with in_one_process(tmp_path, only_reviewed=True) as world:
        assert 1 == len(await world.texts("UDEE"))
