"""Pausing, a hard day or days away mean zero messages, whatever was begun, asked for, suggested or put off before and meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from tests.journeys.acts import answer_to, ask, clock_to, start
from tests.journeys.test_hard_days import has_a_hard_day
from tests.journeys.test_paths_of_ones_own import bias_with_plan, through
from tests.journeys.test_suggestions import suggests
from tests.world import Person, in_one_process

Act = Callable[[Person], Awaitable[object]]
WAKES = {
    "pause": "2026-11-29T20:00:00-06:00",
    "pause two weeks": "2026-11-15T20:00:00-06:00",
    "pause nov 2 to nov 13": "2026-11-13T23:00:00-06:00",
    "today": "2026-11-02T23:00:00-06:00",
}
WAKES |= {"three_days": "2026-11-04T23:00:00-06:00", "week": "2026-11-08T23:00:00-06:00"}
"""Each way to go quiet, with a moment that is still in it."""


async def _puts_it_off(ana: Person) -> None:
    await ana.press("nudge_later")


async def _plans_and_looks_back(ana: Person) -> None:
    await bias_with_plan(ana)


async def _counts_back_from_a_day(ana: Person) -> None:
    sharing = await through(ana, await start(ana, "path:meeting"), day="2026-11-06")
    await ana.submit(sharing, audience="only_me")


async def _is_asked(ana: Person) -> None:
    await ask(ana.world.person("USAM"), "@ana kin")


async def _gets_a_suggestion(ana: Person) -> None:
    await suggests(ana.world.person("UCORA"))


BEFORE: dict[str, Act] = {
    "later": _puts_it_off,
    "a plan to look back at": _plans_and_looks_back,
    "parts before a day": _counts_back_from_a_day,
}
MEANWHILE: dict[str, Act] = {"asked by her supervisor": _is_asked, "a suggestion": _gets_a_suggestion}


async def messages_while_quiet(before: set[str], meanwhile: set[str], quiet: str) -> int:
    """How many messages come to Ana from the moment she goes quiet until just before it is over."""
    with TemporaryDirectory() as folder:
        async with in_one_process(Path(folder)) as world:
            ana = world.person("UANA")
            await world.next_nudge()
            for name in sorted(before):
                await BEFORE[name](ana)
                await world.settle()
            await _goes(ana, quiet)
            had = await _lasting(ana)
            for name in sorted(meanwhile):
                await MEANWHILE[name](ana)
            await clock_to(world, WAKES[quiet])
            return await _lasting(ana) - had


async def _goes(ana: Person, quiet: str) -> None:
    if quiet.startswith("pause"):
        await answer_to(ana, quiet)
    else:
        await has_a_hard_day(ana, quiet)


async def _lasting(ana: Person) -> int:
    """The messages that stay, without the answer to her own command."""
    return len([each for each in await ana.inbox() if not each.get("ephemeral_for")])


@example({"later", "parts before a day"}, {"asked by her supervisor"}, "week")
@example({"parts before a day", "later"}, {"asked by her supervisor", "a suggestion"}, "pause nov 2 to nov 13")
@example({"a plan to look back at"}, {"asked by her supervisor", "a suggestion"}, "pause")
@settings(max_examples=2, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(
    before=st.sets(st.sampled_from(sorted(BEFORE)), min_size=1, max_size=3),
    meanwhile=st.sets(st.sampled_from(sorted(MEANWHILE)), max_size=2),
    quiet=st.sampled_from(sorted(WAKES)),
)
def test_nothing_comes_while_it_is_to_be_quiet(before: set[str], meanwhile: set[str], quiet: str) -> None:
    """Zero messages until the moment it is over."""
    assert 0 == asyncio.run(messages_while_quiet(before, meanwhile, quiet)), (before, meanwhile, quiet)
