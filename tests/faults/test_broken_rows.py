"""A row that our own code cannot say fails alone: the others go out, and it is looked at again, but not for ever."""

import asyncio

import pytest

from tests import by_hand
from tests.faults.ledger import quiet, rows, states
from tests.faults.owing import ANAS_TIME, celebration
from tests.world import World


async def write(world: World, statement: str) -> None:
    """Change the database behind the app's back, as an old version might have."""
    await asyncio.to_thread(by_hand.write, world.settings, statement)


async def break_its_words(world: World) -> None:
    """What was asked is a version that the library does not say any more, and the words that were kept of it cannot be read."""
    await write(world, "UPDATE nudges SET prompt_version = 0")
    await write(world, "UPDATE wordings SET version = 0, path = '{'")


async def owe_an_impossible_nudge(world: World) -> None:
    """Ana's nudge is planned while Slack is busy, and its question then leaves the library."""
    await world.post("faults", method="chat.postMessage", kind="ratelimited", retry_after=60)
    await world.post("clock", to=ANAS_TIME)
    assert ["waiting"] == states(world, "nudge")
    await write(world, "UPDATE nudges SET prompt_id = 'gone-01'")


async def test_a_nudge_whose_question_is_gone_fails_alone(begun: World) -> None:
    """The question was deleted from the library: that row fails with its reason and the celebration goes out."""
    await owe_an_impossible_nudge(begun)
    await celebration(begun)
    await quiet(begun)

    assert [("failed", "not_in_library")] == [(row["state"], row["reason"]) for row in rows(begun, "nudge")]
    assert ["sent"] == states(begun, "celebration")


async def test_a_question_that_is_gone_is_told_to_the_lead(begun: World) -> None:
    """The program lead reads what is wrong and how to mend it; Ana's `why` names the true reason."""
    await owe_an_impossible_nudge(begun)
    await quiet(begun)
    await begun.person("UANA").command("why")

    assert any("not in the prompt library any more" in text for text in await begun.texts("ULEE"))
    assert "its question is no longer in the library" in await begun.person("UANA").told("did not come")


@pytest.mark.expects_errors
async def test_our_own_mistake_fails_alone(begun: World) -> None:
    """A row that breaks our code is tried again for a while, then fails and is told; everything else goes out."""
    await begun.post("faults", method="chat.postMessage", kind="ratelimited", retry_after=60)
    await begun.post("clock", to=ANAS_TIME)
    await break_its_words(begun)
    await write(begun, "UPDATE deliveries SET expires_at = NULL WHERE kind = 'nudge'")
    await celebration(begun)
    await quiet(begun)

    assert [("failed", "our_mistake")] == [(row["state"], row["reason"]) for row in rows(begun, "nudge")]
    assert ["sent"] == states(begun, "celebration")
    assert 1 == len([text for text in await begun.texts("ULEE") if "our_mistake" in text])


@pytest.mark.expects_errors
async def test_a_mistake_before_slack_heard_is_not_unclear(begun: World) -> None:
    """What broke before Slack could hear of it waits; it is not searched for in the channel."""
    await begun.post("faults", method="chat.postMessage", kind="ratelimited", retry_after=60)
    await begun.post("clock", to=ANAS_TIME)
    await break_its_words(begun)
    await begun.post("clock", advance_seconds=70)

    assert ["waiting"] == states(begun, "nudge")


async def test_a_receipt_needs_no_question(begun: World) -> None:
    """Ana's answered nudge still turns into its receipt after the question left the library."""
    ana = begun.person("UANA")
    await begun.post("clock", to=ANAS_TIME)
    await ana.press("nudge_reflect")
    sharing = await ana.walk("I asked first.")
    await write(begun, "UPDATE nudges SET prompt_id = 'gone-01'")
    await ana.submit(sharing, audience="only_me")
    await quiet(begun)

    assert "failed" not in states(begun, "refresh")
    assert "nudge_reflect" not in str((await ana.inbox())[-1]["blocks"])
