"""A caseworker's own corner: the newest that they gave, all of it within reach, to change or take back, and their own settings."""

from tests.journeys.acts import answer, home_buttons, nudged, texts
from tests.world import Json, Person, World, elements

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


def of_kind(home: Json, button: str) -> list[Json]:
    """The buttons of this kind."""
    found = [each for block in home["blocks"] for each in elements(block)]
    return [each for each in found if each.get("action_id") == button]


async def turned(ana: Person, button: str, value: str | None = None) -> Json:
    """Press this button (of several, the one with this value) of the page as it stands; gives the next page."""
    before = (await ana.views())["home"]
    which = {"value": value} if value else {}
    await ana.world.post("click", user="UANA", view_id=before["id"], action_id=button, **which)
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


async def test_the_newest_two_are_in_app_home(http_world: World) -> None:
    """Ten check-ins: two stand there, it is said that there are more, and a button leads to all of them."""
    ana = await many(http_world, 10)

    home = await ana.home()
    found = [f"number {number}." in texts(home) for number in range(10)]

    assert [False] * 8 + [True] * 2 == found
    assert "You gave more." in texts(home)
    assert "home_see_all" in home_buttons(home)


async def test_all_of_it_is_a_page_of_its_own(http_world: World) -> None:
    """Eight at a time, the newest first, with the way on, the way back, and the way home; each can be taken back there."""
    ana = await many(http_world, 10)
    home = await ana.home()

    first = await turned(ana, "home_see_all")
    second = await turned(ana, "home_older")
    newest = await turned(ana, "home_see_all")
    back = await turned(ana, "home_back")

    assert [f"number {number}." in texts(first) for number in (9, 2, 1)] == [True, True, False]
    assert [f"number {number}." in texts(second) for number in (2, 1, 0)] == [False, True, True]
    assert "These are not all" in texts(first)
    assert "home_older" not in home_buttons(second)
    assert home_buttons(first).count("checkin_withdraw") == 8
    assert (texts(first), texts(home)) == (texts(newest), texts(back))


async def test_what_is_done_on_that_page_leads_back_to_it(http_world: World) -> None:
    """On the second page Ana changes who may read one, and takes the other back: both times she is still there."""
    ana = await many(http_world, 10)
    await ana.home()
    await turned(ana, "home_see_all")
    second = await turned(ana, "home_older")
    newest = next(each["value"] for each in of_kind(second, "checkin_withdraw"))
    await turned(ana, "checkin_who_can_read", newest)
    await ana.submit(await ana.form("checkin_audience"), audience="coach")
    await http_world.settle()
    shared = (await ana.views())["home"]
    left = await turned(ana, "checkin_withdraw", newest)

    assert "All that I gave" in texts(shared)
    assert [f"number {number}." in texts(shared) for number in (2, 1, 0)] == [False, True, True]
    assert "All that I gave" in texts(left)
    assert [f"number {number}." in texts(left) for number in (2, 1, 0)] == [False, False, True]


async def test_with_few_nothing_is_said_of_others(http_world: World) -> None:
    """There are none."""
    ana = await many(http_world, 2)

    home = await ana.home()

    assert "You gave more." not in texts(home)
    assert "home_see_all" not in home_buttons(home)


async def test_nobody_turns_to_a_page_by_an_id_that_is_not_theirs(http_world: World) -> None:
    """Ben sends the id of Ana's check-in: his App Home stays his own."""
    ana, ben = await many(http_world, 9), http_world.person("UBEN")
    await ana.home()
    older = next(
        each["value"]
        for block in (await turned(ana, "home_see_all"))["blocks"]
        for each in block.get("elements", [])
        if each.get("action_id") == "home_older"
    )
    home = await ben.home()

    press = {"action_id": "home_older", "value": older, "forge": True}
    await http_world.post("click", user="UBEN", view_id=home["id"], **press)
    await http_world.settle()

    assert "My thought" not in str(await ben.views())
    assert texts(home) == texts((await ben.views())["home"])


async def test_days_and_hours_open_with_the_hours(http_world: World) -> None:
    """What is hers to pick comes first, her language among it; the agreement that she said yes to stands below."""
    ana = http_world.person("UANA")
    await ana.press_home("agreement_read")

    form = await ana.form("agreement_form")
    inputs = [number for number, block in enumerate(form["blocks"]) if block["type"] == "input"]
    read = [number for number, block in enumerate(form["blocks"]) if block["type"] == "section"]

    assert form["title"]["text"] == "My days and hours"
    assert max(inputs) < min(read)
    assert "language" in {block["block_id"] for block in form["blocks"]}
    assert len(read) > 2


async def test_whoever_is_invited_reads_the_agreement_first(http_world: World) -> None:
    """Dee has not said yes: the hours come after all of it."""
    dee = http_world.person("UDEE")
    await dee.press_home("agreement_read")

    form = await dee.form("agreement_form")
    kinds = [block["type"] for block in form["blocks"]]

    assert form["title"]["text"] == "The agreement"
    assert kinds.index("input") > kinds.index("section")


async def test_her_language_is_no_button_of_app_home(http_world: World) -> None:
    """It stands beside what else is personal; whoever has no days and hours picks it in App Home."""
    ana, cora = http_world.person("UANA"), http_world.person("UCORA")

    assert "home_in_spanish" not in home_buttons(await ana.home())
    assert "home_in_spanish" in home_buttons(await cora.home())


async def test_in_a_pause_the_language_is_still_hers_to_pick(http_world: World) -> None:
    """With nothing to set just then, the button is back."""
    ana = http_world.person("UANA")
    await ana.press_home("home_pause")
    await http_world.settle()

    assert "home_in_spanish" in home_buttons(await ana.home())
