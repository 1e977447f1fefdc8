"""What the library may not say is found in its many shapes, and plain good questions are left alone."""

from pathlib import Path

import pytest

from bot.coaching.banned_forms import BANNED
from bot.coaching.prompts import faults
from bot.coaching.questions import Format
from bot.coaching.wording import complaints

FOLDER = Path(__file__).parents[2] / "prompts"
FILES = {"prompts/kin.toml": (FOLDER / "kin.toml").read_text(encoding="utf-8")}

BANNED_FORMS = [
    ("What should you have done?", "should have"),
    ("What shouldn't have happened?", "should have"),
    ("What should they not have said?", "should have"),
    ("What should've gone first?", "should have"),
    ("What should not have been said?", "should have"),
    ("What ought to have come first?", "should have"),
    ("Why did it go that way?", "why"),
    ("Do you know why it went that way?", "why"),
    ("How did you talk with the resistant one?", "label"),
    ("How do you meet a non-compliant person?", "label"),
    ("Think of a difficult parent. What helps?", "label"),
    ("How do you talk with an addict?", "label"),
    ("What is the child's name?", "a name"),
    ("Which relative's name came up?", "a name"),
    ("Name the parent you saw.", "a name"),
    ("Please list two names.", "a name"),
    ("Who is the child you saw?", "a name"),
    ("What is the case number?", "a number"),
    ("How old is the child?", "a number"),
    ("How many relatives did you call?", "a number"),
    ("Pick a number you can reach.", "a number"),
    ("Which school is it about?", "a place"),
    ("Where does the family live?", "a place"),
    ("Where is the child placed?", "a place"),
    ("What date is the next hearing?", "a date"),
    ("What day was the visit?", "a date"),
    ("Should the child go home?", "a case decision"),
    ("Would you remove the baby?", "a case decision"),
    ("Would you feel okay to see this case closed?", "a case decision"),
    ("How safe is the child in this home?", "a safety rating"),
    ("How safe would the kids be?", "a safety rating"),
    ("What is the risk level?", "a safety rating"),
    ("How likely is it that harm comes back?", "a safety rating"),
    ("How did it go? (1 = not well, 5 = well)", "writes out a scale"),
    ("word " * 33, "33 words"),
]
LEFT_ALONE = [
    "What does it feel like when you experience biases?",
    "How safe do you feel to speak up about race and culture on your team?",
    "Finish this: If I write a word like 'hostile' or 'refused', then I will ___.",
    "What should families have a say in?",
    "When could you try it?",
    "Where did that picture come from?",
    "What are two other ways to explain it?",
    "Would you see it the same way if the family had more money?",
    "explained the why",
    "word " * 32,
]


@pytest.mark.parametrize(("text", "said"), BANNED_FORMS)
def test_each_banned_form_is_named(text, said):
    """A question that blames, pries or rates is told so in one sentence."""
    assert [sentence for sentence in complaints(text) if said in sentence]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_a_good_question_is_left_alone(text):
    """Nothing is said about words that keep the rules."""
    assert complaints(text) == ()


def test_every_banned_form_is_proven():
    """No form is kept out without an example above."""
    proven = {sentence for text, _ in BANNED_FORMS for sentence in complaints(text)}

    assert {form.sentence for form in BANNED} <= proven


def test_a_number_may_be_picked_but_not_typed():
    """How many nudges a week is a choice, and points to nobody."""
    assert complaints("How many nudges a week feel right?", Format.CHOICE) == ()


def test_a_follow_up_keeps_the_rules_too():
    """The line after the question is looked at like the question."""
    page = FILES["prompts/kin.toml"].replace("What could you ask instead?", "Why not?", 1)

    found = faults({"prompts/kin.toml": page}, None)

    line = next(number for number, line in enumerate(page.splitlines(), 1) if "Why not?" in line)
    assert [fault.line for fault in found if "invites excuses" in fault.sentence] == [line]


@pytest.mark.parametrize(
    ("grade", "said"), [(8.4, "this reads at grade 8.4, and 8"), (7.9, "reads at grade 7.9: write")]
)
def test_the_reading_grade_is_measured(grade, said):
    """Too hard a question is named, and so is a declared grade that is not the real one."""
    found = faults(FILES, lambda _: grade)

    assert any(said in fault.sentence for fault in found if fault.file == "prompts/kin.toml")


def test_a_celebration_names_effort_and_not_an_outcome():
    """A cheer for a case that ended points to a family, and rewards what nobody controls."""
    page = (
        '[[celebration]]\ntext = "{name} tried again."\n\n[[celebration]]\ntext = "{name} closed a case in {town}!"\n'
    )

    found = [fault for fault in faults({"prompts/celebrations.toml": page}, None) if fault.line == 5]

    assert len(found) == 2
    assert "its outcome" in found[0].sentence
    assert "{town} is not filled in" in found[1].sentence
