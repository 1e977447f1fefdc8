"""Six thousand well-signed requests by people of the program, wrong in every way: no mistake of ours, nothing told."""

import pytest
from hypothesis import given

from tests.privacy.knocking import CANARY, given_by_ana, rounds, send, some
from tests.privacy.payloads import Knock
from tests.privacy.watching import look
from tests.slack.forging import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

OTHERS = ["UBEN", "UCORA", "USAM", "ULEE"]


@rounds(200)
@given(some(OTHERS))
async def test_nobody_is_shown_or_changes_what_was_kept(stage: Stage, come: list[Knock]) -> None:
    """Four thousand by everybody but the author, with her ids: her words go nowhere, and what she gave stays as it is."""
    hers = given_by_ana(stage.world)
    said_before = (await stage.world.get("log"))["entries"][-1]["n"]

    heard = await send(stage, come)
    said = (await stage.world.get(f"log?after={said_before}"))["entries"]

    assert [] == [status for status in heard.statuses if status >= 500]
    assert [] == heard.broke
    assert CANARY not in heard.answers
    assert CANARY not in str([each["request"] for each in said if each["direction"] == "from_app"])
    assert hers == given_by_ana(stage.world)


@rounds(100)
@given(some(["UANA"]))
async def test_the_author_breaks_nothing_either(stage: Stage, come: list[Knock]) -> None:
    """Two thousand more: whatever comes in the author's own name is answered."""
    heard = await send(stage, come)

    assert [] == [status for status in heard.statuses if status >= 500]
    assert [] == heard.broke


@pytest.mark.parametrize("other", OTHERS)
async def test_nor_did_the_author_tell_anybody_by_mistake(stage: Stage, other: str) -> None:
    """After all that came in her name, nobody else can see what she kept for herself."""
    assert CANARY not in str(await look(stage.world, other))
