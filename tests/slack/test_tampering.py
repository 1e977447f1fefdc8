"""Whatever is sent in the place of an honest form: a kind sentence, nothing written, and no mistake of ours."""

import json
from typing import Any

import pytest

from bot.slack import ids
from tests.journeys.goals_acts import GOAL
from tests.slack.forging import Stage, close_all, forge_form, kept, kind, some_form

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = "x" * 4000
RHYTHM = {"opens": "09:30", "closes": "12:30"}


def foreign_forms(stage: Stage) -> dict[str, tuple[str, dict[str, Any], dict[str, Any]]]:
    """Ana's ids in each form that carries one, with values that would do for an honest sender."""
    return {
        "step": (ids.STEP_FORM, {"reflection": stage.draft, "position": 0}, {"question:0": "I saw it."}),
        "sharing": (ids.SHARING_FORM, {"reflection": stage.draft}, {"audience": "only_me"}),
        "audience": (ids.AUDIENCE_FORM, {"checkin": stage.checkin}, {"audience": "only_me"}),
        "edit": (ids.EDIT_FORM, {"checkin": stage.checkin}, {"edit:question": "Mine now."}),
        "success": (ids.SUCCESS_FORM, {"checkin": stage.checkin}, {"words": "I asked first"}),
        "preview": (ids.PREVIEW_FORM, {"celebration": stage.celebration}, {"words": "I asked first"}),
        "agreement": (
            ids.AGREEMENT_FORM,
            {"enrollment": stage.enrollment},
            {"per_week": "3", "cheer": "none", **RHYTHM},
        ),
        "goal": (ids.GOAL_FORM, {"enrollment": stage.enrollment}, GOAL),
        "goal's end": (ids.GOAL_END_FORM, {"goal": stage.checkin}, {"outcome": "met", "audience": "both"}),
        "goal's level": (ids.LEVEL_FORM, {"goal": stage.checkin}, {"level": "3", "audience": "both"}),
    }


@pytest.mark.parametrize("which", ["step", "sharing", "audience", "edit", "success", "preview", "goal", "goal's end"])
async def test_another_persons_id_in_a_form_gets_nobody_anywhere(stage: Stage, which: str) -> None:
    """The ids that a form carries are checked again for whoever sends it."""
    callback_id, carried, values = foreign_forms(stage)[which]
    before = kept(stage.world)

    for who in ("UBEN", "UDEE"):
        told = await forge_form(stage.world, who, callback_id, metadata=json.dumps(carried), **values)
        assert kind(told), (who, told)

    assert before == kept(stage.world)


BROKEN = [
    "",
    "not json",
    "{",
    "null",
    "7",
    "[]",
    '"words"',
    "{}",
    "[" * 2900,
    '{"a":' * 500,
    "1e999",
    "9" * 2900,
    *(
        json.dumps(
            dict.fromkeys(("reflection", "position", "checkin", "celebration", "enrollment", "people", "prompt"), odd)
        )
        for odd in (None, 7, -1, True, 1.5, [], {}, [1], [[]], {"a": 1}, "", "\x00", "\ud800", ["UANA", 3])
    ),
    '{"reflection": "x", "position": 0}',
    '{"reflection": "x", "position": -1}',
    '{"people": ["UANA"], "prompt": 7}',
    '{"people": ["<!channel>"], "prompt": "kin.reinforce.1"}',
]


@pytest.mark.parametrize(
    "which", ["step", "sharing", "audience", "edit", "preview", "agreement", "goal", "goal's level"]
)
async def test_broken_metadata_is_answered_in_words(stage: Stage, which: str) -> None:
    """No JSON, a list, a number, nesting without end, ids of the wrong kind: never a mistake, never a row."""
    callback_id, _, values = foreign_forms(stage)[which]
    form = await some_form(stage.world)
    before = kept(stage.world)

    answers = {
        carried: await forge_form(stage.world, "UANA", callback_id, form=form, metadata=carried, **values)
        for carried in BROKEN
    }
    await stage.world.settle()

    assert [] == [carried for carried, told in answers.items() if not kind(told)]
    assert before == kept(stage.world)


@pytest.mark.parametrize(
    ("callback_id", "values"), [(ids.TOPIC_FORM, {"topic": "topic:kin"}), (ids.REQUEST_FORM, {"topic": "kin"})]
)
async def test_broken_metadata_of_a_request_is_answered_in_words(
    stage: Stage, callback_id: str, values: dict[str, Any]
) -> None:
    """The same for the forms with which a check-in is asked for."""
    form = await some_form(stage.world)
    before = kept(stage.world)

    for carried in BROKEN:
        told = await forge_form(stage.world, "UANA", callback_id, form=form, metadata=carried, **values)
        assert kind(told), (carried, told)

    await stage.world.settle()
    assert before == kept(stage.world)


