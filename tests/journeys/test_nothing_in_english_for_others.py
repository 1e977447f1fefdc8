"""Nothing that a coach, a supervisor, a parent partner or the program lead meets in Spanish is left in English."""

import json

from bot.coaching.closings import PLACES
from bot.slack import ids
from tests import by_hand
from tests.journeys.acts import answer, ask, nudged, press_home, start
from tests.journeys.goals_acts import AS_HOPED, GOAL, WORDS, say_level, say_yes, suggest
from tests.journeys.test_coach_notes import SENTENCE, SUCCESS, write
from tests.journeys.test_legal_hold import hold
from tests.journeys.test_nothing_in_english import FOR_OTHERS
from tests.journeys.test_parent_partners import FEEL, MISSING
from tests.journeys.test_paths_of_ones_own import through
from tests.journeys.test_sessions import set_date
from tests.journeys.test_setting_up import LINES, empty, enroll, set_up
from tests.journeys.test_suggestions import suggests
from tests.journeys.test_what_goes import digest_time
from tests.privacy.watching import close_windows
from tests.spanish import Reader
from tests.world import World

SAID = "I waited before I answered."
PLAN = "If I rush, then I ask."
WON = "Usted cerró el caso"
HERS = "Hubo calma, y se notó."
GIVEN = (SAID, PLAN, SUCCESS, SENTENCE, WON, HERS, WORDS, AS_HOPED, GOAL["level_1"], FEEL, MISSING, *LINES.values())
SLACKS_OWN = "Please complete this required field."
STATES = [name for key, name in PLACES.items() if "-" in key]
"""A state keeps its name in every language."""
__all__ = ["empty"]


async def in_spanish(world: World, user: str) -> Reader:
    """Somebody who pressed Español in App Home; nothing that they saw before counts."""
    reader = Reader(world, user)
    await reader.press_home("home_in_spanish")
    await world.settle()
    reader.seen.clear()
    return reader


async def types(reader: Reader, *commands: str) -> None:
    """Type each of these, and read what comes of it."""
    for typed in commands:
        await reader.command(typed)
        await reader.world.settle()
        await reader.inbox()
        await reader.views()
        await close_windows(reader.world, reader.id)


async def looks(reader: Reader, *buttons: str) -> None:
    """Open App Home, press each of these buttons, and read."""
    for button in buttons:
        await press_home(reader, button)
        await reader.views()
        await close_windows(reader.world, reader.id)
    await reader.home()
    await reader.inbox()


def asked_in_english(world: World) -> tuple[str, ...]:
    """The questions as Ana, who reads English, was asked them: her answers stand under these words for everybody."""
    return tuple(str(row["question"]) for row in by_hand.read(world.settings, "SELECT DISTINCT question FROM answers"))


def in_english(reader: Reader, *given: str) -> dict[str, list[str]]:
    """What is left in English on what this person saw."""
    return reader.in_english(*GIVEN, *given, *asked_in_english(reader.world))


async def _ana_shares(world: World) -> None:
    """An answer, a picked choice on a plan, a small success and a level: all that a digest can hold."""
    ana = await nudged(world)
    preview = (await answer(ana, SAID, "coach", success=SUCCESS))["view"]
    await ana.submit(preview, where="coach")
    last = await through(ana, await start(ana, "path:bias"), plan=PLAN, check_back="in 3 days")
    await ana.submit(last, audience="coach")
    await world.settle()
    await close_windows(world, "UANA")


async def _goal(world: World, cora: Reader) -> None:
    await suggest(cora)
    await say_yes(world.person("UANA"))
    await say_level(world.person("UANA"), "2")
    await looks(cora, "goal_see", "goal_reword", "goal_end")


async def _session_and_suggestion(world: World, cora: Reader) -> None:
    await set_date(cora, person="UANA")
    await set_date(cora, person="UANA", day="2026-10-01")
    await close_windows(world, cora.id)
    await suggests(cora)
    await close_windows(world, cora.id)
    await looks(cora, "home_suggest")
    await types(cora, "suggest @ana", "suggest @cora")


async def _note(world: World, cora: Reader) -> None:
    """A note that tells how a case went meets another way to say it; then one of her own."""
    await write(cora, WON, where="coach")
    await close_windows(world, cora.id)
    await write(cora, HERS, where="coach")


async def test_a_coach(http_world: World) -> None:
    """Her people, what they share, the digest and when it comes, goals, dates, suggestions and notes."""
    cora = await in_spanish(http_world, "UCORA")
    await _ana_shares(http_world)
    for walk in (_note, _goal, _session_and_suggestion):
        await walk(http_world, cora)
    for which in ("sessions", "program", "own"):
        await digest_time(cora, which=which, day="3", at="16:00")
        await close_windows(http_world, cora.id)
    await ask(cora, "@ana kin")
    await close_windows(http_world, cora.id)
    await looks(cora, "home_digest")
    await http_world.next_digest()
    await looks(cora, "home_digest", "records_my_readings")
    await types(
        cora, "digest", "status", "help", "why", "xyzzy", "goals", "goals @ana", "team", "team kin", "@ana", "@ana bias"
    )

    assert in_english(cora) == {}
    assert "Podría empezar con esto" in json.dumps(cora.seen, ensure_ascii=False)
    assert "en 3 días" in json.dumps(cora.seen, ensure_ascii=False)
    assert any("<@UANA> · *Un camino* · 2 de noviembre" in each for each in cora.seen)  # hers, and not the reader's own
    assert FOR_OTHERS & COACHS - cora.forms == set()


