"""Paths whose parts come by themselves: a family meeting, kin search, asking and not guessing, a visit's return."""

from tests.journeys.acts import answer_to, clock_to, nudged, start, texts, with_button
from tests.journeys.test_paths_of_ones_own import edits, through
from tests.world import Json, Person, World


async def finish(person: Person, picked: str, **answers: str) -> None:
    """Walk a path that was picked from the menu, and keep it for oneself."""
    await person.submit(await through(person, await start(person, picked), **answers), audience="only_me")
    await person.world.settle()


async def come(person: Person, words: str) -> list[Json]:
    """The questions of this person that can be answered and say these words."""
    return [each for each in await with_button(person, "nudge_reflect") if words in texts(each)]


async def test_a_family_meeting_is_counted_back(http_world: World) -> None:
    """Ana has Mondays and Wednesdays; her meeting is on Friday: two notes before, one after, each once."""
    ana = http_world.person("UANA")
    await finish(ana, "path:meeting", day="2026-11-13")
    seen = []

    for moment in ("2026-11-09T12:00:00-06:00", "2026-11-11T12:00:00-06:00", "2026-11-16T12:00:00-06:00"):
        await clock_to(http_world, moment)
        seen.append([len(await come(ana, said)) for said in ("Some days before", "Just before", "Look back at the")])

    assert [[1, 0, 0], [1, 1, 0], [1, 1, 1]] == seen


async def test_a_part_says_that_she_wanted_it(http_world: World) -> None:
    """It is no question of the clock's: Ana began it herself."""
    ana = http_world.person("UANA")
    await finish(ana, "path:meeting", day="2026-11-13")

    await clock_to(http_world, "2026-11-09T12:00:00-06:00")

    assert "As you wanted: Some days before the meeting." in str(await ana.inbox())


async def test_a_part_is_answered_like_any_question(http_world: World) -> None:
    """The eve of a meeting leads to a strength and a plan, and its receipt says who reads it."""
    ana = http_world.person("UANA")
    await finish(ana, "path:meeting", day="2026-11-05")
    await clock_to(http_world, "2026-11-04T12:00:00-06:00")
    (eve,) = await come(ana, "Just before the meeting")

    await ana.press("nudge_reflect", eve)
    sharing = await through(
        ana, await ana.form(), strength="He always calls back.", plan="If it does, then I will wait."
    )
    await ana.submit(sharing, audience="coach")
    await http_world.settle()

    assert "He always calls back." in texts(await http_world.person("UCORA").home())


async def test_another_day_takes_the_place_of_the_first(http_world: World) -> None:
    """The meeting was moved and Ana names the new day: no note comes for the old one."""
    ana = http_world.person("UANA")
    await finish(ana, "path:meeting", day="2026-11-13")
    await finish(ana, "path:meeting", day="2026-11-27")

    why = await answer_to(ana, "why")
    await clock_to(http_world, "2026-11-16T12:00:00-06:00")

    assert [] == await come(ana, "the meeting")
    assert "you asked me to be quiet" not in why


async def test_parts_that_never_came_leave_their_week_free(http_world: World) -> None:
    """Two of the first walk's notes were to come in the week of the 9th. They do not, so that Monday has a question of its own."""
    ana = await nudged(http_world)
    await finish(ana, "path:meeting", day="2026-11-13")
    await finish(ana, "path:meeting", day="2026-11-27")

    await clock_to(http_world, "2026-11-04T12:00:00-06:00")
    before = len(await with_button(ana, "nudge_reflect"))
    await clock_to(http_world, "2026-11-09T12:00:00-06:00")

    assert before + 1 == len(await with_button(ana, "nudge_reflect"))


