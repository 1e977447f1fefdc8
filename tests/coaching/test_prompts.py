"""The prompt library is read as authors write it, and each broken rule is named with its file and line."""

from datetime import date

import pytest

from bot.coaching import prompts as reading
from bot.coaching.audience import Audience
from bot.coaching.prompts import Fault, Format, Library, LibraryFaults, checked_library, faults

TOPIC = """\
[topic]
key = "kin"
title = "Relative and kin connections"
short = "Kin"
principle = "Ask early and often who counts as family."
aliases = ["relatives"]
locale = "en"
license = "Apache-2.0"
"""
PROMPT = """
[[prompt]]
id = "kin.solve.1"
strategy = "solve"
text = "What is the next small step?"
format = "text"
follow_ups = ["Who could help?"]
skill_terms = ["creative problem-solving"]
audience = "coach"
case_detail_risk = "low"
sources = ["GRAND"]
reading_grade = 0.5
review = "draft"
version = 1
"""
PATH = """\
[path]
id = "small"
title = "A small path"
strategy = "transfer"
audience = "coach"
sources = ["GRAND"]
review = "draft"
version = 1
locale = "en"
license = "Apache-2.0"

[[step]]
id = "pick"
format = "choice"
text = "Which one?"
choices = ["this", "that"]

[[step]]
id = "plan"
format = "text"
text = "If ___ happens, then I will ___."
role = "plan"
only_if = { step = "pick", answered = ["this"] }
"""
KEYS = """\
[strategies]
bias = "Bias"
solve = "Problem-solving"
transfer = "Transfer"
wellbeing = "Wellbeing"

[sources]
GRAND = "Grandfamilies.org"
"""
SCALE = PROMPT.replace('format = "text"', 'format = "scale"\nscale_ends = ["not yet", "most visits"]')
CHOICE = PROMPT.replace('format = "text"', 'format = "choice"\nchoices = ["rides", "calls"]')


def library(prompts: str = PROMPT, *, topic: str = TOPIC, path: str = PATH) -> dict[str, str]:
    """The smallest library there can be, in three files."""
    return {"prompts/kin.toml": topic + prompts, "prompts/paths/small.toml": path, "prompts/keys.toml": KEYS}


def read(files: dict[str, str]) -> Library:
    """What is in these files, however much the app needs beside it."""
    return reading._read(files).library


def broken(files: dict[str, str]) -> list[Fault]:
    """The rules these files break, beside the parts that so small a library does not have."""
    needed = ("and the app needs",)
    return [fault for fault in faults(files, None) if not any(words in fault.sentence for words in needed)]


