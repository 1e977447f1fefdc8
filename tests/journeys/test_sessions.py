"""The date of the next coaching session, and what it brings: cue prompts a day before, and a look back on its day."""

from tests.journeys.acts import answer_to, clock_to, press_home, start, texts, with_button
from tests.journeys.test_paths_of_ones_own import PLAN, through
from tests.journeys.test_setting_up import enroll
from tests.world import Json, Person, World

THURSDAY = "2026-11-12"
CUES = "What do you want from your session?"


async def set_date(who: Person, day: str = THURSDAY, at: str = "14:00", **more: object) -> Json:
    """Set the next session from App Home; a coach says with whom."""
    await press_home(who, "home_sessions" if "person" in more else "home_session")
    sent = await who.submit(await who.form("session_form"), day=day, at=at, **more)
    await who.world.settle()
    return sent


async def cues(person: Person) -> list[Json]:
    """The questions that get this person ready for a session."""
    return [each for each in await with_button(person, "nudge_reflect") if CUES in texts(each)]


async def test_a_date_set_by_the_caseworker_is_in_both_homes(http_world: World) -> None:
    """Ana sets Thursday at two; both see it, and that it was Ana."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")

    await set_date(ana)

    assert "*Thursday, Nov 12 at 2:00 pm* (set by you)" in texts(await ana.home())
    assert "• <@UANA> · session *Thursday, Nov 12 at 2:00 pm* (set by <@UANA>)" in texts(await cora.home())


async def test_a_date_set_by_the_coach_is_in_both_homes(http_world: World) -> None:
    """Cora sets it with Ana; Ana sees who did."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")

    await set_date(cora, person="UANA")

    assert "*Thursday, Nov 12 at 2:00 pm* (set by <@UCORA>)" in texts(await ana.home())
    assert "(set by you)" in texts(await cora.home())


async def test_either_can_take_it_away(http_world: World) -> None:
    """Ana set it; Cora says that there is none."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")
    await set_date(ana)

    await set_date(cora, person="UANA", none=["gone"])

    assert "No date is set" in texts(await ana.home())
    assert "Nov 12" not in texts(await cora.home())


async def test_only_the_two_can_set_it(http_world: World) -> None:
    """Cora cannot set a date with somebody whom she does not coach."""
    sent = await set_date(http_world.person("UCORA"), person="USAM")

    assert "This person is not one of them here." in str(sent["errors"])


async def test_not_with_somebody_who_has_not_joined(http_world: World) -> None:
    """Dee is only invited: nothing is set before her yes."""
    sent = await set_date(http_world.person("UCORA"), person="UDEE")

    assert "has not joined yet" in str(sent["errors"])


async def test_a_day_that_has_passed_is_refused(http_world: World) -> None:
    """The form stays open and says so."""
    assert "has passed" in str((await set_date(http_world.person("UANA"), day="2026-11-01"))["errors"])


async def test_cue_prompts_come_a_day_before_in_their_hours(http_world: World) -> None:
    """Ana has Mondays and Wednesdays from 9:30; her session is on Thursday at ten: they come on Wednesday at ten, once."""
    ana = http_world.person("UANA")
    await set_date(ana, at="10:00")
    seen = []

    for moment in ("2026-11-11T09:59:00-06:00", "2026-11-11T10:01:00-06:00", "2026-11-12T12:00:00-06:00"):
        await clock_to(http_world, moment)
        seen.append(len(await cues(ana)))

    assert [0, 1, 1] == seen
    assert "Your coaching session is Thursday, Nov 12 at 10:00 am." in texts((await cues(ana))[0])


async def test_a_moved_session_brings_its_cue_prompts_anew(http_world: World) -> None:
    """From Thursday to Tuesday and back to Thursday: one set, on Wednesday."""
    ana = http_world.person("UANA")
    for day in (THURSDAY, "2026-11-10", THURSDAY):
        await set_date(ana, day=day)
    seen = []

    for moment in ("2026-11-09T12:29:00-06:00", "2026-11-11T12:00:00-06:00"):
        await clock_to(http_world, moment)
        seen.append(len(await cues(ana)))

    assert [0, 1] == seen


async def test_cue_prompts_that_came_stand_for_the_new_date(http_world: World) -> None:
    """They came on Wednesday; then the same date is saved again, and moved by an hour and by a day: none come twice."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")
    await set_date(ana)
    await clock_to(http_world, "2026-11-11T11:00:00-06:00")
    came = len(await cues(ana))

    for day, at in ((THURSDAY, "14:00"), (THURSDAY, "15:00"), ("2026-11-13", "15:00")):
        await set_date(cora, day=day, at=at, person="UANA")
    await clock_to(http_world, "2026-11-11T12:00:00-06:00")

    assert [1, 1] == [came, len(await cues(ana))]
    assert "Your coaching session is Friday, Nov 13 at 3:00 pm." in texts((await cues(ana))[0])


