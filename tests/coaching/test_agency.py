"""An agency's own files lie over ours: they add, change, rename and switch off, and keep the same rules."""

import pytest

from bot.coaching.prompts import checked_library, faults
from bot.coaching.questions import Library
from bot.library import load, read_agency_files, read_files
from tests.coaching.test_prompts import PROMPT
from tests.world import ROOT

OURS = read_files(ROOT / "prompts")
NEW = PROMPT.replace('id = "kin.solve.1"', 'id = "kin.solve.a1"')
KIN = '[topic]\nkey = "kin"\n'


def with_agency(text: str) -> Library:
    """Our library with one file of an agency's over it."""
    return checked_library(OURS, {"their/own.toml": text})


def told(text: str) -> list[str]:
    """What the check says of an agency's file."""
    return [str(fault) for fault in faults(OURS, None, {"their/own.toml": text})]


def test_an_agency_renames_a_topic():
    """The title is theirs; its questions, and all else of it, stay."""
    library = with_agency('[topic]\nkey = "antiracist"\ntitle = "Fair practice"\n')

    before = checked_library(OURS)
    assert library.topics["antiracist"].title == "Fair practice"
    assert library.topics["antiracist"].principle == before.topics["antiracist"].principle
    assert library.prompts == before.prompts


def test_an_agency_switches_a_topic_off():
    """Nothing of it is asked any more, and nothing else changes."""
    library = with_agency('[topic]\nkey = "antiracist"\nin_use = false\n')

    of_it = {prompt.review for prompt in library.prompts.values() if prompt.topic == "antiracist"}
    assert (library.topics["antiracist"].in_use, of_it) == (False, {"retired"})
    assert {prompt.review for prompt in library.prompts.values() if prompt.topic == "kin"} == {"draft"}


def test_nobody_picks_a_path_of_a_topic_that_is_off():
    """It leaves the menu with its topic."""
    library = with_agency('[topic]\nkey = "kin"\nin_use = false\n')

    assert not library.paths["kin-search"].in_menu
    assert library.paths["bias"].in_menu


def test_an_agency_adds_a_question():
    """Under one of our topics, named by its key alone."""
    library = with_agency(KIN + NEW)

    assert library.prompts["kin.solve.a1"].topic == "kin"
    assert library.topics["kin"].title == checked_library(OURS).topics["kin"].title


def test_an_agency_says_a_question_in_its_own_words():
    """What it leaves out is ours; it stands in the place of ours."""
    library = with_agency('[[prompt]]\nid = "kin.goal.1"\nversion = 2\ntext = "What will you ask about kin?"\n')

    before = checked_library(OURS)
    assert (library.prompts["kin.goal.1"].text, library.prompts["kin.goal.1"].version) == (
        "What will you ask about kin?",
        2,
    )
    assert library.prompts["kin.goal.1"].sources == before.prompts["kin.goal.1"].sources
    assert list(library.prompts) == list(before.prompts)


def test_other_words_need_another_version():
    """An answer points at a version, so the same number must not stand for other words."""
    found = told('[[prompt]]\nid = "kin.goal.1"\ntext = "What will you ask about kin?"\n')

    assert len(found) == 1
    assert found[0].startswith("their/own.toml:1: The words are not ours any more, and ours are version 1")


def test_a_question_is_taken_out_without_a_new_version():
    """Its words are the same."""
    library = with_agency('[[prompt]]\nid = "kin.goal.1"\nreview = "retired"\n')

    assert library.prompts["kin.goal.1"].review == "retired"


def test_an_agency_changes_a_path():
    """Here only whether a caseworker can pick it: the steps stay ours."""
    library = with_agency('[path]\nid = "meeting"\nin_menu = false\n')

    assert not library.paths["meeting"].in_menu
    assert library.paths["meeting"].steps == checked_library(OURS).paths["meeting"].steps


@pytest.mark.parametrize("version", [1, 2])
def test_a_path_with_other_steps_needs_another_version(version):
    """The same rule as for a question."""
    steps = '[[step]]\nid = "day"\nformat = "date"\ntext = "Which day is it on?"\nrole = "day"\n'

    found = told(f'[path]\nid = "meeting"\nversion = {version}\n{steps}')

    assert [line[:17] for line in found] == (["their/own.toml:3:"] if version == 1 else [])


def test_an_agency_says_a_boundary_in_its_own_words():
    """Key by key; the other texts stay ours."""
    library = with_agency('[boundaries]\npause = "I am quiet now."\n')

    before = checked_library(OURS).boundaries
    assert library.boundaries == {**before, "pause": "I am quiet now."}


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        (KIN + NEW.replace("What is the next small step?", "Why did you not ask?"), 7, "why"),
        (KIN + NEW.replace('audience = "coach"', 'audience = "supervisor"'), 11, "Nothing starts at the supervisor"),
        (KIN + NEW.replace("kin.solve.a1", "kin.bias.a1").replace('"solve"', '"bias"'), 11, "only_me"),
        (KIN + NEW.replace("skill_terms", "skills"), 4, "skill_terms"),
        (NEW, 2, "needs a [topic]"),
        ('[topic]\nkey = "fairness"\ntitle = "Fair"\n', 1, '"principle" is missing'),
        ('[topic]\nkey = "kin"\naliases = ["status"]\n', 3, "already means something"),
        ("[topic\n", 1, "cannot be read"),
    ],
)
def test_an_agency_keeps_the_same_rules(text, line, part):
    """Each fault is told with the agency's own file and line."""
    found = told(text)

    assert any(each.startswith(f"their/own.toml:{line}: ") and part.lower() in each.lower() for each in found), found


def test_the_folder_is_read_with_all_that_lies_in_it(tmp_path):
    """Files in folders of it, too."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "kin.toml").write_text(KIN + NEW, encoding="utf-8")

    assert "kin.solve.a1" in load(ROOT / "prompts", tmp_path).prompts
    assert list(read_agency_files(tmp_path)) == [f"{tmp_path.as_posix()}/more/kin.toml"]