def line_of(text: str, words: str) -> int:
    """The number of the first line that starts with these words."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(words))


def test_a_question_is_read_as_written():
    """Every field of a [[prompt]] arrives, with the topic and the language of its file."""
    prompt = read(library()).prompts["kin.solve.1"]

    assert (prompt.topic, prompt.strategy, prompt.locale) == ("kin", "solve", "en")
    assert (prompt.text, prompt.format) == ("What is the next small step?", Format.TEXT)
    assert (prompt.audience, prompt.case_detail_risk) == (Audience.COACH, "low")
    assert (prompt.follow_ups, prompt.sources, prompt.reading_grade) == (("Who could help?",), ("GRAND",), 0.5)


def test_a_path_is_read_as_written():
    """The steps of a path keep their order and their conditions."""
    path = read(library()).paths["small"]

    assert [step.id for step in path.steps] == ["pick", "plan"]
    assert path.steps[0].choices == ("this", "that")
    assert path.steps[1].only_if == ("pick", ("this",))


def test_a_sound_library_has_no_faults():
    """The example that the other tests break is whole."""
    assert broken(library()) == []


def test_a_topic_that_is_switched_off_is_never_asked():
    """in_use = false under [topic] retires all of its questions at once."""
    found = read(library(topic=TOPIC + "in_use = false\n"))

    assert not found.topics["kin"].in_use
    assert {prompt.review for prompt in found.prompts.values()} == {"retired"}


def test_a_review_says_by_whom_and_when():
    """A reviewed prompt needs the role that read it and the day."""
    reviewed = PROMPT.replace('"draft"', '"reviewed"')
    signed = reviewed + 'reviewed_by = "parent partner"\nreviewed_on = 2027-01-15\n'

    assert "by which role" in broken(library(reviewed))[0].sentence
    assert read(library(signed)).prompts["kin.solve.1"].reviewed_on == date(2027, 1, 15)


def test_a_review_of_a_path_says_by_whom_and_when():
    """So does a reviewed path: it is read as a whole."""
    reviewed = PATH.replace('review = "draft"', 'review = "reviewed"')
    signed = reviewed.replace(
        'review = "reviewed"', 'review = "reviewed"\nreviewed_by = "parent partner"\nreviewed_on = 2027-01-15'
    )

    assert "by which role" in broken(library(path=reviewed))[0].sentence
    assert "reviewed" in {path.review for path in read(library(path=signed)).paths.values()}


def test_a_library_that_breaks_a_rule_is_not_read():
    """All faults come at once, and the message names file and line."""
    with pytest.raises(LibraryFaults) as refusal:
        checked_library(library(PROMPT.replace("version = 1", "versoin = 1")))

    assert len([fault for fault in refusal.value.faults if fault.file == "prompts/kin.toml"]) == 2
    assert 'prompts/kin.toml:22: "versoin" is not a field of [prompt].' in str(refusal.value)


def test_a_slip_in_the_toml_names_its_line():
    """A quote that was not closed is found where it stands."""
    files = library() | {"prompts/sts.toml": '[topic]\nkey = "sts\n'}

    found = broken(files)[0]

    assert (found.file, found.line) == ("prompts/sts.toml", 2)
    assert "cannot be read as TOML" in found.sentence


def test_lines_are_right_after_a_long_quote_and_a_long_list():
    """What looks like a table inside a long quote is not one."""
    topic = TOPIC.replace(
        'aliases = ["relatives"]', 'help = """\n[[prompt]]\nid = 1\n"""\naliases = [\n  "relatives",\n]'
    )
    files = library(PROMPT.replace('"GRAND"', '"NOBODY"'), topic=topic)

    found = broken(files)

    assert [fault.line for fault in found] == [line_of(files["prompts/kin.toml"], "sources")]


PROMPT_SLIPS = [
    (PROMPT.replace("version = 1\n", ""), "[[prompt]]", '"version" is missing'),
    (PROMPT.replace('["creative problem-solving"]', "[]"), "skill_terms", '"skill_terms" is missing'),
    (PROMPT.replace('"low"', '"tiny"'), "case_detail_risk", '"tiny". It can be low, med or high'),
    (PROMPT.replace("version = 1", 'version = "1"'), "version", "a whole number"),
    (PROMPT.replace("version = 1", "version = 0"), "version", "1 or more"),
    (PROMPT.replace('"draft"', '" "'), "review", "blank"),
    (PROMPT.replace('["GRAND"]', "[1]"), "sources", "not words in quotes"),
    (PROMPT + "colour = 3\n", "colour", "not a field"),
    (PROMPT.replace('["GRAND"]', '["NOBODY"]'), "sources", 'no source "NOBODY"'),
    (PROMPT.replace("solve", "bravery"), "strategy", 'no strategy "bravery"'),
    (PROMPT.replace("kin.solve.1", "sts.solve.1"), "id", '"kin.solve."'),
    (PROMPT.replace('"text"', '"date"'), "format", "steps of a path"),
    (PROMPT.replace('"low"', '"high"'), "format", "thought through, not typed"),
    (PROMPT.replace('"coach"', '"supervisor"'), "audience", "Nothing starts at the supervisor"),
    (PROMPT.replace("solve", "bias"), "audience", 'start at "only_me"'),
    (PROMPT.replace("solve", "wellbeing"), "audience", 'start at "only_me"'),
    (CHOICE.replace('["rides", "calls"]', '["rides"]'), "choices", "1 choices. Offer 2 to 10"),
    (CHOICE.replace('["rides", "calls"]', str(list("abcdefghijk"))), "choices", "11 choices"),
    (CHOICE.replace("rides", "r" * 76), "choices", "over 75 characters"),
    (CHOICE.replace("rides", "Skip"), "choices", "leaves no trace"),
    (CHOICE.replace("rides", "calls"), "choices", "on the list twice"),
    (CHOICE.replace('"choice"', '"text"'), "choices", "belong to"),
    (SCALE.replace('scale_ends = ["not yet", "most visits"]\n', ""), "[[prompt]]", "what 1 and 5 mean"),
    (SCALE.replace("not yet", "1"), "scale_ends", "needs words"),
    (SCALE.replace('["not yet", "most visits"]', '["not yet"]'), "scale_ends", "two entries"),
    (SCALE.replace("not yet", "n" * 61), "scale_ends", "over 60"),
    (SCALE.replace('"scale"', '"text"'), "scale_ends", "belong to"),
    (PROMPT.replace("0.5", "8.1"), "reading_grade", "8 is the highest"),
    (PROMPT.replace("small step", "small {step}"), "text", "{step} is not filled in"),
    (PROMPT.replace("small step", "small { step"), "text", "curly brace"),
]


@pytest.mark.parametrize(("prompts", "where", "said"), PROMPT_SLIPS, ids=[said for _, _, said in PROMPT_SLIPS])
def test_a_slip_in_a_question_names_the_line_and_what_to_do(prompts, where, said):
    """Each rule for a question speaks up, at the line that breaks it."""
    files = library(prompts)

    found = [fault for fault in broken(files) if said in fault.sentence]

    assert [(fault.file, fault.line) for fault in found] == [
        ("prompts/kin.toml", line_of(files["prompts/kin.toml"], where))
    ]


PATH_SLIPS = [
    (PATH.replace('id = "plan"', 'id = "pick"'), "id", "is here twice"),
    (PATH.replace('step = "pick"', 'step = "plan"'), "only_if", "needs an earlier step"),
    (PATH.replace('answered = ["this"]', 'answered = ["other"]'), "only_if", "does not offer it"),
    (PATH.replace('answered = ["this"]', 'answer = ["this"]'), "only_if", '"answered" is missing'),
    (PATH.replace('role = "plan"', 'role = "leader"'), "role", "is not a role"),
    (PATH.replace('role = "plan"\n', ""), "[path]", "Thinking needs a next step"),
    (PATH.replace('format = "text"', 'format = "date"'), "format", "goes with role"),
    (PATH.replace('["this", "that"]', '["this"]'), "choices", "Offer 2 to 10"),
    (PATH.replace('"coach"', '"supervisor"'), "audience", "Nothing starts at the supervisor"),
    (PATH.replace('"transfer"', '"bias"'), "audience", 'start at "only_me"'),
    (PATH.replace('strategy = "transfer"', 'strategy = "transfer"\ntopic = "sts"'), "topic", 'no topic "sts"'),
    (PATH.replace("Which one?", "Which one, {asker}?"), "text", "{asker} is not filled in"),
    (PATH.replace("Which one?", "Why this one?"), "text", "invites excuses"),
    (PATH.replace('["GRAND"]', '["NOBODY"]'), "sources", 'no source "NOBODY"'),
    (PATH.replace('role = "plan"', 'role = "plan"\nmax_length = 9000'), "max_length", "3000 at most"),
    (PATH.split("[[step]]", maxsplit=1)[0], "[path]", "one [[step]] at least"),
    (PATH + '\n[[part]]\npath = "nowhere"\ndays = 7\n', "path", 'no other path "nowhere"'),
    (PATH + '\n[[part]]\npath = "small"\ndays = 7\n', "path", 'no other path "small"'),
    (PATH + '\n[[part]]\npath = "nowhere"\ndays = 61\n', "days", "60 at most"),
    (PATH + '\n[[part]]\npath = "nowhere"\ndays = -2\n', "days", "a day later or more"),
    (PATH + '\n[[part]]\npath = "nowhere"\n', "[[part]]", '"days" is missing'),
    (PATH + '\n[[part]]\npath = "nowhere"\ndays = -2\nof = "plan"\n', "of", "is not one"),
    (PATH + '\n[[part]]\npath = "nowhere"\ndays = 7\nwanted_by = "no"\n', "wanted_by", "is not one"),
]


@pytest.mark.parametrize(("path", "where", "said"), PATH_SLIPS, ids=[said for _, _, said in PATH_SLIPS])
def test_a_slip_in_a_path_names_the_line_and_what_to_do(path, where, said):
    """Each rule for a path speaks up, at a line that starts with the field that breaks it."""
    found = next(fault for fault in broken(library(path=path)) if said in fault.sentence)

    assert found.file == "prompts/paths/small.toml"
    assert path.splitlines()[found.line - 1].startswith(where)


def test_an_id_used_twice_is_named_at_its_second_place():
    """Two questions with one id would hide each other."""
    files = library(PROMPT + PROMPT)

    assert [fault.line for fault in broken(files)] == [25]


def test_a_word_people_type_belongs_to_one_topic():
    """An alias that two topics claim, or that is a command already, would send people astray."""
    other = TOPIC.replace('"kin"', '"sts"').replace('["relatives"]', '["relatives", "pause"]')

    said = [fault.sentence for fault in broken(library() | {"prompts/sts.toml": other})]

    assert said == [
        'The alias "pause" already means something after /coach-checkin.',
        'The alias "relatives" already belongs to "kin".',
    ]


def test_stress_starts_at_only_me_in_every_strategy():
    """The whole topic of secondary stress is private."""
    topic = TOPIC.replace('"kin"', '"sts"')

    assert 'start at "only_me"' in broken(library(PROMPT.replace("kin.", "sts."), topic=topic))[0].sentence


def test_a_question_outside_of_a_topic_is_named():
    """A file of questions with no [topic] at the top cannot be read."""
    assert "needs a [topic]" in broken({"prompts/lost.toml": PROMPT, "prompts/keys.toml": KEYS})[0].sentence


def test_words_outside_of_tables_and_tables_of_another_kind_are_named():
    """A field above all tables, and a table that nobody knows, are slips."""
    said = " ".join(fault.sentence for fault in broken({"prompts/odd.toml": "loose = 1\n[promt]\nid = 1\n"}))

    assert '"loose" stands outside of a table.' in said
    assert "[promt] is not a table" in said


def test_the_app_says_what_it_cannot_do_without():
    """A library without the agreement or the report boundary is told so."""
    said = " ".join(fault.sentence for fault in faults(library(), None))

    assert 'no path "agreement"' in said
    assert '"report_boundary" is missing' in said