COACHS = {
    ids.NOTE_FORM,
    ids.DIGEST_TIME_FORM,
    ids.TOPIC_FORM,
    ids.REQUEST_FORM,
    ids.SUGGEST_TOPIC_FORM,
    ids.SUGGEST_FORM,
}


async def test_a_supervisor(http_world: World) -> None:
    """Sam asks, is told “not yet”, then answered; asks twice, and somebody who is not his."""
    ana, sam = await nudged(http_world), await in_spanish(http_world, "USAM")
    await types(
        sam, "status", "help", "why", "digest", "enroll", "setup", "team kin", "@ana bias", "@lee kin", "@dee kin"
    )
    await ask(sam, "@ana kin")
    await close_windows(http_world, sam.id)
    await types(sam, "status", "@ana kin", "@ana")
    await looks(sam, "records_my_readings")
    await answer(ana, SAID, "supervisor")
    await looks(sam, "records_my_readings")
    await types(sam, "status")

    assert in_english(sam) == {}
    assert any("respondió" in text for text in sam.seen)


async def test_a_program_lead(http_world: World) -> None:
    """The program and its closing days, people enrolled, holds, how it is used, parent partners; and what is refused."""
    await ask(http_world.person("USAM"), "@ana kin")
    await _ana_shares(http_world)
    await http_world.next_digest()
    lee = await in_spanish(http_world, "ULEE")
    await lee.command("setup")
    form = await lee.form("setup_form")
    await lee.submit(form, **LINES | {"hotline": "nobody", "closed_days": "someday", "keep_words": "2555"})
    await lee.submit(form, **LINES | {"closed_days": "11/27, 12/24 - 12/31"})
    await close_windows(http_world, lee.id)
    await enroll(lee, [])
    await close_windows(http_world, lee.id)
    await enroll(lee, ["UFAY"])
    await close_windows(http_world, lee.id)
    await press_home(lee, "partners_invite")
    await lee.submit(await lee.form("partners_invite_form"), people=["UPAT"])
    await close_windows(http_world, lee.id)
    await lee.command("handover")
    await lee.submit(await lee.form("handover_form"), before="UPAT", after="USAM")
    await lee.submit(await lee.form("handover_form"), before="UCORA", after="USAM")
    await close_windows(http_world, lee.id)
    await hold(lee, whose="UANA")
    await hold(lee, whose="UANA")
    await hold(lee, "lift", whose="UANA")
    await hold(lee, "lift", whose="UANA")
    await close_windows(http_world, lee.id)
    await looks(lee, "records_holds", "records_log", "reviews_show", "home_setup", "home_enroll")
    await types(lee, "status", "help", "why", "team", "review")

    assert in_english(lee, "nobody", "someday", SLACKS_OWN, *STATES) == {}
    assert LEADS - lee.forms == set()


LEADS = {ids.SETUP_FORM, ids.ENROLL_FORM, ids.HOLD_FORM, ids.INVITE_PARTNERS_FORM, ids.HANDOVER_FORM}


async def test_the_first_lead_before_there_is_a_program(empty: World) -> None:
    """Nobody has a part yet, so Slack's language cannot be known; the setup brings Lee one, and the next screen is Spanish."""
    await set_up(empty.person("ULEE"))
    await close_windows(empty, "ULEE")
    lee = await in_spanish(empty, "ULEE")
    await types(lee, "help", "status", "enroll")
    await looks(lee)

    assert in_english(lee) == {}


async def test_a_parent_partner(http_world: World) -> None:
    """Slack says that Pat reads Spanish: invitation, agreement, questions in Spanish, theirs to change, and the goodbye."""
    await http_world.post("people", id="UPAT", locale="es-MX")
    lee, pat = http_world.person("ULEE"), Reader(http_world, "UPAT")
    await press_home(lee, "partners_invite")
    await lee.submit(await lee.form("partners_invite_form"), people=["UPAT"])
    await http_world.settle()
    await looks(pat)
    await pat.command("review")
    sent = await pat.submit(await pat.form("partner_agreement_form"))
    asked = dict(sent["view"])
    await pat.submit(asked, verdict="change", feel=FEEL, missing=MISSING)
    await close_windows(http_world, pat.id)
    await press_home(pat, "families_mark")
    await pat.submit(await pat.form("families_form"), level="4")
    await looks(lee, "reviews_show")
    await looks(pat, "review_change", "review_next")
    await types(pat, "help", "status", "why", "digest", "setup")
    await looks(pat, "partner_leave")
    await looks(pat)

    english = [text for text in pat.seen if text.startswith("En inglés: ")]
    assert english
    assert in_english(pat, *english) == {}
    assert {ids.PARTNER_AGREEMENT_FORM, ids.REVIEW_FORM, ids.FAMILIES_FORM} - pat.forms == set()


def test_every_form_of_theirs_is_walked() -> None:
    """A new form is walked here or by the caseworker."""
    assert FOR_OTHERS - COACHS - LEADS == {ids.PARTNER_AGREEMENT_FORM, ids.REVIEW_FORM, ids.FAMILIES_FORM}