async def test_a_day_that_is_edited_moves_what_has_not_come(http_world: World) -> None:
    """One note has come when Ana writes a later day over the first: the second waits for that one, and the first is not repeated."""
    ana = http_world.person("UANA")
    await finish(ana, "path:meeting", day="2026-11-13")
    await clock_to(http_world, "2026-11-09T12:00:00-06:00")

    sent = await edits(ana, day="2026-11-20")
    seen = []
    for moment in ("2026-11-16T12:00:00-06:00", "2026-11-18T12:00:00-06:00", "2026-11-23T12:00:00-06:00"):
        await clock_to(http_world, moment)
        seen.append([len(await come(ana, said)) for said in ("Some days before", "Just before", "Look back at the")])

    assert {} == sent["errors"]
    assert [[1, 0, 0], [1, 1, 0], [1, 1, 1]] == seen


async def test_kin_search_comes_in_four_weekly_steps(http_world: World) -> None:
    """The first at once, and three more, a week apart."""
    ana = http_world.person("UANA")
    await finish(ana, "path:kin-search", child="I ask who makes them laugh.")
    seen = []

    for monday in ("2026-11-09", "2026-11-16", "2026-11-23"):
        await clock_to(http_world, f"{monday}T12:00:00-06:00")
        seen.append([len(await come(ana, f"{week} week")) for week in ("second", "third", "fourth")])

    assert [[1, 0, 0], [1, 1, 0], [1, 1, 1]] == seen


async def test_a_guess_leads_to_a_question_and_back(http_world: World) -> None:
    """Ana names the day on which she will ask; afterwards she is asked how close her guess was."""
    ana = http_world.person("UANA")
    await finish(ana, "path:ask", guess="Too many visits.", plan="What have we got wrong?", when="2026-11-03")

    await clock_to(http_world, "2026-11-04T12:00:00-06:00")

    assert 1 == len(await come(ana, "How close was your guess?"))


async def test_a_visit_returns_after_a_week(http_world: World) -> None:
    """What Ana wrote to do the next time is asked about once, a week later; a debrief without it brings nothing."""
    ana, ben = http_world.person("UANA"), http_world.person("UBEN")
    await finish(ana, "path:debrief", worked="I waited.", next="I will wait again.")
    await finish(ben, "path:debrief", worked="I waited.")

    await clock_to(http_world, "2026-11-12T12:00:00-06:00")

    assert 1 == len(await come(ana, "Did it come up again?"))
    assert [] == await come(ben, "Did it come up again?")


async def test_who_pauses_gets_no_part(http_world: World) -> None:
    """A pause means zero messages, also of what was wanted before."""
    ana = http_world.person("UANA")
    await finish(ana, "path:kin-search", child="I ask who makes them laugh.")
    await ana.command("pause")

    await clock_to(http_world, "2026-11-24T12:00:00-06:00")

    assert [] == await come(ana, "week")


async def test_nobody_can_pick_a_part_by_itself(http_world: World) -> None:
    """The menu offers whole paths; a forged choice of a part is no choice."""
    ana = http_world.person("UANA")
    await ana.command()
    form = await ana.form("check_in_menu")

    assert "path:meeting" in str(form)
    assert "path:meeting-eve" not in str(form)


async def test_a_pause_that_is_over_before_a_part_is_due_takes_nothing_away(http_world: World) -> None:
    """Ana pauses and thinks better of it: the second week of her kin search comes as it was to."""
    ana = http_world.person("UANA")
    await finish(ana, "path:kin-search", child="I ask who makes them laugh.")
    await ana.command("pause")
    await http_world.settle()
    await ana.command("resume")
    await http_world.settle()

    await clock_to(http_world, "2026-11-09T12:00:00-06:00")

    assert 1 == len(await come(ana, "second week"))


async def test_a_part_whose_time_comes_in_a_pause_does_not_come(http_world: World) -> None:
    """It is let go, and the ones after the pause come all the same."""
    ana = http_world.person("UANA")
    await finish(ana, "path:kin-search", child="I ask who makes them laugh.")
    await ana.command("pause")
    await http_world.settle()
    await clock_to(http_world, "2026-11-11T12:00:00-06:00")
    in_the_pause = len(await come(ana, "second week"))
    await ana.command("resume")
    await http_world.settle()

    await clock_to(http_world, "2026-11-16T12:00:00-06:00")

    assert 0 == in_the_pause
    assert (0, 1) == (len(await come(ana, "second week")), len(await come(ana, "third week")))
