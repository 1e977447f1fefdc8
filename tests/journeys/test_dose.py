"""Never too much: two a week as she set it, three at the very most, celebrations and requests included."""

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.journeys.acts import answer, answer_to, ask, clock_to, next_questions, nudged, texts, with_button
from tests.journeys.test_series import finish
from tests.privacy.watching import close_windows
from tests.world import Person, World

CHICAGO = ZoneInfo("America/Chicago")


async def per_week(world: World, person: str) -> dict[int, int]:
    """How many questions this person got, by ISO week on their wall."""
    found = await with_button(world.person(person), "nudge_reflect")
    days = [datetime.fromtimestamp(float(each["ts"]), UTC).astimezone(CHICAGO) for each in found]
    return Counter(day.isocalendar().week for day in days)


async def opens_each(world: World, person: Person, times: int) -> None:
    """Move from nudge to nudge, whoever it is for; this person opens each of theirs, and does not answer."""
    opened: set[str] = set()
    for _ in range(times):
        await world.next_nudge()
        new = [each for each in await with_button(person, "nudge_reflect") if each["ts"] not in opened]
        for message in new:
            opened.add(message["ts"])
            await person.press("nudge_reflect", message)
            await world.settle()
            await close_windows(world, person.id)


async def test_five_weeks_bring_two_a_week_and_no_more(http_world: World) -> None:
    """To somebody who looks at each of them, in her hours."""
    await opens_each(http_world, http_world.person("UANA"), 20)

    assert {45: 2, 46: 2, 47: 2, 48: 2, 49: 2} == dict(await per_week(http_world, "UANA"))


async def test_five_weeks_of_silence_bring_fewer(http_world: World) -> None:
    """Silence never brings more messages: two, then one, then none."""
    await next_questions(http_world, 20)

    assert {45: 2, 46: 1, 47: 1} == dict(await per_week(http_world, "UANA"))


async def test_a_request_takes_the_place_of_the_clock(http_world: World) -> None:
    """Sam asks on Monday: it is still two that week, because what was asked for counts."""
    await http_world.next_nudge()
    await ask(http_world.person("USAM"), "@ana kin")
    await next_questions(http_world, 4)

    assert 2 == (await per_week(http_world, "UANA"))[45]


async def test_what_lies_months_ahead_hides_nothing_of_this_week(http_world: World) -> None:
    """Ana's meeting is in six weeks, and its notes count then. This week has its two already: Wednesday brings no third one."""
    ana = await nudged(http_world)
    await finish(ana, "path:meeting", day="2026-12-18")
    await ask(http_world.person("USAM"), "@ana kin")

    await clock_to(http_world, "2026-11-04T12:00:00-06:00")

    assert 2 == (await per_week(http_world, "UANA"))[45]


async def test_no_more_than_three_whoever_asks(http_world: World) -> None:
    """Two by the clock and one from Cora: what Sam asks for comes the week after, and he is told what everybody is."""
    cora, sam = http_world.person("UCORA"), http_world.person("USAM")
    await next_questions(http_world, 3)
    await ask(cora, "@ana kin")

    await ask(sam, "@ana engagement")
    told = texts(await sam.form("said"))
    this_week = (await per_week(http_world, "UANA"))[45]
    await clock_to(http_world, "2026-11-09T09:31:00-06:00")

    assert "Asked. It goes out inside their own hours, this week or next" in told
    assert 3 == this_week
    assert any(
        "<@USAM> asked me" in texts(each) for each in await with_button(http_world.person("UANA"), "nudge_reflect")
    )


async def test_a_celebration_counts(http_world: World) -> None:
    """Monday's question and a celebration are two: Wednesday stays quiet, and `why` says so."""
    await http_world.next_nudge()
    ana = http_world.person("UANA")
    preview = (await answer(ana, "I asked first.", success="I asked first"))["view"]
    await ana.submit(preview)

    await http_world.post("clock", to="2026-11-04T09:31:00-06:00")

    assert [] == await with_button(ana, "nudge_reflect")
    assert "because you already had your questions for the week." in await answer_to(ana, "why")


async def test_nobody_is_nudged_while_paused(http_world: World) -> None:
    """Four weeks of pause: not one message of any kind for Ana; Ben's go on."""
    ana, ben = http_world.person("UANA"), http_world.person("UBEN")
    await answer_to(ana, "pause")
    before = len(await ana.inbox())

    await opens_each(http_world, ben, 8)

    assert before == len(await ana.inbox())
    assert 8 == len(await with_button(ben, "nudge_reflect"))


async def test_no_question_is_repeated_soon(http_world: World) -> None:
    """Five weeks, ten questions, all of them different."""
    await opens_each(http_world, http_world.person("UANA"), 20)
    asked = [each["text"] for each in await with_button(http_world.person("UANA"), "nudge_reflect")]

    assert len(set(asked)) == len(asked)
