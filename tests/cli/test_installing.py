"""What an administrator types to install the app."""

import json

import pytest

from bot.slack.manifest import manifest
from tests.cli.typed import Said, Shoulder
from tests.world import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_manifest_is_written_for_pasting(shoulder: Shoulder) -> None:
    """Without an address, it is the file in the repository; with one, Slack calls there."""
    plain, there = await shoulder("manifest"), await shoulder("manifest", "--host", "https://coaching.example.org/")

    assert Said(0, (ROOT / "manifest.json").read_text(encoding="utf-8"), "") == plain
    assert manifest("https://coaching.example.org") == json.loads(there.out)


@pytest.mark.parametrize("host", ["http://coaching.example.org", "coaching.example.org", "https://a.org/slack/events"])
async def test_an_address_that_slack_would_not_take_is_refused(shoulder: Shoulder, host: str) -> None:
    """With an example, and nothing to paste."""
    said = await shoulder("manifest", "--host", host)

    assert (1, "") == (said.code, said.out)
    assert "https://coaching.example.org" in said.err
