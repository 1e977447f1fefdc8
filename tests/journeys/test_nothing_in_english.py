"""Nothing that a caseworker who reads Spanish meets is left in English: each screen, message, answer and refusal."""

from pathlib import Path

import pytest

from bot import office
from bot.coaching.small_success import another_way
from bot.slack import ids
from tests import by_hand
from tests.journeys.acts import WEDNESDAY_10, answer, ask, clock_to, press_home, start
from tests.journeys.goals_acts import AS_HOPED, GOAL, WORDS, close, say_level, say_yes, suggest
from tests.journeys.test_agreement_versions import shorten_retention
from tests.journeys.test_coach_notes import SENTENCE, write
from tests.journeys.test_paths_of_ones_own import through
from tests.journeys.test_principle_and_practice import asked
from tests.journeys.test_quiet_stretch import ASKED_PAUSE
from tests.journeys.test_records import copied_at_the_office
from tests.journeys.test_sessions import set_date
from tests.journeys.test_setting_up import LINES, enroll
from tests.journeys.test_slack_says import says
from tests.journeys.test_suggestions import suggests
from tests.privacy.watching import close_windows
from tests.spanish import Reader
from tests.world import Person, World

SAID = "Respiré dos veces."
PLAN = "Si me apuro, entonces pregunto."
SLIP = "Hablé con la mamá. Su correo es mama@example.org."
MARKED = "`mama@example.org`"
HURTING = "Some days I want to die"
WON = "We closed the case, and I called the aunt"
SUCCESS = "Pregunté primero"
GIVEN = (SAID, PLAN, SLIP, HURTING, WON, SUCCESS, SENTENCE, WORDS, AS_HOPED, GOAL["level_1"], str(another_way(WON)))
FOR_OTHERS = {
    *(ids.NOTE_FORM, ids.SETUP_FORM, ids.ENROLL_FORM, ids.HOLD_FORM, ids.DIGEST_TIME_FORM, ids.TOPIC_FORM),
    *(ids.REQUEST_FORM, ids.SUGGEST_TOPIC_FORM, ids.SUGGEST_FORM, ids.PARTNER_AGREEMENT_FORM, ids.REVIEW_FORM),
    *(ids.FAMILIES_FORM, ids.INVITE_PARTNERS_FORM, ids.HANDOVER_FORM),
}
"""The forms that a caseworker never meets."""
FORMS = {value for name, value in vars(ids).items() if name.endswith("_FORM")} - FOR_OTHERS


async def ana_in_spanish(world: World) -> Reader:
    """Ana has picked Español; nothing that she saw before counts."""
    ana = Reader(world, "UANA")
    await ana.press_home("agreement_read")
    await ana.submit(await ana.form("agreement_form"), language="es")
    await world.settle()
    ana.seen.clear()
    return ana


async def _a_question(world: World, ana: Reader) -> None:
    """From the question to its receipt, a small success for her coach, and what Cora writes back."""
    await world.next_nudge()
    preview = (await answer(ana, SAID, "coach", success=SUCCESS))["view"]
    await ana.submit(preview, where="coach")
    await world.settle()
    await write(world.person("UCORA"), where="coach")
    await world.settle()
    for button, form in (("checkin_who_can_read", "checkin_audience"), ("checkin_edit", "checkin_edit_form")):
        await ana.press(button)
        await ana.form(form)
        await close_windows(world, ana.id)
    await press_home(ana, "home_hold_lines")
    await ana.form("lines_form")
    await close_windows(world, ana.id)


async def _paths(world: World, ana: Reader) -> None:
    """A path of one's own, words that the guard marks, and words that reach a boundary."""
    last = await through(ana, await start(ana, "path:bias"), feel=SAID, plan=PLAN, check_back="in 3 days")
    await ana.submit(last, audience="only_me")
    await close_windows(world, ana.id)
    form = await start(ana, "path:if-then")
    field = next(block["block_id"] for block in form["blocks"] if block["type"] == "input")
    await ana.submit(form, **{field: SLIP})
    await ana.submit(await ana.form(), **{field: HURTING})
    await ana.submit(await ana.form("boundary_person"), person="UCORA")
    await close_windows(world, ana.id)
    await world.post("shortcut", user=ana.id, callback_id="just_finished_a_visit")
    await ana.form("reflection_step")
    await close_windows(world, ana.id)
    await ana.press_home("home_see_all")
    await world.settle()
    await ana.views()


async def _celebrates(world: World, ana: Reader) -> None:
    """A second one in a week, which tells how a case went: another way to say it, then for later."""
    sharing = await through(ana, await start(ana, "topic:engagement"), question=SAID)
    await ana.submit(sharing, audience="only_me")
    await world.settle()
    await close_windows(world, ana.id)
    await ana.press("checkin_celebrate")
    await ana.submit(await ana.form("celebration_words"), words=WON)
    await ana.submit(await ana.form("celebration_preview"), words=WON, where="later")
    await close_windows(world, ana.id)


