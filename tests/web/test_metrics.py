"""What Prometheus reads: how old the outbox is, and nothing about people."""

import asyncio
import re

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from tests import by_hand
from tests.world import ROOT, World

RUNNING = ROOT / "docs" / "running.md"
ANAS_TIME = "2026-11-02T15:30:00+00:00"


async def numbers(world: World) -> dict[str, float]:
    """The page, as names and numbers."""
    async with world.http.get(f"{world.app_url}/metrics") as answer:
        text = await answer.text()
    return {name: float(value) for name, value in re.findall(r"^(\w+) ([0-9.e+-]+)$", text, re.MULTILINE)}


async def test_an_outbox_with_nothing_due_has_no_age(http_world: World) -> None:
    """All is said: nothing is due, nothing is unclear."""
    found = await numbers(http_world)

    assert (0, 0, 0) == tuple(found[f"shoulder_outbox_{name}"] for name in ("age_seconds", "due", "unclear"))


async def test_what_waits_for_slack_grows_old(http_world: World) -> None:
    """Slack is gone for ten minutes: the page tells how long the oldest message has been waiting, and that it is unclear."""
    assert http_world.app is not None
    await http_world.post("faults", method="chat.postMessage", kind="drop_before", times=99)
    await http_world.post("clock", to=ANAS_TIME)
    http_world.app.clock.run_ahead((await http_world.get("clock"))["offset_seconds"] + 600)
    found = await numbers(http_world)

    assert 1 == found["shoulder_outbox_due"] == found["shoulder_outbox_unclear"]
    assert 500 < found["shoulder_outbox_age_seconds"] <= 601


async def test_the_last_beat_is_told(http_world: World) -> None:
    """Seconds since this process last planned; a clock that stopped is seen here."""
    await http_world.settle()
    await asyncio.sleep(0.05)

    assert 0 < (await numbers(http_world))["shoulder_beat_age_seconds"] < 60


async def test_a_database_that_does_not_answer_takes_no_other_number_along(
    http_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Just then somebody looks: the outbox cannot be told, and the clock that stands still is."""
    assert http_world.app is not None
    await http_world.settle()
    http_world.app.clock.run_ahead((await http_world.get("clock"))["offset_seconds"] + 600)
    by_hand.write(http_world.settings, "ALTER TABLE coaches RENAME TO away")
    with pytest.raises(SQLAlchemyError):
        await http_world.app.plan()
    by_hand.write(http_world.settings, "ALTER TABLE away RENAME TO coaches")
    monkeypatch.setattr(metrics, "PATIENCE_SECONDS", -1.0)
    found = await numbers(http_world)

    assert 600 <= found["shoulder_beat_age_seconds"] < 660
    assert "shoulder_outbox_age_seconds" not in found


async def test_no_person_and_no_workspace_in_the_numbers(http_world: World) -> None:
    """Names of people, channels and teams are nowhere on the page."""
    async with http_world.http.get(f"{http_world.app_url}/metrics") as answer:
        text = await answer.text()

    assert not [name for name in ("UANA", "UCORA", "CWINS", "T0SHOULDER") if name in text]


async def page(world: World) -> str:
    """The page as it is."""
    async with world.http.get(f"{world.app_url}/metrics") as answer:
        return await answer.text()


def test_the_docs_tell_each_number() -> None:
    """docs/running.md has one table, with a row for each number, in the same words."""
    rows = dict(
        re.findall(r"^\| `shoulder_(\w+)`[^|]*\| ([^|]+) \|$", RUNNING.read_text(encoding="utf-8"), re.MULTILINE)
    )
    counted = {f"{name}_total": says for name, (says, _) in metrics.COUNTED.items()}

    assert metrics.MEASURED | counted | {metrics.ANSWERS: metrics.ANSWERS_ARE} == rows


async def test_what_happened_is_counted(world: World) -> None:
    """A command that comes twice, a forged request, a 429 and a message that goes out: by kind and by what came of it."""
    assert world.app is not None
    way = world.settings.slack_transport
    await world.post("faults", method="chat.postMessage", kind="ratelimited", retry_after=1)
    await world.post("faults", method="interactive", kind="duplicate")
    await world.person("UANA").command("status")
    await world.next_nudge()
    await world.post("clock", advance_seconds=30)
    async with world.http.post(f"{world.app_url}/slack/events", data="x") as answer:
        refused = answer.status

    told = await page(world)

    assert 401 == refused
    assert f'shoulder_requests_total{{kind="command",outcome="answered",way="{way}"}} 1.0' in told
    assert f'shoulder_requests_total{{kind="command",outcome="again",way="{way}"}} 1.0' in told
    assert 'shoulder_requests_total{kind="unknown",outcome="refused",way="http"} 1.0' in told
    assert 'shoulder_slack_calls_total{method="chat.postMessage",outcome="ratelimited"} 1.0' in told
    assert 'shoulder_sends_total{kind="nudge",outcome="sent"} 1.0' in told
    assert f'shoulder_answer_seconds_count{{way="{way}"}} ' in told


async def test_a_retry_is_counted(world: World) -> None:
    """Slack saw no answer and brought it again."""
    await world.post("faults", method="events", kind="duplicate")
    await world.post("home", user="UANA")

    async def counted() -> bool:
        return f'shoulder_retries_total{{kind="event",way="{world.settings.slack_transport}"}} 1.0' in await page(world)

    assert await world.eventually(counted)
