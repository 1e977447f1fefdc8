"""Check-ins that a caseworker starts: the bias path and its check-back, the debrief, the if-then plan, any topic."""

from tests.journeys.acts import clock_to, offered, start, texts, with_button
from tests.slack.drawn import library
from tests.world import Json, Person, World

PLAN = "If I feel rushed, then I will ask one more question."


async def through(person: Person, form: Json, **answers: str) -> Json:
    """Walk a path, answering steps by their id and leaving the others empty. Gives the sharing form."""
    while form["callback_id"] == "reflection_step":
        asked = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
        given = {
            block: answers[name] for block in asked if (name := block.partition(":")[0].replace("-", "_")) in answers
        }
        sent = await person.submit(form, **given)
        assert not sent["errors"], sent["errors"]
        form = sent["view"]
    return form


async def bias_with_plan(ana: Person, audience: str = "only_me") -> None:
    """Ana walks the bias path, makes a plan, and wants to look back in three days."""
    sharing = await through(ana, await start(ana, "path:bias"), feel="Tight chest.", plan=PLAN, check_back="in 3 days")
    await ana.submit(sharing, audience=audience)
    await ana.world.settle()


async def test_the_bias_path_starts_at_only_me_and_says_so(http_world: World) -> None:
    """Each screen and the last question start from “only you”."""
    ana = http_world.person("UANA")

    first = await start(ana, "path:bias")
    sharing = await through(ana, first, feel="Tight chest.")
    element = next(block["element"] for block in sharing["blocks"] if block.get("block_id") == "audience")

    assert "Only you can read it, unless you share it." in texts(first)
    assert "only_me" == element["initial_option"]["value"]


async def test_the_receipt_of_a_path_of_ones_own(http_world: World) -> None:
    """What Ana started herself has a receipt in her messages, with its name and who can read it."""
    ana = http_world.person("UANA")

    await bias_with_plan(ana)

    assert "*Kept* · Notice a bias, and plan for it\\nOnly you can read this." in texts(
        await ana.latest_with("checkin_edit")
    )


async def test_app_home_names_the_path(http_world: World) -> None:
    """In App Home it goes by its own name, too."""
    ana = http_world.person("UANA")

    await bias_with_plan(ana)

    assert "*Notice a bias, and plan for it*" in texts(await ana.home())


async def test_the_check_back_comes_in_her_hours_three_days_on(http_world: World) -> None:
    """Asked for on Monday in three days: it comes at Ana's next time after Thursday, and only then."""
    ana = http_world.person("UANA")
    await bias_with_plan(ana)

    await clock_to(http_world, "2026-11-06T12:00:00-06:00")
    before = "Checking back on your plan." in str(await ana.inbox())
    await clock_to(http_world, "2026-11-09T09:31:00-06:00")

    assert not before
    assert "Checking back on your plan." in str(await ana.inbox())


async def test_the_check_back_shows_the_plan_to_its_author(http_world: World) -> None:
    """The form shows the plan above the question whether it was used."""
    ana = http_world.person("UANA")
    await bias_with_plan(ana)
    await clock_to(http_world, "2026-11-09T09:31:00-06:00")
    message = next(each for each in await with_button(ana, "nudge_reflect") if "Checking back" in texts(each))

    await ana.press("nudge_reflect", message)
    form = texts(await ana.form("reflection_step"))

    assert f"> {PLAN}" in form
    assert "Did the 'if' in your plan happen?" in form


async def test_a_plan_taken_back_is_not_shown(http_world: World) -> None:
    """Ana took the plan back meanwhile: its words are nowhere in the check-back."""
    ana = http_world.person("UANA")
    await bias_with_plan(ana)
    await ana.press("checkin_withdraw")
    await clock_to(http_world, "2026-11-09T09:31:00-06:00")
    message = next(each for each in await with_button(ana, "nudge_reflect") if "Checking back" in texts(each))

    await ana.press("nudge_reflect", message)

    assert PLAN not in texts(await ana.form("reflection_step"))


async def test_do_not_check_back_is_heard(http_world: World) -> None:
    """Without a check-back none comes, however long the clock runs."""
    ana = http_world.person("UANA")
    sharing = await through(ana, await start(ana, "path:bias"), plan=PLAN, check_back="do not check back")
    await ana.submit(sharing, audience="only_me")

    for _ in range(8):
        await http_world.next_nudge()

    assert "Checking back" not in str(await ana.inbox())


