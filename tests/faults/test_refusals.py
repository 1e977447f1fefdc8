"""Slack says no and will say no again: that row alone fails, whoever can mend it is told once, and the rest goes out."""

import pytest

from bot.services import undelivered
from bot.slack import answers
from tests.faults.ledger import arrived, quiet, rows, states
from tests.faults.owing import ANAS_TIME, OWING, almost, celebration, nudge
from tests.world import World

POST, DELETE, UPDATE = "chat.postMessage", "chat.delete", "chat.update"
TERMINAL = ("channel_not_found", "not_in_channel")


async def notices(world: World, person: str) -> list[str]:
    """What somebody was told about messages that did not arrive."""
    return [text for text in await world.texts(person) if text.startswith("I could not")]


@pytest.mark.parametrize("refusal", TERMINAL)
@pytest.mark.parametrize(("kind", "told"), [("nudge", "ULEE"), ("digest", "ULEE"), ("celebration", "UANA")])
async def test_a_refusal_fails_that_row_and_is_told(begun: World, kind: str, told: str, refusal: str) -> None:
    """The row fails with Slack's reason; the program lead, or the owner of the celebration, reads it once, in words."""
    await almost(begun, kind)
    await begun.post("faults", method=POST, kind=f"error:{refusal}", times=2 if kind == "celebration" else 1)
    await OWING[kind](begun)
    await quiet(begun)
    failed = [row for row in rows(begun, kind) if row["state"] == "failed"]
    said = await notices(begun, told)

    assert [refusal] == [row["reason"] for row in failed]
    assert 1 == len(said)
    assert refusal in said[0]
    assert len(said[0]) > len(f"I could not deliver a message to <@UANA>: {refusal}. "), "no word on how to mend it"


def test_only_what_ends_a_message_has_a_sentence_on_how_to_mend_it() -> None:
    """Being switched off, and troubles that pass, are waited out: nobody would ever read a sentence on them."""
    waited_out = answers.SWITCHED_OFF | answers.LATER | answers.MAYBE | answers.SLOW_DOWN

    assert set() == waited_out & set(undelivered.MENDS)


async def test_nobody_else_is_told(begun: World) -> None:
    """Ana's nudge is refused: her coach and her supervisor hear nothing of it."""
    await begun.post("faults", method=POST, kind="error:channel_not_found")
    await nudge(begun)
    await quiet(begun)

    assert [] == await notices(begun, "UCORA")
    assert [] == await notices(begun, "USAM")
    assert ["<@UANA>"] == [word.rstrip(":") for word in (await notices(begun, "ULEE"))[0].split() if "<@" in word]


async def test_the_rest_goes_out(begun: World) -> None:
    """Slack refuses what is for Ana; Ben, whose time comes after hers, is asked."""
    await begun.post("faults", method=POST, kind="error:channel_not_found", times=1)
    await begun.post("clock", to=ANAS_TIME)
    await begun.post("clock", advance_seconds=86400)
    await quiet(begun)
    times = await arrived(begun)
    by_target = {row["target"]: row for row in rows(begun, "nudge")}

    assert "failed" == by_target["UANA"]["state"]
    assert "sent" == by_target["UBEN"]["state"]
    assert 1 == times[by_target["UBEN"]["id"]]


async def test_a_closed_account_is_named_as_such(begun: World) -> None:
    """For a person, Slack's `channel_not_found` means that their account is gone; the lead reads it so."""
    await begun.post("faults", method=POST, kind="error:channel_not_found")
    await nudge(begun)
    await quiet(begun)

    assert "Slack account is closed" in (await notices(begun, "ULEE"))[0]


async def test_the_same_trouble_is_told_once_a_day(begun: World) -> None:
    """A nudge and the same nudge brought back later are both refused: the lead reads one line, not two."""
    ana = begun.person("UANA")
    await nudge(begun)
    await ana.press("nudge_later")
    await begun.settle()
    await begun.post("faults", method=POST, kind="error:channel_not_found", times=1)
    await begun.post("clock", advance_seconds=2 * 3600)
    await begun.post("faults", method=POST, kind="error:channel_not_found", times=1)
    await begun.post("clock", advance_seconds=3600)
    await quiet(begun)

    assert 1 == len(await notices(begun, "ULEE"))


async def test_two_owners_are_both_told(begun: World) -> None:
    """Ana's and Ben's celebrations meet the same closed channel on the same day: each of them is told."""
    await begun.post("channels", id="CWINS", is_archived=True)
    for owner in ("UANA", "UBEN"):
        await celebration(begun, owner)
    await quiet(begun)

    assert 1 == len(await notices(begun, "UANA"))
    assert 1 == len(await notices(begun, "UBEN"))


async def test_what_answers_a_caseworker_tells_nobody(begun: World) -> None:
    """A receipt that Slack refuses is told to nobody: it would show that Ana has written something."""
    ana = begun.person("UANA")
    await begun.post("shortcut", user="UANA", callback_id="just_finished_a_visit")
    sharing = await ana.walk("I asked first.")
    await begun.post("faults", method=POST, kind="error:channel_not_found")
    await ana.submit(sharing, audience="only_me")
    await begun.settle()

    assert ["failed"] == states(begun, "receipt")
    assert [] == states(begun, "notice")


async def test_a_post_that_cannot_be_taken_back_is_told_to_its_owner(begun: World) -> None:
    """Ana takes her celebration back, but the app was put out of that channel: she is told that it still stands."""
    ana = begun.person("UANA")
    await celebration(begun)
    await begun.post("faults", method=DELETE, kind="error:channel_not_found")
    await ana.press("celebration_withdraw")
    await begun.settle()
    await quiet(begun)

    assert "take your small success back from <#CWINS>" in (await notices(begun, "UANA"))[0]
    assert [] == await notices(begun, "ULEE")


@pytest.mark.parametrize("shut", ["account_inactive", "org_login_required"])
async def test_what_is_taken_back_while_the_bot_is_deactivated_goes_when_it_is_back(begun: World, shut: str) -> None:
    """Ana takes her celebration back while the bot is switched off, or the workspace moves into an organization: then it goes."""
    ana = begun.person("UANA")
    await celebration(begun)
    for method in (POST, DELETE, UPDATE):
        await begun.post("faults", method=method, kind=f"error:{shut}", times=3)
    await ana.press("celebration_withdraw")
    await begun.settle()
    still_there = await begun.messages("CWINS")
    await quiet(begun)

    assert 1 == len(still_there)
    assert [] == await begun.messages("CWINS")
    assert ["sent"] == states(begun, "removal")
    assert [] == await notices(begun, "UANA")


async def test_a_digest_that_came_too_late_is_told(begun: World) -> None:
    """Slack will not hear of Monday's digest for more than two days: it expires, the lead knows, and has it sent again, once."""
    await almost(begun, "digest")
    await begun.post("faults", method=POST, kind="ratelimited", retry_after=49 * 3600)
    await begun.post("clock", advance_seconds=50 * 3600)
    digest = rows(begun, "digest")[0]
    told = [row for row in rows(begun, "notice") if row["subject"] == digest["id"]]
    lee, notice = begun.person("ULEE"), await begun.person("ULEE").latest_with("digest_send_again")
    for _ in range(2):
        await lee.press("digest_send_again", notice)
    second = await lee.told("on its way again")
    await quiet(begun)

    assert ("expired", "too_late") == (digest["state"], digest["reason"])
    assert ["ULEE"] == [row["target"] for row in told]
    assert second
    assert "sent" == rows(begun, "digest")[0]["state"]
    assert 1 == (await arrived(begun))[digest["id"]]
