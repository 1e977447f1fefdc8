"""Slack takes all that we draw, whatever people wrote and however much, and nothing they wrote can ring or lead astray."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.blockkit import message_faults, too_large, view_faults
from bot.slack.blocks import GIVEN, escape
from bot.slack.forms import request
from bot.slack.forms.reading import given as given_in
from tests.slack.drawn import forms, homes, library, payloads

LONGEST = "We talked about the visit & what <comes> next. " * 32
LONGEST = LONGEST[:1500]
UPDATE_MOST = 4000  # chat.update refuses more; chat.postMessage would take ten times that
ANY_WORDS = st.one_of(
    st.text(min_size=1, max_size=1500),
    st.text(alphabet="<>&!@#|*_~`\n :\u202e\u200b", min_size=1, max_size=1500),
    st.text(alphabet="&<>", min_size=1400, max_size=1500),
)
TRAPS = [
    "<!channel>",
    "<!here|look>",
    "<!everyone>",
    "<!subteam^S0123ABCD>",
    "<@UBEN>",
    "<@UBEN|boss>",
    "<#CGENERAL|small-wins>",
    "<https://evil.example|https://intranet.example>",
    "<mailto:a@b.example|write>",
    "<!date^1700000000^{date}|x>",
]
UNSEEN = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200c\u200d\u200e\u200f\ufeff"
OURS = re.compile(r"<@[UW]\w+>|<#C\w+>")


def texts(drawing: Any, kind: str | None = None) -> Iterator[tuple[str, str]]:
    """Every text in a drawing with its kind: mrkdwn, plain_text, raw_text, or the name of its field."""
    if isinstance(drawing, dict):
        if isinstance(drawing.get("text"), str):
            yield str(drawing.get("type")), drawing["text"]
        for name, part in drawing.items():
            yield from texts(part, name)
    elif isinstance(drawing, list | tuple):
        for part in drawing:
            yield from texts(part, kind)


@settings(max_examples=60, deadline=None)
@given(ANY_WORDS, st.sampled_from([1, 3, 40]))
def test_slack_takes_every_message(words: str, people: int) -> None:
    """Whatever people wrote, in every way that a message can be drawn."""
    for name, way in payloads(words, people).items():
        assert [] == message_faults(list(way.blocks), way.text), name


@settings(max_examples=8, deadline=None)
@given(ANY_WORDS)
def test_slack_takes_every_form(words: str) -> None:
    """Every screen of every path and prompt, and all the other forms."""
    for name, view in forms(words).items():
        assert [] == view_faults(view), name


@settings(max_examples=30, deadline=None)
@given(ANY_WORDS, st.sampled_from([0, 1, 300]))
def test_slack_takes_every_app_home(words: str, people: int) -> None:
    """For every role, and for a stranger."""
    for name, view in homes(words, people or 1).items():
        assert [] == view_faults(view), name


@pytest.mark.parametrize("people", [1, 12, 13, 99, 150])
@pytest.mark.parametrize("words", [LONGEST, "&" * 1500, "\n" * 1500, "🙂" * 1500])
def test_the_longest_words_fit(words: str, people: int) -> None:
    """With the longest answers and the largest teams: no message, form or App Home is over a limit of Slack's."""
    for name, way in payloads(words, people).items():
        assert [] == message_faults(list(way.blocks), way.text), name
        assert len(way.text) <= UPDATE_MOST, name
    for name, view in homes(words, people).items():
        assert [] == view_faults(view), name
        assert not too_large(view), name


def test_a_coach_of_forty_sees_them_all() -> None:
    """Each with the date of their session: nobody is cut off the end of the list."""
    drawn = json.dumps(homes("x", 40)["a coach of many"], ensure_ascii=False)

    assert 40 == len(set(re.findall(r"<@(U\d{9})>[^•]* · session", drawn)))


def test_forms_with_the_longest_words_fit() -> None:
    """Nor is a form."""
    for name, view in forms(LONGEST).items():
        assert [] == view_faults(view), name
        assert not too_large(view), name


def test_every_message_has_a_text() -> None:
    """For notifications and screen readers; words alone are enough to act on."""
    assert [] == [name for name, way in payloads("I waited.").items() if not way.text.strip()]


