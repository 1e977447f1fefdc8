"""After a pause: what still has its time comes, what is over is let go, and nothing at all comes while it lasts."""

import pytest

from tests.journeys.acts import answer_to, ask, clock_to, home_buttons, press_home, start, texts, with_button
from tests.journeys.goals_acts import suggest
from tests.journeys.test_paths_of_ones_own import bias_with_plan, through
from tests.journeys.test_sessions import cues, set_date
from tests.world import Person, World

IN_THE_PAUSE, LAST_DAY = "2026-11-10T20:00:00-06:00", "2026-11-30T20:00:00-06:00"
BACK = "Checking back on your plan."


async def asked(person: Person) -> list[str]:
    """The questions that this person has, whatever became of them."""
    return [each["text"] for each in await person.inbox() if not each.get("ephemeral_for")]


async def test_a_session_still_ahead_gets_its_cue_prompts_after_the_pause(http_world: World) -> None:
    """Due on Tuesday in a pause to Wednesday, for a session on Thursday: they come on Wednesday, and once."""
    ana = http_world.person("UANA")
    await set_date(ana, day="2026-11-12", at="09:00")
    await answer_to(ana, "pause 2026-11-11")
    seen = []

    for moment in (IN_THE_PAUSE, "2026-11-11T09:31:00-06:00", "2026-11-20T12:00:00-06:00"):
        await clock_to(http_world, moment)
        seen.append(len(await cues(ana)))

    assert [0, 1, 1] == seen


async def test_a_pause_that_ends_early_brings_them_too(http_world: World) -> None:
    """To December, it was to be; Ana is back on Tuesday: Wednesday brings them, in time for Thursday."""
    ana = http_world.person("UANA")
    await set_date(ana, day="2026-11-12", at="14:00")
    await answer_to(ana, "pause dec 1")
    await clock_to(http_world, "2026-11-11T08:00:00-06:00")
    await answer_to(ana, "resume")

    await clock_to(http_world, "2026-11-11T12:00:00-06:00")

    assert 1 == len(await cues(ana))


async def test_a_session_in_the_pause_has_none(http_world: World) -> None:
    """It is over when Ana is back, and so are its cue prompts."""
    ana = http_world.person("UANA")
    await set_date(ana, day="2026-11-12", at="14:00")
    await answer_to(ana, "pause 2026-11-16")

    await clock_to(http_world, LAST_DAY)

    assert [] == await cues(ana)


@pytest.mark.parametrize(("back", "seen"), [("2026-11-05", [0, 1, 1]), ("2026-11-20", [0, 0, 0])])
async def test_a_goal_that_waits_for_a_yes_is_told_after_the_pause(
    http_world: World, back: str, seen: list[int]
) -> None:
    """Cora suggests one on Tuesday, Ana pauses: after a short pause she hears of it, once, and after a long one App Home has it."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")
    await clock_to(http_world, "2026-11-03T12:00:00-06:00")
    await suggest(cora)
    await answer_to(ana, f"pause {back}")
    found = []

    for moment in ("2026-11-04T20:00:00-06:00", "2026-11-09T09:31:00-06:00", "2026-11-30T12:00:00-06:00"):
        await clock_to(http_world, moment)
        found.append(len(await with_button(ana, "goal_see")))

    assert seen == found


@pytest.mark.parametrize(("back", "comes"), [("2026-11-10", 1), ("2026-11-20", 0)])
async def test_a_look_back_comes_for_a_week(http_world: World, back: str, comes: int) -> None:
    """Ana wanted to look back at her plan; after a short pause she is asked, and after a long one it is let go."""
    ana = http_world.person("UANA")
    await bias_with_plan(ana)
    await http_world.settle()
    await answer_to(ana, f"pause {back}")

    await clock_to(http_world, LAST_DAY)

    assert comes == sum(BACK in str(each) for each in await ana.inbox())


async def test_what_somebody_asked_for_comes_after_it(http_world: World) -> None:
    """Sam asks while Ana is paused, and is told what he always is; she has it when she is back, in her hours."""
    ana, sam = http_world.person("UANA"), http_world.person("USAM")
    await answer_to(ana, "pause 2026-11-09")
    await ask(sam, "@ana kin")
    await clock_to(http_world, "2026-11-08T20:00:00-06:00")
    before = await asked(ana)

    await clock_to(http_world, "2026-11-09T09:31:00-06:00")
    after = await asked(ana)

    assert [] == [each for each in before if "asked me" in each]
    assert "<@USAM>" in str(await ana.inbox())
    assert len(after) > len(before)


async def test_a_reminder_for_a_day_in_the_pause_is_let_go(http_world: World) -> None:
    """Counted back from a meeting on Friday: the parts of this week are over when she is back, the one after it is not."""
    ana = http_world.person("UANA")
    await ana.submit(await through(ana, await start(ana, "path:meeting"), day="2026-11-06"), audience="only_me")
    await http_world.settle()
    await answer_to(ana, "pause 2026-11-09")

    await clock_to(http_world, "2026-11-09T12:00:00-06:00")
    came = str(await ana.inbox())

    assert "Has the parent had a chance" not in came
    assert "What is one strength" not in came
    assert "How much of the talk was the family" in came


async def test_in_a_pause_why_promises_no_day(http_world: World) -> None:
    """What waits comes once she is back; until then no moment is named."""
    ana = http_world.person("UANA")
    await set_date(ana, day="2026-11-12", at="14:00")
    await answer_to(ana, "pause")

    said = await answer_to(ana, "why")

    assert "What waits comes once you are back" in said
    assert "One is on its way" not in said


async def test_a_pause_that_is_over_is_not_said_to_go_on(http_world: World) -> None:
    """To Tuesday, it was to be. On Tuesday at noon App Home and `why` name Wednesday's question, and no pause."""
    ana = http_world.person("UANA")
    await set_date(ana, day="2026-11-12", at="14:00")
    await answer_to(ana, "pause until tuesday")
    await clock_to(http_world, "2026-11-03T12:00:00-06:00")

    home, why = await ana.home(), await answer_to(ana, "why")

    assert "paused" not in texts(home)
    assert "once you are back" not in why
    assert "Your next question comes *Wednesday, Nov 4 at 9:30 am*." in texts(home)
    assert "home_pause" in home_buttons(home)


async def test_hours_changed_on_the_first_morning_after_a_pause_hold_from_the_next_ones(http_world: World) -> None:
    """The pause ended at midnight. Ana picks hours that are over for today: nothing was missed, and `why` says nothing like it."""
    ana = http_world.person("UANA")
    await answer_to(ana, "pause nov 9")
    await clock_to(http_world, "2026-11-09T08:30:00-06:00")

    await press_home(ana, "agreement_read")
    await ana.submit(await ana.form("agreement_form"), days=["0", "3"], opens="07:00", closes="08:00")
    await http_world.settle()
    why = await answer_to(ana, "why")

    assert "Your next question comes Thursday, Nov 12 at 7:00 am." in why
    assert "I could not send it" not in why
