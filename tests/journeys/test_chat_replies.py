"""A reply typed in the chat is kept for its author alone, once, and never with a mark of a real family."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.db.tables import Nudge
from tests.journeys.acts import answer, ask, clock_to, nudged, start, texts, with_button
from tests.world import MONDAY_9_29, Person, World

KEPT_BY_SLACK = "What you type in this chat, Slack keeps as well."
ASKED_BY_SAM = "<@USAM> asked me to send you this."
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


async def test_it_never_answers_a_request_that_has_not_come(http_world: World) -> None:
    """Before her hours Sam asks; Ana answers Monday's question in the chat, and Sam's still comes when her hours open."""
    ana = await nudged(http_world)
    await clock_to(http_world, "2026-11-04T08:00:00-06:00")
    await ask(http_world.person("USAM"), "<@UANA> kin")

    await typed(ana, SAID)
    await clock_to(http_world, "2026-11-04T09:31:00-06:00")

    assert 1 == len([each for each in await with_button(ana, "nudge_reflect") if ASKED_BY_SAM in texts(each)])


async def test_it_answers_the_question_that_came_last(http_world: World) -> None:
    """Monday's question comes back at 11:30, after Sam's of 10:00: what is typed then answers Monday's, and Sam's stays open."""
    ana = await nudged(http_world)
    await ana.press("nudge_later")
    await ana.told("No rush.")
    await clock_to(http_world, "2026-11-02T10:00:00-06:00")
    await ask(http_world.person("USAM"), "<@UANA> kin")
    await clock_to(http_world, "2026-11-02T11:31:00-06:00")

    await typed(ana, SAID)
    await http_world.settle()

    assert [ASKED_BY_SAM in texts(each) for each in await with_button(ana, "nudge_reflect")] == [True]


async def test_a_question_that_slack_refused_is_not_open(http_world: World) -> None:
    """It never came, so a word in the chat is no answer to it."""
    await http_world.post("faults", method="chat.postMessage", kind="error:restricted_action", times=1)
    await http_world.next_nudge()
    ana = http_world.person("UANA")

    await ana.say(SAID)

    assert "I have no open question for you." in await ana.told("no open question")


async def test_a_question_that_came_today_is_open_however_long_it_was_planned(http_world: World) -> None:
    """As a reminder for a day that Ana picked three weeks before."""
    ana = await nudged(http_world)
    assert http_world.app is not None
    async with http_world.app.database.begin() as session:
        await session.execute(update(Nudge).values(planned_at=MONDAY_9_29 - timedelta(days=21)))

    assert "Only you can read this." in await typed(ana, SAID)


@pytest.mark.parametrize("word", ["Stop.", "¡Basta!"])
async def test_whoever_types_stop_is_told_how(http_world: World, word: str) -> None:
    """It is no answer: nothing is kept, the question stays, and both ways to be left in peace are named."""
    ana = await nudged(http_world)

    await ana.say(word)

    assert "`/coach-checkin pause`" in await ana.told("To go quiet")
    assert "None yet." in texts(await ana.home())
    assert [] != await with_button(ana, "nudge_reflect")


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

    assert "You are not enrolled for questions here." in await pat.told("not enrolled")
