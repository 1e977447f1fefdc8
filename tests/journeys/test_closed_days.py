"""Days on which the agency is closed: public holidays of its place, its own days, and the ones on which it works."""

from tests.journeys.acts import answer_to, ask, clock_to, nudged, texts, with_button
from tests.world import Json, World

VETERANS_DAY_10 = "2026-11-11T10:00:00-06:00"
MONDAY_NOV_16 = "2026-11-16T09:31:00-06:00"


async def close(world: World, **days: str) -> Json:
    """Lee opens the program's form, says which days are off, and saves."""
    lee = world.person("ULEE")
    await lee.command("setup")
    sent = await lee.submit(await lee.form("setup_form"), **days)
    await world.settle()
    return sent


async def questions(world: World, user: str = "UANA") -> int:
    """How many questions stand in somebody's messages."""
    return len(await with_button(world.person(user), "nudge_reflect"))


async def test_no_question_comes_on_a_public_holiday(http_world: World) -> None:
    """Wednesday, Nov 11 is Veterans Day: Ana's question moves to Monday, and App Home says so before."""
    await close(http_world, holidays_of="US-KS")
    await clock_to(http_world, "2026-11-09T12:00:00-06:00")
    before, home = await questions(http_world), texts(await http_world.person("UANA").home())

    await clock_to(http_world, VETERANS_DAY_10)
    during = await questions(http_world)
    await clock_to(http_world, MONDAY_NOV_16)

    assert (before, during, before + 1) == (before, before, await questions(http_world))
    assert "Monday, Nov 16 at 9:30 am" in home


async def test_without_a_place_no_holiday_counts(http_world: World) -> None:
    """Nobody has picked a place: Veterans Day is a day like others."""
    await clock_to(http_world, "2026-11-11T09:29:00-06:00")
    await answer_to(http_world.person("UANA"), "resume")  # a word of hers, or fewer would come after two without one
    before = await questions(http_world)

    await clock_to(http_world, VETERANS_DAY_10)

    assert before + 1 == await questions(http_world)


async def test_an_agency_that_works_on_a_holiday_takes_it_off_the_list(http_world: World) -> None:
    """Kansas, but we work on Nov 11: the question comes."""
    await close(http_world, holidays_of="US-KS", work_days="Nov 11")
    await clock_to(http_world, "2026-11-11T09:29:00-06:00")
    await answer_to(http_world.person("UANA"), "resume")  # a word of hers, or fewer would come after two without one
    before = await questions(http_world)

    await clock_to(http_world, VETERANS_DAY_10)

    assert before + 1 == await questions(http_world)


async def test_own_closing_days_are_typed(http_world: World) -> None:
    """A day for training and a week in winter; the lead reads the list back in App Home and in the form."""
    sent = await close(http_world, closed_days="Nov 4\nDec 21 to Dec 24")

    await clock_to(http_world, "2026-11-05T10:00:00-06:00")

    days = "Nov 4, Dec 21, Dec 22, Dec 23, Dec 24"
    assert f"Closed days ahead: {days}." in texts(sent["view"])
    assert 1 == await questions(http_world)
    lee = http_world.person("ULEE")
    assert f"Closed days ahead: {days.removeprefix('Nov 4, ')}." in texts(await lee.home())
    await lee.command("setup")
    assert "Nov 4 2026\\nDec 21 2026" in texts(await lee.form("setup_form"))


async def test_a_day_that_cannot_be_read_is_said_at_its_field(http_world: World) -> None:
    """The piece is named, and nothing was saved."""
    sent = await close(http_world, closed_days="Nov 27, the day after")

    assert {
        "closed_days": "“the day after” cannot be read. Please write it like this: Nov 27, 12/24, or 2026-12-24."
    } == (sent["errors"])


async def test_closed_days_change_no_agreement(http_world: World) -> None:
    """Nobody is asked to say yes again."""
    await close(http_world, holidays_of="US-KS", closed_days="Nov 3")

    await http_world.next_nudge()

    assert [] == await with_button(http_world.person("UANA"), "agreement_not_now")
    assert 1 == await questions(http_world)


