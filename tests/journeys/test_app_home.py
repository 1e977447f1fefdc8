"""A caseworker's own corner: all that they gave is within reach there, to change or take back."""

from tests.journeys.acts import answer, home_buttons, nudged, texts
from tests.world import Json, Person, World

WON = "I asked before I guessed"


async def celebrating(world: World) -> Person:
    """Ana has posted a small success."""
    ana = await nudged(world)
    preview = (await answer(ana, "I asked first.", success=WON))["view"]
    await ana.submit(preview)
    await world.settle()
    return ana


async def many(world: World, times: int) -> Person:
    """Ana checked in so many times: her words are numbered."""
    ana = world.person("UANA")
    for number in range(times):
        await ana.command("kin")
        await ana.submit(await ana.walk(f"My thought number {number}."), audience="only_me")
    await world.settle()
    return ana


async def turned(ana: Person, button: str) -> Json:
    """Press this button of the page as it stands; gives the next page."""
    before = (await ana.views())["home"]
    await ana.world.post("click", user="UANA", view_id=before["id"], action_id=button)
    await ana.world.settle()
    return dict((await ana.views())["home"])


async def test_a_small_success_is_listed(http_world: World) -> None:
    """With its channel and her words, to change or take back, long after its message has scrolled away."""
    ana = await celebrating(http_world)

    home = await ana.home()

    assert WON in texts(home)
    assert "<#CWINS>" in texts(home)
    assert "celebration_change" in home_buttons(home)


async def test_a_small_success_is_taken_back_there(http_world: World) -> None:
    """It leaves the channel, and the list."""
    ana = await celebrating(http_world)

    await ana.press_home("celebration_withdraw")
    await http_world.settle()

    assert [] == await http_world.texts("CWINS")
    assert WON not in texts((await ana.views())["home"])


async def test_a_draft_waits_there_until_it_is_let_go(http_world: World) -> None:
    """What she wrote and did not send is for her alone; one click and it is gone."""
    ana = await nudged(http_world)
    await answer(ana, "I asked first.", success=WON)
    waits = texts(await ana.home())

    await ana.press_home("celebration_withdraw")
    await http_world.settle()

    assert "Kept for later, for you alone" in waits
    assert WON in waits
    assert WON not in texts(await ana.home())


async def test_what_is_older_is_behind_a_button(http_world: World) -> None:
    """Ten check-ins: the newest eight stand there, it is said that there are more, and a button leads to the rest."""
    ana = await many(http_world, 10)

    first = await ana.home()
    second = await turned(ana, "home_older")
    back = await turned(ana, "home_newest")

    assert ["number 9." in texts(first), "number 1." in texts(first)] == [True, False]
    assert "These are not all" in texts(first)
    assert ["number 2." in texts(second), "number 1." in texts(second), "number 0." in texts(second)] == [
        False,
        True,
        True,
    ]
    assert "home_older" not in home_buttons(second)
    assert texts(first) == texts(back)


async def test_with_few_nothing_is_said_of_older_ones(http_world: World) -> None:
    """There are none."""
    ana = await many(http_world, 1)

    home = await ana.home()

    assert "These are not all" not in texts(home)
    assert "home_older" not in home_buttons(home)


async def test_nobody_turns_to_a_page_by_an_id_that_is_not_theirs(http_world: World) -> None:
    """Ben sends the id of Ana's check-in: his App Home stays his own."""
    ana, ben = await many(http_world, 9), http_world.person("UBEN")
    older = next(
        each["value"]
        for block in (await ana.home())["blocks"]
        for each in block.get("elements", [])
        if each.get("action_id") == "home_older"
    )
    home = await ben.home()

    press = {"action_id": "home_older", "value": older, "forge": True}
    await http_world.post("click", user="UBEN", view_id=home["id"], **press)
    await http_world.settle()

    assert "My thought" not in str(await ben.views())
    assert texts(home) == texts((await ben.views())["home"])
