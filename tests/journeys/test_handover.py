"""A coach leaves and somebody takes their people over: nothing that was shared goes along without a caseworker's yes."""

import pytest
from sqlalchemy import update

from bot.coaching.errors import NotFound
from bot.db.tables import CheckIn
from bot.services import handovers
from tests.journeys.acts import answer, clock_to, nudged, texts, with_button
from tests.journeys.goals_acts import suggest
from tests.journeys.test_setting_up import enroll
from tests.journeys.test_slack_says import says
from tests.world import Person, World

SHARED = "I waited, and that was amberfinch to me."


async def hand_over(lead: Person, before: str, after: str) -> str:
    """Type `handover`, pick the two, and send; gives what the window says then."""
    await lead.command("handover")
    sent = await lead.submit(await lead.form("handover_form"), before=before, after=after)
    await lead.world.settle()
    return texts(sent.get("view") or {"blocks": []}) + str(sent["errors"])


@pytest.fixture
async def left(http_world: World) -> World:
    """Ana shared words with Cora. Then Cora's account was closed."""
    await answer(await nudged(http_world), SHARED, "coach")
    await says(http_world, "UCORA", deleted=True)
    return http_world


async def test_the_lead_is_told_who_waits(left: World) -> None:
    """By name, once, with what to do; and nothing of who shared what."""
    told = [text for text in await left.texts("ULEE") if "<@UCORA>" in text]

    assert 1 == len(told)
    assert "need another coach: <@UANA>, <@UBEN>, <@UDEE>." in told[0]
    assert "`/coach-checkin handover`" in told[0]
    assert "amberfinch" not in told[0]


async def test_nothing_is_said_to_go_to_a_closed_account_on_a_day(left: World) -> None:
    """No digest comes to Cora any more, so Ana's App Home names no day for it."""
    home = texts(await left.person("UANA").home())

    assert "What goes to <@UCORA> with the next digest: one check-in." in home


async def test_a_yes_lets_the_new_coach_read_it(left: World) -> None:
    """Sam takes over; Ana is asked once, says yes, and Sam reads it; Ben, who shared nothing, is only told."""
    ana, sam = left.person("UANA"), left.person("USAM")
    said = await hand_over(left.person("ULEE"), "UCORA", "USAM")
    before = texts(await sam.home())

    await ana.press("handover_go_along")
    told = await ana.told("<@USAM> can read it now")
    await left.post("clock", to="2026-11-03T12:00:00-05:00")

    assert "<@USAM> is your coach and your supervisor." in " ".join(await left.texts("UANA"))
    assert "3 people are with <@USAM> now." in said
    assert "amberfinch" not in before
    assert "amberfinch" in texts(await sam.home())
    assert told
    assert [] == await with_button(ana, "handover_go_along")
    assert [] == await with_button(left.person("UBEN"), "handover_go_along")
    assert any("Your coach is <@USAM> now." in text for text in await left.texts("UBEN"))
    assert [] == [text for text in await left.texts("UDEE") if "Your coach is" in text]


async def test_no_answer_means_no_and_so_does_a_no(left: World) -> None:
    """Two weeks pass, then she says no: Sam sees nothing of it, the lead hears nothing, and she is asked no second time."""
    ana, sam = left.person("UANA"), left.person("USAM")
    await hand_over(left.person("ULEE"), "UCORA", "USAM")
    heard = await left.texts("ULEE")
    await left.post("clock", to="2026-11-16T12:00:00-06:00")
    silent, asked = (
        await sam.everything(),
        len([text for text in await left.texts("UANA") if "May <@USAM> read it" in text]),
    )

    await ana.press("handover_keep")
    await ana.told("It stays as it is.")
    await left.settle()

    assert "amberfinch" not in silent
    assert 1 == asked
    assert "amberfinch" not in await sam.everything()
    assert heard == await left.texts("ULEE")
    assert "amberfinch" in texts(await ana.home())


async def test_whoever_was_away_with_a_closed_account_is_asked_when_it_is_open(left: World) -> None:
    """Ana is on leave and her account is closed while Sam takes over: back, she is told and asked, once."""
    await says(left, "UANA", deleted=True)
    await hand_over(left.person("ULEE"), "UCORA", "USAM")
    await left.post("clock", to="2026-11-09T12:00:00-06:00")
    await says(left, "UANA", deleted=False)
    await left.post("clock", to="2026-11-16T12:00:00-06:00")

    assert 1 == len([text for text in await left.texts("UANA") if "May <@USAM> read it" in text])


