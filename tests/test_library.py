"""The library that ships keeps every rule of its own, with the real reading grade."""

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from bot.coaching.audience import Audience, is_private
from bot.coaching.library_rules import TAKEN_WORDS
from bot.coaching.paths import as_path, is_plan, leads_to_a_person, next_screen, screens
from bot.coaching.prompts import LibraryFaults, faults
from bot.library import load, read_agency_files, read_files
from bot.reading import grade, syllables
from bot.slack.listeners.commands import WORDS

FOLDER = Path(__file__).parent.parent / "prompts"
LIBRARY = load(FOLDER)
FILES = read_files(FOLDER)
SCHEMA = json.loads((FOLDER / "prompt.schema.json").read_text(encoding="utf-8"))
TOPICS = ("antiracist", "assessment", "contacts", "engagement", "kin", "meetings", "sts")
STRATEGIES = ("bias", "goal", "reinforce", "solve", "transfer", "voice", "wellbeing")


OWN = '[topic]\nkey = "kin"\nprinciple = "Ask who the family is."\n'


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Be somebody who may not look into this folder; nobody at all, where we are the machine's own user."""
    me = os.geteuid()
    folder.chmod(0)
    if me == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(me)
        folder.chmod(0o700)


def test_an_agencys_folder_that_cannot_be_read_is_not_done_without() -> None:
    """Made by the machine's own user for itself alone, say: the app would run with our wording, and nothing would tell."""
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "own"
        folder.mkdir()
        (folder / "kin.toml").write_text(OWN, encoding="utf-8")

        with without_rights(folder), pytest.raises(LibraryFaults, match="its folder cannot be read"):
            read_agency_files(folder)


def test_a_file_of_windows_notepads_is_read_as_any_other(tmp_path: Path) -> None:
    """It begins with a byte order mark, which is no part of the text."""
    (tmp_path / "kin.toml").write_text("\ufeff" + OWN, encoding="utf-8")

    assert [OWN] == list(read_agency_files(tmp_path).values())


def slips(page: dict) -> list[str]:
    """What the schema finds wrong with a file; days are shown to it as an editor sees them."""
    plain = json.loads(json.dumps(page, default=date.isoformat))
    return [error.message for error in Draft7Validator(SCHEMA).iter_errors(plain)]


def test_the_library_breaks_no_rule():
    """The check that authors run finds nothing, with the grade measured."""
    assert [str(fault) for fault in faults(FILES, grade)] == []


def test_every_topic_has_every_strategy():
    """Seven topics by seven strategies, with three questions or more in each."""
    cells = [(prompt.topic, prompt.strategy) for prompt in LIBRARY.prompts.values()]

    assert (tuple(sorted(LIBRARY.topics)), tuple(sorted(LIBRARY.strategies))) == (TOPICS, STRATEGIES)
    assert min(cells.count((topic, strategy)) for topic in TOPICS for strategy in STRATEGIES) >= 3
    assert len(LIBRARY.prompts) >= 60


def test_the_three_questions_on_bias_are_word_for_word():
    """They are quoted from SEED1, and stay as they were written."""
    steps = {step.id: step.text for step in LIBRARY.paths["bias"].steps}

    assert [steps["feel"], steps["triggers"], steps["core"]] == [
        "What does it feel like when you experience biases?",
        "What triggers a bias?",
        "What is at the core of the bias?",
    ]


def test_nothing_claims_a_review_that_has_not_been():
    """Until parent partners have read a text, it is a draft."""
    everything = [*LIBRARY.prompts.values(), *LIBRARY.paths.values()]

    assert {one.review for one in everything} == {"draft"}


def test_private_questions_start_at_only_me():
    """Bias, wellbeing and stress are the caseworker's own."""
    private = [one for one in LIBRARY.prompts.values() if is_private(one.topic, one.strategy)]

    assert {one.audience for one in private} == {Audience.ONLY_ME}


@pytest.mark.parametrize("prompt", LIBRARY.prompts.values(), ids=lambda prompt: prompt.id)
def test_every_question_ends_in_a_next_step(prompt):
    """An if-then plan, or a real person to go to."""
    last = as_path(prompt).steps[-1]

    assert is_plan(last.text) or leads_to_a_person(last.text)


GUESS = re.compile(
    r"\b(?:would|might|could)(?: (?:a|the|this|that))? (?:parents?|family|teen|they)\b(?: have)? (?:say|see|feel|felt|want)"
    r"|\b(?:parent|family|teen) (?:would|might) (?:say|see|feel|want)\b",
    re.IGNORECASE,
)
ASKS = re.compile(r"\bask\b|find out", re.IGNORECASE)


