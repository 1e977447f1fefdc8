"""A coach suggests a question of the library: it comes next, says who suggested it, and tells the coach nothing back."""

import pytest

from tests.journeys.acts import answer_to, clock_to, copy_of, home_buttons, next_questions, offered, texts, with_button
from tests.world import Json, Person, World

CHOSEN = "kin.goal.1"
WITH_A_WEEK = "2026-11-09T12:00:00-06:00"


async def questions_on(person: Person, topic: str, typed: str = "suggest @ana") -> Json:
    """Type it, pick the topic, and see the questions."""
    await person.command(typed)
    sent = await person.submit(await person.form("suggest_topic"), person="UANA", topic=topic)
    await person.world.settle()
    return dict(sent["view"])


async def suggests(person: Person, prompt: str = CHOSEN) -> str:
    """Suggest this question to Ana; gives what the coach is told."""
    sent = await person.submit(await questions_on(person, prompt.partition(".")[0]), prompt=prompt)
    await person.world.settle()
    return texts(sent["view"])


async def ana_questions(world: World) -> list[Json]:
    """The questions that stand in Ana's messages, oldest first."""
    return await with_button(world.person("UANA"), "nudge_reflect")


async def test_it_comes_next_and_says_who(http_world: World) -> None:
    """On Monday, in the place of the clock's own choice; Wednesday's is the clock's again."""
    await suggests(http_world.person("UCORA"))
    await next_questions(http_world, 3)

    monday, wednesday = map(texts, await ana_questions(http_world))

    assert "<@UCORA> suggested this one for you." in monday
    assert "suggested" not in wednesday


async def test_it_counts_like_any_other(http_world: World) -> None:
    """Two that week, as she set it."""
    await suggests(http_world.person("UCORA"))

    await clock_to(http_world, "2026-11-08T20:00:00-06:00")

    assert 2 == len(await ana_questions(http_world))


async def test_she_reads_ahead_that_it_comes_and_later_why_it_came(http_world: World) -> None:
    """In App Home and in `why`, before and after."""
    ana = http_world.person("UANA")
    await suggests(http_world.person("UCORA"))
    before = (texts(await ana.home()), await answer_to(ana, "why"))
    await http_world.next_nudge()

    assert all("A question that <@UCORA> suggested comes next." in each for each in before)
    assert "it was your time, and <@UCORA> suggested it." in await answer_to(ana, "why")
    assert "comes next" not in texts(await ana.home())


async def test_it_is_in_her_own_copy(http_world: World) -> None:
    """Who suggested which question, and when it came."""
    await suggests(http_world.person("UCORA"))
    await http_world.next_nudge()

    copy = (await copy_of(http_world.person("UANA")))["data.json"]

    assert '"suggested_by": "UCORA"' in copy
    assert f'"prompt_id": "{CHOSEN}"' in copy


async def test_every_question_is_read_in_full(http_world: World) -> None:
    """Nobody suggests what they have read only the beginning of; bias and wellbeing are not among them."""
    form = await questions_on(http_world.person("UCORA"), "kin")

    kinds = {each.split(".")[1] for each in offered(form, "prompt")}

    assert {"goal", "solve", "transfer"} <= kinds
    assert kinds.isdisjoint({"bias", "wellbeing"})
    assert "…" not in "".join(block["text"]["text"] for block in form["blocks"] if block["type"] == "section")


async def test_stress_is_not_on_the_menu(http_world: World) -> None:
    """As with check-ins that somebody asks for."""
    cora = http_world.person("UCORA")
    await cora.command("suggest @ana")

    assert "sts" not in offered(await cora.form("suggest_topic"), "topic")


async def test_it_starts_in_app_home_too(http_world: World) -> None:
    """A coach finds the button there; nobody else does."""
    cora = http_world.person("UCORA")

    await cora.press_home("home_suggest")

    assert "Suggest a question" in str(await cora.form("suggest_topic"))
    assert "home_suggest" not in home_buttons(await http_world.person("UANA").home())


async def test_one_a_week_to_the_same_person(http_world: World) -> None:
    """The second is refused, by what the coach did and by nothing else; next week it goes again."""
    cora = http_world.person("UCORA")
    await suggests(cora)
    refused = await answer_to(cora, "suggest @ana")

    await clock_to(http_world, WITH_A_WEEK)

    assert "You already suggested a question to <@UANA> this week." in refused
    assert "Suggested to <@UANA>." in await suggests(cora, "kin.solve.1")


@pytest.mark.parametrize("typed", ["pause", "leave"])
async def test_the_coach_is_told_the_same_of_somebody_who_paused_or_left(http_world: World, typed: str) -> None:
    """Word for word."""
    cora, ana = http_world.person("UCORA"), http_world.person("UANA")
    told = await suggests(cora)
    await answer_to(ana, typed)
    await clock_to(http_world, WITH_A_WEEK)

    assert told == await suggests(cora, "kin.solve.1")


async def test_her_supervisor_cannot(http_world: World) -> None:
    """Sam supervises Ana and does not coach her."""
    told = await answer_to(http_world.person("USAM"), "suggest @ana")

    assert "Coaches can suggest questions to the people they coach." in told
