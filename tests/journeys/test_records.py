"""One's own records: a copy of everything, deletion of every word; and what the agency keeps, as long as it decided."""

import json
import zipfile
from pathlib import Path

import pytest

from bot import office
from bot.services.exports import Officer
from tests import by_hand
from tests.journeys.acts import answer, clock_to, copy_of, home_buttons, keep_for, nudged, press_home, start, texts
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


async def test_the_page_of_a_copy_says_what_the_tables_hold(http_world: World) -> None:
    """What is in data.json alone is not promised as a table; each table is named."""
    ana = await nudged(http_world)

    found = await copy_of(ana)

    page = found.pop("README.txt").replace("\n", " ")
    tables = page.partition("as tables: ")[2].partition(".csv.")[0].replace(" and ", ", ").split(", ")
    assert {f"{name.removesuffix('.csv')}.csv" for name in tables} == set(found) - {"data.json"}
    assert "data.json holds all of it" in page
    assert {"place", "drafts", "sent_to_me", "days_away"} <= set(json.loads(found["data.json"])[0])


async def test_the_page_of_the_agencys_records_says_that_readings_have_times(http_world: World, tmp_path: Path) -> None:
    """The table has the moment of each reading, so the page does not say that there is none."""
    await shared_and_celebrated(http_world)
    await http_world.next_digest()
    await office.export(http_world.settings, tmp_path / "all.zip", person=None, officer=Officer("the records officer"))

    with zipfile.ZipFile(tmp_path / "all.zip") as opened:
        page = opened.read("README.txt").decode().replace("\n", " ")
        readings = opened.read("read_by.csv").decode("utf-8-sig")

    assert "read_at" in readings
    assert "UCORA" in readings
    assert "who was shown them and when" in page
    assert "no times of reading" not in page


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
    """The agency keeps words for thirty days: then they are gone; a count is left, and not in the lead's log."""
    ana = await shared_and_celebrated(http_world)

    await a_month_is_over(http_world)

    assert SAID not in texts(await ana.home())
    assert "purged words" in str(by_hand.read(http_world.settings, "SELECT deed FROM audit"))
    assert "purged words" not in await how_it_is_used(http_world.person("ULEE"))


async def test_a_path_whose_words_had_their_time_begins_anew(http_world: World) -> None:
    """Ana left the bias path half answered. Weeks later it begins at its first screen, and what she writes then is kept overnight."""
    ana = http_world.person("UANA")
    first = await start(ana, "path:bias")
    left = await ana.answer("Tight chest.")
    await http_world.post("close", user=ana.id, view_id=left["view"]["id"])
    await keep_for(http_world, keep_words=7)

    await clock_to(http_world, "2026-11-12T12:00:00-06:00")
    begun = await start(ana, "path:bias")
    await ana.answer("A knot in me.")
    await clock_to(http_world, "2026-11-13T12:00:00-06:00")

    assert texts(first) == texts(begun)
    assert "A knot in me." in (await copy_of(ana))["data.json"]


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
    assert "<@UCORA> was shown words of <@UANA>, in the digest" in found
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

    assert "You were shown words of <@UANA>, in the digest" in texts(await cora.form())


async def test_what_is_opened_again_on_one_day_is_one_line(http_world: World) -> None:
    """Cora opens her App Home forty times: what she was shown there stands once, and the digest before it stands too."""
    await shared_and_celebrated(http_world)
    await http_world.next_digest()
    cora = http_world.person("UCORA")
    for _ in range(40):
        await cora.home()

    await press_home(cora, "records_my_readings")

    shown = texts(await cora.form())

    assert 1 == shown.count("You were shown words of <@UANA>, in App Home")
    assert "You were shown words of <@UANA>, in the digest" in shown


async def copied_at_the_office(world: World, folder: Path, *, officer: Officer | None = None) -> str:
    """The office makes a copy of all of Ana's records at the command line, or the agency's; gives what is in it."""
    await office.export(world.settings, folder / "ana.zip", person=None if officer else "UANA", officer=officer)
    with zipfile.ZipFile(folder / "ana.zip") as opened:
        return "".join(opened.read(name).decode("utf-8-sig") for name in opened.namelist())


