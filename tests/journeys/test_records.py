"""One's own records: a copy of everything, deletion of every word; and what the agency keeps, as long as it decided."""

import json

from tests import by_hand
from tests.journeys.acts import answer, clock_to, copy_of, home_buttons, keep_for, nudged, press_home, texts
from tests.world import Person, World

SAID = "I asked the aunt before I guessed."
WON = "I waited, and it helped"


async def shared_and_celebrated(world: World) -> Person:
    """Ana answers, shares it with Cora, and celebrates."""
    ana = await nudged(world)
    preview = (await answer(ana, SAID, audience="coach", success=WON))["view"]
    await ana.submit(preview, words=WON)
    await world.settle()
    return ana


async def test_a_copy_holds_all_that_is_ones_own(http_world: World) -> None:
    """Words, audience, who was shown them, the small success, the agreement: as JSON and as tables."""
    ana = await shared_and_celebrated(http_world)
    await http_world.next_digest()

    found = await copy_of(ana)

    (mine,) = json.loads(found["data.json"])
    (checkin,) = mine["check_ins"]
    assert SAID in [line["words"] for line in checkin["answers"]]
    assert {"coach", "UCORA"} == {checkin["audience"], *(each["reader"] for each in checkin["read_by"])}
    assert [WON] == [each["words"] for each in mine["celebrations"]]
    assert ["yes"] == [each["said"] for each in mine["agreement"]]
    assert SAID in found["check_ins.csv"]
    assert "What is not in here" in found["README.txt"]


async def test_a_copy_holds_nobody_elses(http_world: World) -> None:
    """Ben's words are not in Ana's copy."""
    await shared_and_celebrated(http_world)
    await clock_to(http_world, "2026-11-03T10:00:00-06:00")
    ben = http_world.person("UBEN")
    await answer(ben, "Ben wrote this.", audience="coach")

    found = await copy_of(http_world.person("UANA"))

    assert "Ben wrote this." not in "".join(found.values())
    assert "UBEN" not in found["data.json"]


async def test_deleting_takes_everything_out_of_slack_too(http_world: World) -> None:
    """The post in the channel goes, the receipt says so, App Home is empty."""
    ana = await shared_and_celebrated(http_world)

    await press_home(ana, "records_delete_mine")

    assert WON not in str(await http_world.texts("CWINS"))
    home = texts(await ana.home())
    assert SAID not in home
    assert "None yet." in home


async def test_deleting_leaves_nobody_a_key(http_world: World) -> None:
    """The key that opened her words is gone from the chest, and nothing of hers can be read in any copy."""
    ana = await shared_and_celebrated(http_world)

    await press_home(ana, "records_delete_mine")

    app = http_world.app
    assert app is not None
    async with app.database.read() as session:
        assert {} == await session.info["chest"].keys_of("T0SHOULDER", ["UANA"])


async def test_those_who_left_can_copy_and_delete(http_world: World) -> None:
    """Both work after the goodbye."""
    ana = await shared_and_celebrated(http_world)
    await ana.command("leave")
    await ana.told("You have left.")

    found = await copy_of(ana)
    await press_home(ana, "records_delete_mine")

    assert SAID in found["data.json"]
    assert SAID not in texts(await ana.home())


async def test_words_go_when_their_time_is_over(http_world: World) -> None:
    """The demo's agency keeps words for a year: the day after, they are gone; a count is left, and not in the lead's log."""
    ana = await shared_and_celebrated(http_world)

    await clock_to(http_world, "2027-11-04T09:00:00-06:00")

    assert SAID not in texts(await ana.home())
    assert "purged words" in str(by_hand.read(http_world.settings, "SELECT deed FROM audit"))
    assert "purged words" not in await how_it_is_used(http_world.person("ULEE"))


async def how_it_is_used(lead: Person) -> str:
    """The lead's log."""
    await press_home(lead, "records_log")
    return texts(await lead.form())


async def test_the_lead_sees_who_asked_and_who_was_shown_and_no_words(http_world: World) -> None:
    """Names, days and counts; not one answer, not one topic."""
    await shared_and_celebrated(http_world)
    await http_world.person("USAM").command("@ana kin")
    await http_world.person("USAM").submit(await http_world.person("USAM").form("request_preview"))
    await http_world.next_digest()

    found = await how_it_is_used(http_world.person("ULEE"))

    assert "<@USAM> asked <@UANA>: once" in found
    assert "<@UCORA> was shown words of <@UANA>, digest" in found
    assert SAID not in found
    assert "kin" not in found.lower().replace("asking", "")


async def test_the_log_is_for_the_lead_alone(http_world: World) -> None:
    """Cora has no such button, and a forged press tells her nothing."""
    cora = http_world.person("UCORA")

    assert "records_log" not in home_buttons(await cora.home())


async def test_a_reader_sees_their_own_readings(http_world: World) -> None:
    """Cora sees what she was shown, and the same stands on Ana's side."""
    await shared_and_celebrated(http_world)
    await http_world.next_digest()
    cora = http_world.person("UCORA")

    await press_home(cora, "records_my_readings")

    assert "You were shown words of <@UANA>, digest" in texts(await cora.form())


async def test_what_has_had_its_time_goes_out_of_slack(http_world: World) -> None:
    """The post in the channel and the line in Cora's digest go with the words; the day after, the rows are gone too."""
    await shared_and_celebrated(http_world)
    await http_world.next_digest()
    posted = [str(await http_world.messages(each)) for each in ("CWINS", "UCORA")]
    await keep_for(http_world, keep_words=30, keep_celebrations=30)

    await clock_to(http_world, "2026-12-12T09:00:00-06:00")
    left = [str(await http_world.messages(each)) for each in ("CWINS", "UCORA")]
    await clock_to(http_world, "2026-12-14T09:00:00-06:00")

    assert (WON in posted[0], SAID in posted[1]) == (True, True)
    assert (WON in left[0], SAID in left[1]) == (False, False)
    assert 0 == by_hand.count(http_world.settings, "celebrations")
