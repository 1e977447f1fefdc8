"""Principle and practice: Ana is asked now and then how far it showed, Pat may say how far families see it, and nobody is rated."""

from tests.journeys.acts import answer, clock_to, texts
from tests.journeys.test_parent_partners import first_question
from tests.privacy.watching import close_windows
from tests.world import Json, Person, World, buttons

HER_DAYS = ("2026-11-02", "2026-11-04", "2026-11-09", "2026-11-11")
PRACTICE = "How far did this show in your work this week?"


async def asked(world: World) -> tuple[Person, Json]:
    """Ana answers her first four questions for herself; gives the fifth, which is the month's principle."""
    ana = world.person("UANA")
    for day in HER_DAYS:
        await clock_to(world, f"{day}T09:31:00-06:00")
        await answer(ana, "I asked first.")
        await close_windows(world, "UANA")
    await clock_to(world, "2026-11-16T09:31:00-06:00")
    return ana, await ana.latest_with("nudge_reflect")


async def test_it_is_a_question_like_any_other(http_world: World) -> None:
    """It can be let go with one click, and says before anything is marked how it is counted."""
    ana, message = await asked(http_world)
    assert PRACTICE in texts(message)
    assert {"nudge_reflect", "nudge_later", "nudge_not_today"} <= set(buttons(message))
    await ana.press("nudge_reflect", message)

    form = texts(await ana.form("reflection_step"))
    assert "in fives, without your name" in form
    assert "nearly all the time" in form


async def test_a_mark_is_its_authors_like_every_answer(http_world: World) -> None:
    """It starts at only me, stands in App Home, and nobody else sees it."""
    ana, message = await asked(http_world)
    await ana.press("nudge_reflect", message)
    sharing = await ana.walk("If I plan a visit, then I will ask first.")
    assert sharing["blocks"][0]["element"]["initial_option"]["value"] == "only_me"
    await ana.submit(sharing, audience="only_me")
    await http_world.settle()

    assert PRACTICE in texts(await ana.home())
    for user in ("UCORA", "USAM", "ULEE"):
        other = http_world.person(user)
        await other.home()
        assert PRACTICE not in await other.everything()


async def test_parent_partners_say_how_far_families_see_it(http_world: World) -> None:
    """In App Home, of the same principle; theirs to change or to leave empty."""
    pat, _ = await first_question(http_world)
    await close_windows(http_world, "UPAT")
    await pat.press_home("families_mark")
    form = await pat.form("families_form")
    assert "Nobody is shown your mark." in texts(form)
    await pat.submit(form, level="2")
    await http_world.settle()

    assert "You marked 2 of 5." in texts(await pat.home())


async def test_coaches_and_the_lead_see_both_sides_when_the_month_is_over(http_world: World) -> None:
    """Four people are too few: nothing is shown of either side, and it says so."""
    await http_world.post("clock", to="2026-12-01T09:00:00-06:00")

    for user in ("UCORA", "ULEE"):
        home = texts(await http_world.person(user).home())
        assert "Principle and practice, November" in home
        assert "not shown this time." in home
    assert "Principle and practice, November" not in texts(await http_world.person("USAM").home())