BAD_VALUES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("UANA", ids.MENU_FORM, {}, {"topic": "topic:weather"}),
    ("UANA", ids.MENU_FORM, {}, {"topic": "path:agreement"}),
    ("UANA", ids.MENU_FORM, {}, {"topic": "weather"}),
    ("UANA", ids.MENU_FORM, {}, {"topic": LONG}),
    ("UANA", ids.SHARING_FORM, {"reflection": "draft"}, {"audience": "everyone"}),
    ("UANA", ids.SHARING_FORM, {"reflection": "draft"}, {"audience": "supervisor"}),
    ("UANA", ids.SHARING_FORM, {"reflection": "draft"}, {"audience": "coach_last"}),
    ("UANA", ids.SHARING_FORM, {"reflection": "draft"}, {"audience": ""}),
    ("UANA", ids.SHARING_FORM, {"reflection": "draft"}, {"audience": "coach", "success": LONG}),
    ("UANA", ids.SHARING_FORM, {"reflection": "draft"}, {"audience": "coach", "success": "Call 312-555-0123"}),
    ("UANA", ids.AUDIENCE_FORM, {"checkin": "checkin"}, {"audience": "everyone"}),
    ("UANA", ids.AUDIENCE_FORM, {"checkin": "checkin"}, {"audience": "supervisor"}),
    ("UANA", ids.EDIT_FORM, {"checkin": "checkin"}, {"edit:question": LONG}),
    ("UANA", ids.EDIT_FORM, {"checkin": "checkin"}, {"edit:nowhere": "New words"}),
    ("UANA", ids.EDIT_FORM, {"checkin": "checkin"}, {"edit:question": "Call 312-555-0123"}),
    ("UANA", ids.SUCCESS_FORM, {}, {"words": LONG}),
    ("UANA", ids.SUCCESS_FORM, {}, {"words": "   "}),
    ("UANA", ids.SUCCESS_FORM, {"checkin": 7}, {"words": "I asked first"}),
    ("UANA", ids.PREVIEW_FORM, {"celebration": "celebration"}, {"words": LONG}),
    ("UANA", ids.STEP_FORM, {"reflection": "draft", "position": 99}, {"plan:99": "x"}),
    ("UANA", ids.STEP_FORM, {"reflection": "draft", "position": 1}, {"plan:1": LONG, "action:1": LONG}),
    (
        "ULEE",
        ids.SETUP_FORM,
        {},
        {"hotline": "555 0100", "on_call": "555 0101", "helpline": "c", "digest_day": "8", "digest_at": "08:00"},
    ),
    (
        "ULEE",
        ids.SETUP_FORM,
        {},
        {"hotline": "555 0100", "on_call": "555 0101", "helpline": "c", "digest_day": "1", "digest_at": "noon"},
    ),
    (
        "ULEE",
        ids.SETUP_FORM,
        {},
        {"hotline": "555 0100", "on_call": "555 0101", "helpline": "c", "digest_day": "1", "digest_at": "08:00+05:00"},
    ),
    (
        "ULEE",
        ids.SETUP_FORM,
        {},
        {
            "hotline": f"{LONG} 555 0100",
            "on_call": "555 0101",
            "helpline": "c",
            "digest_day": "1",
            "digest_at": "08:00",
        },
    ),
    (
        "UPAT",
        ids.SETUP_FORM,
        {},
        {"hotline": "555 0100", "on_call": "555 0101", "helpline": "c", "digest_day": "1", "digest_at": "08:00"},
    ),
    ("UANA", ids.HOLD_FORM, {}, {"what": "place"}),
    ("UCORA", ids.HOLD_FORM, {}, {"what": "place", "whose": "UANA"}),
    ("USAM", ids.HOLD_FORM, {}, {"what": "place", "whose": "UANA"}),
    ("UPAT", ids.HOLD_FORM, {}, {"what": "place", "whose": "UANA"}),
    ("ULEE", ids.HOLD_FORM, {}, {"what": "purge", "whose": "UANA"}),
    ("USAM", ids.TOPIC_FORM, {"people": ["UANA"]}, {"topic": "sts"}),
    ("USAM", ids.TOPIC_FORM, {"people": ["UANA"]}, {"topic": "weather"}),
    ("USAM", ids.TOPIC_FORM, {"people": ["UPAT"]}, {"topic": "kin"}),
    ("UPAT", ids.TOPIC_FORM, {"people": ["UANA"]}, {"topic": "kin"}),
    ("USAM", ids.REQUEST_FORM, {"people": ["UANA"], "prompt": "no such prompt"}, {}),
    ("USAM", ids.REQUEST_FORM, {"people": ["UPAT"], "prompt": "kin.reinforce.1"}, {}),
    ("UPAT", ids.REQUEST_FORM, {"people": ["UANA"], "prompt": "kin.reinforce.1"}, {}),
    ("USAM", ids.REQUEST_FORM, {"people": ["UANA"], "prompt": "path:bias"}, {}),
]


def carried_by(stage: Stage, metadata: dict[str, Any]) -> str:
    """The metadata, with Ana's own ids in the place of their names."""
    names = ("draft", "checkin", "celebration", "enrollment")
    real = {key: getattr(stage, value) if value in names else value for key, value in metadata.items() if value != 7}
    return json.dumps(real | {key: 7 for key, value in metadata.items() if value == 7})


