"""Whoever reads Spanish is asked, answered and told in Spanish; nobody else notices, and what was asked stays known."""

import json

from tests import by_hand
from tests.journeys.acts import answer, copy_of, start
from tests.journeys.test_setting_up import enroll
from tests.world import Json, World

FEEL = "¿Qué se siente cuando usted tiene prejuicios?"


def drawn(view: Json) -> str:
    """A view as text, with its accents."""
    return json.dumps(view, ensure_ascii=False)


async def _in_spanish(world: World, person: str = "UANA") -> None:
    await _picks(world, "es", person)


async def _picks(world: World, tongue: str, person: str = "UANA") -> None:
    """Open “My days and hours” and pick a language there."""
    who = world.person(person)
    await who.press_home("agreement_read")
    await who.submit(await who.form("agreement_form"), language=tongue)
    await world.settle()


async def test_a_question_comes_in_spanish_to_whoever_chose_it(http_world: World) -> None:
    """Ana picks Español in “My days and hours”; her next question, its form and its choices are Spanish."""
    ana = http_world.person("UANA")
    await _in_spanish(http_world)

    await http_world.next_nudge()
    await ana.press("nudge_reflect")
    form = await ana.form("reflection_step")

    question = next(block for block in form["blocks"] if block["type"] == "input")["label"]["text"]
    assert "¿" in question
    assert question in drawn({"inbox": await ana.inbox()})


async def test_what_is_kept_is_the_question_as_it_was_asked(http_world: World) -> None:
    """The answer stands below the Spanish question, and the draft knows in which words it was walked."""
    ana = http_world.person("UANA")
    await _in_spanish(http_world)
    await http_world.next_nudge()

    await answer(ana, "Respiré dos veces.")

    seen = drawn(await ana.home())
    [row] = by_hand.read(http_world.settings, "SELECT language, translation FROM reflections")
    assert "¿" in seen
    assert {"language": "es", "translation": 1} == dict(row)


async def test_english_comes_back_where_it_was_left(http_world: World) -> None:
    """The form offers each language by its own name."""
    ana = http_world.person("UANA")
    await _in_spanish(http_world)
    await _picks(http_world, "en")

    assert "We all have biases." in drawn(await start(ana, "path:bias"))


async def test_what_was_begun_in_one_language_is_finished_in_it(http_world: World) -> None:
    """Ana begins in Spanish, changes to English, and goes on in the words in which she was asked."""
    ana = http_world.person("UANA")
    await _in_spanish(http_world)
    begun = drawn(await start(ana, "path:bias"))

    await _picks(http_world, "en")

    assert FEEL in begun
    assert FEEL in drawn(await start(ana, "path:bias"))


async def test_a_choice_is_shown_in_spanish_and_kept_as_it_is(http_world: World) -> None:
    """“en una semana” brings the check-back a week on, as “in a week” does."""
    ana = http_world.person("UANA")
    await _in_spanish(http_world)
    form = await start(ana, "path:bias")
    shown = drawn(form)
    while form["callback_id"] == "reflection_step":
        asked = next(block for block in form["blocks"] if block["type"] == "input")
        picked = "in a week" if asked["block_id"].startswith("check-back") else "Respirar."
        choices = [each["value"] for each in asked["element"].get("options", [])]
        given = picked if picked in choices else choices[0] if choices else picked
        shown += drawn(form)
        form = (await ana.submit(form, **{asked["block_id"]: given}))["view"]
    await ana.submit(form, audience="only_me")
    await http_world.settle()

    [back] = by_hand.read(http_world.settings, "SELECT local_day FROM nudges WHERE prompt_id = 'path:check-back'")
    assert "en una semana" in shown
    assert "preguntar a la mamá o al papá en vez de suponer" in drawn(await ana.home())
    assert "2026-11-09" in str(back["local_day"])


async def test_nobody_else_is_asked_in_spanish(http_world: World) -> None:
    """Ana's language is hers alone."""
    await _in_spanish(http_world)

    assert "We all have biases." in drawn(await start(http_world.person("UBEN"), "path:bias"))


async def test_slacks_locale_is_taken_for_whoever_is_invited(http_world: World) -> None:
    """Nobody has chosen yet: Slack in Spanish means questions in Spanish."""
    await http_world.post("people", id="UFAY", locale="es-MX")
    await enroll(http_world.person("ULEE"), ["UFAY"])

    [row] = by_hand.read(http_world.settings, "SELECT language, chosen FROM languages WHERE person = 'UFAY'")
    assert ("es", False) == (row["language"], bool(row["chosen"]))


async def test_a_choice_of_their_own_stays(http_world: World) -> None:
    """Slack may say English as often as it likes."""
    await _in_spanish(http_world)
    await http_world.post("people", id="UANA", locale="en-US")
    await enroll(http_world.person("ULEE"), ["UANA"])

    [row] = by_hand.read(http_world.settings, "SELECT language, chosen FROM languages WHERE person = 'UANA'")
    assert ("es", True) == (row["language"], bool(row["chosen"]))


async def test_the_screens_are_spanish_from_the_question_to_the_receipt(http_world: World) -> None:
    """Message, form, receipt and App Home, with the note that nobody has reviewed the translation yet."""
    ana = http_world.person("UANA")
    await _in_spanish(http_world)
    await http_world.next_nudge()
    question = drawn({"inbox": await ana.inbox()})

    await answer(ana, "Respiré dos veces.")

    assert "Hoy no" in question
    assert "Traducción en borrador" in question
    assert "Solo usted puede leer esto." in drawn({"inbox": await ana.inbox()})
    home = drawn(await ana.home())
    assert "Su rincón" in home
    assert "Mis reflexiones" in home
    assert "No hay fecha para su próxima sesión" in home
    assert "Mi meta" in home


async def test_the_coach_channel_stays_english(http_world: World) -> None:
    """What is posted for everybody is said in the program's language, around the owner's own words."""
    ana = http_world.person("UANA")
    await _in_spanish(http_world)
    await http_world.next_nudge()

    await answer(ana, "Respiré dos veces.", success="Pregunté primero")
    preview = await ana.form("celebration_preview")
    await ana.submit(preview)
    await http_world.settle()

    assert "compartió un pequeño logro" in drawn(preview)
    assert any("shared a small success: Pregunté primero" in text for text in await http_world.texts("CWINS"))


async def test_her_language_is_in_her_own_copy(http_world: World) -> None:
    """What somebody chose is theirs to see, and the page on top is in it."""
    await _in_spanish(http_world)

    copy = await copy_of(http_world.person("UANA"))
    assert '"language": "es"' in copy["data.json"]
    assert "Lo que hay aquí: su lugar en el programa" in copy["README.txt"]


async def test_why_is_told_in_spanish(http_world: World) -> None:
    """When the next one comes, and her rhythm."""
    ana = http_world.person("UANA")
    await _in_spanish(http_world)

    await ana.command("why")

    said = await ana.told("Su ritmo")
    assert "Su próxima pregunta llega el lunes 2 de nov" in said
    assert "los lunes" in said
