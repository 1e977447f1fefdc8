"""A coach channel is archived, private, gone, or not for the app: its coach reads how to mend it, and the small success waits."""

from typing import Any

import pytest

from bot.sandbox.run import CHICAGO, LEAD, PLACES, WORKSPACE
from bot.services import enrollments
from bot.services.enrollments import Place
from tests import by_hand
from tests.faults.ledger import states
from tests.faults.owing import celebration
from tests.journeys.acts import with_button
from tests.journeys.test_setting_up import enroll
from tests.world import World

CLOSED: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "archived": ({"is_archived": True}, {"is_archived": False}, "That channel is archived."),
    "not a member": ({"is_member": False}, {"is_member": True}, "I am not in that channel."),
    "private": ({"is_private": True, "is_member": False}, {"is_member": True}, "or I am not in it."),
    "shared": ({"is_ext_shared": True}, {"is_ext_shared": False}, "People from another organization are in it now."),
    "not allowed": (
        {"is_restricted": True},
        {"is_restricted": False, "name": "wins"},
        "Only some people may post there.",
    ),
}


async def change(world: World, **changed: Any) -> None:
    """Something becomes of the coach channel, and the app has heard of it."""
    await world.post("channels", id="CWINS", **changed)
    await world.settle()
    await world.settle()


async def told(world: World, person: str) -> list[str]:
    """What somebody was told of the channel."""
    return [text for text in await world.texts(person) if "<#CWINS>" in text and "cannot post in" in text]


@pytest.mark.parametrize("way", CLOSED)
async def test_what_stands_in_the_way_is_told_once_and_mended(http_world: World, way: str) -> None:
    """Cora reads it once, with the mend; Ana, that hers is kept; two are posted after the mend, each once, and no one before."""
    closing, mending, mend = CLOSED[way]
    await change(http_world, **closing)
    for owner in ("UANA", "UBEN"):
        await celebration(http_world, owner)
    before = await http_world.texts("CWINS")
    ana = [text for text in await http_world.texts("UANA") if text.startswith("I could not post")]

    await change(http_world, **mending)

    cora = await told(http_world, "UCORA")
    assert [mend in text for text in cora] == [True]
    assert ["UANA", "UBEN"] == [who for who in ("UANA", "UBEN") if who not in cora[0]]
    assert [] == before
    assert [("It is kept" in text, mend in text) for text in ana] == [(True, True)]
    assert 2 == len([text for text in await http_world.texts("CWINS") if "small success" in text])
    assert [] == await told(http_world, "ULEE")


async def test_what_is_kept_for_somebody_who_left_stays_where_it_is(http_world: World) -> None:
    """Ana's small success waits for an archived channel, and she leaves: it is opened again, and nothing of hers comes."""
    await change(http_world, is_archived=True)
    await celebration(http_world, "UANA")
    await http_world.person("UANA").command("leave")
    await http_world.person("UANA").told("You have left.")
    await change(http_world, is_archived=False)

    assert [] == [text for text in await http_world.texts("CWINS") if "small success" in text]


@pytest.mark.parametrize(("channel", "come"), [("CWINS", 1), ("CNEW", 0)])
async def test_what_is_kept_for_somebody_who_left_waits_for_another_yes(
    http_world: World, channel: str, come: int
) -> None:
    """Ana is invited again, and the channel is opened: hers comes after her yes, unless another one was named to her meanwhile."""
    ana = http_world.person("UANA")
    await change(http_world, is_archived=True)
    await celebration(http_world)
    await ana.command("leave")
    await ana.told("You have left.")
    await enroll(http_world.person("ULEE"), ["UANA"], channel=channel)
    await change(http_world, is_archived=False)
    before = await http_world.texts("CWINS")

    await ana.press("agreement_read")
    await ana.submit(await ana.form("agreement_form"))
    await change(http_world, name="wins")

    assert (0, come) == (len(before), len(await http_world.texts("CWINS")))


CANNOT_BE_REACHED = {way: CLOSED[way] for way in ("archived", "private")}


@pytest.mark.parametrize("way", CANNOT_BE_REACHED)
async def test_what_is_changed_while_a_channel_is_closed_is_changed_there_after_the_mend(
    http_world: World, way: str
) -> None:
    """Ana's small success stands there; she finds other words, which Slack does not take just then."""
    closing, mending, _ = CANNOT_BE_REACHED[way]
    ana = http_world.person("UANA")
    await celebration(http_world)
    await change(http_world, **closing)
    await ana.press("celebration_change", (await with_button(ana, "celebration_change"))[-1])
    await ana.submit(await ana.form("celebration_preview"), words="I waited before I guessed")
    await http_world.settle()
    before = await http_world.texts("CWINS")

    await change(http_world, **mending)

    assert ["I asked before I guessed" in text for text in before] == [True]
    assert ["I waited before I guessed" in text for text in await http_world.texts("CWINS")] == [True]