@pytest.mark.parametrize("trap", TRAPS)
def test_nothing_that_people_write_rings_or_leads_astray(trap: str) -> None:
    """In every text that Slack reads as markup, the sign that opens a mention or a link is escaped."""
    words = f"x{trap}y"
    drawings: list[Any] = [[way.text, *way.blocks] for way in payloads(words).values()]
    drawings += [*forms(words).values(), *homes(words).values()]
    marked = [text for drawing in drawings for kind, text in texts(drawing) if kind == "mrkdwn"]
    marked += [way.text for way in payloads(words).values()]

    assert any(escape(trap) in text for text in marked)
    assert [] == [text for text in marked if trap in text]


@given(ANY_WORDS)
@settings(max_examples=40, deadline=None)
def test_after_escaping_only_our_own_mentions_are_left(words: str) -> None:
    """Whatever is written, every `<` in a message is one of ours."""
    for name, way in payloads(words, 1).items():
        for kind, text in [("mrkdwn", way.text), *texts(list(way.blocks))]:
            if kind == "mrkdwn":
                assert "<" not in OURS.sub("", text), (name, text)


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
def test_no_sign_turns_the_text_around_or_hides_in_it(sign: str) -> None:
    """Signs that reorder or hide text are not shown to anybody else; in their author's own field they stay."""
    words = f"I waited{sign} first"
    shown = [json.dumps([way.text, *way.blocks], ensure_ascii=False) for way in payloads(words).values()]
    shown += [json.dumps(view, ensure_ascii=False) for view in homes(words).values()]

    assert [] == [text for text in shown if sign in text]


@pytest.mark.parametrize("words", ["\u200b", "\ufeff\u202e", "\u200b \n"])
def test_words_that_nobody_can_see_leave_no_empty_place(words: str) -> None:
    """Slack refuses an empty text, and a form that cannot be drawn would keep its author from going on."""
    for name, way in payloads(words).items():
        assert [] == message_faults(list(way.blocks), way.text), name
    for name, view in (forms(words) | homes(words)).items():
        assert [] == view_faults(view), name


def test_signs_that_nobody_can_see_are_no_answer() -> None:
    """A program that types them for somebody has left the field empty."""
    typed = {"state": {"values": {"feel": {GIVEN: {"value": "\u200b \u2060"}}}}}

    assert given_in(typed, "feel") is None


def test_a_digest_table_is_text_alone() -> None:
    """In a table nothing is markup: what people wrote stands there as they wrote it."""
    table = next(block for block in payloads("a <b> & c")["digest 0"].blocks if block["type"] == "table")

    assert "a <b> & c" in json.dumps(table)


def test_what_became_of_a_plan_stands_beside_no_other_plan() -> None:
    """The newest plan may be another one than the one that was looked back at: the table has one of the two, the words below both."""
    digest = payloads("If I knock, then I will wait.")["digest 0"].blocks
    table = json.dumps([block for block in digest if block["type"] == "table"], ensure_ascii=False)
    below = json.dumps([block for block in digest if block["type"] == "section"])

    assert "yes, used my plan" in table
    assert "yes, used my plan ·" not in table
    assert "What became of a plan" in below


def test_confirmations_stand_before_what_cannot_be_undone() -> None:
    """Taking back and leaving ask once more."""
    drawn = [*(list(way.blocks) for way in payloads("x").values()), *(view["blocks"] for view in homes("x").values())]
    risky = [
        element
        for blocks in drawn
        for block in blocks
        for element in block.get("elements", [])
        if element.get("action_id") in ("checkin_withdraw", "celebration_withdraw", "home_leave")
    ]

    assert risky
    assert all("confirm" in element for element in risky)


def test_metadata_holds_ids_and_never_words() -> None:
    """What a form carries can be seen and sent back by anybody who has it open."""
    carried = [view["private_metadata"] for view in forms("a very private thing").values()]

    assert [] == [text for text in carried if "private thing" in text]


def test_a_form_names_nobody_whom_it_does_not_ask() -> None:
    """More people than one form holds: it names those whom it carries, and says that there are more."""
    people = [f"U{number:010}" for number in range(61)]

    form = request.topic(library(), people)

    named = set(re.findall(r"<@(U\d+)>", str(form["blocks"])))
    assert named == set(json.loads(form["private_metadata"])["people"])
    assert "One form asks 60 people." in str(form["blocks"])
