"""From an empty workspace to the first question: set up, enroll, say yes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import by_hand
from tests.journeys.acts import answer, answer_to, ask, clock_to, nudged, texts, with_button
from tests.world import Json, Person, World, in_one_process

LINES = {
    "hotline": "State hotline, 555 0100",
    "on_call": "On-call line, 555 0101",
    "helpline": "Staff help, 555 0102",
    "privacy_contact": "Privacy office, 555 0103",
    "keep_words": "365",
    "keep_facts": "730",
    "keep_celebrations": "365",
    "keep_deliveries": "90",
    "keep_audit": "1095",
}


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[World]:
    """A workspace where nobody has set anything up."""
    async with in_one_process(tmp_path, seeded=False) as made:
        yield made


async def set_up(lead: Person) -> Json:
    """Type `setup`, fill the form in, and save."""
    await lead.command("setup")
    return await lead.submit(await lead.form("setup_form"), **LINES)


async def enroll(by: Person, caseworkers: list[str], coach: str = "UCORA", **changed: object) -> Json:
    """Type `enroll`, pick the people, and invite."""
    await by.command("enroll")
    given = {"caseworkers": caseworkers, "coach": coach, "supervisor": "USAM", "channel": "CWINS", **changed}
    sent = await by.submit(await by.form("enroll_form"), **given)
    await by.world.settle()
    return sent


async def test_the_first_lead_is_met_in_spanish(empty: World) -> None:
    """Lee's Slack is in Spanish: so is the form, what is refused in it, the answer, and App Home from then on."""
    await empty.post("people", id="ULEE", locale="es-MX")
    lee = empty.person("ULEE")

    await lee.command("setup")
    form = await lee.form("setup_form")
    refused = await lee.submit(form, **LINES | {"hotline": "the usual one"})
    saved = await lee.submit(form, **LINES)
    await empty.settle()

    assert "Línea para reportar maltrato infantil" in texts(form)
    assert "escriba un número" in str(refused["errors"])
    assert "El programa está listo" in texts(saved["view"])
    assert "Soy un programa, no una persona." in texts(await lee.home())


async def test_from_nothing_to_the_first_question(empty: World) -> None:
    """Lee sets up and enrolls Ana; Ana says yes; the clock brings her first question in the hours she picked."""
    lee, ana = empty.person("ULEE"), empty.person("UANA")

    await set_up(lee)
    await enroll(lee, ["UANA"])
    await ana.press("agreement_read")
    await ana.submit(await ana.form("agreement_form"), days=["1"], opens="09:00", closes="11:00")
    await clock_to(empty, "2026-11-03T09:01:00-06:00")

    assert 1 == len(await with_button(ana, "nudge_reflect"))


async def test_before_the_setup_everybody_is_told_where_to_begin(empty: World) -> None:
    """Help names `setup`, App Home has its button, and enrolling says what is missing."""
    lee = empty.person("ULEE")

    assert "`/coach-checkin setup`" in await answer_to(lee, "help")
    assert "Set up the program" in texts(await lee.home())
    assert "This program is not set up yet. Its lead can type `/coach-checkin setup`." == await answer_to(lee, "enroll")


async def test_only_its_lead_changes_the_program(empty: World) -> None:
    """Whoever set it up leads it; somebody else is told who that is."""
    await set_up(empty.person("ULEE"))

    assert "<@ULEE> leads this program and can set it up." == await answer_to(empty.person("UCORA"), "setup")


async def test_the_form_opens_with_what_stands(empty: World) -> None:
    """Lee changes one line and the others are there still."""
    lee = empty.person("ULEE")
    await set_up(lee)

    await lee.command("setup")
    form = await lee.form("setup_form")

    assert "State hotline, 555 0100" in texts(form)


async def test_as_many_closing_days_as_are_taken_can_be_saved_again(http_world: World) -> None:
    """Lee lists 195 days. Weeks later another number is saved with the form as it opens, with all of them in it."""
    lee = http_world.person("ULEE")
    many = "Jan 4 to Feb 28, Mar 1 to Apr 20, May 1 to Jun 20, Jul 1 to Aug 6"
    await lee.command("setup")
    await lee.submit(await lee.form("setup_form"), **LINES | {"closed_days": many})

    await lee.command("setup")
    sent = await lee.submit(await lee.form("setup_form"), hotline="State hotline, 555 0199")

    assert {} == sent["errors"]


async def test_a_small_program_has_no_numbers(http_world: World) -> None:
    """Its lead reads when they begin, and why, and no number of people."""
    await clock_to(http_world, "2026-12-01T10:00:00-06:00")

    home = texts(await http_world.person("ULEE").home())

    assert "November in numbers" in home
    assert "Numbers start when 10 people are enrolled" in home
    assert "or more" not in home


