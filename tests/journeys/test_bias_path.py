"""The bias path: what is remembered for its author alone, and what became of it."""

from tests.journeys.acts import clock_to, copy_of, start, texts, with_button
from tests.journeys.test_paths_of_ones_own import through
from tests.world import Json, Person, World

PLAN = "If I feel rushed, then I will ask one more question."
TRIGGER = "A messy home."
AGAIN = "When the home is messy"
WAY = "ask the parent instead of guessing"
BEFORE = "You named something like this before"


async def walked(person: Person, **more: str) -> Json:
    """Somebody names a trigger, picks a way with it, makes a plan, and keeps it for themselves."""
    answers = {"triggers": TRIGGER, "strategy": WAY, "plan": PLAN} | more
    sharing = await through(person, await start(person, "path:bias"), **answers)
    sent = await person.submit(sharing, audience="only_me")
    await person.world.settle()
    return sent


async def to_the_way(person: Person, trigger: str) -> Json:
    """Somebody walks the path again as far as the way with it, having named this trigger."""
    form = await start(person, "path:bias")
    while "pick one way" not in texts(form):
        block = next(each["block_id"] for each in form["blocks"] if each["type"] == "input")
        given = {block: trigger} if block.startswith("triggers:") else {}
        form = (await person.submit(form, **given))["view"]
    return form


async def test_their_own_way_is_offered_back(http_world: World) -> None:
    """Ana names the same trigger in other words, and sees what she picked, and her plan."""
    ana = http_world.person("UANA")
    await walked(ana)

    shown = texts(await to_the_way(ana, AGAIN))

    assert f"{BEFORE}, on November 2." in shown
    assert f"&gt; {WAY}" in shown or f"> {WAY}" in shown
    assert PLAN in shown
    assert "Only you see this." in shown


async def test_another_trigger_offers_nothing_back(http_world: World) -> None:
    """What she named before is not what she names now."""
    ana = http_world.person("UANA")
    await walked(ana)

    assert BEFORE not in texts(await to_the_way(ana, "Being late"))


async def test_an_idea_of_her_own_is_what_is_remembered(http_world: World) -> None:
    """Not the words “my own idea”."""
    ana = http_world.person("UANA")
    await walked(ana, strategy="my own idea", own_idea="I look at the garden first.")

    assert "> I look at the garden first." in texts(await to_the_way(ana, AGAIN))


async def test_what_she_took_back_is_forgotten(http_world: World) -> None:
    """The memory is the check-in, and nothing beside it."""
    ana = http_world.person("UANA")
    await walked(ana)

    await ana.press("checkin_withdraw")
    await http_world.settle()

    assert BEFORE not in texts(await to_the_way(ana, AGAIN))


async def test_nobody_else_is_offered_it(http_world: World) -> None:
    """Ben names the same trigger and sees nothing of Ana's."""
    ana, ben = http_world.person("UANA"), http_world.person("UBEN")
    await walked(ana)

    assert BEFORE not in texts(await to_the_way(ben, AGAIN))
    assert PLAN not in await ben.everything()


async def test_what_became_of_the_plan_is_remembered_too(http_world: World) -> None:
    """She used it and said so: that stands beside it when the trigger comes up again."""
    ana = http_world.person("UANA")
    await walked(ana, check_back="in 3 days")
    await clock_to(http_world, "2026-11-09T09:31:00-06:00")
    message = next(each for each in await with_button(ana, "nudge_reflect") if "Checking back" in texts(each))
    await ana.press("nudge_reflect", message)
    sharing = await through(ana, await ana.form("reflection_step"), outcome="yes, used my plan", used="I asked.")
    await ana.submit(sharing, audience="only_me")

    assert "You wrote that you used it." in texts(await to_the_way(ana, AGAIN))


async def test_nobody_can_be_asked_to_walk_it(http_world: World) -> None:
    """Its name is no topic that a supervisor or a coach could ask for."""
    sam, ana = http_world.person("USAM"), http_world.person("UANA")

    for typed in ("bias", "path:bias", "Notice a bias, and plan for it"):
        await sam.command(f"@ana {typed}".replace("@ana", "<@UANA>"))
        assert "I know no topic by that name" in await sam.told("no topic")

    assert not await with_button(ana, "nudge_reflect")


async def test_her_copy_holds_the_trigger_and_the_way(http_world: World) -> None:
    """What is remembered is hers, and in what she can take along."""
    ana = http_world.person("UANA")
    await walked(ana)

    copy = (await copy_of(ana))["data.json"]

    assert (TRIGGER in copy, WAY in copy) == (True, True)
