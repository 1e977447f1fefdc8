"""More silence never brings more messages: to nobody, whatever was done before and after.

Celebrations are not among the acts: one counts among the week's messages, as the agreement says, so it can only lower
them; that silence alone brings no more than the rhythm is in tests/journeys/test_dose.py.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.journeys.acts import answer, ask, with_button
from tests.world import Person, World, in_one_process

PLACES = ("UANA", "UCORA", "USAM", "ULEE", "CWINS")
SAID = "I asked the aunt before I guessed."


async def _nothing(ana: Person) -> None:
    """Not a click."""


async def _shares(ana: Person) -> None:
    await answer(ana, SAID, "coach")


async def _keeps(ana: Person) -> None:
    await answer(ana, SAID)


async def _later(ana: Person) -> None:
    await ana.press("nudge_later")


async def _not_today(ana: Person) -> None:
    await ana.press("nudge_not_today")


async def _is_asked(ana: Person) -> None:
    """Her supervisor asks for a check-in; she lets it lie."""
    await ask(ana.world.person("USAM"), "@ana kin")


ACTS: dict[str, Callable[[Person], Awaitable[None]]] = {
    "shares": _shares,
    "keeps": _keeps,
    "later": _later,
    "not today": _not_today,
}


async def messages_after(acts: list[str], *, asked: bool) -> dict[str, int]:
    """How many messages stand in each place five weeks on, when Ana did these things on her first questions."""
    with TemporaryDirectory() as folder:
        async with in_one_process(Path(folder)) as world:
            ana = world.person("UANA")
            for act in acts:
                await _next_question(world, ana)
                await ACTS.get(act, _nothing)(ana)
                await world.settle()
            if asked:
                await _is_asked(ana)
            await world.post("clock", to="2026-12-07T09:00:00-06:00")
            return {place: len(await world.messages(place)) for place in PLACES}


async def _next_question(world: World, ana: Person) -> None:
    """Move from nudge to nudge until there is one for Ana."""
    before = {each["ts"] for each in await with_button(ana, "nudge_reflect")}
    while not {each["ts"] for each in await with_button(ana, "nudge_reflect")} - before:
        await world.next_nudge()


@settings(max_examples=5, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(
    acts=st.lists(st.sampled_from(sorted(ACTS)), min_size=2, max_size=3),
    silent=st.integers(0, 2),
    asked=st.booleans(),
)
def test_doing_nothing_instead_brings_nobody_more_messages(acts: list[str], silent: int, *, asked: bool) -> None:
    """Take anything she did, and let her be silent there instead: no place has more messages in five weeks."""
    quieter = ["nothing" if at == silent % len(acts) else act for at, act in enumerate(acts)]

    loud = asyncio.run(messages_after(acts, asked=asked))
    quiet = asyncio.run(messages_after(quieter, asked=asked))

    assert [] == [place for place in PLACES if quiet[place] > loud[place]], (acts, quieter, loud, quiet)