async def test_a_missing_line_is_said_at_its_field(empty: World) -> None:
    """Blanks are no number: the sentence stands at that line."""
    lee = empty.person("ULEE")

    await lee.command("setup")
    sent = await lee.submit(await lee.form("setup_form"), **(LINES | {"on_call": "   "}))

    assert {"on_call": "Please fill this in."} == sent["errors"]


NO_NUMBER = "Please write a number that people can call, like 555 0100."
NO_LINES = [
    ("hotline", "\u200b", "Please fill this in."),
    ("on_call", "x", NO_NUMBER),
    ("hotline", "ask your supervisor", NO_NUMBER),
    ("helpline", "\u200d\ufeff", "Please fill this in."),
]


@pytest.mark.parametrize(("block", "typed", "sentence"), NO_LINES)
async def test_a_line_that_nobody_can_call_is_refused(empty: World, block: str, typed: str, sentence: str) -> None:
    """Signs that nobody sees, and words without a number: said at that field, and nothing is set up."""
    lee = empty.person("ULEE")

    await lee.command("setup")
    sent = await lee.submit(await lee.form("setup_form"), **(LINES | {block: typed}))

    assert {block: sentence} == sent["errors"]
    assert "Set up the program" in texts(await lee.home())


async def test_a_coach_enrolls_their_own_people(http_world: World) -> None:
    """Cora, who coaches here, invites Pat for herself."""
    pat = http_world.person("UPAT")

    await enroll(http_world.person("UCORA"), ["UPAT"])

    assert 1 == len(await with_button(pat, "agreement_read"))
    assert "<@UCORA> invited you" in texts(await pat.latest_with("agreement_read"))


async def test_a_coach_cannot_enroll_for_another_coach(http_world: World) -> None:
    """Only the lead, or the one who will coach them."""
    sent = await enroll(http_world.person("UCORA"), ["UPAT"], coach="USAM")

    assert ["coach"] == list(sent["errors"])
    assert "Only the program lead" in sent["errors"]["coach"]


async def test_nobody_is_enrolled_when_one_of_them_cannot_be(http_world: World) -> None:
    """Somebody who has left the workspace is named, and nobody on the form is invited."""
    await http_world.post("people", id="UPAT", deleted=True)
    await http_world.post("people", id="UKIM", real_name="Kim Roe")

    sent = await enroll(http_world.person("ULEE"), ["UKIM", "UPAT"])

    assert "Pat Dunn cannot be part of the program: only people of this workspace can." in str(sent["errors"])
    assert [] == await with_button(http_world.person("UKIM"), "agreement_read")


async def test_fifty_people_are_invited_before_slacks_patience_ends(http_world: World) -> None:
    """Slack takes a tenth of a second to say who each of them is, and three seconds is all that it gives a form."""
    lee, many = http_world.person("ULEE"), [f"UNEW{number:02}" for number in range(50)]
    for each in many:
        await http_world.post("people", id=each, real_name="Kim Roe")
    await http_world.post("faults", method="users.info", kind="slow", seconds=0.1, times=len(many) + 2)
    await lee.command("enroll")
    form = await lee.form("enroll_form")

    sent = await lee.submit(form, caseworkers=many, coach="UCORA", supervisor="USAM", channel="CWINS")

    assert "Whoever is not in yet has an invitation now." in texts(sent["view"])
    assert len(many) == by_hand.count(http_world.settings, "enrollments") - 3


async def test_the_zone_is_the_persons_own(http_world: World) -> None:
    """Kim is in Los Angeles: her hours are hers."""
    await http_world.post("people", id="UKIM", real_name="Kim Roe", tz="America/Los_Angeles")
    kim = http_world.person("UKIM")
    await enroll(http_world.person("ULEE"), ["UKIM"], days=["1"])

    await kim.press("agreement_read")
    await kim.submit(await kim.form("agreement_form"))
    await clock_to(http_world, "2026-11-03T09:29:00-08:00")
    before = await with_button(kim, "nudge_reflect")
    await clock_to(http_world, "2026-11-03T09:31:00-08:00")

    assert [] == before
    assert 1 == len(await with_button(kim, "nudge_reflect"))


async def test_no_other_coach_can_tell_that_somebody_left(http_world: World) -> None:
    """Sam coaches too, and tries to take Ana over: he reads the same, whether she is here or gone, and gets her not."""
    ana, sam = http_world.person("UANA"), http_world.person("USAM")
    await enroll(http_world.person("ULEE"), ["UPAT"], coach="USAM", supervisor="ULEE")
    here = (await enroll(sam, ["UANA"], coach="USAM", supervisor="UCORA"))["errors"]
    await http_world.post("close", user="USAM", view_id=(await sam.form())["id"])
    await answer_to(ana, "leave")

    gone = (await enroll(sam, ["UANA"], coach="USAM", supervisor="UCORA"))["errors"]

    assert "already has a coach" in str(here)
    assert here == gone
    assert [] == await with_button(ana, "agreement_read")


