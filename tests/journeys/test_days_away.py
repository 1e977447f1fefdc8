"""Days away, set ahead: quiet on those days, told to nobody, over by themselves, and taken back with a word."""

import json
import sqlite3

from tests.journeys.acts import (
    answer,
    answer_to,
    ask,
    clock_to,
    copy_of,
    home_buttons,
    nudged,
    press_home,
    texts,
    with_button,
)
from tests.world import World

AWAY = "pause nov 4 to nov 13"
WEDNESDAY_9_31, MONDAY_9_31, BACK_9_31 = (
    "2026-11-04T09:31:00-06:00",
    "2026-11-09T09:31:00-06:00",
    "2026-11-16T09:31:00-06:00",
)


async def test_nothing_comes_on_days_away(http_world: World) -> None:
    """Away from Nov 4 to Nov 13: no question on the 4th, 9th and 11th, and one on the 16th, by itself."""
    ana = await nudged(http_world)

    told = await answer_to(ana, AWAY)
    counts = []
    for when in (WEDNESDAY_9_31, MONDAY_9_31, "2026-11-11T09:31:00-06:00", BACK_9_31):
        await clock_to(http_world, when)
        counts.append(len(await with_button(ana, "nudge_reflect")))

    assert told.startswith("You are away Wednesday, Nov 4 to Friday, Nov 13. Nothing comes on those days")
    assert told.endswith("Your next question comes Monday, Nov 16 at 9:30 am.")
    assert [1, 1, 1, 2] == counts


async def test_until_they_begin_all_goes_on(http_world: World) -> None:
    """Set on Monday for next week: Wednesday's question comes."""
    ana = await nudged(http_world)
    told = await answer_to(ana, "pause next week")

    await clock_to(http_world, WEDNESDAY_9_31)

    assert "You are away Monday, Nov 9 to Sunday, Nov 15." in told
    assert 2 == len(await with_button(ana, "nudge_reflect"))


async def test_another_year_is_named(http_world: World) -> None:
    """From December into January, and back on a day in January: nobody has to guess which; and today is no end."""
    ana = await nudged(http_world)

    away, back, today = [
        await answer_to(ana, f"pause {said}") for said in ("dec 28 to 2", "until jan 4", "until nov 2")
    ]

    assert "You are away Monday, Dec 28 to Saturday, Jan 2, 2027." in away
    assert "I am back Monday, Jan 4, 2027 at 12:00 am." in back
    assert "That day has passed." in today


async def test_home_and_why_show_them_to_her(http_world: World) -> None:
    """Both name the days, and that nobody was told."""
    ana = await nudged(http_world)
    await answer_to(ana, AWAY)

    line = "You are away Wednesday, Nov 4 to Friday, Nov 13, so nothing comes then. Nobody was told."
    assert line in texts(await ana.home())
    assert line in await answer_to(ana, "why")


async def test_resume_ends_them_early(http_world: World) -> None:
    """Back on the 9th: the question of the 11th comes."""
    ana = await nudged(http_world)
    await answer_to(ana, AWAY)
    await clock_to(http_world, MONDAY_9_31)

    told = await answer_to(ana, "resume")
    await clock_to(http_world, "2026-11-11T09:31:00-06:00")

    assert "Welcome back. Your next question comes Wednesday, Nov 11 at 9:30 am." == told
    assert 2 == len(await with_button(ana, "nudge_reflect"))


async def test_the_button_in_home_ends_them_too(http_world: World) -> None:
    """While she is away, App Home offers Resume; afterwards Pause again."""
    ana = await nudged(http_world)
    await answer_to(ana, AWAY)
    before = home_buttons(await ana.home())
    await clock_to(http_world, MONDAY_9_31)
    during = home_buttons(await ana.home())

    await press_home(ana, "home_resume")
    await http_world.settle()

    assert ("home_pause" in before, "home_resume" in during) == (True, True)
    assert "home_pause" in home_buttons(await ana.home())
    assert "You are away" not in texts(await ana.home())


async def test_days_to_come_are_taken_back(http_world: World) -> None:
    """Resume before they begin takes them off; Wednesday's question comes."""
    ana = await nudged(http_world)
    await answer_to(ana, AWAY)

    await answer_to(ana, "resume")
    await clock_to(http_world, WEDNESDAY_9_31)

    assert 2 == len(await with_button(ana, "nudge_reflect"))


async def test_coming_back_keeps_what_is_planned_for_later(http_world: World) -> None:
    """Two stretches: coming back from the first leaves the second as it is."""
    ana = await nudged(http_world)
    await answer_to(ana, AWAY)
    await answer_to(ana, "pause dec 21 to jan 1")
    await clock_to(http_world, MONDAY_9_31)

    await answer_to(ana, "resume")

    told = await answer_to(ana, "why")
    assert "Dec 21" in told
    assert "Nov 4" not in told


async def test_a_request_made_meanwhile_waits_and_looks_as_ever(http_world: World) -> None:
    """Sam asks on the 9th; he is told what he is always told, and Ana hears of it on the 16th."""
    ana, sam = await nudged(http_world), http_world.person("USAM")
    await answer_to(ana, AWAY)
    await clock_to(http_world, MONDAY_9_31)
    await ask(sam, "@ana kin")
    said, status = texts(await sam.form()), await answer_to(sam, "status")
    await clock_to(http_world, "2026-11-13T12:00:00-06:00")
    before = "asked me" in str(await ana.inbox())

    await clock_to(http_world, BACK_9_31)

    assert "Asked. It goes out inside their own hours, this week or next" in said
    assert "<@UANA>, Looking for family: not yet" in status or "not yet" in status
    assert not before
    assert "<@USAM> asked me" in str(await ana.inbox())


async def test_what_waits_already_waits_until_she_is_back(http_world: World) -> None:
    """Sam asked on Tuesday, for Wednesday; then she went away for two days: it comes on Monday, and why tells the reason."""
    ana = await nudged(http_world)
    await clock_to(http_world, "2026-11-03T10:00:00-06:00")
    await ask(http_world.person("USAM"), "@ana kin")
    await answer_to(ana, "pause today to nov 5")

    await clock_to(http_world, "2026-11-04T10:00:00-06:00")
    told, before = await answer_to(ana, "why"), "asked me" in str(await ana.inbox())
    await clock_to(http_world, MONDAY_9_31)

    assert "It waits, because you were away that day." in told
    assert not before
    assert "<@USAM> asked me" in str(await ana.inbox())


async def test_her_own_deeds_are_answered(http_world: World) -> None:
    """Away or not: she answers the open question, and her receipt comes at once."""
    ana = await nudged(http_world)
    await answer_to(ana, "pause today to nov 13")

    await answer(ana, "I asked first.")

    assert 1 == len(await with_button(ana, "checkin_withdraw"))


async def test_days_away_stand_in_her_own_copy_and_are_forgotten(http_world: World) -> None:
    """What she downloads names them; on the day after they are gone from the database."""
    ana = await nudged(http_world)
    await answer_to(ana, AWAY)
    copy = json.loads((await copy_of(ana))["data.json"])

    await clock_to(http_world, "2026-11-15T12:00:00-06:00")

    assert "2026-11-04/2026-11-13" in str(copy)
    with sqlite3.connect(http_world.settings.data_dir / "shoulder.db") as file:
        kept = file.execute("SELECT away FROM enrollments WHERE caseworker = 'UANA'").fetchall()
    file.close()
    assert [(None,)] == kept
