"""Silence has no meaning: a skip, an answer kept private and nothing at all are the same to everybody else."""

from collections.abc import Awaitable, Callable
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.journeys.acts import answer, ask, clock_to, keep_for, nudged
from tests.privacy.watching import comparable, looks_around
from tests.world import Person, World, in_one_process

WATCHERS = ("UCORA", "USAM", "ULEE")
IN_THREE_WEEKS, NEXT_MONTH = "2026-11-23T09:00:00-06:00", "2026-12-07T09:00:00-06:00"
SAID = "I asked the aunt before I guessed."

Act = Callable[[Person], Awaitable[object]]


async def does_nothing(ana: Person) -> None:
    """Not a click."""


async def skips(ana: Person) -> None:
    """Not today."""
    await ana.press("nudge_not_today")
    await ana.world.settle()


async def keeps_it(ana: Person) -> None:
    """Answers, for herself alone."""
    await answer(ana, SAID)


async def shares_it(ana: Person) -> None:
    """Answers, for her coach."""
    await answer(ana, SAID, "coach")


async def answers_whoever_asked(ana: Person) -> None:
    """Answers, for the supervisor who asked."""
    await answer(ana, SAID, "supervisor")


async def what_they_see(folder: Path, act: Act, asker: str | None, kept_days: int | None = None) -> str:
    """All that coach, supervisor and lead receive in five weeks, from a question to which Ana reacts in this way.

    `kept_days`: every class of record is purged after so many days. What was seen once is not lived through again.
    """
    lived = (act, asker, kept_days)
    if lived not in _SEEN:
        _SEEN[lived] = await _live(folder, *lived)
    return _SEEN[lived]


_SEEN: dict[tuple[Act, str | None, int | None], str] = {}


async def _live(folder: Path, act: Act, asker: str | None, kept_days: int | None) -> str:
    async with in_one_process(folder) as world:
        if kept_days:
            await keep_for(world, keep_words=kept_days, keep_facts=kept_days, keep_celebrations=kept_days)
        ana = await nudged(world)
        if asker:
            await _asked(world, asker)
        await act(ana)
        await clock_to(world, IN_THREE_WEEKS)
        seen = [each for watcher in WATCHERS for each in await looks_around(world, watcher)]
        await clock_to(world, NEXT_MONTH)
        for watcher in WATCHERS:
            await world.person(watcher).home()
            seen.append(await world.person(watcher).everything())
    return comparable(seen)


async def _asked(world: World, asker: str) -> None:
    """Ana passes over the clock's question, and is asked by a person."""
    await skips(world.person("UANA"))
    await ask(world.person(asker), "@ana kin")


@pytest.mark.parametrize("asker", [None, "USAM", "UCORA"], ids=["the clock", "her supervisor", "her coach"])
async def test_three_kinds_of_silence_are_the_same_bytes(tmp_path: Path, asker: str | None) -> None:
    """Whoever asked: nothing, “Not today” and kept for oneself cannot be told apart in five weeks."""
    nothing = await what_they_see(tmp_path / "nothing", does_nothing, asker)
    for name, act in (("skip", skips), ("private", keeps_it)):
        other = await what_they_see(tmp_path / name, act, asker)
        assert "" == "\n".join(unified_diff(nothing.splitlines(), other.splitlines(), "nothing", name, n=0))[:2000]


async def test_three_kinds_of_silence_are_the_same_after_a_purge(tmp_path: Path) -> None:
    """What was kept for oneself has had its time and is purged: the lead's log does not tell that there was something."""
    nothing = await what_they_see(tmp_path / "nothing", does_nothing, None, kept_days=7)
    private = await what_they_see(tmp_path / "private", keeps_it, None, kept_days=7)

    assert [] == list(unified_diff(nothing.splitlines(), private.splitlines(), n=0))


@pytest.mark.parametrize(
    ("act", "asker"), [(shares_it, None), (answers_whoever_asked, "USAM")], ids=["coach", "supervisor"]
)
async def test_what_was_shared_would_have_been_noticed(tmp_path: Path, act: Act, asker: str | None) -> None:
    """The same comparison sees a difference where there is one, so it can find one."""
    nothing = await what_they_see(tmp_path / "nothing", does_nothing, asker)
    shared = await what_they_see(tmp_path / "shared", act, asker)

    assert SAID not in nothing
    assert SAID in shared
