"""A choice is kept once and read by each in their own language: in a digest, to edit, and by the rules that go by it."""

import pytest

from bot.coaching import digest as rules
from bot.coaching.language import read_in, say
from tests.journeys.acts import answer, clock_to, start, texts, with_button
from tests.journeys.test_nothing_in_english import ana_in_spanish
from tests.journeys.test_nothing_in_english_for_others import in_spanish
from tests.journeys.test_paths_of_ones_own import through
from tests.journeys.test_sessions import set_date
from tests.world import Json, Person, World

PLAN = "Si me apuro, entonces pregunto."
USED = "yes, used my plan"


async def planned(world: World, **picked: str) -> Person:
    """Ana, who reads Spanish, has an if-then plan, with these choices picked as they are kept."""
    ana = await ana_in_spanish(world)
    sharing = await through(ana, await start(ana, "path:bias"), plan=PLAN, **picked)
    await ana.submit(sharing, audience="coach")
    await world.settle()
    return ana


async def looked_back(world: World) -> None:
    """A week later Ana says, in Spanish, that she used her plan, and shares it."""
    ana = await planned(world, check_back="in a week")
    await clock_to(world, "2026-11-09T09:31:00-06:00")
    message = next(each for each in await with_button(ana, "nudge_reflect") if "Vuelvo a preguntar" in texts(each))
    await ana.press("nudge_reflect", message)
    await ana.submit(await through(ana, await ana.form("reflection_step"), outcome=USED), audience="coach")
    await world.settle()


async def next_digest(world: World) -> str:
    """The last digest of Cora's, after this week's."""
    await clock_to(world, "2026-11-16T08:01:00-06:00")
    return texts((await world.messages("UCORA"))[-1])


@pytest.mark.parametrize(("language", "read"), [("en", USED), ("es", "sí, usé mi plan")])
async def test_the_digest_says_it_in_its_readers_language(http_world: World, language: str, read: str) -> None:
    """Ana picked it in Spanish; Cora reads it in hers, and so is the question that the rule finds for it."""
    if language == "es":
        await in_spanish(http_world, "UCORA")
    await looked_back(http_world)

    said = await next_digest(http_world)

    with read_in(language):
        questions = [say(each) for each in rules._OUTCOME[USED]]
    assert read in said
    assert any(each in said for each in questions)


def initial(form: Json, said: str) -> str:
    """The block in which this stands, to be edited."""
    return next(str(each["block_id"]) for each in form["blocks"] if each["element"].get("initial_value") == said)


async def test_a_choice_is_edited_in_its_authors_language_and_stays_a_choice(http_world: World) -> None:
    """Ana reads “en 3 días”, writes “en una semana”; in English it is “in a week”, which is what is kept."""
    ana = await planned(http_world, check_back="in 3 days")
    await ana.press("checkin_edit")
    form = await ana.form("checkin_edit_form")

    await ana.submit(form, **{initial(form, "en 3 días"): "en una semana"})
    await http_world.settle()

    seen = texts(await ana.home())
    await ana.press_home("agreement_read")
    await ana.submit(await ana.form("agreement_form"), language="en")
    await http_world.settle()
    assert "en una semana" in seen
    assert "in a week" in texts(await ana.home())


async def test_words_of_ones_own_are_kept_as_they_are(http_world: World) -> None:
    """What was never a choice is not made into one, though it reads like one."""
    ana = await ana_in_spanish(http_world)
    await http_world.next_nudge()
    await answer(ana, "Respiré.")
    await ana.press("checkin_edit")
    form = await ana.form("checkin_edit_form")

    await ana.submit(form, **{initial(form, "Respiré."): "en una semana"})
    await http_world.settle()

    await ana.press("checkin_edit")
    assert initial(await ana.form("checkin_edit_form"), "en una semana")
    await ana.press_home("agreement_read")
    await ana.submit(await ana.form("agreement_form"), language="en")
    await http_world.settle()
    assert "en una semana" in texts(await ana.home())


async def test_at_my_next_session_is_understood_in_spanish(http_world: World) -> None:
    """“en mi próxima sesión” brings the look back on the day of the session."""
    ana = http_world.person("UANA")
    await set_date(ana, day="2026-11-11")
    await planned(http_world, check_back="at my next session")

    await clock_to(http_world, "2026-11-11T12:00:00-06:00")

    inbox = await with_button(ana, "nudge_reflect")
    assert 1 == sum("Vuelvo a preguntar por su plan." in texts(each) for each in inbox)
