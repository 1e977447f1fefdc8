"""Nothing before a yes; then pause, come back, leave: at once, without a reason, and told to nobody."""

from tests.journeys.acts import answer, answer_to, clock_to, home_buttons, next_questions, nudged, texts, with_button
from tests.world import Json, Person, World


async def yes(dee: Person, **changed: object) -> Json:
    """Dee reads the agreement and says yes."""
    await dee.press("agreement_read")
    return await dee.submit(await dee.form("agreement_form"), **changed)


async def test_nothing_before_a_yes(http_world: World) -> None:
    """Two weeks go by: Dee has her invitation and not one question."""
    dee = http_world.person("UDEE")

    await next_questions(http_world, 9)

    assert 1 == len(await with_button(dee, "agreement_read"))
    assert [] == await with_button(dee, "nudge_reflect")


async def test_the_agreement_names_the_agencys_numbers(http_world: World) -> None:
    """Hotline, on-call line, who sees what and whom to ask about it stand in it, filled in, with nothing left in braces."""
    dee = http_world.person("UDEE")

    await dee.press("agreement_read")
    form = texts(await dee.form("agreement_form"))

    assert "Prairie child abuse hotline, 555 0100 (pretend)" in form
    assert "On-call supervisor, 555 0101 (pretend)" in form
    assert "With questions about what is kept, ask: Prairie privacy office, 555 0103 (pretend)." in form
    assert "{hotline}" not in form
    assert "{table}" not in form


async def test_yes_with_a_rhythm_brings_questions_in_it(http_world: World) -> None:
    """Dee picks Thursdays from two: her first question comes on Thursday at two in Denver."""
    dee = http_world.person("UDEE")

    await yes(dee, per_week="1", days=["3"], opens="14:00", closes="16:00")
    await clock_to(http_world, "2026-11-05T13:59:00-07:00")
    before = await with_button(dee, "nudge_reflect")
    await clock_to(http_world, "2026-11-05T14:00:30-07:00")

    assert [] == before
    assert 1 == len(await with_button(dee, "nudge_reflect"))


async def test_the_invitation_says_that_she_is_in(http_world: World) -> None:
    """After the yes the buttons are gone, and how to pause or leave stands there."""
    dee = http_world.person("UDEE")

    await yes(dee)
    await http_world.settle()
    inbox = await http_world.eventually(lambda: _says(dee, "You are in."))

    assert [] == await with_button(dee, "agreement_read")
    assert "`/coach-checkin pause`" in inbox


async def _says(person: Person, words: str) -> str:
    seen = str(await person.inbox())
    return seen if words in seen else ""


async def test_not_now_sends_nothing_and_leaves_the_door_open(http_world: World) -> None:
    """“Not now” is fine: nothing comes, and the invitation can still be read."""
    dee = http_world.person("UDEE")

    await dee.press("agreement_not_now")
    told = await dee.told("That is fine.")
    await next_questions(http_world, 4)
    before = await with_button(dee, "nudge_reflect")
    await yes(dee)
    await clock_to(http_world, "2026-11-05T09:31:00-07:00")

    assert "That is fine. Nothing will be sent. The agreement stays here if you change your mind." == told
    assert [] == before
    assert 1 == len(await with_button(dee, "nudge_reflect"))


async def test_hours_that_end_before_they_start_are_refused_at_their_field(http_world: World) -> None:
    """The sentence stands at the hours, not at the first question of the form."""
    sent = await yes(http_world.person("UDEE"), opens="14:00", closes="09:00")

    assert {"closes": "The end has to come after the start, on the same day."} == sent["errors"]


async def test_four_days_are_refused_at_their_field(http_world: World) -> None:
    """At most three days a week; the sentence stands at the days."""
    sent = await yes(http_world.person("UDEE"), days=["0", "1", "2", "3"])

    assert ["days"] == list(sent["errors"])
    assert "at most 3 days a week" in sent["errors"]["days"]


async def test_paused_until_friday(http_world: World) -> None:
    """Quiet until the day she named, then the next of her times, without a word in between."""
    ana = await nudged(http_world)

    told = await answer_to(ana, "pause until 2026-11-10")
    await next_questions(http_world, 3)
    quiet = len(await with_button(ana, "nudge_reflect"))
    await clock_to(http_world, "2026-11-11T09:31:00-06:00")

    assert told.startswith("I will go quiet. Nobody gets told.")
    assert "Tuesday, Nov 10" in told
    assert (1, 2) == (quiet, len(await with_button(ana, "nudge_reflect")))


async def test_pause_and_resume_from_app_home(http_world: World) -> None:
    """One press goes quiet, one press starts again, and App Home says which it is."""
    ana = await nudged(http_world)

    await ana.press_home("home_pause")
    await http_world.settle()
    paused = await ana.home()
    await next_questions(http_world, 3)
    quiet = len(await with_button(ana, "nudge_reflect"))
    await ana.press_home("home_resume")
    await http_world.settle()
    await clock_to(http_world, "2026-11-11T09:31:00-06:00")

    assert "You are paused. Nobody was told." in texts(paused)
    assert "home_resume" in home_buttons(paused)
    assert (1, 2) == (quiet, len(await with_button(ana, "nudge_reflect")))


