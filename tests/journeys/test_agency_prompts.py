"""An agency with prompts of its own: what people see of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests import by_hand
from tests.journeys.acts import answer, answer_to, ask, clock_to, nudged, texts, with_button
from tests.world import World, in_one_process

FAIR = """
[topic]
key = "antiracist"
title = "Fair practice"
short = "Fair practice"
"""
OFF = """
[topic]
key = "kin"
in_use = false
"""


@pytest_asyncio.fixture
async def theirs(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose agency calls one topic by another name and has switched off another."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "fair.toml").write_text(FAIR, encoding="utf-8")
    (own / "kin.toml").write_text(OFF, encoding="utf-8")
    async with in_one_process(tmp_path, agency_prompts_dir=str(own)) as world:
        yield world


async def test_a_topic_has_the_agencys_name(theirs: World) -> None:
    """In the menu, and as a word after the command."""
    ana = theirs.person("UANA")

    await ana.command()
    shown = str(await ana.form("check_in_menu"))
    await ana.command("fair practice")

    assert ("Fair practice" in shown, "Anti-racist" in shown) == (True, False)
    assert "Step 1" in str(await ana.form("reflection_step"))


async def test_a_topic_that_is_off_is_nowhere_to_be_picked(theirs: World) -> None:
    """Neither it nor its path is in the menu, and its word is none."""
    ana = theirs.person("UANA")

    await ana.command()
    shown = str(await ana.form("check_in_menu"))
    await ana.command("kin")

    assert ("kin" in texts(await ana.form("check_in_menu")).lower(), "topic:kin" in shown) == (False, False)
    assert "kin" in await ana.told()


async def test_a_topic_that_the_agency_took_out_breaks_nothing(http_world: World) -> None:
    """Sam had asked on a topic of theirs that is gone now: the question comes, it can be closed, and Sam still reads its name."""
    ana, sam = http_world.person("UANA"), http_world.person("USAM")
    await ask(sam, "@ana kin")
    by_hand.write(http_world.settings, "UPDATE nudges SET topic = 'grief' WHERE asked_by = 'USAM'")

    await clock_to(http_world, "2026-11-02T12:00:00-06:00")
    (asked,) = [each for each in await with_button(ana, "nudge_reflect") if "USAM" in texts(each)]
    await ana.press("nudge_not_today", asked)
    await http_world.settle()

    assert "<@UANA>, grief: not yet" in await answer_to(sam, "status")
    assert "<@UANA> · grief · not yet" in texts(await sam.home())
    assert [] == [each for each in await with_button(ana, "nudge_not_today") if "USAM" in texts(each)]


async def test_what_was_shared_on_it_has_its_name_still(http_world: World) -> None:
    """Ana shared something on that topic: the coming digest says so to Cora, and not that nothing was shared."""
    ana, cora = await nudged(http_world), http_world.person("UCORA")
    await answer(ana, "I asked first.", audience="coach")
    by_hand.write(http_world.settings, "UPDATE checkins SET topic = 'grief'")

    await cora.command("digest")
    shown = await cora.told("Your coaching digest")

    assert "Shared with you: grief." in shown