async def test_a_pause_over_before_the_check_back_keeps_it(http_world: World) -> None:
    """A pause until tomorrow does not swallow what Ana asked for next week."""
    ana = http_world.person("UANA")
    await bias_with_plan(ana)
    await ana.command("pause tomorrow")
    await ana.told("I will go quiet.")

    await clock_to(http_world, "2026-11-09T09:31:00-06:00")

    assert "Checking back on your plan." in str(await ana.inbox())


async def test_the_debrief_is_one_shortcut_away(http_world: World) -> None:
    """“Just finished a visit” opens the first step."""
    ana = http_world.person("UANA")

    await http_world.post("shortcut", user="UANA", callback_id="just_finished_a_visit")

    assert "What went on between you and the family?" in texts(await ana.form("reflection_step"))


async def test_the_coach_gets_the_last_answer_alone(http_world: World) -> None:
    """“Just my last answer”: Cora reads that one, in App Home and digest, and no other."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")
    await http_world.post("shortcut", user="UANA", callback_id="just_finished_a_visit")
    sharing = await through(
        ana, await ana.form("reflection_step"), what="We sat on the porch.", worked="I waited.", next="Wait once more."
    )

    assert "coach_last" in offered(sharing, "audience")
    await ana.submit(sharing, audience="coach_last")
    await http_world.settle()
    home = texts(await cora.home())
    await http_world.next_digest()

    assert "Wait once more." in home
    assert "Wait once more." in str((await http_world.messages("UCORA"))[-1])
    assert "porch" not in await cora.everything()
    assert "They see your last answer only." in texts(await ana.latest_with("checkin_edit"))


async def test_opening_who_can_read_keeps_just_the_last_answer(http_world: World) -> None:
    """Saving that form unchanged does not hand the coach the rest."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")
    await http_world.post("shortcut", user="UANA", callback_id="just_finished_a_visit")
    sharing = await through(ana, await ana.form("reflection_step"), what="We sat on the porch.", next="Wait once more.")
    await ana.submit(sharing, audience="coach_last")
    await http_world.settle()

    await ana.press("checkin_who_can_read")
    await ana.submit(await ana.form("checkin_audience"))
    await http_world.settle()

    assert "porch" not in texts(await cora.home())


async def test_the_shortcut_is_for_those_who_said_yes(http_world: World) -> None:
    """Pat is told how to come in."""
    pat = http_world.person("UPAT")

    await http_world.post("shortcut", user="UPAT", callback_id="just_finished_a_visit")

    assert "You are not enrolled for questions here." in texts(await pat.form("said"))


async def test_the_first_screen_says_that_nobody_has_reviewed_it(http_world: World) -> None:
    """Also where she picked it herself and no message came before it; for a topic, a path, and a look at her own wellbeing."""
    ana, draft = http_world.person("UANA"), "Draft questions: parent partners have not reviewed them yet."
    first = await start(ana, "path:bias")
    second = (await ana.submit(first))["view"]
    others = [texts(await start(ana, picked)) for picked in ("topic:kin", "path:wellbeing")]

    assert [True, False] == [draft in texts(each) for each in (first, second)]
    assert [True, True] == [draft in each for each in others]


OF_WEDNESDAY = "As you wanted: your if-then plan for Wednesday, Nov 4."


async def plans_for(ana: Person, day: str) -> None:
    """Ana makes an if-then plan and wants one short reminder of it."""
    walked = await through(ana, await start(ana, "path:if-then"), skill="Asking.", plan=PLAN, likely="5", remind=day)
    await ana.submit(walked, audience="coach")
    await ana.world.settle()


async def test_one_reminder_on_the_day_she_named(http_world: World) -> None:
    """A plan for Wednesday comes back on Wednesday in her hours, once. It opens in a form, where she says later what became of it."""
    ana = http_world.person("UANA")
    await plans_for(ana, "2026-11-04")
    await clock_to(http_world, "2026-11-04T09:29:00-06:00")
    before = str(await ana.inbox()).count(OF_WEDNESDAY)
    await clock_to(http_world, "2026-11-04T09:31:00-06:00")
    (came,) = [each for each in await with_button(ana, "nudge_reflect") if OF_WEDNESDAY in texts(each)]

    await ana.press("nudge_reflect", came)
    await ana.submit(await through(ana, await ana.form(), outcome="yes, forgot"), audience="only_me")
    for _ in range(4):
        await http_world.next_nudge()
    said = [texts(each) for each in await ana.inbox()]

    assert 0 == before
    assert "See my plan" in texts(came)
    assert PLAN not in texts(came)
    assert any(line in "".join(said) for line in library().mastery)
    assert not any("your if-then plan for" in each or "Checking back" in each for each in said)