async def test_a_day_that_is_opened_again_has_its_question(http_world: World) -> None:
    """Wednesday was closed and is not any more: the question comes on Wednesday."""
    await close(http_world, closed_days="Nov 4")
    await nudged(http_world)
    await close(http_world, closed_days="")

    await clock_to(http_world, "2026-11-04T09:31:00-06:00")

    assert 2 == await questions(http_world)


async def test_later_skips_a_closed_day(http_world: World) -> None:
    """At noon on Monday, two hours on is outside her hours, and Wednesday is closed: it comes on Monday."""
    await close(http_world, closed_days="Nov 4")
    ana = await nudged(http_world)
    await clock_to(http_world, "2026-11-02T12:00:00-06:00")

    await ana.press("nudge_later")

    assert "No rush. I will bring it back Monday, Nov 9 at 9:30 am." == await ana.told("No rush.")


async def test_a_request_skips_a_closed_day(http_world: World) -> None:
    """Sam asks on Tuesday, Wednesday is closed: Ana hears of it on Monday, and Sam is told what is told of everybody."""
    await close(http_world, closed_days="Nov 4")
    await nudged(http_world)
    await clock_to(http_world, "2026-11-03T10:00:00-06:00")
    await ask(http_world.person("USAM"), "@ana kin")
    said = texts(await http_world.person("USAM").form())
    await clock_to(http_world, "2026-11-05T10:00:00-06:00")
    before = [
        each for each in await with_button(http_world.person("UANA"), "nudge_reflect") if "asked me" in texts(each)
    ]

    await clock_to(http_world, "2026-11-09T09:31:00-06:00")

    assert [] == before
    assert "inside their own hours, this week or next" in said
    asked = [
        each for each in await with_button(http_world.person("UANA"), "nudge_reflect") if "asked me" in texts(each)
    ]
    assert 1 == len(asked)


async def test_what_waits_when_the_day_is_closed_at_short_notice_waits_on(http_world: World) -> None:
    """A snow day: Sam's question was due on Wednesday; it comes on Monday, and `why` tells the reason meanwhile."""
    await nudged(http_world)
    await clock_to(http_world, "2026-11-03T10:00:00-06:00")
    await ask(http_world.person("USAM"), "@ana kin")
    await close(http_world, closed_days="Nov 4")

    await clock_to(http_world, "2026-11-04T10:00:00-06:00")
    during, told = await questions(http_world), await answer_to(http_world.person("UANA"), "why")
    await clock_to(http_world, "2026-11-09T09:31:00-06:00")

    assert 1 == during
    assert "It waits, because your agency was closed that day." in told
    assert 3 == await questions(http_world)


async def test_why_names_the_day_that_is_left_out(http_world: World) -> None:
    """Before and after it, Ana can read that Wednesday is left out because the agency is closed."""
    await close(http_world, holidays_of="US-KS")
    await clock_to(http_world, "2026-11-09T12:00:00-06:00")
    before = await answer_to(http_world.person("UANA"), "why")
    await clock_to(http_world, "2026-11-12T12:00:00-06:00")

    for told in (before, await answer_to(http_world.person("UANA"), "why")):
        assert "Wednesday, Nov 11 is left out: your agency is closed that day." in told


async def test_a_digest_moves_from_a_closed_monday_to_tuesday(http_world: World) -> None:
    """Cora's digest of Monday, Nov 9 comes on Tuesday at eight, and the next one on Monday again."""
    await close(http_world, closed_days="Nov 9")
    cora = http_world.person("UCORA")
    home = texts(await cora.home())
    await clock_to(http_world, "2026-11-10T07:59:00-06:00")
    before = len(await http_world.messages("UCORA"))
    await clock_to(http_world, "2026-11-10T08:01:00-06:00")
    after = len(await http_world.messages("UCORA"))

    await clock_to(http_world, "2026-11-16T08:01:00-06:00")

    assert "Tuesday, Nov 10 at 8:00 am" in home
    assert (before + 1, before + 2) == (after, len(await http_world.messages("UCORA")))
