"""Who sees what: the table of `docs/who-sees-what.md`, cell by cell, by honest ways and by crafted ones.

And in the open parts of all the messages that went out meanwhile, nothing but an opaque id.
"""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.privacy.scene import GIVEN, PEOPLE, Scene, play
from tests.privacy.watching import SURFACES
from tests.world import ROOT, in_one_process

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOWHERE = "no"
OPAQUE = re.compile(r"[0-9a-f]{32}")
PAGE = (ROOT / "docs" / "who-sees-what.md").read_text()


def cells_of(page: str) -> dict[tuple[str, str, str], frozenset[str]]:
    """The table as a value: what was given, for whom, and the role, to the surfaces on which that role sees it."""
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in page.splitlines() if line.startswith("|")
    ]
    (_, _, *roles), _, *given = rows
    return {
        (kind, audience, role): frozenset() if cell == NOWHERE else frozenset(cell.split(", "))
        for kind, audience, *cells in given
        for role, cell in zip(roles, cells, strict=True)
    }


TABLE = cells_of(PAGE)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Played once; each cell looks at it."""
    async with in_one_process(tmp_path_factory.mktemp("matrix")) as world:
        yield await play(world)


async def test_the_table_is_whole() -> None:
    """Everything that can be given, for everybody it can be given to, and every role: no cell is missing."""
    assert set(TABLE) == {(*given, role) for given in GIVEN for role in PEOPLE}


@pytest.mark.parametrize("surface", [*SURFACES, "copy"])
@pytest.mark.parametrize(("kind", "audience", "role"), TABLE)
async def test_each_role_sees_what_is_theirs_just_where_the_table_says(
    scene: Scene, kind: str, audience: str, role: str, surface: str
) -> None:
    """Every command, message, channel, App Home, window and copy that this role can look at."""
    seen = scene.honest[role].get(surface, "")

    assert (GIVEN[kind, audience] in seen) == (surface in TABLE[kind, audience, role])


@pytest.mark.parametrize(("kind", "audience", "role"), [cell for cell in TABLE if cell[2] != "author"])
async def test_no_crafted_click_or_form_shows_more(scene: Scene, kind: str, audience: str, role: str) -> None:
    """Every button and form of the author and of the lead, sent by others with the ids of all that was given."""
    assert (GIVEN[kind, audience] in scene.crafted[role]) <= bool(TABLE[kind, audience, role])


@pytest.mark.parametrize("role", ["coach", "supervisor", "program lead", "stranger"])
async def test_the_wording_of_an_unshared_question_is_its_authors(scene: Scene, role: str) -> None:
    """What the clock asked Ana, and she kept for herself, nobody else can read."""
    assert scene.asked in scene.all_seen("author").replace("\\u2019", "’")
    assert scene.asked not in scene.all_seen(role)


@pytest.mark.parametrize("role", sorted(PEOPLE))
async def test_all_readings_are_for_the_lead_alone(scene: Scene, role: str) -> None:
    """The use log opens for the program lead; a forged click opens it for nobody else."""
    assert ("Who was shown what was shared" in scene.all_seen(role)) == (role == "program lead")


async def test_metadata_is_an_opaque_id(scene: Scene) -> None:
    """Any member of a workspace's other apps can read a message's metadata."""
    found = [each["request"]["metadata"] for each in scene.sent if "metadata" in each["request"]]

    assert len(found) > 5
    assert all(["delivery"] == list(each["event_payload"]) for each in found)
    assert all(OPAQUE.fullmatch(each["event_payload"]["delivery"]) for each in found)


async def test_the_fallback_text_of_a_receipt_has_no_words(scene: Scene) -> None:
    """What a phone shows on its locked screen tells of no answer that was kept."""
    shown = [str(each["request"].get("text", "")) for each in scene.sent if each["kind"].startswith("chat.")]
    kept = [word for (_, audience), word in GIVEN.items() if audience == "only_me"]

    assert shown
    assert [] == [word for word in kept for text in shown if word in text]
