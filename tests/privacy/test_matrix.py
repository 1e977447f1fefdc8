"""Who sees what: every role, everything that was given, every audience, by honest ways and by crafted ones."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.privacy.scene import GIVEN, PEOPLE, Scene, play
from tests.world import in_one_process

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALL = frozenset(PEOPLE)
SEES = {
    ("the clock's question", "only_me"): {"author"},
    ("the clock's question", "coach"): {"author", "coach"},
    ("asked by the supervisor", "only_me"): {"author"},
    ("asked by the supervisor", "coach"): {"author", "coach"},
    ("asked by the supervisor", "supervisor"): {"author", "supervisor"},
    ("bias", "only_me"): {"author"},
    ("bias", "coach"): {"author", "coach"},
    ("stress", "only_me"): {"author"},
    ("stress", "coach"): {"author", "coach"},
    ("a small success", "drafted"): {"author"},
    ("a small success", "posted"): ALL,  # the coach channel is open to all of the workspace
}
"""The table of who sees what. Whoever is not named never sees it, by whatever way."""

CELLS = [(role, *given) for given in GIVEN for role in PEOPLE]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Played once; each cell looks at it."""
    async with in_one_process(tmp_path_factory.mktemp("matrix")) as world:
        yield await play(world)


@pytest.mark.parametrize(("role", "kind", "audience"), CELLS)
async def test_each_role_sees_what_is_theirs_and_nothing_else(
    scene: Scene, role: str, kind: str, audience: str
) -> None:
    """Every command, window, App Home, digest and channel that this role can look at."""
    assert (GIVEN[kind, audience] in scene.honest[role]) == (role in SEES[kind, audience])


@pytest.mark.parametrize(("role", "kind", "audience"), [cell for cell in CELLS if cell[0] != "author"])
async def test_no_crafted_click_shows_more(scene: Scene, role: str, kind: str, audience: str) -> None:
    """Every button of the author and of the lead, pressed by others with the ids of all that was given."""
    assert (GIVEN[kind, audience] in scene.crafted[role]) <= (role in SEES[kind, audience])


@pytest.mark.parametrize("role", ["coach", "supervisor", "program lead", "stranger"])
async def test_the_wording_of_an_unshared_question_is_its_authors(scene: Scene, role: str) -> None:
    """What the clock asked Ana, and she kept for herself, nobody else can read."""
    assert scene.asked in scene.honest["author"].replace("\\u2019", "’")
    assert scene.asked not in scene.honest[role] + scene.crafted[role]


@pytest.mark.parametrize("role", sorted(PEOPLE))
async def test_all_readings_are_for_the_lead_alone(scene: Scene, role: str) -> None:
    """The use log opens for the program lead; a forged click opens it for nobody else."""
    seen = scene.honest[role] + scene.crafted.get(role, "")

    assert ("Who was shown what was shared" in seen) == (role == "program lead")
