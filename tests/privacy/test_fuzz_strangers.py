"""Four thousand well-signed requests by strangers, wrong in every way: no mistake of ours, and nothing is left behind."""

import pytest
from hypothesis import given

from tests.privacy.knocking import rounds, send, some
from tests.privacy.payloads import Knock
from tests.slack.forging import Stage, kept

pytestmark = pytest.mark.asyncio(loop_scope="module")

STRANGERS = ["UPAT", "UNOBODY", "", "UWIDE\u202e", "U" * 300]


@rounds(200)
@given(some(STRANGERS))
async def test_strangers_get_nothing_and_leave_nothing(stage: Stage, come: list[Knock]) -> None:
    """Four thousand requests by people without a place in the program: the database is the same, byte for byte."""
    before = kept(stage.world)

    heard = await send(stage, come)

    assert [] == [status for status in heard.statuses if status >= 500]
    assert [] == heard.broke
    assert set() == set(before) ^ set(kept(stage.world))