async def test_a_copy_that_the_office_made_is_seen_by_its_author(http_world: World, tmp_path: Path) -> None:
    """Words that Ana kept to herself were read by somebody else: her App Home says so, at the words and of the copy."""
    ana = await nudged(http_world)
    await answer(ana, SAID)

    assert SAID in await copied_at_the_office(http_world, tmp_path)
    home = texts(await ana.home())
    assert "Shown to the command line on Monday, Nov 2" in home
    assert "Your agency's office made a copy of all your records on Monday, Nov 2." in home


@pytest.mark.parametrize("given", ["private words", "nothing"])
async def test_the_lead_sees_that_the_office_made_a_copy(http_world: World, tmp_path: Path, given: str) -> None:
    """As a deed of the office's, and not as Ana's own; nothing tells whether there was anything in it."""
    ana = await nudged(http_world)
    if given == "private words":
        await answer(ana, SAID)
    await copied_at_the_office(http_world, tmp_path)

    found = await how_it_is_used(http_world.person("ULEE"))

    assert "the command line made a copy of all records of <@UANA>" in found
    assert "made a copy of all records of <@UANA>," not in found
    assert "*Who was shown what was shared*\\nNothing." in found


async def test_what_the_office_erased_is_seen_by_author_and_lead(http_world: World) -> None:
    """Somebody else deleted Ana's words: she is told in App Home, and the log says who did it, without a count."""
    ana = await nudged(http_world)
    await answer(ana, SAID)

    await office.erase(http_world.settings, "UANA")

    found = await how_it_is_used(http_world.person("ULEE"))
    assert "the command line deleted all words of <@UANA>" in found
    assert "deleted all words of <@UANA>," not in found
    assert "On Monday, Nov 2, your agency's office deleted what you wrote." in texts(await ana.home())


async def test_what_the_office_erased_leaves_an_open_app_home(http_world: World) -> None:
    """Ana has hers open and does nothing: what she wrote goes away from before her eyes, and the reason stands there."""
    ana = await shared_and_celebrated(http_world)
    assert (SAID in texts(home := await ana.home()), WON in texts(home)) == (True, True)

    await office.erase(http_world.settings, "UANA")
    await http_world.settle()

    left = texts((await ana.views())["home"])
    assert (SAID in left, WON in left) == (False, False)
    assert "On Monday, Nov 2, your agency's office deleted what you wrote." in left


async def test_what_the_office_erased_its_author_did_not_take_back(http_world: World) -> None:
    """Neither the receipt nor the note of her small success says that Ana did what the office did."""
    ana = await shared_and_celebrated(http_world)

    await office.erase(http_world.settings, "UANA")
    await http_world.settle()

    notes = [each["text"] for each in await ana.inbox()]
    assert "Your agency's office deleted this. Its words are gone from here." in notes
    assert "Your agency's office deleted what you wrote. Your small success is out of <#CWINS>." in notes
    assert not any(note.startswith("You took") for note in notes)


async def test_what_she_deleted_herself_is_hers_to_have_deleted(http_world: World) -> None:
    """Ana presses the button herself: her notes say that she took it back."""
    ana = await shared_and_celebrated(http_world)

    await press_home(ana, "records_delete_mine")

    notes = [each["text"] for each in await ana.inbox()]
    assert "You took this back. Its words are gone from here." in notes
    assert "You took your small success back from <#CWINS>." in notes


async def test_ones_own_copy_and_deletion_are_nobody_elses_business(http_world: World) -> None:
    """What Ana does with her own records stands in no log, and App Home tells her nothing of an office."""
    ana = await shared_and_celebrated(http_world)
    await copy_of(ana)
    await press_home(ana, "records_delete_mine")

    assert "<@UANA>" not in (await how_it_is_used(http_world.person("ULEE"))).partition("What was done with records")[2]
    assert "Your agency's office" not in texts(await ana.home())


OFFICER = Officer("the records officer")
WITH_PRIVATE = Officer("the records officer", with_private=True)


async def test_a_records_export_is_seen_by_lead_and_authors(http_world: World, tmp_path: Path) -> None:
    """By the name that was given, also one that begins as an id of Slack's does: in the log as one deed, and for Ana beside the
    check-in whose words it read."""
    ana = await shared_and_celebrated(http_world)

    assert SAID in await copied_at_the_office(http_world, tmp_path, officer=Officer("Will of the records office"))
    log = await how_it_is_used(http_world.person("ULEE"))
    assert ": Will of the records office exported records" in log
    assert "Shown to Will of the records office on Monday, Nov 2." in texts(await ana.home())


