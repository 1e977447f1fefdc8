"""What waits through a pause, a hard day or days away counts in the week in which it comes, and never makes that one too full."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from tests.journeys.acts import answer_to, ask, clock_to, with_button
from tests.journeys.test_celebrations import again
from tests.journeys.test_dose import CHICAGO
from tests.journeys.test_hard_days import has_a_hard_day
from tests.journeys.test_paths_of_ones_own import bias_with_plan
from tests.journeys.test_pausing_means_zero import Act
from tests.journeys.test_series import come, finish
from tests.world import Person, World, in_one_process

AFTER_TWO_WEEKS = "2026-11-22T20:00:00-06:00"
AT_MOST = 3


async def _searches_for_kin(ana: Person) -> None:
    await finish(ana, "path:kin-search", child="I ask who makes them laugh.")


async def _celebrates(ana: Person) -> None:
    await again(ana, "I asked before I guessed")


async def _is_asked_by_sam(ana: Person) -> None:
    await ask(ana.world.person("USAM"), "@ana kin")


async def _is_asked_by_cora(ana: Person) -> None:
    await ask(ana.world.person("UCORA"), "@ana engagement")


async def _goes_quiet(ana: Person, how: str) -> None:
    if how == "a hard day":
        await has_a_hard_day(ana, "week")
    else:
        await answer_to(ana, how)


BEFORE: dict[str, Act] = {
    "celebrates": _celebrates,
    "a plan to look back at": bias_with_plan,
    "kin search": _searches_for_kin,
}
MEANWHILE: dict[str, Act] = {"asked by Cora": _is_asked_by_cora, "asked by Sam": _is_asked_by_sam}
QUIET = ("pause 2026-11-09", "a hard day", "pause nov 3 to nov 8")


async def weeks_of(ana: Person) -> Counter[int]:
    """How many questions and celebrations there were in each ISO week of hers."""
    came = [*await with_button(ana, "nudge_reflect"), *await ana.world.messages("CWINS")]
    days = [datetime.fromtimestamp(float(each["ts"]), UTC).astimezone(CHICAGO) for each in came]
    return Counter(day.isocalendar().week for day in days)


async def three_weeks(before: set[str], meanwhile: set[str], how: str) -> Counter[int]:
    """Live them: what Ana does on Monday, how she goes quiet, what is asked of her in that time; gives what each week held."""
    with TemporaryDirectory() as folder:
        async with in_one_process(Path(folder)) as world:
            ana = world.person("UANA")
            await world.next_nudge()
            for name in sorted(before):
                await BEFORE[name](ana)
            await _goes_quiet(ana, how)
            for name in sorted(meanwhile):
                await MEANWHILE[name](ana)
            await clock_to(world, AFTER_TWO_WEEKS)
            return await weeks_of(ana)


@example(set(BEFORE), set(MEANWHILE), "pause 2026-11-09")
@example({"celebrates"}, set(MEANWHILE), "pause nov 3 to nov 8")
@settings(max_examples=1, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(
    before=st.sets(st.sampled_from(sorted(BEFORE)), min_size=1),
    meanwhile=st.sets(st.sampled_from(sorted(MEANWHILE)), min_size=1),
    how=st.sampled_from(QUIET),
)
def test_no_week_is_too_full_after_it_was_quiet(before: set[str], meanwhile: set[str], how: str) -> None:
    """Three a week at the very most, celebrations counted, and however much had waited."""
    held = asyncio.run(three_weeks(before, meanwhile, how))

    assert max(held.values()) <= AT_MOST, (held, before, meanwhile, how)


async def test_what_finds_its_week_full_is_let_go(http_world: World) -> None:
    """A look back, a part of kin search and two requests meet in the week after the pause: three come, and the fourth is let go."""
    ana = http_world.person("UANA")
    await http_world.next_nudge()
    await bias_with_plan(ana)
    await _searches_for_kin(ana)
    await answer_to(ana, "pause 2026-11-09")
    await _is_asked_by_cora(ana)
    await http_world.settle()
    await _is_asked_by_sam(ana)

    await clock_to(http_world, "2026-11-09T12:00:00-06:00")

    assert 1 == len(await come(ana, "asked me"))
    assert AT_MOST == (await weeks_of(ana))[46]


async def test_parts_held_up_come_one_at_a_time(http_world: World) -> None:
    """Two parts waited through a long pause: the later one comes, however often both were looked at meanwhile."""
    ana = http_world.person("UANA")
    await _searches_for_kin(ana)
    await answer_to(ana, "pause 2026-11-16")

    await clock_to(http_world, "2026-11-16T12:00:00-06:00")

    assert (0, 1) == (len(await come(ana, "second week")), len(await come(ana, "third week")))
