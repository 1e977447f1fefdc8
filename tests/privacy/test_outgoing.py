"""What goes out: only to Slack, and in the open parts of a message nothing but an opaque id."""

import ast
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.privacy.scene import GIVEN, give_and_look
from tests.world import ROOT, Json, World, in_one_process

pytestmark = pytest.mark.asyncio(loop_scope="module")
OPAQUE = re.compile(r"[0-9a-f]{32}")
WAYS_OUT = {"aiohttp", "httpx", "requests", "urllib.request", "urllib3", "http.client", "smtplib", "ftplib"}
MAY_CALL = {"bot/app.py", "bot/slack/connection.py", "bot/slack/answers.py", "bot/clock.py"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sent(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[Json]]:
    """All that the app sent while everybody gave everything and looked at everything."""
    async with in_one_process(tmp_path_factory.mktemp("outgoing")) as world:
        await give_and_look(world)
        yield await _log(world)


async def _log(world: World) -> list[Json]:
    return [each for each in (await world.get("log"))["entries"] if each["direction"] == "from_app"]


async def test_metadata_is_an_opaque_id(sent: list[Json]) -> None:
    """Any member of a workspace's other apps can read a message's metadata."""
    found = [each["request"]["metadata"] for each in sent if "metadata" in each["request"]]

    assert len(found) > 5
    assert all(["delivery"] == list(each["event_payload"]) for each in found)
    assert all(OPAQUE.fullmatch(each["event_payload"]["delivery"]) for each in found)


async def test_the_fallback_text_of_a_receipt_has_no_words(sent: list[Json]) -> None:
    """What a phone shows on its locked screen tells of no answer that was kept."""
    shown = [str(each["request"].get("text", "")) for each in sent if each["kind"].startswith("chat.")]
    kept = [word for (_, audience), word in GIVEN.items() if audience == "only_me"]

    assert shown
    assert [] == [word for word in kept for text in shown if word in text]


async def test_only_the_connection_to_slack_can_call_out() -> None:
    """No other file of the app imports anything that could fetch a page or send a mail."""
    found = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "bot").rglob("*.py")
        if "sandbox" not in file.parts and _imports(file.read_text()) & WAYS_OUT
    }

    assert found <= MAY_CALL
    assert "bot/slack/connection.py" in found


def _imports(source: str) -> set[str]:
    found = set[str]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found