async def _goals(world: World, ana: Reader) -> None:
    """One that she suggests, words that she changes, a level, its end and a next one; one that Cora suggests."""
    cora = world.person("UCORA")
    await suggest(ana)
    await say_yes(cora)
    await say_level(ana, "2")
    await ana.command("goals")
    await ana.told("Semanas")
    await press_home(ana, "goal_reword")
    await ana.form("goal_words")
    await close_windows(world, ana.id)
    await close(ana, "met", closing=SAID)
    await ana.submit(await ana.form("goal_next"))
    await close_windows(world, ana.id)
    await suggest(cora)
    await say_yes(ana)
    await close_windows(world, ana.id)


async def _herself(world: World, ana: Reader) -> None:
    """Session, days and hours, wellbeing, a hard day, and her records."""
    await set_date(ana)
    await set_date(ana, day="2026-10-01")
    await close_windows(world, ana.id)
    await press_home(ana, "agreement_read")
    await ana.submit(await ana.form("agreement_form"), days=["0", "1", "2", "3"])
    await close_windows(world, ana.id)
    for more in ("take the free ProQOL on my own", "ask my coach for time", "I am done"):
        await ana.submit(await start(ana, "path:wellbeing"), weight="not okay")
        await ana.submit(await ana.form("wellbeing_next"), more=more)
        await close_windows(world, ana.id)
    await ana.command("hard day")
    await ana.submit(await ana.form("hard_day_form"), how_long="today")
    await world.settle()


async def test_every_form_and_what_becomes_of_it(http_world: World) -> None:
    """Ana walks them all; a new form is walked here, or it is for others."""
    ana = await ana_in_spanish(http_world)
    for walk in (_a_question, _celebrates, _goals, _paths, _herself):
        await walk(http_world, ana)
        await ana.home()

    assert ana.in_english(*GIVEN, SLIP.replace(MARKED.strip("`"), MARKED)) == {}
    assert FORMS - ana.forms == set()


@pytest.mark.parametrize("state", ["as she is", "away", "paused", "left"])
async def test_every_answer_to_a_command(http_world: World, state: str) -> None:
    """Each word, a near miss, days that cannot be read, somebody who is not hers to ask; as she is, away, paused and gone."""
    ana = await ana_in_spanish(http_world)
    before = {"away": "pause dec 20 to jan 3", "paused": "pause friday", "left": "leave"}.get(state)
    for typed in (
        *([before] if before else []),
        *("status", "why", "help", "helb", "xyzzy", "goals", "goals <@UBEN>", "<@UBEN>", "<@UBEN> kin", "team"),
        *(
            "suggest <@UBEN>",
            "digest",
            "enroll",
            "pause yesterday",
            "pause 2020-01-01",
            "pause dec 24 to dec 20",
            "hard",
        ),
        *("pause jan 3 to jan 5 to jan 9", "pause 3000-01-01"),
        "resume",
    ):
        await ana.command(typed)
        await http_world.settle()
        await ana.inbox()
        await ana.views()
        await close_windows(http_world, ana.id)
    await ana.home()

    assert ana.in_english() == {}


async def test_what_comes_by_itself(http_world: World) -> None:
    """A question that was asked for, suggested or due before a session; later, not today, and hours that moved."""
    ana = await ana_in_spanish(http_world)
    await suggests(http_world.person("UCORA"))
    await set_date(http_world.person("UCORA"), person="UANA", day="2026-11-10")
    await http_world.next_nudge()
    await ana.press("nudge_later")
    await ask(http_world.person("USAM"), "@ana kin")
    await says(http_world, "UANA", tz="America/Denver")
    for moment in ("2026-11-04T12:00:00-06:00", "2026-11-09T16:00:00-06:00", "2026-11-12T16:00:00-06:00"):
        await clock_to(http_world, moment)
        await _looks_around(ana)
    await ana.press("nudge_not_today")
    await _looks_around(ana)

    assert ana.in_english() == {}


async def _looks_around(ana: Reader) -> None:
    await ana.world.settle()
    await ana.command("why")
    await ana.world.settle()
    await ana.inbox()
    await ana.home()


@pytest.mark.parametrize("button", ["nudge_pause", "nudge_keep_going"])
async def test_a_quiet_stretch(http_world: World, button: str) -> None:
    """Fewer questions, the question whether a pause would help, and both answers."""
    ana = await ana_in_spanish(http_world)
    for moment in ("2026-11-16T12:00:00-06:00", ASKED_PAUSE):
        await clock_to(http_world, moment)
        await _looks_around(ana)
    await ana.press(button)
    await _looks_around(ana)

    assert ana.in_english() == {}


