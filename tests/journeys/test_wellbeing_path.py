"""A look at one's own wellbeing: people who can help are always there, and nothing of it is kept."""

import json

import pytest

from tests.journeys.acts import offered, start, texts
from tests.world import Json, Person, World

WORD = "amberlantern"
HEAVY = "You are not alone with this"


async def looked(person: Person, **answers: str) -> Json:
    """Somebody fills in the page; gives the next one."""
    sent = await person.submit(await start(person, "path:wellbeing"), **answers)
    assert not sent["errors"], sent["errors"]
    return dict(sent["view"])


async def test_it_says_first_that_nothing_is_saved(http_world: World) -> None:
    """On the page itself, before anything is asked."""
    page = texts(await start(http_world.person("UANA"), "path:wellbeing"))

    assert "I do not save it and I do not tell your boss." in page
    assert "Nothing here is kept" in page


async def test_nothing_of_it_is_kept(http_world: World) -> None:
    """No row in any table, and no word or choice anywhere on the disk: not even that she was here."""
    ana = http_world.person("UANA")
    before = http_world.row_counts()
    chosen = http_world.database_bytes().count(b"not okay")  # the library's own words are known

    await looked(ana, weight="not okay", month="yes", helped=f"Walks, and {WORD}.")
    await ana.submit(await ana.form("wellbeing_next"), more="I am done")
    await http_world.settle()

    on_disk = http_world.database_bytes()
    assert http_world.row_counts() == before
    assert (on_disk.count(WORD.encode()), on_disk.count(b"not okay")) == (0, chosen)


@pytest.mark.parametrize(
    ("answers", "heavy"),
    [
        ({}, False),
        ({"weight": "doing fine", "month": "no"}, False),
        ({"weight": "not okay"}, True),
        ({"month": "yes"}, True),
    ],
)
async def test_people_who_can_help_are_always_named(http_world: World, answers: dict[str, str], *, heavy: bool) -> None:
    """Whatever was answered; first and larger where it is heavy."""
    page = await looked(http_world.person("UANA"), **answers)

    shown = texts(page)
    assert [who for who in ("Prairie staff helpline", "<@UCORA>", "988") if who not in shown] == []
    assert (HEAVY in texts({"blocks": page["blocks"][:1]})) == heavy


async def test_her_coach_hears_one_line_when_she_wants_it(http_world: World) -> None:
    """That she wants to talk, and nothing of what she answered."""
    ana = http_world.person("UANA")
    await looked(ana, weight="running low", helped=WORD)

    await ana.submit(await ana.form("wellbeing_next"), more="ask my coach for time")
    await http_world.settle()

    told = await http_world.texts("UCORA")
    assert "<@UANA> would like to talk with you when you can. That is all I was asked to say." in told
    assert WORD not in json.dumps(told)


async def test_a_small_plan_starts_from_there(http_world: World) -> None:
    """The if-then path, which is kept as any other."""
    ana = http_world.person("UANA")
    await looked(ana)

    sent = await ana.submit(await ana.form("wellbeing_next"), more="set a small plan")

    assert "What skill are you working on?" in texts(sent["view"])


async def test_the_proqol_is_pointed_to(http_world: World) -> None:
    """As a page of its own; nothing comes back from it."""
    ana = http_world.person("UANA")
    await looked(ana)

    sent = await ana.submit(await ana.form("wellbeing_next"), more="take the free ProQOL on my own")

    assert "https://proqol.org" in texts(sent["view"])


async def test_words_of_despair_meet_people_at_once(http_world: World) -> None:
    """They are not kept either."""
    ana = http_world.person("UANA")

    page = await looked(ana, helped="Nothing. I want to die.")

    assert ("988" in texts(page), "These words were not kept" in texts(page)) == (True, True)
    assert b"I want to die" not in http_world.database_bytes()


async def test_nobody_else_can_ask_for_it(http_world: World) -> None:
    """It is in nobody's list of topics, and no word of it is one."""
    sam = http_world.person("USAM")

    await sam.command("<@UANA>")
    topics = offered(await sam.form("request_topic"), "topic")
    await sam.command("<@UANA> wellbeing")

    assert [each for each in topics if "wellbeing" in each or "sts" in each] == []
    assert "I know no topic by that name" in await sam.told("topic")


async def test_a_choice_that_was_not_on_offer_is_refused(http_world: World) -> None:
    """At its field, on either page."""
    ana = http_world.person("UANA")
    form = await start(ana, "path:wellbeing")
    sent = await http_world.post(
        "submit", user="UANA", view_id=form["id"], values={"weight": {"given": "great"}}, forge=True
    )

    assert list(sent["errors"]) == ["weight"]
