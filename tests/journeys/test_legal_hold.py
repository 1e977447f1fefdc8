"""A legal hold beats every purge and every deletion, and the people it covers are told."""

import sqlite3

from tests.journeys.acts import clock_to, home_buttons, keep_for, press_home, texts
from tests.journeys.test_records import SAID, WON, shared_and_celebrated
from tests.world import Person, World


async def hold(lead: Person, what: str = "place", **whose: str) -> None:
    """Lee places or lifts a hold."""
    await press_home(lead, "records_holds")
    await lead.submit(await lead.form("records_hold_form"), what=what, **whose)
    await lead.world.settle()


def kept(world: World) -> tuple[int, int]:
    """How many sealed answers and sealed celebrations the database holds."""
    file = sqlite3.connect(world.settings.data_dir / "shoulder.db")
    found = [
        file.execute(f"SELECT count(*) FROM {table} WHERE words IS NOT NULL").fetchone()[0]  # noqa: S608
        for table in ("answers", "celebrations")
    ]
    file.close()
    return found[0], found[1]


async def test_what_is_taken_back_under_a_hold_is_hidden_and_kept(http_world: World) -> None:
    """Nobody can read it any more, the post is gone, and the sealed words are still there."""
    ana = await shared_and_celebrated(http_world)
    before = kept(http_world)
    await hold(http_world.person("ULEE"), whose="UANA")

    await ana.press("checkin_withdraw")
    await ana.press("celebration_withdraw")
    await http_world.settle()

    assert before == kept(http_world)
    assert SAID not in texts(await ana.home())
    assert SAID not in texts(await http_world.person("UCORA").home())
    assert WON not in str(await http_world.texts("CWINS"))


async def test_when_it_is_lifted_what_was_taken_back_is_deleted(http_world: World) -> None:
    """At once."""
    ana = await shared_and_celebrated(http_world)
    lee = http_world.person("ULEE")
    await hold(lee)
    await ana.press("checkin_withdraw")
    await ana.press("celebration_withdraw")
    await http_world.settle()

    await hold(lee, "lift")

    assert (0, 0) == kept(http_world)


async def test_a_purge_leaves_what_is_held(http_world: World) -> None:
    """When their time is over, Ana's words are there still, because a hold stands on them."""
    await shared_and_celebrated(http_world)
    before = kept(http_world)
    await hold(http_world.person("ULEE"), whose="UANA")
    await keep_for(http_world, keep_words=30, keep_celebrations=30)

    await clock_to(http_world, "2026-12-12T09:00:00-06:00")

    assert before == kept(http_world)


async def test_deleting_everything_is_refused_in_words(http_world: World) -> None:
    """She is told why, and nothing is deleted."""
    ana = await shared_and_celebrated(http_world)
    before = kept(http_world)
    await hold(http_world.person("ULEE"), whose="UANA")

    await press_home(ana, "records_delete_mine")

    assert "A legal hold is on these records." in texts(await ana.form())
    assert before == kept(http_world)


async def test_the_person_is_told_in_app_home_and_in_the_agreement(http_world: World) -> None:
    """Since when, and what it means."""
    ana = http_world.person("UANA")
    before = texts(await ana.home())
    await hold(http_world.person("ULEE"), whose="UANA")

    assert "legal hold is on your records" not in before
    assert "A legal hold is on your records since Monday, Nov 2." in texts(await ana.home())
    assert "A legal hold is on your records" not in texts(await http_world.person("UBEN").home())


async def test_an_edit_is_refused_while_it_stands(http_world: World) -> None:
    """What is held stays as it was written."""
    ana = await shared_and_celebrated(http_world)
    await hold(http_world.person("ULEE"), whose="UANA")

    await ana.press("checkin_edit")
    form = await ana.form("checkin_edit_form")
    blocks = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    sent = await ana.submit(form, **dict.fromkeys(blocks, "Something else."))

    assert "A legal hold is on these records." in str(sent["errors"])


async def test_only_the_lead_sees_the_holds(http_world: World) -> None:
    """Nobody else has the button."""
    for person in ("UANA", "UCORA", "USAM"):
        assert "records_holds" not in home_buttons(await http_world.person(person).home())


async def test_a_supervisor_is_told_in_app_home(http_world: World) -> None:
    """Sam asks and reads, and that is kept while a hold stands on him; Cora sees nothing of it."""
    await hold(http_world.person("ULEE"), whose="USAM")

    assert "A legal hold is on your records since Monday, Nov 2." in texts(await http_world.person("USAM").home())
    assert "legal hold is on your records" not in texts(await http_world.person("UCORA").home())
