"""A question in the words in which it was asked, after the library has come to say it in others; on both databases."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.coaching.audience import Audience, Extent
from bot.coaching.prompts import Library, Prompt
from bot.coaching.questions import Format
from bot.db.engine import Database
from bot.db.library_tables import Wording
from bot.db.tables import Nudge
from bot.services import exports, finishing, reflections, standing, wordings
from bot.services.reflections import Page
from tests.db.rows import WORKSPACE
from tests.services.deeds import NOW, SAID, count, do
from tests.services.engines import ENGINES, LIBRARY, seed
from tests.world import MONDAY_9_29

ONE = "kin.voice.1"
ASKED = LIBRARY.prompts[ONE]
LATER = NOW + timedelta(days=1)


def saying(prompt: Prompt) -> Library:
    """Our library with this question in it, in the place of the one with its id."""
    return replace(LIBRARY, prompts={**LIBRARY.prompts, prompt.id: prompt})


ANEW = replace(ASKED, text="What will you ask today?", format=Format.TEXT, choices=(), version=2)
SLIP = replace(ANEW, version=1)


@pytest_asyncio.fixture(params=ENGINES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Today's words are noted, as they are when the app starts."""
    async with ENGINES[request.param](tmp_path) as opened:
        await seed(opened, MONDAY_9_29)
        await note(opened, LIBRARY)
        yield opened


async def note(database: Database, library: Library) -> object:
    """The app starts with this library."""
    return await do(database, lambda session: wordings.note(session, library, WORKSPACE, now=NOW))


async def page(database: Database, library: Library) -> Page:
    """Ana starts that question herself, or goes on with it."""
    found: Page = await do(
        database, lambda session: reflections.begin_own(session, library, WORKSPACE, "UANA", ONE, now=NOW)
    )
    return found


async def answered(database: Database, library: Library) -> str:
    """Ana answers it and keeps it for herself; gives the id of her check-in."""
    shown = await page(database, library)
    while shown.screen is not None:
        question = shown.screen.question
        said = (question.choices[0] if question.choices else SAID) if question else ""
        about = {"position": shown.position, "given": said, "now": NOW}
        saving = (library, WORKSPACE, "UANA", shown.reflection_id)
        shown = await do(database, lambda session, a=saving, b=about: reflections.save_step(session, *a, **b))
    done = {"audience": Audience.ONLY_ME, "extent": Extent.ALL, "now": NOW}
    whole = (library, WORKSPACE, "UANA", shown.reflection_id)
    return str((await do(database, lambda session: finishing.finish(session, *whole, **done))).id)


async def test_all_that_can_be_asked_is_noted_once(database: Database) -> None:
    """Each question, each path and each topic’s principle in both languages; a second start adds nothing."""
    await note(database, LIBRARY)

    assert await count(database, Wording) == 2 * len(LIBRARY.prompts) + 2 * len(LIBRARY.paths) + 2 * len(LIBRARY.topics)


async def test_a_half_answered_question_goes_on_in_its_own_words(database: Database) -> None:
    """The file changed over night; Ana's draft did not."""
    before = await page(database, LIBRARY)
    await note(database, saying(ANEW))

    after = await page(database, saying(ANEW))

    assert after.path == before.path
    assert (after.path.version, after.path.title) == (1, ASKED.text)


async def test_a_new_one_is_asked_in_the_new_words(database: Database) -> None:
    """Whoever begins after the change."""
    await note(database, saying(ANEW))

    assert (await page(database, saying(ANEW))).path.title == "What will you ask today?"


async def test_a_question_that_is_gone_is_still_known(database: Database) -> None:
    """An agency took it out of its folder; what Ana had begun she answers, finishes and reads in its own words."""
    await page(database, LIBRARY)
    gone = replace(LIBRARY, prompts={id_: each for id_, each in LIBRARY.prompts.items() if id_ != ONE})

    await answered(database, gone)

    async with database.read() as session:
        corner = await standing.corner(session, LIBRARY, WORKSPACE, "UANA", now=LATER)
    assert corner.mine is not None
    assert corner.mine.checkins[0].lines[0].question == ASKED.text


