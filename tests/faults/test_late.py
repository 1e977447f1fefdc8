"""What Slack's troubles keep back is late, however often it is tried; what somebody's own wish keeps back is not."""

from itertools import pairwise

import pytest

from tests.cli.typed import typing
from tests.faults.ledger import never_twice_never_lost, quiet, rows
from tests.faults.owing import ANAS_TIME, celebration
from tests.journeys.test_slack_says import do_not_disturb
from tests.web.test_health import asked
from tests.web.test_metrics import numbers
from tests.world import World, environment

POST = "chat.postMessage"
FIVE_MINUTES, HOURS = 300, 5400
AT_ELEVEN = "2026-11-02T11:00:00-06:00"


async def age(world: World) -> float:
    """What Prometheus reads: how long the oldest message has been waiting, in seconds."""
    return (await numbers(world))["shoulder_outbox_age_seconds"]


async def test_hours_without_slack_are_seen(
    begun: World, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Slack answers 500 for an hour and a half: Ana's small success is tried again and again, and each page tells since when it is owed."""
    await begun.post("faults", method=POST, kind="http_500", times=999)
    await celebration(begun)
    ages, well = [], []
    for _ in range(0, HOURS, FIVE_MINUTES):
        await begun.post("clock", advance_seconds=FIVE_MINUTES)
        ages.append(await age(begun))
        well.append((await asked(begun, "healthz"))[0])
    status, said = await asked(begun, "healthz")
    for name, value in environment(begun.settings, 0).items():
        monkeypatch.setenv(name, value)
    listed = await typing(monkeypatch, capfd, "outbox", "list")
    tries = {row["attempts"] for row in rows(begun, "celebration")}

    assert min(tries) > 10
    assert all(250 < later - earlier < 350 for earlier, later in pairwise(ages)), ages
    assert [200] * 5 == well[:5]
    assert [503] * 11 == well[7:]
    assert (503, True) == (status, "the oldest for 90 minutes." in said["reasons"][0]), said
    assert "small success, late: 1, the first was due 2026-11-02 15:29 UTC" in listed.out
    assert ", due 2026-11-02 15:29 UTC." in listed.out


async def test_what_its_person_does_not_want_now_is_not_late(begun: World) -> None:
    """Ana's question meets a 500 for some minutes, which is late; then she wants no disturbance until eleven, which is not."""
    await begun.post("faults", method=POST, kind="http_500", times=9)
    await begun.post("clock", to=ANAS_TIME)
    await begun.post("clock", advance_seconds=FIVE_MINUTES)
    late = await age(begun)
    await do_not_disturb(begun, "UANA", "2026-11-02T11:00:00-06:00")
    for _ in range(8):
        await begun.post("clock", advance_seconds=FIVE_MINUTES)
    (nudge,) = [row for row in rows(begun, "nudge") if row["target"] == "UANA"]
    waits = await age(begun), (await asked(begun, "healthz"))[0]
    await begun.post("clock", to=AT_ELEVEN)
    await quiet(begun)

    assert late > 250
    assert ("waiting", "do_not_disturb", 9) == (nudge["state"], nudge["reason"], nudge["attempts"])
    assert (0, 200) == waits
    await never_twice_never_lost(begun, "nudge")
