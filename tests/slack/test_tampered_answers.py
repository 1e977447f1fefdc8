"""On every screen of every path: an answer that was not on offer stays out, and the form says why."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.journeys.acts import marked_at
from tests.services.engines import LIBRARY
from tests.slack.forging import OURS, close_all, kept
from tests.world import Json, World, in_one_process

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOT_ON_OFFER: dict[str, list[Any]] = {
    "plain_text_input": ["x" * 4000, "Call me at 312-555-0123"],
    "radio_buttons": ["purple", "0", "x" * 4000],
    "static_select": ["purple", "x" * 4000],
    "datepicker": ["tomorrow", "2026-13-45", "x" * 4000],
}
GOOD = {"plain_text_input": "I waited.", "datepicker": "2026-11-06"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One world for all of this file."""
    async with in_one_process(tmp_path_factory.mktemp("answers")) as made:
        await made.post("clock", advance_seconds=60)  # so that nothing is on its way any more
        yield made


async def begin(world: World, path: str) -> Json:
    """Ana picks a path from the menu; gives its first screen."""
    await close_all(world, "UANA")
    ana = world.person("UANA")
    await ana.command("")
    sent = await ana.submit(await ana.form("check_in_menu"), topic=f"path:{path}")
    return dict(sent["view"])


def asked(form: Json) -> Json | None:
    """The block with the question of this screen."""
    return next((block for block in form["blocks"] if block["type"] == "input"), None)


def good(block: Json) -> str:
    """An answer that is on offer."""
    element = block["element"]
    return str(element["options"][0]["value"]) if "options" in element else GOOD[element["type"]]


async def finish(world: World, form: Json) -> bool:
    """Keep it, so that the next test begins anew; says whether that went well."""
    sent = await world.person("UANA").submit(form, audience="only_me")
    await world.settle()
    return bool(sent["closed"])


async def send(world: World, form: Json, block: Json, value: Any) -> Json:
    """Send a screen with this value, whatever the form would say."""
    values = {block["block_id"]: {"given": value}}
    return await world.post("submit", user="UANA", view_id=form["id"], values=values, forge=True)


@pytest.mark.parametrize(
    "path", [key for key, each in LIBRARY.paths.items() if each.in_menu and each.kept and not each.for_coaches]
)
async def test_an_answer_that_was_not_on_offer_is_refused_at_its_field(world: World, path: str) -> None:
    """Screen by screen: the sentence stands at the question, nothing is written, and the path goes on after."""
    form, tried = await begin(world, path), 0
    while form["callback_id"] == "reflection_step":
        block = asked(form)
        for value in NOT_ON_OFFER[block["element"]["type"]] if block else []:
            before = kept(world)
            sent = await send(world, form, block, value)
            said = sent["errors"].get(block["block_id"]) or marked_at(sent["view"] or form, block["block_id"])
            assert said, (block["element"]["type"], value[:20])
            assert OURS not in said
            assert before == kept(world)
            tried += 1
        form = (await send(world, form, block, good(block)) if block else await world.person("UANA").submit(form))[
            "view"
        ]

    assert tried > 2
    assert await finish(world, form)


FAR_AND_NEAR = ["9999-12-31", "0001-01-01", "2026-11-02", "2027-11-02", "2026-W45-1", "20261106"]


@pytest.mark.parametrize("day", FAR_AND_NEAR)
async def test_any_day_that_exists_ends_in_a_check_in_or_a_sentence(world: World, day: str) -> None:
    """The calendar offers every day there is: the first and the last are no mistake of ours."""
    form = await begin(world, "if-then")
    while form["callback_id"] == "reflection_step":
        block = asked(form)
        assert block is not None
        wanted = [day, good(block)] if block["element"]["type"] == "datepicker" else [good(block)]
        for value in wanted:
            sent = await send(world, form, block, value)
            assert OURS not in str(sent["errors"])
            if not sent["errors"]:
                break
        form = sent["view"]

    assert await finish(world, form)


@pytest.mark.parametrize(
    "words", ["\ud800 half a sign", "\x00 nothing", "\u202eback to front", "&amp; <!channel> *b*", "🙂" * 300]
)
async def test_any_words_can_be_kept_and_read_again(world: World, words: str) -> None:
    """Odd signs are no mistake of ours: what was kept is what its author reads."""
    form = await begin(world, "debrief")
    block = asked(form)
    assert block is not None
    sent = await send(world, form, block, words)
    while sent["view"]["callback_id"] == "reflection_step":
        sent = await world.person("UANA").submit(sent["view"])
    assert await finish(world, sent["view"])
    await close_all(world, "UANA")

    await world.person("UANA").press("checkin_edit")
    shown = await world.person("UANA").form("checkin_edit_form")

    assert words.replace("\ud800", "?").replace("\x00", "?").strip() == shown["blocks"][0]["element"]["initial_value"]