async def test_home_and_copy_show_the_words_that_were_asked(database: Database) -> None:
    """Long after the file has changed, with the version that they had."""
    await answered(database, LIBRARY)
    await note(database, saying(ANEW))

    async with database.begin() as session:
        corner = await standing.corner(session, LIBRARY, WORKSPACE, "UANA", now=LATER)
        copy = await exports.own(session, WORKSPACE, "UANA", by="UANA", now=LATER)

    (person,) = json.loads(zipfile.ZipFile(io.BytesIO(copy)).read("data.json"))
    (checkin,) = person["check_ins"]
    assert corner.mine is not None
    assert corner.mine.checkins[0].lines[0].question == ASKED.text
    assert (checkin["prompt_id"], checkin["prompt_version"]) == (ONE, 1)
    assert checkin["answers"][0]["question"] == ASKED.text


async def test_other_words_under_a_version_that_was_asked_are_refused(database: Database) -> None:
    """The app does not start before they have a version of their own."""
    await answered(database, LIBRARY)

    assert await note(database, saying(SLIP)) is wordings.WordsChanged
    assert await note(database, saying(ANEW)) is None


async def test_the_refusal_says_what_to_write(database: Database) -> None:
    """Which question, and which version."""
    await answered(database, LIBRARY)

    with pytest.raises(wordings.WordsChanged, match=r'"kin.voice.1" was asked .* Write "version = 2" there.'):
        async with database.begin() as session:
            await wordings.note(session, saying(SLIP), WORKSPACE, now=NOW)


async def test_words_that_nobody_was_asked_may_be_mended(database: Database) -> None:
    """An author who is still at it needs no new version for each try."""
    assert await note(database, saying(SLIP)) is None

    assert (await page(database, saying(SLIP))).path.title == SLIP.text


async def test_a_nudge_from_before_keeps_its_words(database: Database) -> None:
    """What stands in Slack, and its form, say the same."""
    async with database.begin() as session:
        enrollment = await reflections.accepted(session, WORKSPACE, "UANA")
        nudge = Nudge(
            workspace=WORKSPACE, enrollment_id=enrollment.id, occasion="day:x", prompt_id=ONE, prompt_version=1,
            topic="kin", strategy="voice", local_day=NOW.date(), planned_at=NOW,
        )  # fmt: skip
        session.add(nudge)
    await note(database, saying(ANEW))

    begun = (saying(ANEW), WORKSPACE, "UANA", nudge.id)
    shown: Page = await do(database, lambda session: reflections.begin_for_nudge(session, *begun, now=NOW))

    assert reflections.first_question(shown.path) == ASKED.text


SPANISH = LIBRARY.spoken("es")


def in_spanish(**changed: object) -> Library:
    """Our library, as whoever reads Spanish is lent it, with this question's translation in other words."""
    said = replace(SPANISH.prompts[ONE], **changed)
    languages: dict[str, Library] = {}
    whole = replace(LIBRARY, languages=languages)
    languages["es"] = replace(SPANISH, prompts={**SPANISH.prompts, ONE: said}, languages={"en": whole})
    return languages["es"]


async def test_a_draft_in_spanish_goes_on_in_its_own_words(database: Database) -> None:
    """The translation was mended over night; what Ana had begun stays as it was put to her."""
    before = await page(database, SPANISH)
    mended = in_spanish(text="¿Qué va a preguntar hoy?", translation=2)
    await note(database, mended.spoken("en"))

    after = await page(database, mended)

    assert before.path.language == "es"
    assert after.path == before.path


async def test_a_draft_in_spanish_is_known_when_the_question_is_gone(database: Database) -> None:
    """As in English, with its own words."""
    before = await page(database, SPANISH)
    gone = replace(SPANISH, prompts={id_: each for id_, each in SPANISH.prompts.items() if id_ != ONE})

    assert (await page(database, gone)).path == before.path


async def test_other_words_under_a_translation_that_was_asked_are_refused(database: Database) -> None:
    """A translation counts its own versions, and the sentence names the one to write."""
    await page(database, SPANISH)

    refused = await note(database, in_spanish(text="¿Qué va a preguntar hoy?").spoken("en"))
    fine = await note(database, in_spanish(text="¿Qué va a preguntar hoy?", translation=2).spoken("en"))

    assert (refused, fine) == (wordings.WordsChanged, None)
