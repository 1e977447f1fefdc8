"""What Slack waits for goes before what a person waits for; both are done."""

import asyncio

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.courtesy import Courtesy
from bot.slack import desk
from bot.slack.desk import Errands, Heard

HEARD = Heard("T1", "UANA", AsyncWebClient())


async def note(done: list[str]) -> None:
    """An errand that leaves a trace."""
    done.append("done")


async def test_an_errand_begins_when_nobody_waits_for_an_answer() -> None:
    """Two answers are being made: the errand begins after the second, and not before."""
    courtesy, done = Courtesy(), list[str]()
    errands = Errands(courtesy)
    with courtesy.answering():
        with courtesy.answering():
            task = errands.run(note(done), HEARD)
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        before = list(done)
    await task

    assert ([], ["done"]) == (before, done)


async def test_an_errand_is_not_kept_waiting_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers never stop: after a moment the errand begins all the same."""
    monkeypatch.setattr(desk, "COURTESY_SECONDS", 0.01)
    courtesy, done = Courtesy(), list[str]()
    errands = Errands(courtesy)
    with courtesy.answering():
        await asyncio.wait_for(errands.run(note(done), HEARD), timeout=5)

    assert ["done"] == done
