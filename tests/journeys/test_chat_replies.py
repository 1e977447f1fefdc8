"""A reply typed in the chat is kept for its author alone, once, and never with a mark of a real family."""

from typing import Any

import pytest

from tests.journeys.acts import answer, nudged, start, texts
from tests.world import Person, World

KEPT_BY_SLACK = "What you type in this chat, Slack keeps as well."
SAID = "The mom & I talked <first>"


async def typed(ana: Person, words: str, **more: Any) -> str:
    """Type in the chat with the app; gives the receipt."""
    await ana.say(words, **more)

    async def look() -> str:
        return next((texts(each) for each in await ana.inbox() if KEPT_BY_SLACK in str(each)), "")

    return str(await ana.world.eventually(look))


async def test_it_is_kept_for_her_alone(http_world: World) -> None:
    """The receipt says that only she can read it, and what Slack keeps; Cora's digest has nothing."""
    ana = await nudged(http_world)

    receipt = await typed(ana, SAID)
    await http_world.next_digest()

    assert "Only you can read this." in receipt
    assert "talked" not in await http_world.person("UCORA").everything()


@pytest.mark.parametrize("kind", ["broadcast", "me"])
async def test_it_is_kept_however_it_is_typed(http_world: World, kind: str) -> None:
    """In the nudge's thread and also to the conversation, or after /me."""
    ana = await nudged(http_world)
    thread = {"thread_ts": (await ana.inbox())[-1]["ts"]} if kind == "broadcast" else {}

    await typed(ana, SAID, **thread, **{kind: True})

    assert "The mom &amp; I talked" in texts(await ana.home())


async def test_a_file_is_not_taken_and_what_was_typed_with_it_is_kept(http_world: World) -> None:
    """A photo alone, then one with words: each time Ana reads that the file was not taken, and the words are her answer."""
    ana = await nudged(http_world)

    await ana.say("", file="photo.jpg")
    alone = await ana.told("I cannot take files")
    await typed(ana, SAID, file="photo.jpg")
    await http_world.settle()

    assert "Slack still has yours" in alone
    assert "The mom &amp; I talked" in texts(await ana.home())
    assert 2 == len([each for each in await ana.inbox() if "I cannot take files" in each["text"]])
    assert not [each for each in await ana.inbox() if "no open question" in each["text"]]
    assert b"photo.jpg" not in http_world.database_bytes()


async def test_it_is_shown_as_she_typed_it(http_world: World) -> None:
    """Signs that Slack escapes on the way are not escaped twice."""
    ana = await nudged(http_world)

    await typed(ana, SAID)

    assert "> The mom &amp; I talked &lt;first&gt;" in texts(await ana.home())


async def test_an_event_told_twice_is_kept_once(http_world: World) -> None:
    """Slack repeats an event: there is one check-in and one receipt."""
    ana = await nudged(http_world)
    await http_world.post("faults", method="events", kind="duplicate")

    await typed(ana, SAID)
    await http_world.settle()

    assert 1 == texts(await ana.home()).count("The mom")
    assert 1 == len([each for each in await ana.inbox() if KEPT_BY_SLACK in str(each)])


async def test_a_repeated_event_brings_no_scolding(http_world: World) -> None:
    """The repeated event is let go in silence: no “I have no open question for you”."""
    ana = await nudged(http_world)
    await http_world.post("faults", method="events", kind="duplicate")

    await typed(ana, SAID)
    await http_world.settle()

    assert "no open question" not in str(await ana.inbox())


async def test_a_mark_of_a_real_family_is_refused_and_not_stored(http_world: World) -> None:
    """A phone number: a kind sentence, a word on deleting it from Slack, and not a byte on our disk."""
    ana = await nudged(http_world)

    await ana.say("Call her at 312-555-0188 about the visit")
    told = await ana.told("a phone number")
    await http_world.settle()

    assert "Please delete your message above too: Slack keeps it, I do not." in told
    assert b"555-0188" not in http_world.database_bytes()
    assert "None yet." in texts(await ana.home())


async def test_without_an_open_question_it_says_how_to_start(http_world: World) -> None:
    """Typed before any question came: nothing is kept, and the command is named."""
    ana = http_world.person("UANA")

    await ana.say("hello?")

    assert "I have no open question for you. Type `/coach-checkin` to start one." == await ana.told("no open question")


async def test_a_question_that_comes_in_three_days_is_not_answered_now(http_world: World) -> None:
    """A check-back that was not sent yet is no open question: what is typed today is not taken for its answer."""
    ana = http_world.person("UANA")
    await start(ana, "path:if-then")
    await ana.submit(await ana.walk("If I open a visit, then I will ask."), audience="only_me")
    await http_world.settle()

    await ana.say("hello?")

    assert "I have no open question for you." in await ana.told("no open question")


async def test_a_second_message_after_the_answer(http_world: World) -> None:
    """Once answered, a “thanks!” is not taken for another answer."""
    ana = await nudged(http_world)
    await answer(ana, "I asked first.")

    await ana.say("thanks!")

    assert "no open question" in await ana.told("no open question")
    assert "thanks" not in texts(await ana.home())


async def test_somebody_outside_is_told_how_to_come_in(http_world: World) -> None:
    """Pat is in no program: a kind sentence, nothing kept."""
    pat = http_world.person("UPAT")

    await pat.say("hello")

    assert "You are not enrolled for questions yet." in await pat.told("not enrolled")
