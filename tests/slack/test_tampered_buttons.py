"""Whatever is sent in the place of an honest click or command: a kind sentence, nothing written, and no mistake of ours."""

import json

import pytest

from bot import library
from bot.coaching.audience import is_private
from bot.slack import ids
from tests.slack.forging import Stage, forge_form, forge_press, kept, kind, some_form
from tests.world import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="module")

STRANGERS = ["UBEN", "UDEE", "UCORA", "USAM", "UPAT"]

FOREIGN_BUTTONS = [
    (ids.REFLECT, "nudge"),
    (ids.LATER, "nudge"),
    (ids.NOT_TODAY, "nudge"),
    (ids.PAUSE_NOW, "nudge"),
    (ids.KEEP_GOING, "nudge"),
    (ids.WHO_CAN_READ, "checkin"),
    (ids.EDIT, "checkin"),
    (ids.WITHDRAW, "checkin"),
    (ids.UNCELEBRATE, "celebration"),
]


@pytest.mark.parametrize(("action", "of"), FOREIGN_BUTTONS)
async def test_another_persons_id_in_a_button_gets_nobody_anywhere(stage: Stage, action: str, of: str) -> None:
    """Not a caseworker, a coach, a supervisor, the program lead or a stranger: it is not theirs, they are told so."""
    before = kept(stage.world)

    told = {who: await forge_press(stage.world, who, action, getattr(stage, of)) for who in STRANGERS}

    assert [] == [who for who, sentences in told.items() if not kind(sentences)]
    assert before == kept(stage.world)


STRANGE_IDS = ["", "x" * 2000, "'; DROP TABLE nudges; --", "\u202e\x00"]


@pytest.mark.parametrize(("action", "of"), FOREIGN_BUTTONS)
async def test_an_id_of_nothing_gets_nobody_anywhere(stage: Stage, action: str, of: str) -> None:
    """Whatever stands in the button."""
    before = kept(stage.world)

    told = [await forge_press(stage.world, "UBEN", action, value) for value in STRANGE_IDS]

    assert all(kind(sentences) for sentences in told), told
    assert before == kept(stage.world)


@pytest.mark.parametrize(
    "action",
    [
        ids.READ_AGREEMENT,
        ids.NOT_NOW,
        ids.CHECK_IN_NOW,
        ids.PAUSE,
        ids.RESUME,
        ids.LEAVE,
        ids.OPEN_SETUP,
        ids.OPEN_ENROLL,
        ids.PREVIEW_DIGEST,
        ids.SESSION,
        ids.SESSIONS,
        ids.SUGGEST,
        ids.DIGEST_TIME,
        ids.HOLD_LINES,
        ids.SEE_ALL,
        ids.OLDER,
    ],
)
async def test_a_person_without_a_role_is_told_so(stage: Stage, action: str) -> None:
    """Pat, a parent partner who is not in the program, presses what she was never shown."""
    before = kept(stage.world)

    told = await forge_press(stage.world, "UPAT", action, stage.enrollment)

    await stage.world.settle()
    assert kind(told), told
    assert before == kept(stage.world)


async def test_a_button_that_we_never_drew_does_nothing(stage: Stage) -> None:
    """No listener, no mistake."""
    before = kept(stage.world)

    assert [] == await forge_press(stage.world, "UANA", "delete_everything", "now")
    assert before == kept(stage.world)


@pytest.mark.parametrize(
    "text", ["", "why", "pause", "resume", "leave", "digest", "team", "setup", "enroll", "suggest", "@ana kin"]
)
async def test_a_command_of_somebody_without_a_role_is_answered(stage: Stage, text: str) -> None:
    """With a sentence, and nothing is written."""
    before = kept(stage.world)
    seen = len([each for each in await stage.world.person("UPAT").inbox() if "ephemeral_for" in each])

    await stage.world.person("UPAT").command(text)
    await stage.world.settle()
    told = [each["text"] for each in await stage.world.person("UPAT").inbox() if "ephemeral_for" in each][seen:]

    assert kind(told), told
    assert before == kept(stage.world)


def private_prompts() -> list[str]:
    """One prompt of each private kind in each topic."""
    prompts = library.load(ROOT / "prompts").prompts.values()
    kinds = {(each.topic, each.strategy): each.id for each in prompts if is_private(each.topic, each.strategy)}
    return sorted(kinds.values())


async def test_a_supervisor_cannot_ask_for_bias_wellbeing_or_stress_by_payload(stage: Stage) -> None:
    """Not one of those prompts, whatever id is put into the form."""
    form, before = await some_form(stage.world), kept(stage.world)

    for prompt in private_prompts():
        carried = json.dumps({"people": ["UANA"], "prompt": prompt})
        told = await forge_form(stage.world, "USAM", ids.REQUEST_FORM, form=form, metadata=carried)
        assert kind(told), prompt

    assert len(private_prompts()) > 5
    assert before == kept(stage.world)


async def test_a_coach_cannot_suggest_bias_wellbeing_or_stress_by_payload(stage: Stage) -> None:
    """Not one of those questions, whatever id is put into the form; nor can anybody suggest who does not coach her."""
    form, before = await some_form(stage.world), kept(stage.world)

    for prompt, who in [
        *((each, "UCORA") for each in private_prompts()),
        ("kin.goal.1", "USAM"),
        ("kin.goal.1", "UBEN"),
    ]:
        carried = json.dumps({"person": "UANA"})
        told = await forge_form(stage.world, who, ids.SUGGEST_FORM, form=form, metadata=carried, prompt=prompt)
        assert kind(told), prompt

    assert before == kept(stage.world)


@pytest.mark.parametrize(
    "text", ["@ana sts", "@ana stress", "@ana bias", "@ana wellbeing", "team sts", "team wellbeing"]
)
async def test_a_supervisor_cannot_ask_for_them_by_command(stage: Stage, text: str) -> None:
    """They are told, and no form opens."""
    before = kept(stage.world)
    await forge_press(stage.world, "USAM", "closes what is open", "")

    await stage.world.person("USAM").command(text)
    await stage.world.settle()

    assert [] == (await stage.world.person("USAM").views())["modals"]
    assert before == kept(stage.world)
