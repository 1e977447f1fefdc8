"""Days away are told to nobody: coach, supervisor and lead see the same bytes as of somebody who is silent."""

from difflib import unified_diff
from pathlib import Path

import pytest

from tests.journeys.acts import answer_to, ask, clock_to, nudged
from tests.privacy.test_silence import IN_THREE_WEEKS, WATCHERS, Act, does_nothing, skips
from tests.privacy.watching import comparable, looks_around
from tests.world import Person, World, in_one_process

LOOKS = ("status", "why", "help", "digest", "goals", "setup", "enroll")
"""Not the preview of a request: it shows a question that was not asked lately, and fewer questions come in days away."""


async def goes_away(ana: Person) -> None:
    """Two weeks, set on Monday for the next day on."""
    await answer_to(ana, "pause nov 3 to nov 17")


async def what_they_see(folder: Path, act: Act, asker: str | None) -> str:
    """All that the others receive in three weeks, when somebody asks Ana while she is away, or silent."""
    async with in_one_process(folder) as world:
        await _until_asked(world, act, asker)
        await clock_to(world, IN_THREE_WEEKS)
        return comparable([each for watcher in WATCHERS for each in await looks_around(world, watcher, LOOKS)])


async def _until_asked(world: World, act: Act, asker: str | None) -> None:
    ana = await nudged(world)
    await skips(ana)
    await act(ana)
    await clock_to(world, "2026-11-04T12:00:00-06:00")
    if asker:
        await ask(world.person(asker), "@ana kin")


@pytest.mark.parametrize("asker", [None, "USAM"], ids=["nobody asks", "her supervisor asks"])
async def test_days_away_are_the_same_bytes_as_silence(tmp_path: Path, asker: str | None) -> None:
    """Nobody can tell that she is away, also not by asking her."""
    silent = await what_they_see(tmp_path / "silent", does_nothing, asker)
    away = await what_they_see(tmp_path / "away", goes_away, asker)

    assert "" == "\n".join(unified_diff(silent.splitlines(), away.splitlines(), "silent", "away", n=0))[:2000]