async def held(world: World, person: str) -> None:
    """The office places a hold on this person's records."""
    await office.hold(world.settings, person, place=True)


async def test_what_somebody_chose_for_themselves_is_in_no_records_export(http_world: World, tmp_path: Path) -> None:
    """Ana is paused: nothing in the agency's export tells; her own copy does."""
    ana = await nudged(http_world)
    before = await copied_at_the_office(http_world, tmp_path, officer=OFFICER)
    await ana.command("pause")
    await ana.told()

    after = await copied_at_the_office(http_world, tmp_path, officer=OFFICER)

    assert before == after
    assert '"standing": "paused"' in (await copy_of(ana))["data.json"]


async def test_private_words_are_in_no_records_export_without_a_hold(http_world: World, tmp_path: Path) -> None:
    """Though the officer asks for them, and though somebody else is under a hold: they are not read either."""
    ana = await nudged(http_world)
    await answer(ana, SAID)
    await held(http_world, "UBEN")

    assert SAID not in await copied_at_the_office(http_world, tmp_path, officer=WITH_PRIVATE)
    assert "Shown to" not in texts(await ana.home())


async def test_under_a_hold_private_words_are_in_the_export_that_asks_for_them(
    http_world: World, tmp_path: Path
) -> None:
    """Only in that one, and Ana sees that they were read."""
    ana = await nudged(http_world)
    await answer(ana, SAID)
    await held(http_world, "UANA")

    assert SAID not in await copied_at_the_office(http_world, tmp_path, officer=OFFICER)
    assert SAID in await copied_at_the_office(http_world, tmp_path, officer=WITH_PRIVATE)
    assert "Shown to the records officer on Monday, Nov 2." in texts(await ana.home())


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


async def a_month_is_over(world: World) -> None:
    """The agency keeps words and small successes for thirty days, and they are over."""
    await keep_for(world, keep_words=30, keep_celebrations=30)
    await clock_to(world, "2026-12-12T09:00:00-06:00")


async def test_a_purged_success_tells_its_owner_that_it_had_its_time(http_world: World) -> None:
    """Ana's own note does not say that she took it back, for she did not."""
    ana = await shared_and_celebrated(http_world)

    await a_month_is_over(http_world)

    notes = [each["text"] for each in await ana.inbox()]
    assert "Your small success has had its time and is out of <#CWINS>." in notes
    assert not any("You took your small success back" in note for note in notes)


async def test_a_success_that_its_owner_took_back_stays_hers_to_have_taken(http_world: World) -> None:
    """The purge that comes later does not change what her note says."""
    ana = await shared_and_celebrated(http_world)
    await ana.press("celebration_withdraw")

    await a_month_is_over(http_world)

    assert "You took your small success back from <#CWINS>." in [each["text"] for each in await ana.inbox()]


@pytest.mark.parametrize("who", ["UANA", "UCORA"])
async def test_purged_words_leave_an_open_app_home(http_world: World, who: str) -> None:
    """Author and reader do nothing: the words go away from before their eyes."""
    await shared_and_celebrated(http_world)
    reader = http_world.person(who)
    assert SAID in texts(await reader.home())

    await a_month_is_over(http_world)

    assert SAID not in texts((await reader.views())["home"])


async def test_a_purged_success_leaves_an_open_app_home(http_world: World) -> None:
    """Also when the words of check-ins stay longer."""
    ana = await shared_and_celebrated(http_world)
    assert WON in texts(await ana.home())
    await keep_for(http_world, keep_celebrations=30)

    await clock_to(http_world, "2026-12-12T09:00:00-06:00")

    assert WON not in texts((await ana.views())["home"])


async def test_a_purge_draws_no_app_home_that_never_held_the_words(http_world: World) -> None:
    """Cora has not opened hers: nothing is drawn there."""
    await shared_and_celebrated(http_world)

    await a_month_is_over(http_world)

    assert (await http_world.person("UCORA").views())["home"] is None
