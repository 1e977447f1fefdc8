"""A quiet stretch lowers the rhythm, for its owner's eyes alone; whatever they do here brings it back."""

from collections.abc import Awaitable, Callable

import pytest

from tests.journeys.acts import answer, answer_to, clock_to, copy_of, start, texts, with_button
from tests.journeys.test_slack_says import do_not_disturb
from tests.privacy.watching import close_windows
from tests.world import Json, Person, World

FIRST_WEEK, SECOND_WEEK, THIRD_WEEK = (
    "2026-11-08T20:00:00-06:00",
    "2026-11-15T20:00:00-06:00",
    "2026-11-22T20:00:00-06:00",
)
ASKED_PAUSE, LONG_AFTER = "2026-11-23T12:00:00-06:00", "2026-12-20T20:00:00-06:00"
LOWERED = "at most one question a week for now"


async def questions(person: Person) -> int:
    """How many questions stand in their messages, answered or not."""
    return len(await with_button(person, "nudge_reflect")) + len(await closed(person))


async def closed(person: Person) -> list[Json]:
    """The questions that were answered or let go, in whose place something else stands."""
    shown = [each for each in await person.inbox() if each.get("blocks") and not each.get("ephemeral_for")]
    return [each for each in shown if "Skipping is fine" in texts(each) or "*Kept*" in texts(each)]


async def came_by(world: World, *moments: str) -> list[int]:
    """How many questions Ana has at each of these moments."""
    counts = []
    for moment in moments:
        await clock_to(world, moment)
        counts.append(await questions(world.person("UANA")))
    return counts


async def pause_question(world: World) -> Json:
    """Ana says nothing for three weeks, and is asked."""
    await clock_to(world, ASKED_PAUSE)
    return await world.person("UANA").latest_with("nudge_keep_going")


async def test_two_then_one_then_the_question_then_nothing(http_world: World) -> None:
    """Two in the first week, one in each of the next two, “would a pause help?” in the fourth, and no more."""
    assert [2, 3, 4] == await came_by(http_world, FIRST_WEEK, SECOND_WEEK, THIRD_WEEK)
    assert "It has been quiet, and that is fine." in texts(await pause_question(http_world))

    before = len(await http_world.person("UANA").inbox())
    await clock_to(http_world, LONG_AFTER)

    assert before == len(await http_world.person("UANA").inbox())


async def test_she_reads_it_where_she_looks(http_world: World) -> None:
    """In the next question, in App Home and in `why`."""
    ana = http_world.person("UANA")
    await clock_to(http_world, SECOND_WEEK)

    assert LOWERED in texts((await with_button(ana, "nudge_reflect"))[-1])
    assert LOWERED in texts(await ana.home())
    assert LOWERED in await answer_to(ana, "why")


async def _answers(ana: Person) -> None:
    await answer(ana, "I asked the aunt first.")


async def _lets_it_go(ana: Person) -> None:
    await ana.press("nudge_not_today")


async def _puts_it_off(ana: Person) -> None:
    await ana.press("nudge_later")


async def _starts_one(ana: Person) -> None:
    await start(ana, "topic:kin")
    await close_windows(ana.world, ana.id)


async def _says_go_on(ana: Person) -> None:
    await answer_to(ana, "resume")


@pytest.mark.parametrize("act", [_answers, _lets_it_go, _puts_it_off, _starts_one, _says_go_on])
async def test_whatever_she_does_brings_it_back(http_world: World, act: Callable[[Person], Awaitable[None]]) -> None:
    """After two weeks with one question in the second, any word of hers: two came in the third."""
    ana = http_world.person("UANA")
    await clock_to(http_world, SECOND_WEEK)
    await act(ana)
    await http_world.settle()
    before = await questions(ana)

    lowered = LOWERED in texts(await ana.home())
    await clock_to(http_world, THIRD_WEEK)

    assert not lowered
    assert before + 2 <= await questions(ana)


async def test_keep_going_is_one_click(http_world: World) -> None:
    """The question is over, and her rhythm is her own again."""
    await pause_question(http_world)
    ana = http_world.person("UANA")
    await ana.press("nudge_keep_going")
    await http_world.settle()
    before = await questions(ana)

    await clock_to(http_world, "2026-12-06T20:00:00-06:00")

    assert "I go on in your own rhythm." in str(await ana.inbox())
    assert before + 2 == await questions(ana)


async def test_a_pause_is_one_click(http_world: World) -> None:
    """She is paused until she says otherwise, and the message says how she comes back."""
    await pause_question(http_world)
    ana = http_world.person("UANA")
    await ana.press("nudge_pause")
    await http_world.settle()

    assert "I am quiet now. Nobody was told." in str(await ana.inbox())
    assert "You are paused" in texts(await ana.home())


async def test_who_presses_nothing_can_come_back(http_world: World) -> None:
    """App Home says that nothing comes by itself, and *Resume* is there."""
    await pause_question(http_world)
    ana = http_world.person("UANA")
    seen = texts(await ana.home())
    await ana.press_home("home_resume")
    await http_world.settle()

    assert "Nothing comes by itself just now." in seen
    assert "Your next question comes" in texts(await ana.home())


async def test_typed_words_do_not_answer_it(http_world: World) -> None:
    """What she types below “would a pause help?” becomes nobody's answer to something else; nothing of it is kept."""
    await pause_question(http_world)
    ana = http_world.person("UANA")
    await ana.say("please go on with quillwort")
    await http_world.settle()

    assert "That one takes a click" in str(await ana.inbox())
    assert b"quillwort" not in http_world.database_bytes()


async def test_a_question_that_never_came_is_no_silence(http_world: World) -> None:
    """Do Not Disturb held two weeks' questions back until their time was over: the next week brings two."""
    ana = http_world.person("UANA")
    await do_not_disturb(http_world, "UANA", SECOND_WEEK)
    await clock_to(http_world, SECOND_WEEK)
    none = await questions(ana)

    await clock_to(http_world, THIRD_WEEK)

    assert (0, 2) == (none, await questions(ana))


async def test_it_is_in_her_own_copy_alone(http_world: World) -> None:
    """A copy that she makes herself says how quiet it has been."""
    await clock_to(http_world, SECOND_WEEK)

    assert '"silent": 3' in (await copy_of(http_world.person("UANA")))["data.json"]
