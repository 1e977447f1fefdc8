"""Knock at Slack's endpoint with what may come there, twenty at a time, and see what comes of it."""

import asyncio
import time
from dataclasses import dataclass

import structlog
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError

from bot.sandbox.http_delivery import signed
from bot.services.messenger import Refused
from tests import by_hand
from tests.journeys.acts import start
from tests.privacy.payloads import Knock, knock
from tests.privacy.watching import look
from tests.slack.forging import NEWEST, Stage, close_all, one
from tests.world import SECRET, World

CANARY = "quetzalfeather"
AT_ONCE = 20


HERS = {
    "reflections": "",
    "checkins": "",
    "celebrations": "",
    "answers": "JOIN reflections ON reflections.id = answers.reflection_id",
}
"""The tables of what people give, and the way from each to whose it is."""


@dataclass(frozen=True)
class Heard:
    """What came of some requests."""

    statuses: list[int]
    answers: str
    broke: list[str]


async def keep_for_herself(world: World) -> dict[str, str]:
    """Ana keeps an answer that no one else may read, and a half-written one; gives the ids of both."""
    ana = world.person("UANA")
    await close_all(world, "UANA")
    await start(ana, "path:bias")
    await ana.submit(await ana.walk(f"{CANARY} for me"), audience="only_me")
    checkin = one(world, NEWEST["checkins"])
    await start(ana, "path:bias")
    await ana.answer(f"{CANARY} half written")
    await world.eventually(lambda: _at_rest(world))
    assert CANARY in str(await look(world, "UANA")) + str(await world.get("log"))
    return {"checkin": checkin, "draft": one(world, NEWEST["reflections"])}


async def _at_rest(world: World) -> bool:
    """Nothing is on its way that would be written down while strangers knock."""
    await world.settle()
    moving = "SELECT count(*) FROM deliveries WHERE state = 'claimed' OR kind = 'refresh' AND state = 'waiting'"
    return one(world, moving) == "0"


def given_by_ana(world: World) -> set[str]:
    """Every row of what Ana has given, as it stands: her words (sealed), and who may read them."""
    whose = "JOIN enrollments ON enrollments.id = enrollment_id WHERE enrollments.caseworker = 'UANA'"
    asked = {table: f"SELECT {table}.* FROM {table} {way} {whose}" for table, way in HERS.items()}  # noqa: S608
    return {f"{table} {row}" for table, each in asked.items() for row in by_hand.read(world.settings, each)}


async def send(stage: Stage, come: list[Knock]) -> Heard:
    """Send them all at once, as Slack signs them, and wait until all that they began is done."""
    with structlog.testing.capture_logs() as logged:
        answers = await asyncio.gather(*(_send(stage, each) for each in come))
        assert stage.world.app is not None
        await stage.world.app.errands.drain()
    broke = [str(each) for each in logged if each["event"].endswith("_broke") and not _by_slack(each.get("exc_info"))]
    return Heard([status for status, _ in answers], " ".join(text for _, text in answers), broke)


def _by_slack(error: object) -> bool:
    """The pretend Slack's own refusal, of a window for a click or an App Home for a person that never was."""
    return isinstance(error, SlackApiError | Refused)


async def _send(stage: Stage, come: Knock) -> tuple[int, str]:
    stage.world.forged = True
    body, url = come.about(stage), f"{stage.world.app_url}/slack/events"
    headers = signed(SECRET, body, time.time()) | {"Content-Type": come.content_type}
    async with stage.world.http.post(url, data=body.encode(), headers=headers) as answer:
        return answer.status, await answer.text()


def some(people: list[str]) -> st.SearchStrategy[list[Knock]]:
    """Twenty at a time, each made by a chance whose seed is told when something breaks."""
    return st.randoms(use_true_random=True).map(lambda chance: [knock(chance, people) for _ in range(AT_ONCE)])


def rounds(count: int) -> settings:
    """So many times twenty requests, the same in every run."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],  # the world goes on from round to round, so a failure cannot be made smaller
        suppress_health_check=list(HealthCheck),
    )
