"""Supervisors and coaches learn too: a path about their own coaching, theirs alone unless they share it."""

from tests.journeys.acts import offered, start, texts
from tests.journeys.test_paths_of_ones_own import through
from tests.journeys.test_setting_up import enroll
from tests.world import Person, World


async def learner(world: World) -> Person:
    """Cora, who coaches Ana and Ben, has a place of her own with Sam as her coach, and has said yes."""
    cora = world.person("UCORA")
    await enroll(world.person("ULEE"), ["UCORA"], coach="USAM", supervisor="USAM")
    await cora.press("agreement_read")
    await cora.submit(await cora.form("agreement_form"), days=["1"], opens="09:00", closes="11:00")
    await world.settle()
    return cora


async def menu(person: Person) -> list[str]:
    """What this person can pick."""
    await person.command()
    return offered(await person.form("check_in_menu"), "topic")


async def test_those_who_coach_have_a_path_about_it(http_world: World) -> None:
    """Cora finds it in her menu; Ana, who coaches nobody, does not."""
    cora = await learner(http_world)

    assert "path:coaching-skill" in await menu(cora)
    assert "path:coaching-skill" not in await menu(http_world.person("UANA"))


async def test_it_starts_as_theirs_alone(http_world: World) -> None:
    """Kept as it starts, neither her coach Sam nor the people whom she coaches see it."""
    cora = await learner(http_world)
    last = await through(cora, await start(cora, "path:coaching-skill"), did="I listened to the end.")
    await cora.submit(last)
    await http_world.settle()

    assert "I listened to the end." in texts(await cora.home())
    for other in ("USAM", "UANA", "ULEE"):
        await http_world.person(other).home()
        assert "I listened to the end." not in await http_world.person(other).everything()


async def test_a_coach_without_a_place_is_told_the_way(http_world: World) -> None:
    """App Home says who can enroll her; once she learns, it says where the path is."""
    before = texts(await http_world.person("UCORA").home())
    cora = await learner(http_world)

    assert "your program lead can enroll you" in before
    assert "pick *My own coaching*" in texts(await cora.home())


async def test_nobody_else_can_pick_it(http_world: World) -> None:
    """A forged choice of Ana's is no choice."""
    ana = http_world.person("UANA")
    await ana.command()
    form = await ana.form("check_in_menu")
    given = {"topic": {"given": "path:coaching-skill"}}

    sent = await http_world.post("submit", user="UANA", view_id=form["id"], values=given, forge=True)

    assert sent["errors"]