async def test_whoever_left_can_be_invited_anew(http_world: World) -> None:
    """Ana leaves, Lee invites her again, and nothing comes before a new yes."""
    ana = http_world.person("UANA")
    await answer_to(ana, "leave")
    await http_world.post("clock", advance_seconds=5)

    await enroll(http_world.person("ULEE"), ["UANA"])
    await clock_to(http_world, "2026-11-04T09:31:00-06:00")

    assert 1 == len(await with_button(ana, "agreement_read"))
    assert [] == await with_button(ana, "nudge_reflect")


async def kim_whose_coach_supervises(world: World) -> Person:
    """Kim, with her first question; Cora is both to her."""
    kim = world.person("UKIM")
    await world.post("people", id="UKIM", real_name="Kim Roe", tz="America/Chicago")
    await enroll(world.person("ULEE"), ["UKIM"], supervisor="UCORA")
    await kim.press("agreement_read")
    await kim.submit(await kim.form("agreement_form"), days=["1"])
    await clock_to(world, "2026-11-03T09:31:00-06:00")
    return kim


async def test_a_receipt_says_that_the_coach_supervises(http_world: World) -> None:
    """And so does App Home, where the answer is listed."""
    kim = await kim_whose_coach_supervises(http_world)

    await answer(kim, "I asked first.", "coach")

    said = "You and <@UCORA>, your coach and your supervisor, can read this."
    assert said in texts(await kim.latest_with("checkin_edit"))
    assert said in texts(await kim.home())


async def test_a_receipt_for_her_alone_says_it_too(http_world: World) -> None:
    """Kim kept it to herself: she reads that her coach, who also supervises her, cannot read it."""
    kim = await kim_whose_coach_supervises(http_world)

    await answer(kim, "I asked first.")

    said = "Only you can read this. Your coach is your supervisor too, and cannot."
    assert said in texts(await kim.latest_with("checkin_edit"))
    assert said in texts(await kim.home())


async def test_a_question_that_was_asked_for_says_it_too(http_world: World) -> None:
    """Cora asks, as coach or as supervisor: Kim reads that she is both."""
    kim = await kim_whose_coach_supervises(http_world)

    await ask(http_world.person("UCORA"), "@kim kin")
    await clock_to(http_world, "2026-11-10T09:31:00-06:00")

    asked = [each for each in await with_button(kim, "nudge_reflect") if "asked me" in texts(each)]
    assert [True] == ["<@UCORA> is your coach and your supervisor." in texts(each) for each in asked]


async def test_a_coach_who_supervises_is_said(http_world: World) -> None:
    """Kim's coach is her supervisor too: each question says so, and her answers start at only me."""
    kim = await kim_whose_coach_supervises(http_world)

    question = await kim.latest_with("nudge_reflect")
    await kim.press("nudge_reflect")
    step = texts(await kim.form("reflection_step"))
    sharing = await kim.walk("I asked first.")
    element = next(block["element"] for block in sharing["blocks"] if block.get("block_id") == "audience")

    assert "<@UCORA> is your coach and your supervisor." in texts(question)
    assert "<@UCORA> is your coach and your supervisor." in step
    assert "only_me" == element["initial_option"]["value"]
    assert "<@UCORA>, my coach and my supervisor" in texts(sharing)


async def test_whoever_is_invited_anew_keeps_what_they_gave(http_world: World) -> None:
    """Ana shared words and left. Invited again, she still sees them, and who can read them, before any yes."""
    ana = await nudged(http_world)
    await answer(ana, "I asked first.", "coach")
    await answer_to(ana, "leave")
    await http_world.post("clock", advance_seconds=5)

    await enroll(http_world.person("ULEE"), ["UANA"])
    home = await ana.home()

    assert "You are invited" in texts(home)
    assert "I asked first." in texts(home)
    assert "checkin_withdraw" in str(home)


async def test_an_invitation_names_the_coach_of_today(http_world: World) -> None:
    """Dee is given another coach before she said yes: the invitation that stands in her messages names that one."""
    await enroll(http_world.person("ULEE"), ["UDEE"], coach="USAM", supervisor="UCORA")
    await http_world.settle()

    assert "with <@USAM> as your coach" in str(await http_world.person("UDEE").inbox())


async def test_nobody_is_said_to_be_invited_who_is_in(http_world: World) -> None:
    """Lee gives Ana another coach with the same form: it promises no invitation to her, and none comes."""
    sent = await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")
    await http_world.settle()

    assert "Whoever is not in yet has an invitation now." in texts(sent["view"])
    assert [] == await with_button(http_world.person("UANA"), "agreement_read")
