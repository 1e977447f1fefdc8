"""Where the app's job ends: it stops for the day, says who can help, and tells nobody, unless the caseworker picks a person."""

from tests.journeys.acts import answer, answer_to, ask, clock_to, nudged, texts, with_button
from tests.journeys.test_rephrase import typed
from tests.world import Json, Person, World

HURTING = "Some days I want to die"
HARM = "I saw bruises on his arms today"
DECIDE = "Should I remove the kids?"
EVERYBODY_ELSE = ("UBEN", "UCORA", "USAM", "ULEE", "UDEE", "UPAT", "CWINS")


async def wrote(world: World, said: str) -> tuple[Person, Json]:
    """Ana writes this into her answer; gives the window she sees then."""
    ana = await nudged(world)
    await ana.press("nudge_reflect")
    sent = await typed(ana, said)
    return ana, sent["view"]


async def test_distress_meets_people_who_can_help(http_world: World) -> None:
    """988, 911 and the agency's own line, for her or for somebody else; the flow stops there."""
    _, window = await wrote(http_world, HURTING)

    said = texts(window)
    assert "Call or text 988" in said
    assert "Prairie staff helpline, 555 0102 (pretend)" in said
    assert "for you, or for someone else" in said
    assert "boundary_person" == window["callback_id"]


async def test_a_report_meets_the_hotline(http_world: World) -> None:
    """The agency's own number, and that telling the app is no report."""
    _, window = await wrote(http_world, HARM)

    assert "Prairie child abuse hotline, 555 0100 (pretend)" in texts(window)
    assert "Telling me does not count as a report." in texts(window)


async def test_a_case_decision_meets_the_on_call_line(http_world: World) -> None:
    """The app decides nothing."""
    _, window = await wrote(http_world, DECIDE)

    assert "I cannot help decide a case" in texts(window)
    assert "On-call supervisor, 555 0101 (pretend)" in texts(window)


async def test_nothing_more_is_sent_that_day(http_world: World) -> None:
    """Sam asks an hour later: his question waits for her next day."""
    ana, _ = await wrote(http_world, HURTING)
    before = len(await with_button(ana, "nudge_reflect"))

    await ask(http_world.person("USAM"), "@ana kin")
    await clock_to(http_world, "2026-11-02T23:00:00-06:00")
    that_day = len(await with_button(ana, "nudge_reflect"))
    await clock_to(http_world, "2026-11-04T10:00:00-06:00")

    assert before == that_day
    assert before < len(await with_button(ana, "nudge_reflect"))


async def test_nobody_is_told(http_world: World) -> None:
    """Not one message to anybody else, and no other byte on their screens."""
    ana = await nudged(http_world)
    before = {each: await http_world.messages(each) for each in EVERYBODY_ELSE}

    await ana.press("nudge_reflect")
    await typed(ana, HURTING)
    await http_world.settle()

    assert before == {each: await http_world.messages(each) for each in EVERYBODY_ELSE}


async def test_the_person_she_picks_hears_one_line_and_nothing_else(http_world: World) -> None:
    """Content-free, and once."""
    ana, window = await wrote(http_world, HURTING)

    await ana.submit(window, person="UCORA")
    await http_world.settle()

    (line,) = [each["text"] for each in await http_world.messages("UCORA") if "talk with you" in each["text"]]
    assert "<@UANA> would like to talk with you when you can. That is all I was asked to say." == line


async def test_what_she_wrote_is_not_lost(http_world: World) -> None:
    """It waits for her alone, in the draft; she sees it again before she goes on, so that it is shared by no oversight."""
    ana, _ = await wrote(http_world, DECIDE)

    await ana.press("nudge_reflect")
    form = await ana.form("reflection_step")

    assert 1 == http_world.row_counts()["answers"]
    assert "Step 1 of 2" == form["title"]["text"]
    assert DECIDE in str(form["blocks"])


async def test_the_same_words_are_not_stopped_twice(http_world: World) -> None:
    """A false alarm costs one look: left as they are, they lead on."""
    ana, _ = await wrote(http_world, DECIDE)
    await ana.press("nudge_reflect")
    await ana.form("reflection_step")

    sent = await typed(ana, DECIDE)

    assert "Step 2 of 2" == sent["view"]["title"]["text"]


async def test_words_for_the_channel_are_not_kept(http_world: World) -> None:
    """A small success that speaks of harm is never drafted."""
    ana = await nudged(http_world)
    await answer(ana, "I listened.")

    await ana.press("checkin_celebrate")
    sent = await ana.submit(await ana.form("celebration_words"), words=HARM)

    assert "Telling me does not count as a report." in texts(sent["view"])
    assert 0 == http_world.row_counts()["celebrations"]


async def test_a_reply_in_the_chat_meets_it_too(http_world: World) -> None:
    """The text comes at once, and the reply is kept for her alone."""
    ana = await nudged(http_world)

    await http_world.post("message", user="UANA", channel="DANA", text=HURTING)

    assert "Call or text 988" in await ana.told("988")


async def test_whoever_types_it_to_the_command_is_heard(http_world: World) -> None:
    """Also somebody who is in no program."""
    assert "Call or text 988" in await answer_to(http_world.person("UPAT"), "I want to die")