async def test_a_yes_is_to_the_two_whom_the_question_named(left: World) -> None:
    """Before Ana answers, Sam hands over to Pat: the question about Sam is closed, and a late yes to it gives Pat nothing."""
    assert left.app is not None
    ana, lee = left.person("UANA"), left.person("ULEE")
    await hand_over(lee, "UCORA", "USAM")
    asked = await with_button(ana, "handover_go_along")
    await hand_over(lee, "USAM", "UPAT")
    await left.settle()

    with pytest.raises(NotFound):
        async with left.app.here.begin() as session:
            await handovers.pass_on(session, "T0SHOULDER", "UANA", "UCORA USAM", now=left.app.clock())

    assert asked
    assert [] == await with_button(ana, "handover_go_along")
    assert "amberfinch" not in await left.person("UPAT").everything()


async def test_what_is_about_bias_never_goes_along_in_one_go(http_world: World) -> None:
    """Ana shared a bias path with Cora herself; her yes to the new coach leaves it where it is."""
    assert http_world.app is not None
    ana = await nudged(http_world)
    await answer(ana, SHARED, "coach")
    async with http_world.app.database.begin() as session:
        await session.execute(update(CheckIn).values(strategy="bias"))
    await hand_over(http_world.person("ULEE"), "UCORA", "USAM")

    assert [] == await with_button(ana, "handover_go_along")
    assert "amberfinch" not in await http_world.person("USAM").everything()


async def test_only_the_lead_hands_people_over(http_world: World) -> None:
    """Cora cannot; and the lead cannot hand over somebody who has nobody."""
    await http_world.person("UCORA").command("handover")
    told = await http_world.person("UCORA").told("Only the program lead")

    assert told == "Only the program lead can hand people over."
    assert "this person has no people here." in (await hand_over(http_world.person("ULEE"), "UPAT", "USAM")).lower()


async def test_a_handover_that_is_undone_at_once_is_no_news(http_world: World) -> None:
    """In the evening Lee hands Cora's people to Pat by mistake, and back: nobody hears that Cora is their coach "now".

    What Ana shared in between is asked about all the same.
    """
    ana, lee = http_world.person("UANA"), http_world.person("ULEE")
    await nudged(http_world)
    await clock_to(http_world, "2026-11-02T20:00:00-06:00")
    await hand_over(lee, "UCORA", "UPAT")
    await answer(ana, SHARED, "coach")
    await hand_over(lee, "UPAT", "UCORA")
    await clock_to(http_world, "2026-11-05T12:00:00-06:00")

    assert [] == [text for text in await http_world.texts("UBEN") if "Your coach is" in text]
    assert 1 == len([text for text in await http_world.texts("UANA") if "May <@UCORA> read it" in text])


async def test_whoever_takes_over_from_their_own_coach_stays_with_them(http_world: World) -> None:
    """Cora leaves, and Ana becomes the coach of Ben and Dee: Lee reads that Ana's own place did not move, and how to move it."""
    lee = http_world.person("ULEE")

    both = [await hand_over(lee, "UCORA", "UANA") for _ in range(2)]

    assert "2 people are with <@UANA> now." in both[0]
    assert "<@UANA> stays with <@UCORA>, for nobody coaches or supervises themselves." in both[0]
    assert "stays with" in both[1]
    assert "has no people" not in both[1]


async def test_a_coach_whom_a_refused_message_shows_to_be_gone_is_told_to_the_lead(http_world: World) -> None:
    """Cora's account is closed before Slack's event comes, and word of Ana's goal for her is refused: Lee reads who waits, once.

    Ana's App Home promises no hour for a digest that nobody gets.
    """
    await http_world.post("faults", method="chat.postMessage", kind="error:user_disabled", times=1)
    before = texts(await http_world.person("UANA").home())
    await suggest(http_world.person("UANA"))
    await says(http_world, "UCORA", deleted=True)

    told = [text for text in await http_world.texts("ULEE") if "<@UCORA>" in text]
    assert 1 == len(told)
    assert "need another coach: <@UANA>, <@UBEN>, <@UDEE>." in told[0]
    assert "with the next digest, *Monday" in before
    assert "with the next digest: " in texts(await http_world.person("UANA").home())


async def test_one_person_is_no_people(http_world: World) -> None:
    """Lee supervises Ana alone and hands her over: the sentence speaks of one, and promises no word about a new coach."""
    await enroll(http_world.person("ULEE"), ["UANA"], supervisor="ULEE")

    said = await hand_over(http_world.person("ULEE"), "ULEE", "USAM")

    assert "One person is with <@USAM> now. Whoever has said yes, and has another coach now, hears it" in said