async def test_what_is_taken_back_while_a_channel_is_closed_goes_after_the_mend(http_world: World) -> None:
    """The app is put out of a private channel: Ana reads once that hers still stands there, and it goes when the app is let in."""
    closing, mending, _ = CLOSED["private"]
    ana = http_world.person("UANA")
    await celebration(http_world)
    await change(http_world, **closing)
    await ana.press("celebration_withdraw")
    await http_world.settle()
    for _ in range(3):
        await http_world.post("clock", advance_seconds=86_400)
    before = await http_world.texts("CWINS")

    await change(http_world, **mending)

    assert 1 == len([text for text in await http_world.texts("UANA") if text.startswith("I could not take")])
    assert (1, []) == (len(before), await http_world.texts("CWINS"))


async def test_what_has_had_its_time_in_a_closed_channel_is_tried_once_a_day_and_no_more(http_world: World) -> None:
    """The small success is purged while its post cannot be taken out: nobody is left to be told, and Slack is asked once a day."""
    assert http_world.app is not None
    await celebration(http_world)
    await change(http_world, **CLOSED["private"][0])
    await http_world.person("UANA").press("celebration_withdraw")
    await http_world.settle()
    await http_world.settle()
    by_hand.write(http_world.settings, "DELETE FROM celebrations")
    before = await deletions(http_world)
    await http_world.post("clock", advance_seconds=90_000)
    await http_world.app.look_around()
    for _ in range(3):
        await http_world.post("clock", advance_seconds=60)

    assert ["failed"] == states(http_world, "removal")
    assert before + 1 == await deletions(http_world)


async def deletions(world: World) -> int:
    """How often Slack was asked to take something out."""
    return [each["kind"] for each in (await world.get("log"))["entries"]].count("chat.delete")


async def test_a_look_that_slack_does_not_answer_is_repeated(http_world: World) -> None:
    """Slack breaks down while it is asked who is in the channel: nothing is posted there, and it is once Slack answers.

    Nobody else waits for that: Ana is told meanwhile where her small success goes.
    """
    await http_world.post("faults", method="conversations.info", kind="error:internal_error", times=1)
    await celebration(http_world, "UANA")
    before = await http_world.texts("CWINS")
    meanwhile = await http_world.texts("UANA")
    await http_world.post("clock", advance_seconds=120)
    await http_world.settle()

    assert [] == before
    assert any("small success" in text for text in meanwhile)
    assert 1 == len([text for text in await http_world.texts("CWINS") if "small success" in text])


async def test_a_channel_that_is_nobodys_concerns_nobody(http_world: World) -> None:
    """#general is archived: no word of it."""
    await http_world.post("channels", id="CGENERAL", is_archived=True)
    await http_world.settle()

    assert [] == [text for who in ("UCORA", "ULEE") for text in await http_world.texts(who) if "CGENERAL" in text]


async def test_when_the_coach_has_left_the_lead_is_told(http_world: World) -> None:
    """Cora's account is closed, and then the channel is deleted."""
    await http_world.post("people", id="UCORA", deleted=True)
    await change(http_world, deleted=True)

    assert ["I cannot find that channel" in text for text in await told(http_world, "ULEE")] == [True]


async def test_another_channel_takes_a_new_yes(http_world: World) -> None:
    """The channel stays archived and Lee picks another: Ana's is a draft again, goes nowhere by itself, and she posts it there."""
    ana = http_world.person("UANA")
    await change(http_world, is_archived=True)
    await celebration(http_world)
    await http_world.post("channels", id="CNEW", name="wins", members=["UANA", "UCORA", "UBOT"])
    await enroll(http_world.person("ULEE"), ["UANA"], channel="CNEW")
    await http_world.settle()
    before = await http_world.texts("CNEW")

    await ana.press("celebration_change", (await with_button(ana, "celebration_change"))[-1])
    await ana.submit(await ana.form("celebration_preview"), words="I asked before I guessed")
    await http_world.settle()

    assert any("Your coach channel is <#CNEW> now." in text for text in await http_world.texts("UANA"))
    assert [] == before
    assert 1 == len([text for text in await http_world.texts("CNEW") if "small success" in text])
    assert any("goes to <#CNEW>" in text for text in await http_world.texts("UANA"))


async def test_who_has_left_is_told_of_no_other_channel(http_world: World) -> None:
    """Ana's waits for an archived channel when she leaves; a roster names another one for her, and no word of it comes."""
    assert http_world.app is not None
    ana = http_world.person("UANA")
    await change(http_world, is_archived=True)
    await celebration(http_world)
    await ana.command("leave")
    await ana.told("You have left.")
    place = Place(PLACES[0].roles, "CNEW", PLACES[0].rhythm)
    before, by = len(await ana.inbox()), {"by": LEAD, "coach_zone": CHICAGO}

    async with http_world.app.here.begin() as session:
        await enrollments.enroll(session, WORKSPACE, place, **by, anew=False, now=http_world.app.clock())
    await http_world.settle()

    assert before == len(await ana.inbox())


async def test_what_was_taken_back_meanwhile_is_posted_nowhere(http_world: World) -> None:
    """Ana takes it back while it waits; the channel is opened, and nothing comes."""
    await change(http_world, is_archived=True)
    await celebration(http_world)
    await http_world.person("UANA").press("celebration_withdraw")
    await http_world.settle()

    await change(http_world, is_archived=False)

    assert [] == await http_world.texts("CWINS")
