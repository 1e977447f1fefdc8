"""A hard day: one word, everything goes quiet for as long as somebody picks, and nobody is told."""

import pytest

from tests.journeys.acts import ask, clock_to, start, texts, with_button
from tests.journeys.test_paths_of_ones_own import through
from tests.world import Person, World


async def has_a_hard_day(person: Person, how_long: str) -> str:
    """Type it, pick how long, and read what is said."""
    await person.command("hard day")
    sent = await person.submit(await person.form("hard_day_form"), how_long=how_long)
    await person.world.settle()
    return texts(sent["view"])


@pytest.mark.parametrize(
    ("how_long", "back"),
    [("today", "Tuesday, Nov 3"), ("three_days", "Thursday, Nov 5"), ("week", "Monday, Nov 9")],
)
async def test_it_says_until_when_and_who_can_help(http_world: World, how_long: str, back: str) -> None:
    """The day on which it is over, how to come back sooner, and people to call."""
    said = await has_a_hard_day(http_world.person("UANA"), how_long)

    assert f"Nothing comes before {back} at 12:00 am." in said
    assert "resume" in said
    assert "988" in said


async def test_a_hard_day_means_zero_messages(http_world: World) -> None:
    """Not the clock's question, not what Sam asked for, not the step of a path that she began; a week on it goes on."""
    ana = http_world.person("UANA")
    sharing = await through(ana, await start(ana, "path:meeting"), day="2026-11-06")
    await ana.submit(sharing, audience="only_me")
    await has_a_hard_day(ana, "week")
    before = len(await ana.inbox())
    await ask(http_world.person("USAM"), "@ana kin")

    await clock_to(http_world, "2026-11-08T20:00:00-06:00")
    quiet = len(await ana.inbox())
    await clock_to(http_world, "2026-11-09T12:00:00-06:00")

    assert before == quiet
    assert [] != await with_button(ana, "nudge_reflect")


async def test_a_hard_day_in_a_pause_ends_no_pause(http_world: World) -> None:
    """Ana is paused until she says so, and has a hard day: it says so, and nothing comes when that day is over."""
    ana = http_world.person("UANA")
    await ana.command("pause")
    await ana.told("I will go quiet")

    said = await has_a_hard_day(ana, "today")
    await clock_to(http_world, "2026-11-20T12:00:00-06:00")

    assert "You are paused, so nothing comes." in said
    assert [] == await with_button(ana, "nudge_reflect")


async def test_it_is_in_app_home_too(http_world: World) -> None:
    """A button, where one finds it on such a day; it is gone while all is quiet."""
    ana = http_world.person("UANA")
    await ana.press_home("home_hard_day")
    await ana.submit(await ana.form("hard_day_form"), how_long="today")
    await http_world.settle()

    assert "home_hard_day" not in str(await ana.home())
    assert "home_resume" in str(await ana.home())


async def test_nobody_is_told(http_world: World) -> None:
    """No message of any kind goes to her coach, her supervisor or the lead."""
    before = [await http_world.person(each).everything() for each in ("UCORA", "USAM", "ULEE")]

    await has_a_hard_day(http_world.person("UANA"), "three_days")

    assert before == [await http_world.person(each).everything() for each in ("UCORA", "USAM", "ULEE")]