async def test_what_was_put_off_comes_back_also_when_the_session_is_moved_a_little(http_world: World) -> None:
    """Ana put them off to noon; then Cora moves the session by an hour: they come back at noon, and name the new hour."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")
    await set_date(ana, at="10:00")
    await clock_to(http_world, "2026-11-11T10:01:00-06:00")
    await ana.press("nudge_later", (await cues(ana))[0])
    await ana.told("I will bring it back")

    await set_date(cora, at="11:00", person="UANA")
    await clock_to(http_world, "2026-11-11T12:03:00-06:00")

    assert 2 == len(await cues(ana))
    assert ["11:00 am"] * 2 == [texts(each).partition("Nov 12 at ")[2][:8] for each in await cues(ana)]


async def test_a_cancelled_session_brings_none(http_world: World) -> None:
    """No session, no cue prompts, and the week is as free as it was."""
    ana = http_world.person("UANA")
    await set_date(ana, day="2026-11-06")
    await set_date(ana, none=["gone"])

    await clock_to(http_world, "2026-11-06T12:00:00-06:00")

    assert [] == await cues(ana)
    assert 2 == len(await with_button(ana, "nudge_reflect"))


async def test_cue_prompts_that_came_name_no_session_that_is_cancelled(http_world: World) -> None:
    """They stay, to be answered or not; the date that stood above them is gone."""
    ana = http_world.person("UANA")
    await set_date(ana)
    await clock_to(http_world, "2026-11-11T11:00:00-06:00")
    before = "Your coaching session is" in texts((await cues(ana))[0])

    await set_date(http_world.person("UCORA"), person="UANA", none=["gone"])

    assert (True, False) == (before, "Your coaching session is" in texts((await cues(ana))[0]))


async def test_cue_prompts_count_in_the_week(http_world: World) -> None:
    """Ana has two a week: with her cue prompts on Wednesday there is one question of the clock's, not two."""
    ana = http_world.person("UANA")
    await set_date(ana, day="2026-11-06")

    await clock_to(http_world, "2026-11-06T12:00:00-06:00")

    assert 1 == len(await cues(ana))
    assert 2 == len(await with_button(ana, "nudge_reflect"))


async def test_who_pauses_gets_no_cue_prompts(http_world: World) -> None:
    """A pause means zero messages, also when the coach sets a date meanwhile; the coach is told the same as ever."""
    ana = http_world.person("UANA")
    await ana.command("pause")

    sent = await set_date(http_world.person("UCORA"), person="UANA")
    await clock_to(http_world, "2026-11-12T12:00:00-06:00")

    assert "The next session is Thursday" in texts(sent["view"])
    assert [] == await cues(ana)


async def test_at_my_next_session_is_offered_where_there_is_a_date(http_world: World) -> None:
    """Without a date the choice is not there."""
    ana, ben = http_world.person("UANA"), http_world.person("UBEN")
    await set_date(ana)
    asked = []

    for person in (ana, ben):
        form, seen = await start(person, "path:if-then"), ""
        while form["callback_id"] == "reflection_step":
            seen += texts(form)
            block = next(each["block_id"] for each in form["blocks"] if each["type"] == "input")
            form = (await person.submit(form, **({block: PLAN} if "plan" in block else {})))["view"]
        asked.append("at my next session" in seen)

    assert [True, False] == asked


async def test_on_the_day_of_the_session_the_look_back_is_not_at_once(http_world: World) -> None:
    """Ana plans at ten, with her session at five: she is asked in the last half hour of her hours, and not right away."""
    ana = http_world.person("UANA")
    await clock_to(http_world, "2026-11-02T10:00:00-06:00")
    await set_date(ana, day="2026-11-02", at="17:00")
    sharing = await through(ana, await start(ana, "path:bias"), plan=PLAN, check_back="at my next session")
    await ana.submit(sharing, audience="only_me")
    seen = []

    for moment in ("2026-11-02T11:59:00-06:00", "2026-11-02T12:01:00-06:00"):
        await clock_to(http_world, moment)
        seen.append("Checking back on your plan." in str(await ana.inbox()))

    assert [False, True] == seen