def test_every_guess_about_a_family_leads_to_asking_them():
    """To imagine what somebody would say made nobody more right about it, and asking did (Eyal, Steffel and Epley 2018)."""
    walks = [each.steps for each in [*map(as_path, LIBRARY.prompts.values()), *LIBRARY.paths.values()]]
    guesses = [steps[number:] for steps in walks for number, step in enumerate(steps) if GUESS.search(step.text)]

    assert len(guesses) > 5
    assert [] == [steps[0].text for steps in guesses if not any(ASKS.search(step.text) for step in steps)]


@pytest.mark.parametrize("path", LIBRARY.paths.values(), ids=lambda path: path.id)
def test_every_path_can_be_walked_without_an_answer(path):
    """Skipping everything leads to the end as well."""
    walked: list[int | None] = [-1]
    while walked[-1] is not None and len(walked) <= len(screens(path)) + 1:
        walked.append(next_screen(path, {}, after=walked[-1]))

    assert walked[-1] is None
    assert len(walked) > 2


def test_forgetting_a_plan_leads_to_keeping_or_changing_it():
    """*Yes, forgot* gets a kind word and a choice."""
    back = LIBRARY.paths["check-back"]
    place = next_screen(back, {"outcome": "yes, forgot"}, after=0)

    assert place is not None
    shown = screens(back)[place]
    assert [step.text for step in shown.lead_in] == ["That is how habits start."]


@pytest.mark.parametrize("name", [name for name in FILES if "/es/" not in name])
def test_every_file_fits_the_schema(name):
    """An editor that knows the schema underlines nothing."""
    assert slips(tomllib.loads(FILES[name])) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('strategy = "bias"', 'strategy = "bravery"'),
        ('audience = "only_me"', 'audience = "coach"'),
        ('audience = "coach"', 'audience = "supervisor"'),
        ('case_detail_risk = "low"', 'case_detail_risk = "high"'),
        ("version = 1\n", ""),
        ("version = 1", "versoin = 1"),
        ('review = "draft"', 'review = "reviewed"'),
        ('format = "text"', 'format = "choice"'),
        ('format = "scale"', 'format = "text"'),
        ("[topic]", "[tropic]"),
    ],
)
def test_a_broken_file_does_not_fit_the_schema(before, after):
    """What an author is most likely to get wrong is underlined."""
    page = FILES["prompts/kin.toml"]

    assert slips(tomllib.loads(page.replace(before, after, 1)))


def test_a_folder_without_prompts_is_said_so(tmp_path):
    """A wrong path to the library is an answer, not a crash later."""
    with pytest.raises(LibraryFaults, match="no prompt files"):
        load(tmp_path)


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    """A file saved by an old editor is named."""
    (tmp_path / "kin.toml").write_bytes('[topic]\nkey = "café"'.encode("latin-1"))

    with pytest.raises(LibraryFaults, match="UTF-8"):
        load(tmp_path)


def test_a_library_without_the_agreement_is_not_loaded(tmp_path):
    """The app cannot start without what it says at the first run."""
    for name, text in FILES.items():
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (tmp_path / "prompts/paths/agreement.toml").unlink()

    with pytest.raises(LibraryFaults, match="agreement"):
        load(tmp_path / "prompts")


def test_the_readme_names_every_file():
    """An author finds each file in the table."""
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [name for name in FILES if "/paths/" not in name and Path(name).name not in readme] == []
    assert [
        id for id in re.findall(r"`([a-z]+\.[a-z]+\.\d)`", readme) if id not in {*LIBRARY.prompts, "kin.bias.5"}
    ] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0.0),
        ("The cat sat on the mat.", 0.0),
        ("We ask families about relatives. They remember everybody.", 12.52),
        ("Organizational considerations necessitate intervention.", 42.02),
    ],
)
def test_the_reading_grade_follows_the_formula(text, expected):
    """0.39 × words per sentence + 11.8 × syllables per word − 15.59, and never under 0."""
    assert grade(text) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("family", 3),
        ("mom's", 1),
        ("if-then", 2),
        ("988", 3),
        ("zorbling", 2),
        ("glome", 1),
        ("frindle", 2),
        ("brr", 1),
    ],
)
def test_syllables_are_counted(word, expected):
    """From the dictionary, and by groups of vowels for words that it does not know."""
    assert syllables(word) == expected


def test_no_topic_can_take_a_word_of_the_commands():
    """Whoever types it means the command, so an author is told of each."""
    assert {word for word in WORDS if word} == TAKEN_WORDS
