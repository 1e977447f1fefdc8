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


async def test_a_success_beside_the_answer_meets_it(http_world: World) -> None:
    """Written in the form that asks who may read the answer: no draft is made, and the window says that nothing was kept."""
    ana = await nudged(http_world)

    sent = await answer(ana, "I listened.", audience="coach", success=HARM)

    assert "Telling me does not count as a report." in texts(sent["view"])
    assert "These words were not kept" in texts(sent["view"])
    assert 0 == http_world.row_counts()["celebrations"]


async def test_words_changed_in_the_preview_meet_it(http_world: World) -> None:
    """What she writes just before it is posted is looked at too: nothing reaches the channel."""
    ana = await nudged(http_world)
    preview = (await answer(ana, "I listened.", success="I waited, and it helped"))["view"]

    sent = await ana.submit(preview, words=HARM)
    await http_world.settle()

    assert "Telling me does not count as a report." in texts(sent["view"])
    assert not [each for each in await http_world.texts("CWINS") if "small success" in each]


async def test_words_written_into_a_shared_answer_are_for_her_alone(http_world: World) -> None:
    """Cora could read the answer; from the moment of these words on only Ana can, in the digest and everywhere else."""
    ana, window = await edited(http_world, HURTING)

    await http_world.next_digest()
    await http_world.person("UCORA").home()

    assert "Call or text 988" in texts(window)
    assert "kept for you alone" in texts(window)
    assert HURTING not in await http_world.person("UCORA").everything()
    assert "Only you can read this." in texts(await ana.home())
    assert HURTING in texts(await ana.home())


async def test_such_words_leave_a_digest_that_stands(http_world: World) -> None:
    """The answer stood in Cora's digest already: it is taken out, and the new words never stand there."""
    ana = await shared(http_world)
    await http_world.next_digest()

    await edit(ana, HURTING)
    await http_world.settle()

    seen = await http_world.person("UCORA").everything()
    assert HURTING not in seen
    assert "I listened." not in seen


async def test_help_comes_before_the_guard(http_world: World) -> None:
    """With a case number in it the words are not kept, and the window says so; what was shared before stays as it was."""
    ana, window = await edited(http_world, f"{HURTING}, case number is 23-JC-0147")

    assert "Call or text 988" in texts(window)
    assert "These words were not kept" in texts(window)
    assert "I listened." in texts(await ana.home())
    assert "23-JC-0147" not in texts(await ana.home())


async def test_words_that_stood_before_do_not_stop_an_edit(http_world: World) -> None:
    """She looked at them once and went on: another edit beside them is no new stop, and her coach can read on."""
    ana, _ = await edited(http_world, DECIDE)
    await ana.press("checkin_who_can_read")
    await ana.submit(await ana.form("checkin_audience"), audience="coach")

    sent = await edit(ana, DECIDE)

    assert sent.get("view") is None
    assert "your coach" in texts(await ana.home())


async def shared(world: World) -> Person:
    """Ana's answer, which Cora can read."""
    ana = await nudged(world)
    await answer(ana, "I listened.", audience="coach")
    return ana


async def edit(ana: Person, said: str) -> Json:
    """Ana writes this in the place of each of her answers; gives what came back."""
    await ana.press("checkin_edit")
    form = await ana.form("checkin_edit_form")
    blocks = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    return await ana.submit(form, **dict.fromkeys(blocks, said))


async def edited(world: World, said: str) -> tuple[Person, Json]:
    """Ana shares an answer with Cora and then writes this into it; gives the window she sees then."""
    ana = await shared(world)
    sent = await edit(ana, said)
    await world.settle()
    return ana, sent["view"]


async def test_a_reply_in_the_chat_meets_it_too(http_world: World) -> None:
    """The text comes at once, and the reply is kept for her alone."""
    ana = await nudged(http_world)

    await http_world.post("message", user="UANA", channel="DANA", text=HURTING)

    assert "Call or text 988" in await ana.told("988")


async def test_after_such_a_reply_no_message_comes_that_day(http_world: World) -> None:
    """It is kept without a message of its own: the question turns into the receipt where it stands."""
    ana = await nudged(http_world)
    before = len(await http_world.messages("UANA"))

    await http_world.post("message", user="UANA", channel="DANA", text=HURTING)
    await ana.told("988")
    await clock_to(http_world, "2026-11-02T23:00:00-06:00")

    seen = [each for each in await http_world.messages("UANA") if each["user"] != "UANA" and "988" not in each["text"]]
    assert before == len(seen)
    assert "Kept: " in seen[-1]["text"]
    assert 1 == http_world.row_counts()["answers"]


async def test_such_a_reply_without_a_question_is_answered_by_help_alone(http_world: World) -> None:
    """Not one word about there being no open question: who can help is the last thing that he reads."""
    ben = http_world.person("UBEN")

    await http_world.post("message", user="UBEN", channel="DBEN", text=HURTING)
    await http_world.settle()

    assert "988" in await ben.told("988")
    assert 1 == len([each for each in await ben.inbox() if each.get("ephemeral_for") == "UBEN"])


async def test_whoever_types_it_to_the_command_is_heard(http_world: World) -> None:
    """Also somebody who is in no program."""
    assert "Call or text 988" in await answer_to(http_world.person("UPAT"), "I want to die")
