"""Files that the app hands to somebody, by the three steps that the real client takes."""

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.pretend_slack import Watched

CONTENT = b"what is yours"


async def test_a_file_is_handed_over_in_three_steps(slack: Watched) -> None:
    """The real client uploads it; the conversation shows it, and the bytes come out as they went in."""
    await slack.client.files_upload_v2(channel="DANA", filename="mine.zip", content=CONTENT, initial_comment="yours")

    message = (await slack.get("messages", channel="DANA"))["messages"][-1]
    (file,) = message["files"]
    async with slack.session.get(file["url_private"]) as answer:
        assert (message["text"], file["name"], await answer.read()) == ("yours", "mine.zip", CONTENT)


async def test_a_file_without_bytes_is_not_found(slack: Watched) -> None:
    """An address was given out, and nothing was sent there."""
    made = await slack.client.files_getUploadURLExternal(filename="mine.zip", length=3)

    with pytest.raises(SlackApiError, match="file_not_found"):
        await slack.client.files_completeUploadExternal(files=[{"id": made["file_id"], "title": "mine"}])