async def test_a_pause_calls_off_what_was_put_off(http_world: World) -> None:
    """Later, then pause: it does not come back."""
    ana = await nudged(http_world)
    await ana.press("nudge_later")
    await ana.told("No rush.")

    await answer_to(ana, "pause")
    await clock_to(http_world, "2026-11-02T12:00:00-06:00")

    assert 1 == len(await with_button(ana, "nudge_reflect"))


async def test_a_pause_that_cannot_be_read_says_how(http_world: World) -> None:
    """A word that is no day is answered with words that are, and nothing is paused."""
    ana = http_world.person("UANA")

    told = await answer_to(ana, "pause until whenever")
    await http_world.next_nudge()

    assert "friday" in told.lower()
    assert 1 == len(await with_button(ana, "nudge_reflect"))


async def test_resume_says_when_the_next_one_comes(http_world: World) -> None:
    """The answer names the day and hour."""
    ana = await nudged(http_world)
    await answer_to(ana, "pause")

    assert "Welcome back. Your next question comes Wednesday, Nov 4 at 9:30 am." == await answer_to(ana, "resume")


async def test_leaving_is_at_once_and_for_good(http_world: World) -> None:
    """After leaving nothing comes, by any road, until she is invited anew."""
    ana = await nudged(http_world)
    await ana.press("nudge_later")
    await ana.told("No rush.")

    told = await answer_to(ana, "leave")
    before = len(await ana.inbox())
    await next_questions(http_world, 4)

    assert told.startswith("You have left. Nothing more will come, and nobody was told.")
    assert before == len(await ana.inbox())


async def test_after_leaving_the_door_is_shut_kindly(http_world: World) -> None:
    """Who left and types a word of the program is told how to come back in."""
    ana = http_world.person("UANA")
    await answer_to(ana, "leave")

    told = [await answer_to(ana, typed) for typed in ("why", "resume", "kin")]

    assert {"You are not enrolled for questions here. Your coach or program lead can enroll you."} == set(told)


async def test_pausing_and_leaving_tell_nobody(http_world: World) -> None:
    """Cora, Sam and Lee get no message and see no mark of either."""
    ana, others = await nudged(http_world), [http_world.person(each) for each in ("UCORA", "USAM", "ULEE")]
    before = [(len(await each.inbox()), texts(await each.home())) for each in others]

    await answer_to(ana, "pause")
    paused = [(len(await each.inbox()), texts(await each.home())) for each in others]

    assert before == paused

    await answer_to(ana, "leave")

    assert [count for count, _ in before] == [len(await each.inbox()) for each in others]
    assert [] == [each.id for each in others if "<@UANA> has left" in await each.everything()]


async def test_only_when_she_asks(http_world: World) -> None:
    """Dee wants none on a schedule: none comes, `why` says so, and she can still start one herself."""
    dee = http_world.person("UDEE")

    await yes(dee, per_week="0")
    await next_questions(http_world, 6)
    why = await answer_to(dee, "why")
    await dee.command("kin")

    assert [] == await with_button(dee, "nudge_reflect")
    assert "Questions come only when you ask for one." in why
    assert "paused" not in why
    assert "reflection_step" == (await dee.form("reflection_step"))["callback_id"]


async def test_after_a_pause_until_a_day_even_those_without_a_schedule_are_back(http_world: World) -> None:
    """Dee gets none by the clock and pauses until Tuesday; on Wednesday Sam's question reaches her."""
    dee = http_world.person("UDEE")
    await yes(dee, per_week="0", days=["0", "2"])
    await answer_to(dee, "pause until 2026-11-10")
    await clock_to(http_world, "2026-11-11T09:40:00-07:00")

    await http_world.person("USAM").command("@dee kin")
    await http_world.person("USAM").submit(await http_world.person("USAM").form("request_preview"))
    await http_world.settle()

    assert 1 == len(await with_button(dee, "nudge_reflect"))


async def test_days_and_hours_can_be_changed_later(http_world: World) -> None:
    """App Home opens her days and hours as they stand; what she saves is what holds."""
    ana = http_world.person("UANA")

    await ana.press_home("agreement_read")
    form = await ana.form("agreement_form")
    await ana.submit(form, days=["4"], opens="08:00", closes="10:00")
    await http_world.settle()

    assert "Your next question comes *Friday, Nov 6 at 8:00 am*." in texts(await ana.home())


async def test_an_answer_still_counts_while_paused(http_world: World) -> None:
    """A question that came before the pause can be answered in it."""
    ana = await nudged(http_world)
    await answer_to(ana, "pause")

    await answer(ana, "I asked first.")

    assert "I asked first." in texts(await ana.home())


async def test_other_hours_promise_no_second_question_today(http_world: World) -> None:
    """Ana has had Monday's question when she moves to the afternoon: her next one is Wednesday's, and that is what she reads."""
    ana = await nudged(http_world)

    await ana.press_home("agreement_read")
    await ana.submit(await ana.form("agreement_form"), opens="14:00", closes="16:00")
    await http_world.settle()

    assert "Your next question comes Wednesday, Nov 4 at 2:00 pm." in await answer_to(ana, "why")
