"""Somebody new to this work says so themselves, gets concrete questions first, and nobody else hears of it."""

import pytest

from bot import library
from bot.coaching.newness import CONCRETE
from tests import by_hand
from tests.journeys.acts import copy_of, texts
from tests.world import ROOT, Person, World

PROMPTS = library.load(ROOT / "prompts").prompts


async def says(person: Person, *, new: bool) -> None:
    """Open “My days and hours” and tick the box, or take the tick away."""
    await person.press_home("agreement_read")
    await person.submit(await person.form("agreement_form"), new=["new"] if new else [])
    await person.world.settle()


async def ticked(person: Person) -> bool:
    """Whether the box is ticked when the form opens."""
    await person.press_home("agreement_read")
    form = await person.form("agreement_form")
    await person.world.post("close", user=person.id, view_id=form["id"])
    element = next(block["element"] for block in form["blocks"] if block.get("block_id") == "new")
    return bool(element.get("initial_options"))


@pytest.mark.parametrize("new", [True, False])
async def test_the_first_question_is_one_to_pick_or_mark(http_world: World, *, new: bool) -> None:
    """For Ana who is new; without her word it is the library's first, which asks for words of her own."""
    await says(http_world.person("UANA"), new=new)

    await http_world.next_nudge()
    (first,) = by_hand.read(http_world.settings, "SELECT prompt_id FROM nudges")

    assert new == (PROMPTS[first["prompt_id"]].format in CONCRETE)


async def test_it_is_said_and_taken_back_in_the_same_form(http_world: World) -> None:
    """The box shows what stands."""
    ana = http_world.person("UANA")
    before = await ticked(ana)
    await says(ana, new=True)
    said = await ticked(ana)
    await says(ana, new=False)

    assert [False, True, False] == [before, said, await ticked(ana)]


async def test_saving_the_form_anew_does_not_lengthen_it(http_world: World) -> None:
    """Weeks on she saves her hours, with the box as it was: the year counts from the first time."""
    ana = http_world.person("UANA")
    await says(ana, new=True)
    (first,) = by_hand.read(http_world.settings, "SELECT new_since FROM enrollments WHERE caseworker = 'UANA'")
    await http_world.post("clock", to="2026-11-20T09:00:00-06:00")
    await says(ana, new=True)

    (again,) = by_hand.read(http_world.settings, "SELECT new_since FROM enrollments WHERE caseworker = 'UANA'")

    assert first == again


async def test_nobody_else_sees_it(http_world: World) -> None:
    """Coach, supervisor and lead see the same as before; her own copy says it."""
    watchers = [http_world.person(each) for each in ("UCORA", "USAM", "ULEE")]
    before = [(texts(await each.home()), await each.inbox()) for each in watchers]

    await says(http_world.person("UANA"), new=True)
    after = [(texts(await each.home()), await each.inbox()) for each in watchers]

    assert before == after
    assert '"new_to_this_work_since": "2026-11-02' in (await copy_of(http_world.person("UANA")))["data.json"]
