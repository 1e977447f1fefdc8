"""Ten thousand well-signed requests that are wrong in every way: no mistake of ours, nothing written, nothing told."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio
import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError

from bot.sandbox.http_delivery import signed
from tests.journeys.acts import start
from tests.privacy.payloads import Knock, knock
from tests.slack.forging import NEWEST, Stage, close_all, kept, one, set_the_stage
from tests.world import SECRET, World, in_one_process

pytestmark = pytest.mark.asyncio(loop_scope="module")

STRANGERS = ["UPAT", "UNOBODY", "", "UWIDE\u202e", "U" * 300]
OTHERS = ["UBEN", "UCORA", "USAM", "ULEE"]
AT_ONCE = 20
CANARY = "quetzalfeather"


@dataclass(frozen=True)
class Heard:
    """What came of some requests."""

    statuses: list[int]
    answers: str
    broke: list[str]


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One program for all of it; Ana has kept words that nobody else may see."""
    async with in_one_process(tmp_path_factory.mktemp("fuzz")) as world:
        made = await set_the_stage(world)
        yield replace(made, **await keep_for_herself(world))


async def keep_for_herself(world: World) -> dict[str, str]:
    """Ana keeps an answer that no one else may read, and a half-written one; gives the ids of both."""
    ana = world.person("UANA")
    await close_all(world, "UANA")
    await start(ana, "path:bias")
    await ana.submit(await ana.walk(f"{CANARY} for me"), audience="only_me")
    checkin = one(world, NEWEST.format("checkins"))
    await start(ana, "path:bias")
    await ana.answer(f"{CANARY} half written")
    await world.eventually(lambda: _at_rest(world))
    return {"checkin": checkin, "draft": one(world, NEWEST.format("reflections"))}


async def _at_rest(world: World) -> bool:
    """Nothing is on its way that would be written down while strangers knock."""
    await world.settle()
    return (
        one(world, "SELECT count(*) FROM deliveries WHERE state = 'claimed' OR kind = 'refresh' AND state = 'waiting'")
        == "0"
    )


async def send(stage: Stage, come: list[Knock]) -> Heard:
    """Send them all at once, as Slack signs them, and wait until all that they began is done."""
    with structlog.testing.capture_logs() as logged:
        answers = await asyncio.gather(*(_send(stage, each) for each in come))
        assert stage.world.app is not None
        await stage.world.app.errands.drain()
    broke = [str(each) for each in logged if each["event"].endswith("_broke") and not _by_slack(each.get("exc_info"))]
    return Heard([status for status, _ in answers], " ".join(text for _, text in answers), broke)


def _by_slack(error: object) -> bool:
    """The pretend Slack's own refusal, of a window for a click that never was."""
    return isinstance(error, SlackApiError)


async def _send(stage: Stage, come: Knock) -> tuple[int, str]:
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


@rounds(200)
@given(some(STRANGERS))
async def test_strangers_get_nothing_and_leave_nothing(stage: Stage, come: list[Knock]) -> None:
    """Four thousand requests by people without a place in the program: the database is the same, byte for byte."""
    before = kept(stage.world)

    heard = await send(stage, come)

    assert [] == [status for status in heard.statuses if status >= 500]
    assert [] == heard.broke
    assert set() == set(before) ^ set(kept(stage.world))


@rounds(200)
@given(some(OTHERS))
async def test_nobody_is_shown_what_was_kept(stage: Stage, come: list[Knock]) -> None:
    """Four thousand by everybody but the author, with her ids: no answer, and nothing that goes to Slack, has her words."""
    said_before = (await stage.world.get("log"))["entries"][-1]["n"]

    heard = await send(stage, come)
    said = (await stage.world.get(f"log?after={said_before}"))["entries"]

    assert [] == [status for status in heard.statuses if status >= 500]
    assert [] == heard.broke
    assert CANARY not in heard.answers
    assert CANARY not in str([each["request"] for each in said if each["direction"] == "from_app"])


@rounds(100)
@given(some(["UANA"]))
async def test_the_author_breaks_nothing_either(stage: Stage, come: list[Knock]) -> None:
    """Two thousand more: whatever comes in the author's own name is answered."""
    heard = await send(stage, come)

    assert [] == [status for status in heard.statuses if status >= 500]
    assert [] == heard.broke