@pytest.mark.parametrize(
    ("user", "callback_id", "metadata", "values"),
    BAD_VALUES,
    ids=[f"{case[1]}-{number}" for number, case in enumerate(BAD_VALUES)],
)
async def test_a_value_that_the_form_did_not_offer_is_refused_in_words(
    stage: Stage, user: str, callback_id: str, metadata: dict[str, Any], values: dict[str, Any]
) -> None:
    """Not in the choices, over the limit, not theirs to send: a kind sentence, and nothing is written."""
    before = kept(stage.world)

    told = await forge_form(stage.world, user, callback_id, metadata=carried_by(stage, metadata), **values)

    await stage.world.settle()
    assert kind(told), told
    assert before == kept(stage.world)


@pytest.mark.parametrize(
    ("callback_id", "metadata", "block"),
    [
        (ids.MENU_FORM, {}, "topic"),
        (ids.SHARING_FORM, {"reflection": "draft"}, "audience"),
        (ids.AUDIENCE_FORM, {"checkin": "checkin"}, "audience"),
        (ids.EDIT_FORM, {"checkin": "checkin"}, "edit:question"),
        (ids.SUCCESS_FORM, {}, "words"),
        (ids.PREVIEW_FORM, {"celebration": "celebration"}, "words"),
        (ids.STEP_FORM, {"reflection": "draft", "position": 1}, "plan:1"),
        (ids.AGREEMENT_FORM, {"enrollment": "enrollment"}, "per_week"),
    ],
)
async def test_a_value_that_is_no_text_is_refused_in_words(
    stage: Stage, callback_id: str, metadata: dict[str, Any], block: str
) -> None:
    """An object where words should be."""
    before = kept(stage.world)

    told = await forge_form(stage.world, "UANA", callback_id, metadata=carried_by(stage, metadata), **{block: {"a": 1}})

    await stage.world.settle()
    assert kind(told), told
    assert before == kept(stage.world)


async def test_the_agreement_of_somebody_else_cannot_be_signed(stage: Stage) -> None:
    """Dee's own form, sent with Ana's place in it: it is not hers, and nobody has said yes."""
    form = await dees_agreement(stage)
    before = kept(stage.world)

    carried = json.dumps({"enrollment": stage.enrollment})
    told = await forge_form(stage.world, "UDEE", ids.AGREEMENT_FORM, form=form, metadata=carried)

    assert kind(told), told
    assert before == kept(stage.world)


async def dees_agreement(stage: Stage) -> str:
    """Dee opens the agreement that she was invited to."""
    await close_all(stage.world, "UDEE")
    dee = stage.world.person("UDEE")
    await dee.press(ids.READ_AGREEMENT)
    return str((await dee.form(ids.AGREEMENT_FORM))["id"])


BAD_RHYTHMS: list[dict[str, Any]] = [
    {"opens": "noon"},
    {"opens": "25:99"},
    {"opens": "09:30+05:00"},
    {"opens": "09:30:15"},
    {"opens": "12:30", "closes": "09:30"},
    {"opens": "09:30", "closes": "09:30"},
    {"days": ["7"]},
    {"days": ["x"]},
    {"days": ["0", "1", "2", "3"]},
    {"days": [{"value": "7"}]},
    {"per_week": "4"},
    {"per_week": "²"},
    {"per_week": {"a": 1}},
    {"cheer": "loud"},
]


@pytest.mark.parametrize("values", BAD_RHYTHMS, ids=str)
async def test_days_and_hours_that_no_picker_offers_are_refused(stage: Stage, values: dict[str, Any]) -> None:
    """In Dee's own agreement: a sentence at a field, and she has not said yes."""
    form = await dees_agreement(stage)
    before = kept(stage.world)

    told = await forge_form(stage.world, "UDEE", ids.AGREEMENT_FORM, form=form, **values)

    assert kind(told), told
    assert before == kept(stage.world)


BAD_PLACES: list[dict[str, Any]] = [
    {"channel": "UBEN"},
    {"channel": "DANA"},
    {"channel": "nowhere"},
    {"channel": "C<!channel>\u202e"},
    {"coach": "UNOBODY"},
    {"coach": "UBOT"},
    {"supervisor": "nobody@else.example"},
    {"caseworkers": ["UPAT", "UNOBODY"]},
    {"caseworkers": []},
    {"caseworkers": [{"a": 1}]},
    {"days": ["0", "1", "2", "3"]},
]


@pytest.mark.parametrize("values", BAD_PLACES, ids=str)
async def test_a_place_that_no_picker_offers_is_refused(stage: Stage, values: dict[str, Any]) -> None:
    """In the lead's own form: nobody is invited, the good names on it neither."""
    await close_all(stage.world, "ULEE")
    lee = stage.world.person("ULEE")
    await lee.command("enroll")
    form = await lee.form(ids.ENROLL_FORM)
    before = kept(stage.world)
    good = {"caseworkers": ["UPAT"], "coach": "UCORA", "supervisor": "USAM", "channel": "CWINS"}

    told = await forge_form(stage.world, "ULEE", ids.ENROLL_FORM, form=form["id"], **good | values)

    assert kind(told), told
    assert before == kept(stage.world)
