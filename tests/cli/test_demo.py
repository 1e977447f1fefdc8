"""`make demo`: something to press at once, and nothing of a real app is touched."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE

import aiohttp
import pytest

from bot.app import open_database
from bot.cannot_start import CannotStart
from bot.sandbox.run import LEAD, PLAN, demo
from bot.services import programs
from bot.settings import Settings
from tests.cli.typed import dump
from tests.world import MONDAY_9_29, ROOT

pytestmark = pytest.mark.asyncio(loop_scope="module")

OF_THE_REAL_ONE = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "KEYS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "secret",
    "PROGRAM_LEAD": "U0REAL",
    "SENTRY_DSN": "https://key@sentry.example/1",
    "HTTPS_PROXY": "http://127.0.0.1:1",
}


async def test_the_demo_begins_with_a_question_for_ana(settings: Settings) -> None:
    """As the readme says: whoever opens the page that it names has something to press. It leaves alone what is set for a real app."""
    surroundings = os.environ | OF_THE_REAL_ONE | {"PORT": "0", "DATA_DIR": str(settings.data_dir)}
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo"), stdout=PIPE, stderr=DEVNULL, cwd=ROOT, env=surroundings
    )
    try:
        assert running.stdout is not None

        ready = (await running.stdout.readline()).decode()
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"{ready.removeprefix('Ready: ').strip()}/_sandbox/messages?channel=DANA") as answer,
        ):
            messages = await answer.json()
    finally:
        running.terminate()
        await running.wait()

    assert "Reflect" in str(messages)


async def test_the_demo_keeps_out_of_a_real_programs_folder(settings: Settings) -> None:
    """Its clock would run that program's weeks and purges, and its pretend Slack would refuse that program's messages."""
    async with open_database(settings) as database, database.begin() as session:
        await programs.set_up(session, "T0REAL", LEAD, PLAN, first_lead="", now=MONDAY_9_29)
    before = dump(settings)

    with pytest.raises(CannotStart, match="is a real program"):
        async with asyncio.timeout(20):
            await demo(settings.model_copy(update={"port": 0}))
    assert before == dump(settings)
