"""Whether the app is well, and whether it can take requests: each no comes with its reason in words."""

import time
from pathlib import Path

import pytest

from bot import health
from tests import by_hand
from tests.cli.test_doctor import visited
from tests.web.test_metrics import ANAS_TIME
from tests.world import Json, World, in_one_process

SINCE = "Nobody has planned since 2026-11-01 12:00 UTC: is `shoulder work` running?"


async def asked(world: World, page: str) -> tuple[int, Json]:
    """The status, and what is said."""
    async with world.http.get(f"{world.app_url}/{page}") as answer:
        return answer.status, await answer.json()


async def test_all_is_well(world: World) -> None:
    """Over HTTP and in Socket Mode: 200, and nothing to say."""
    assert (200, {"ok": True, "reasons": []}) == await asked(world, "healthz") == await asked(world, "readyz")


async def test_what_is_wrong_is_told_in_words(http_world: World) -> None:
    """A clock that stopped and a message that waits: both reasons, and no word about whom they concern."""
    app = http_world.app
    assert app is not None
    await http_world.post("faults", method="chat.postMessage", kind="drop_before", times=99)
    await http_world.post("clock", to=ANAS_TIME)
    app.clock.run_ahead((await http_world.get("clock"))["offset_seconds"] + 3600)
    app.beaten_at = time.monotonic() - 20_000

    status, said = await asked(http_world, "healthz")

    assert 503 == status
    assert ["The clock has not beaten for 20000 seconds.", "1 messages are due, the oldest for 60 minutes."] == said[
        "reasons"
    ]
    assert (200, True) == ((found := await asked(http_world, "readyz"))[0], found[1]["ok"])


async def test_a_process_without_a_clock_misses_none(http_world: World) -> None:
    """`serve --web-only` leaves the clock to others."""
    assert http_world.app is not None
    http_world.app.carrying, http_world.app.beaten_at = False, 0.0

    assert 200 == (await asked(http_world, "healthz"))[0]


async def test_a_process_that_leaves_the_clock_to_others_sees_whether_they_plan(tmp_path: Path) -> None:
    """`serve --web-only` on PostgreSQL: well while somebody plans; when nobody has for a day, it and the doctor say so."""
    async with in_one_process(tmp_path, transport="http", database="postgres") as world:
        assert world.app is not None
        await world.settle()
        world.app.carrying = False
        fresh = [await asked(world, "healthz"), (await visited(world.settings))["planning"].state]
        by_hand.write(world.settings, "UPDATE beats SET at = '2026-11-01 12:00:00+00'")
        stale, seen = await asked(world, "healthz"), (await visited(world.settings))["planning"]
        by_hand.write(world.settings, "DELETE FROM beats")
        begun = await asked(world, "healthz")
        world.app.beaten_at = time.monotonic() - 20_000
        never = await asked(world, "healthz")

    assert [(200, {"ok": True, "reasons": []}), "ok"] == fresh
    assert (503, [SINCE]) == (stale[0], stale[1]["reasons"])
    assert ("wrong", "Nobody has planned since 2026-11-01 12:00 UTC.") == (seen.state, seen.said)
    assert 200 == begun[0]
    assert (503, ["Nobody has planned yet: is `shoulder work` running?"]) == (never[0], never[1]["reasons"])


async def test_not_ready_while_stopping_or_with_another_database(
    http_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told to stop, of another version, or gone: 503 with the reason, and requests go elsewhere."""
    assert http_world.app is not None
    monkeypatch.setattr(http_world.app, "told_to_stop", lambda: True)
    stopping = await asked(http_world, "readyz")
    monkeypatch.undo()
    by_hand.write(http_world.settings, "UPDATE alembic_version SET version_num = '0001'")
    other = await asked(http_world, "readyz")
    monkeypatch.setattr(health, "PATIENCE_SECONDS", -1.0)
    gone = [await asked(http_world, page) for page in ("readyz", "healthz")]

    assert (503, ["The app is stopping."]) == (stopping[0], stopping[1]["reasons"])
    assert (503, "This database is older than the app. Run `shoulder db upgrade` first.") == (
        other[0],
        other[1]["reasons"][0],
    )
    assert [(503, [health.NO_ANSWER])] * 2 == [(status, said["reasons"]) for status, said in gone]


async def test_ready_while_a_new_version_comes(http_world: World) -> None:
    """The database was brought to the next version's shape: until its processes are there, this one takes requests."""
    by_hand.write(http_world.settings, "UPDATE alembic_version SET version_num = '9999'")

    assert (200, {"ok": True, "reasons": []}) == await asked(http_world, "readyz")