async def test_a_reminder_for_a_day_that_is_not_hers_comes_before_it(http_world: World) -> None:
    """Her plan is for Thursday, and she has Mondays and Wednesdays: a reminder on Monday would be none."""
    ana = http_world.person("UANA")
    await plans_for(ana, "2026-11-05")

    await clock_to(http_world, "2026-11-04T12:00:00-06:00")

    assert "your if-then plan for Thursday, Nov 5." in str(await ana.inbox())


async def test_a_reminder_does_not_come_as_soon_as_the_plan_is_written(http_world: World) -> None:
    """On Wednesday at ten, in her hours to 12:30, she names Thursday: the plan comes back at noon, not a moment later."""
    ana = http_world.person("UANA")
    await clock_to(http_world, "2026-11-04T10:00:00-06:00")
    await plans_for(ana, "2026-11-05")
    seen = []

    for moment in ("2026-11-04T11:59:00-06:00", "2026-11-04T12:01:00-06:00"):
        await clock_to(http_world, moment)
        seen.append(str(await ana.inbox()).count("your if-then plan for Thursday, Nov 5."))

    assert [0, 1] == seen


async def test_a_reminder_for_a_day_that_has_passed_is_refused(http_world: World) -> None:
    """A day in the past is said at its field, and nothing is kept of it."""
    ana = http_world.person("UANA")
    form = await start(ana, "path:if-then")
    while "What day would you like" not in texts(form):
        block = next(each for each in form["blocks"] if each["type"] == "input")
        form = (await ana.submit(form, **{block["block_id"]: "5" if "options" in block["element"] else PLAN}))["view"]

    sent = await ana.answer("2026-10-01")

    assert ["That day has passed. Please pick one from today on."] == list(sent["errors"].values())


async def edits(ana: Person, **changed: str) -> Json:
    """Ana opens her latest check-in to edit it, and changes these steps alone. Gives the answer of the submit."""
    await ana.press("checkin_edit")
    form = await ana.form("checkin_edit_form")
    sent = await ana.submit(form, **{f"edit:{step}": said for step, said in changed.items()})
    await ana.world.settle()
    return sent


async def test_another_day_for_a_plan_brings_its_reminder_by_that_day(http_world: World) -> None:
    """Ana mends a word of her plan, then picks Monday for it: nothing comes on Wednesday, and Monday's reminder names Monday.

    A day that has passed, and another day once the reminder has come, are refused at their field.
    """
    ana = http_world.person("UANA")
    await plans_for(ana, "2026-11-04")
    mended = await edits(ana, skill="Asking before I guess.")
    past = await edits(ana, remind="2026-10-01")
    await http_world.post("close", user="UANA", view_id=(await ana.form())["id"])
    moved = await edits(ana, remind="2026-11-09")
    home = texts(await ana.home())
    await clock_to(http_world, "2026-11-04T12:00:00-06:00")
    on_wednesday = str(await ana.inbox()).count("your if-then plan for")
    await clock_to(http_world, "2026-11-09T12:00:00-06:00")
    late = await edits(ana, remind="2026-11-11")

    assert ({}, {}) == (mended["errors"], moved["errors"])
    assert {"edit:remind": "That day has passed. Please pick one from today on."} == past["errors"]
    assert "Asking before I guess." in home
    assert "Monday, Nov 9" in home
    assert 0 == on_wednesday
    assert 1 == str(await ana.inbox()).count("As you wanted: your if-then plan for Monday, Nov 9.")
    assert ["edit:remind"] == list(late["errors"])


async def test_a_topic_of_her_own(http_world: World) -> None:
    """Any topic, stress included, can be picked for oneself; stress starts at only me."""
    ana = http_world.person("UANA")

    await ana.command()
    menu = await ana.form("check_in_menu")
    form = (await ana.submit(menu, topic="topic:sts"))["view"]
    sharing = await ana.walk("Tired.") if form["callback_id"] == "reflection_step" else form
    element = next(block["element"] for block in sharing["blocks"] if block.get("block_id") == "audience")

    assert "topic:sts" in offered(menu, "topic")
    assert "only_me" == element["initial_option"]["value"]
