"""A clean stop and a beat that is cut off lose nothing: what was under way is settled, or taken up again."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from bench.ports import free_port
from bot import app as composition
from bot.sandbox.run import WORKSPACE
from bot.services import uninstalled
from tests import by_hand
from tests.faults.ledger import arrived, calm, never_twice_never_lost, quiet, states
from tests.faults.owing import ANAS_TIME, approve
from tests.world import MONDAY_9_29, ROOT, Engine, World, apart, environment, in_one_process

POST = "chat.postMessage"
STOPPING = "the app that is told to stop"


@pytest.fixture
async def slow(tmp_path: Path, database: Engine) -> AsyncIterator[World]:
    """A world in which the next post takes a second, and the app waits for it."""
    async with in_one_process(tmp_path, database=database, slack_timeout_seconds=8) as world:
        await calm(world)
        await world.post("faults", method=POST, kind="slow", seconds=1.0)
        yield world


async def beginning_to_post(world: World) -> "asyncio.Task[int]":
    """Ana's time has come; Slack has taken her nudge and is slow to say so."""
    assert world.app is not None
    await world.post("clock", advance_seconds=0)
    world.app.clock.run_ahead((await world.get("clock"))["offset_seconds"] + 60)
    await world.app.plan()
    sending = asyncio.create_task(world.app.send_everything())

    async def posted() -> bool:
        return bool([each for each in await world.messages("UANA") if "nudge_reflect" in str(each)])

    await world.eventually(posted)
    return sending


async def test_a_beat_that_is_cut_off_loses_nothing(slow: World) -> None:
    """The beat is cancelled in the middle of a post: the same process looks, finds the message and settles it."""
    sending = await beginning_to_post(slow)
    sending.cancel()
    await asyncio.wait({sending})
    assert ["claimed"] == states(slow, "nudge")
    await slow.post("clock", advance_seconds=60)
    await quiet(slow)

    await never_twice_never_lost(slow, "nudge")


async def test_stopping_waits_for_the_message_under_way(tmp_path: Path, database: Engine) -> None:
    """SIGTERM while Slack is slow to answer: the app hears the answer out, settles it, and ends with 0."""
    async with apart(tmp_path, database=database, slack_timeout_seconds=8) as world:
        await world.start()
        await calm(world)
        await world.post("faults", method=POST, kind="slow", seconds=1.5)
        moving = asyncio.create_task(world.post("clock", to=ANAS_TIME))
        await world.eventually(lambda: _posted(world))
        assert world.process is not None
        world.process.send_signal(signal.SIGTERM)
        ended = await world.process.wait()
        await moving

        assert 0 == ended
        assert ["sent"] == states(world, "nudge")
        assert {1} == set((await arrived(world)).values())


async def test_stopping_waits_for_what_the_app_says_by_itself(tmp_path: Path, database: Engine) -> None:
    """The same while no request is open: a small success was approved, and a beat of the app's own is posting it."""
    async with apart(tmp_path, database=database, slack_timeout_seconds=8) as world:
        await world.start()
        await calm(world)
        await world.post("faults", method=POST, kind="slow", seconds=1.5)
        await approve(world)
        await world.eventually(lambda: _celebrating(world))
        assert world.process is not None
        world.process.send_signal(signal.SIGTERM)
        ended = await world.process.wait()

        assert 0 == ended
        assert ["sent"] == states(world, "celebration")
        assert 1 == len(await world.texts("CWINS"))


@pytest.mark.parametrize("command", ["serve", "work"])
async def test_told_to_stop_while_starting(tmp_path: Path, command: str) -> None:
    """SIGTERM while Slack is slow to say who we are: the start is finished, then everything is stopped in order."""
    async with apart(tmp_path, slack_timeout_seconds=8) as world:
        await world.post("faults", method="auth.test", kind="slow", seconds=1.0)
        starting = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", command),
            cwd=ROOT,
            env=environment(world.settings, free_port()),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        await world.eventually(lambda: _asked_who_we_are(world), seconds=30)
        starting.send_signal(signal.SIGTERM)
        _, log = await starting.communicate()

        assert 0 == starting.returncode
        assert b'"stopped"' in log


async def _asked_who_we_are(world: World) -> bool:
    return not (await world.get("faults"))["faults"]


async def _celebrating(world: World) -> bool:
    return "claimed" in states(world, "celebration") and bool(await world.texts("CWINS"))


async def _posted(world: World) -> bool:
    return "claimed" in states(world, "nudge") and bool(await world.messages("UANA"))


async def test_stopping_leaves_the_rest_for_the_next_start(tmp_path: Path, database: Engine) -> None:
    """Told to stop before a round begins: what is owed stays where it is, and goes out after the next start, once."""
    async with in_one_process(tmp_path, database=database) as world:
        assert world.app is not None
        await calm(world)
        await world.post("faults", method=POST, kind="ratelimited", retry_after=3600)
        await world.post("clock", to=ANAS_TIME)
        world.app.courier.stopping.set()
        await world.post("clock", advance_seconds=3700)
        assert ["waiting"] == states(world, "nudge")
        world.app.courier.stopping.clear()
        await quiet(world)

        await never_twice_never_lost(world, "nudge")


async def test_starting_after_the_app_was_taken_out_and_installed_again(tmp_path: Path, database: Engine) -> None:
    """What was called off is taken up again before anybody carries: the start goes on, and the app is there."""
    async with apart(tmp_path, database=database) as world:
        async with composition.open_database(world.settings) as kept:
            await uninstalled.take_out(kept, WORKSPACE, now=MONDAY_9_29)
        async with composition.running(world.settings, listening=False) as running:
            out = await running.database.ask(uninstalled.OUT)

    assert [] == out


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_a_beat_that_is_cut_off_leaves_no_connection_open(begun: World) -> None:
    """It waits for a table that somebody else holds when the app is told to stop; what it had is closed at the end."""
    address = make_url(begun.settings.database_url).update_query_dict({"application_name": STOPPING})
    settings = begun.settings.model_copy(update={"database_url": address.render_as_string(hide_password=False)})
    with psycopg.connect(begun.settings.database_url) as holding:
        async with asyncio.timeout(60), composition.running(settings, listening=False) as stopping:
            await asyncio.to_thread(holding.execute, "LOCK TABLE inbound")  # nothing that is being sent asks for it
            stopping.metronome.now("keep")
            await begun.eventually(lambda: _connections(begun, waiting_for="Lock"))

    async def closed() -> bool:
        return not await _connections(begun)  # the server needs a moment to see that a line was hung up

    await begun.eventually(closed)


async def _connections(world: World, waiting_for: str = "%") -> set[int]:
    """PostgreSQL's numbers of the app's that is stopped."""
    asked = (
        "SELECT pid FROM pg_stat_activity WHERE application_name = :whose AND coalesce(wait_event_type, '') LIKE :what"
    )
    return {row["pid"] for row in by_hand.read(world.settings, asked, whose=STOPPING, what=waiting_for)}