async def test_what_is_typed_in_the_chat(http_world: World) -> None:
    """Kept, refused because nothing is open, and marked by the guard."""
    ana = await ana_in_spanish(http_world)
    for said in ("Nada abierto.", SLIP):
        await ana.say(said)
        await http_world.settle()
        await http_world.next_nudge()
        await ana.inbox()
    await ana.say(SLIP)
    await ana.say(SAID)
    await http_world.settle()
    await ana.inbox()

    assert ana.in_english(SAID, SLIP, "Nada abierto.") == {}


async def test_records_holds_and_the_office(http_world: World) -> None:
    """A hold, a refusal to delete, a copy, what the office did, and leaving with the goodbye."""
    ana = await ana_in_spanish(http_world)
    await http_world.next_nudge()
    await answer(ana, SAID)
    await office.hold(http_world.settings, "UANA", place=True)
    await press_home(ana, "records_delete_mine")
    await ana.views()
    await close_windows(http_world, ana.id)
    await office.hold(http_world.settings, "UANA", place=False)
    await press_home(ana, "records_export_mine")
    await press_home(ana, "records_delete_mine")
    await ana.views()
    await close_windows(http_world, ana.id)
    await press_home(ana, "home_leave")
    await ana.views()
    await ana.home()
    await ana.inbox()

    assert ana.in_english(SAID, "my-coaching-records.zip") == {}


async def test_principle_and_practice(http_world: World) -> None:
    """The month's principle, how it is counted, and the answer below it; kept under the Spanish words as they were asked."""
    ana = await ana_in_spanish(http_world)
    _, message = await asked(http_world)
    ana.note(message)
    await ana.press("nudge_reflect", message)
    sharing = await ana.walk(SAID)
    await ana.submit(sharing, audience="coach")
    await _looks_around(ana)
    [row] = by_hand.read(
        http_world.settings, "SELECT language, translation FROM reflections WHERE prompt_id LIKE 'practice:%'"
    )

    assert any("¿Qué tanto se vio esto en su trabajo esta semana?" in text for text in ana.seen)
    assert ana.in_english(SAID, "I asked first.") == {}
    assert (row["language"], row["translation"] > 0) == ("es", True)


async def test_what_the_office_did(http_world: World, tmp_path: Path) -> None:
    """A changed agreement, a copy that the office made, and words that it deleted: each is told where it was."""
    ana = await ana_in_spanish(http_world)
    await http_world.next_nudge()
    preview = (await answer(ana, SAID, "coach", success=SUCCESS))["view"]
    await ana.submit(preview)
    await http_world.settle()
    await shorten_retention(http_world)
    await clock_to(http_world, WEDNESDAY_10)
    await ana.press("agreement_read")
    await ana.submit(await ana.form("agreement_form"))
    await copied_at_the_office(http_world, tmp_path)
    await _looks_around(ana)
    await office.erase(http_world.settings, "UANA")
    await _looks_around(ana)

    assert ana.in_english(SAID, SUCCESS, *LINES.values()) == {}


async def test_an_invitation_and_its_no(http_world: World) -> None:
    """Slack speaks Spanish to Fay, and so do the invitation, the agreement and both answers to it."""
    fay = Reader(http_world, "UFAY")
    await http_world.post("people", id="UFAY", locale="es-MX")
    await enroll(http_world.person("ULEE"), ["UFAY"])
    await http_world.settle()
    await fay.home()
    await fay.press("agreement_not_now")
    await http_world.settle()
    await fay.press("agreement_read")
    await fay.submit(await fay.form("agreement_form"))
    await http_world.settle()
    await fay.home()
    await fay.inbox()

    assert fay.in_english() == {}


async def test_it_knows_english_when_it_sees_it(http_world: World) -> None:
    """Whoever reads English is found out on the first screen."""
    ben = Reader(http_world, "UBEN")
    await ben.home()

    assert "Your corner" in ben.in_english()


async def heard(world: World, person: Person, locale: str) -> str:
    """Slack says that somebody changed their language; the title of the page that they see then."""
    await says(world, person.id, locale=locale)
    return str((await person.home())["blocks"][0]["text"]["text"])


@pytest.mark.parametrize("person", ["UCORA", "USAM", "ULEE"])
async def test_slacks_language_is_followed_for_everybody_in_the_program(http_world: World, person: str) -> None:
    """A coach, a supervisor and the lead; somebody outside leaves no trace."""
    for each in (person, "UPAT"):
        await says(http_world, each, locale="es-419")

    rows = by_hand.read(http_world.settings, "SELECT person, language, chosen FROM languages")
    assert [(person, "es", False)] == [(row["person"], row["language"], bool(row["chosen"])) for row in rows]


async def test_slacks_language_is_followed_until_one_is_picked(http_world: World) -> None:
    """Spanish when Slack turns Spanish, English when it turns back, and what she picks stays."""
    ana = http_world.person("UANA")

    assert await heard(http_world, ana, "es-MX") == "Su rincón"
    assert await heard(http_world, ana, "en-US") == "Your corner"
    await ana_in_spanish(http_world)
    assert await heard(http_world, ana, "en-GB") == "Su rincón"