async def test_the_look_back_comes_on_the_day_of_the_session_and_moves_with_it(http_world: World) -> None:
    """Ana's session moves from Monday to Wednesday, and so does the look back at her plan."""
    ana = http_world.person("UANA")
    await set_date(ana, day="2026-11-09")
    walked = await through(ana, await start(ana, "path:if-then"), plan=PLAN, at_session="at my next session")
    await ana.submit(walked, audience="only_me")
    await set_date(ana, day="2026-11-11")
    seen = []

    for moment in ("2026-11-09T12:00:00-06:00", "2026-11-11T12:00:00-06:00"):
        await clock_to(http_world, moment)
        inbox = await with_button(ana, "nudge_reflect")
        seen.append(sum("Checking back on your plan." in texts(each) for each in inbox))

    assert [0, 1] == seen


async def get_ready(ana: Person, *ticked: str) -> Json:
    """Ana answers the cue prompts before a session, and ticks what Cora gets to see. Gives the last form."""
    await set_date(ana)
    await clock_to(ana.world, "2026-11-11T12:00:00-06:00")
    await ana.press("nudge_reflect", (await cues(ana))[0])
    last = await through(
        ana, await ana.form("reflection_step"), want="A way to start.", worked="I waited.", stuck="The forms."
    )
    await ana.submit(last, **{"lines:mine:0": list(ticked)})
    await ana.world.settle()
    return last


async def test_nothing_is_ticked_before_she_ticks_it(http_world: World) -> None:
    """The last screen names Cora, shows each answer, and starts with none of them."""
    last = await get_ready(http_world.person("UANA"))

    assert "Tick what <@UCORA> gets to see." in texts(last)
    assert "A way to start." in texts(last)
    assert "initial_options" not in str(last)


async def test_the_coach_sees_what_was_ticked(http_world: World) -> None:
    """Ana shows what she wants and what is stuck; what worked stays hers."""
    ana = http_world.person("UANA")
    await get_ready(ana, "want", "stuck")

    cora = texts(await http_world.person("UCORA").home())

    assert "A way to start." in cora
    assert "The forms." in cora
    assert "I waited." not in cora
    assert "I waited." in texts(await ana.home())


async def test_with_nothing_ticked_it_is_hers_alone(http_world: World) -> None:
    """No box, no reader: the receipt says so."""
    ana = http_world.person("UANA")
    await get_ready(ana)

    assert "Only you can read this." in texts(await ana.latest_with("checkin_edit"))
    assert "A way to start." not in texts(await http_world.person("UCORA").home())


async def test_what_was_hers_alone_can_be_shared_as_a_whole(http_world: World) -> None:
    """She ticked nothing, and later picks her coach in “Who can read it”: then Cora reads it, and not an empty page."""
    ana = http_world.person("UANA")
    await get_ready(ana)

    await ana.press("checkin_who_can_read")
    await ana.submit(await ana.form("checkin_audience"), audience="coach")
    await http_world.settle()

    assert "A way to start." in texts(await http_world.person("UCORA").home())
    assert "They see only what you picked." not in texts(await ana.latest_with("checkin_edit"))


async def test_whoever_left_and_is_back_gets_the_cue_prompts(http_world: World) -> None:
    """Ana set a date, left, and said yes anew. The date stands, so its cue prompts come, by the hours of now, and once."""
    ana = http_world.person("UANA")
    await set_date(ana)
    await answer_to(ana, "leave")
    await http_world.post("clock", advance_seconds=5)
    await enroll(http_world.person("ULEE"), ["UANA"])

    await ana.press("agreement_read")
    await ana.submit(await ana.form("agreement_form"))
    await clock_to(http_world, "2026-11-11T12:00:00-06:00")
    came = len(await cues(ana))
    await press_home(ana, "agreement_read")
    await ana.submit(await ana.form("agreement_form"), opens="09:00")
    await clock_to(http_world, "2026-11-12T12:00:00-06:00")

    assert 1 == came
    assert 1 == len(await cues(ana))
