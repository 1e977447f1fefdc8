"""A small success that tells how a case went: another way to say it is offered in the form, and its author decides."""

from tests.journeys.acts import answer, nudged, offered, texts
from tests.world import Json, Person, World

CLOSED = "I stayed calm in court and the case was closed"
EFFORT = "I stayed calm in court."


async def previewed(world: World, words: str) -> tuple[Person, Json]:
    """Ana has written this as her small success, and looks at it."""
    ana = await nudged(world)
    return ana, (await answer(ana, "I waited.", success=words))["view"]


async def pick(ana: Person, form: Json, way: str, **more: str) -> Json:
    """Pick the suggestion (`use`) or one's own words (`keep`), and send the form. Gives what it answered."""
    value = next(each for each in offered(form, "effort-pick") if each.startswith(way))
    sent = await ana.submit(form, **{"effort-pick": value}, **more)
    await ana.world.settle()
    return sent


async def test_another_way_to_say_it_is_offered_at_once(http_world: World) -> None:
    """The preview says what it is about, kindly, and what Ana did stands there in her own words."""
    _, preview = await previewed(http_world, CLOSED)

    assert "It tells how a case went, though, and that can point to a real family." in texts(preview)
    assert f"> {EFFORT}" in texts(preview)


async def test_effort_needs_no_other_way(http_world: World) -> None:
    """Nothing is said where nothing is to say."""
    _, preview = await previewed(http_world, "I asked before I guessed")

    assert "how a case went, though" not in texts(preview)


async def test_the_suggestion_is_posted_when_she_takes_it(http_world: World) -> None:
    """One click, and her post says what she did."""
    ana, preview = await previewed(http_world, CLOSED)

    await pick(ana, preview, "use")

    assert [f":tada: <@UANA> shared a small success: {EFFORT}"] == await http_world.texts("CWINS")


async def test_she_may_keep_her_own_words(http_world: World) -> None:
    """It is a suggestion: her words are hers."""
    ana, preview = await previewed(http_world, CLOSED)

    await pick(ana, preview, "keep")

    assert [f":tada: <@UANA> shared a small success: {CLOSED}"] == await http_world.texts("CWINS")


async def test_without_a_choice_it_is_offered_again(http_world: World) -> None:
    """Nothing is posted over her head, and what she typed stays in the field."""
    ana, preview = await previewed(http_world, CLOSED)

    sent = await ana.submit(preview)
    await http_world.settle()

    assert f"> {EFFORT}" in texts(sent["view"])
    assert [] == await http_world.texts("CWINS")


async def test_other_words_are_looked_at_anew(http_world: World) -> None:
    """Keeping her words was said of those words alone."""
    ana, preview = await previewed(http_world, CLOSED)

    again = await pick(ana, preview, "keep", words="Reunified!")
    posted = await pick(ana, again["view"], "keep", words="I listened longer")

    assert "I kept asking what would help, and kept showing up." in texts(again["view"])
    assert {} == posted["errors"]
    assert [":tada: <@UANA> shared a small success: I listened longer"] == await http_world.texts("CWINS")


async def test_an_identifier_cannot_be_kept_that_way(http_world: World) -> None:
    """Her own words stay only when there is no mark of a real family in them."""
    ana, preview = await previewed(http_world, "The case was closed")

    form = await ana.submit(preview, words="The case of 23-JC-0147 was closed")
    await http_world.settle()

    assert "a case number" in texts(form["view"])
    assert [] == await http_world.texts("CWINS")


async def test_what_is_kept_for_later_is_not_looked_at(http_world: World) -> None:
    """Nobody sees it, so nothing is suggested before it goes somewhere."""
    ana, preview = await previewed(http_world, CLOSED)

    sent = await ana.submit(preview, where="later")

    assert (True, {}) == (sent["ok"], sent["errors"])
    assert CLOSED in texts(await ana.home())
