"""Pat, a parent partner, looks at the questions: only after a yes, one at a time, without a name, and theirs to take back."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.acts import answer_to, clock_to, copy_of, home_buttons, texts
from tests.journeys.test_sessions import cues, set_date
from tests.journeys.test_setting_up import LINES
from tests.privacy.watching import close_windows
from tests.world import Json, Person, World, in_one_process

FEEL = "I would feel that somebody cared."
MISSING = "Ask what we are proud of."


async def invited(world: World) -> Person:
    """Lee invites Pat from App Home."""
    lee = world.person("ULEE")
    await lee.press_home("partners_invite")
    await lee.submit(await lee.form("partners_invite_form"), people=["UPAT"])
    await close_windows(world, "ULEE")
    await world.settle()
    return world.person("UPAT")


async def first_question(world: World) -> tuple[Person, Json]:
    """Pat said yes; gives the first question to look at."""
    pat = await invited(world)
    await pat.command("review")
    sent = await pat.submit(await pat.form("partner_agreement_form"))
    return pat, sent["view"]


async def reviewed(world: World, verdict: str = "change") -> Person:
    """Pat has said something of the first question."""
    pat, form = await first_question(world)
    await pat.submit(form, verdict=verdict, feel=FEEL, missing=MISSING)
    await close_windows(world, "UPAT")
    await world.settle()
    return pat


async def test_one_message_and_then_nothing_by_itself(http_world: World) -> None:
    """Also after the yes: weeks go by, and nothing more comes."""
    await first_question(http_world)

    await clock_to(http_world, "2026-12-02T09:00:00-06:00")

    (welcome,) = await http_world.texts("UPAT")
    assert welcome.startswith("Hi! <@ULEE> asks if you would look at the questions")


async def test_an_invitation_that_slack_refuses_is_told_to_the_lead(http_world: World) -> None:
    """Pat's message is refused: Lee, who asked her, reads so and why, once."""
    await http_world.post("faults", method="chat.postMessage", kind="error:messages_tab_disabled", times=1)
    pat = await invited(http_world)

    told = [text for text in await http_world.texts("ULEE") if "messages_tab_disabled" in text]
    assert [] == await http_world.texts(pat.id)
    assert 1 == len(told)
    assert "<@UPAT>" in told[0]


async def test_an_invitation_that_slack_refused_can_be_sent_again(http_world: World) -> None:
    """Lee invites Pat once more, and then again: the message that did not come is there, once."""
    await http_world.post("faults", method="chat.postMessage", kind="error:messages_tab_disabled", times=1)
    for _ in range(3):
        pat = await invited(http_world)

    assert 1 == len(await http_world.texts(pat.id))


async def test_nothing_is_shown_before_the_agreement(http_world: World) -> None:
    """What it is, who sees it and what is kept, with the agency's own days."""
    pat = await invited(http_world)
    await pat.command("review")

    said = texts(await pat.form("partner_agreement_form"))

    assert "It is your choice." in said
    assert "1 year, sealed" in said
    assert "without your name" in said


async def test_a_changed_agreement_asks_for_another_yes(http_world: World) -> None:
    """Pat has said what she thinks; Lee changes how long words are kept: she reads it first, and has not lost what she said."""
    pat, lee = await reviewed(http_world), http_world.person("ULEE")
    await lee.command("setup")
    await lee.submit(await lee.form("setup_form"), **(LINES | {"keep_words": "90"}))
    await pat.command("review")
    form = await pat.form("partner_agreement_form")
    home = await pat.home()

    await lee.command("setup")
    await lee.submit(await lee.form("setup_form"), **(LINES | {"keep_words": "180"}))
    stale = await pat.submit(form)
    sent = await pat.submit(stale["view"])

    assert "90 days, sealed" in texts(form)
    assert FEEL in texts(home)
    assert {"review_withdraw", "records_delete_mine"} <= set(home_buttons(home))
    assert "6 months, sealed" in texts(stale["view"])
    assert "review_form" == sent["view"]["callback_id"]


async def test_stress_comes_first_as_caseworkers_get_it(http_world: World) -> None:
    """The topic, the status, and the three things that can be said."""
    _, form = await first_question(http_world)

    said = texts(form)
    assert "Caseworkers are asked:" in said
    assert "Secondary traumatic stress" in said
    assert "Draft: parent partners have not reviewed it yet." in said
    assert "How would you feel if your worker was asked this?" in said


async def test_one_question_after_the_other(http_world: World) -> None:
    """What was said is kept, and the next one stands in its place."""
    pat, form = await first_question(http_world)

    sent = await pat.submit(form, verdict="keep")

    assert sent["view"]["callback_id"] == "review_form"
    assert texts(sent["view"]) != texts(form)


async def test_the_lead_sees_counts_and_words_without_a_name(http_world: World) -> None:
    """By wording and role; and Pat sees that it was read."""
    pat = await reviewed(http_world)
    lee = http_world.person("ULEE")
    await lee.press_home("reviews_show")
    said = texts(await lee.form("said"))
    home = texts(await pat.home())

    assert "parent partners: keep 0, change 1, drop 0" in said
    assert FEEL in said
    assert MISSING in said
    assert "UPAT" not in said
    assert "Shown without your name to <@ULEE>" in home


@pytest.mark.parametrize("user", ["UANA", "UCORA", "USAM", "UBEN"])
async def test_nobody_else_sees_any_of_it(http_world: World, user: str) -> None:
    """Not a caseworker, not a coach, not a supervisor."""
    await reviewed(http_world)
    other = http_world.person(user)
    await other.home()
    await other.command("review")

    assert "This is for parent partners." in await other.told("parent partners")
    assert FEEL not in await other.everything()


async def test_what_was_said_can_be_changed(http_world: World) -> None:
    """The form holds what was said before."""
    pat = await reviewed(http_world)
    await pat.press_home("review_change")
    form = await pat.form("review_form")
    await pat.submit(form, verdict="drop", feel="Now I would not mind.")

    home = texts(await pat.home())
    assert "Drop it" in home
    assert "Now I would not mind." in home
    assert FEEL not in home


async def test_what_was_said_can_be_taken_back(http_world: World) -> None:
    """It counts no more, and the question waits again."""
    pat = await reviewed(http_world)
    await pat.press_home("review_withdraw")
    await http_world.settle()
    lee = http_world.person("ULEE")
    await lee.press_home("reviews_show")

    assert "Nothing has been said yet." in texts(await lee.form("said"))
    assert "What I said" not in texts(await pat.home())


async def test_a_name_is_caught_before_it_is_kept(http_world: World) -> None:
    """At its own field, as everywhere."""
    pat, form = await first_question(http_world)

    sent = await pat.submit(form, verdict="keep", missing="Call Maria Lopez at 312-555-0188")

    assert "Hold on." in texts(sent["view"])
    assert b"Lopez" not in http_world.database_bytes()


async def test_words_of_distress_meet_people_who_can_help(http_world: World) -> None:
    """A parent partner hears it as well, and can have one person told."""
    pat, form = await first_question(http_world)
    sent = await pat.submit(form, verdict="drop", feel="I want to kill myself")
    assert "988" in texts(sent["view"])

    await pat.submit(sent["view"], person="UCORA")
    await http_world.settle()

    assert any(each.startswith("<@UPAT> would like to talk") for each in await http_world.texts("UCORA"))


async def test_they_hear_that_it_did_not_reach_whom_they_picked(http_world: World) -> None:
    """Slack refuses the one line for Cora: Pat reads so once, and it is not tried again and again."""
    pat, form = await first_question(http_world)
    sent = await pat.submit(form, verdict="drop", feel="I want to kill myself")
    await http_world.post("faults", method="chat.postMessage", kind="error:messages_tab_disabled", times=1)

    await pat.submit(sent["view"], person="UCORA")
    await http_world.settle()
    await clock_to(http_world, "2026-11-02T12:00:00-06:00")

    told = [
        each for each in await http_world.texts("UPAT") if each.startswith("I could not deliver a message to <@UCORA>")
    ]
    assert 1 == len(told)
    assert "Messages to me are switched off." in told[0]
    assert not any("would like to talk" in each for each in await http_world.texts("UCORA"))


async def test_a_copy_has_it_all_and_deletion_takes_it_all(http_world: World) -> None:
    """For somebody who is no caseworker, too."""
    pat = await reviewed(http_world)

    copied = "".join((await copy_of(pat)).values())
    await pat.press_home("records_delete_mine")
    await http_world.settle()

    assert FEEL in copied
    assert FEEL not in texts(await pat.home())
    lee = http_world.person("ULEE")
    await lee.press_home("reviews_show")
    assert "Nothing has been said yet." in texts(await lee.form("said"))


async def test_who_leaves_is_shown_no_more_questions(http_world: World) -> None:
    """What they said is still theirs, and Lee is told nothing."""
    pat = await reviewed(http_world)
    before = await http_world.texts("ULEE")
    await pat.press_home("partner_leave")

    left = await pat.home()
    assert "You have left the reviews" in texts(left)
    assert FEEL in texts(left)
    assert "review_change" not in home_buttons(left)
    assert before == await http_world.texts("ULEE")


async def test_who_is_invited_anew_keeps_what_they_said(http_world: World) -> None:
    """Pat left; before a new yes, what Pat said is still there to take back, to copy and to delete, and nothing is asked."""
    pat = await reviewed(http_world)
    await pat.press_home("partner_leave")
    await http_world.post("clock", advance_seconds=5)
    await invited(http_world)

    home = await pat.home()

    assert FEEL in texts(home)
    offered = {"review_next", "review_withdraw", "records_export_mine", "records_delete_mine"}
    assert offered == set(home_buttons(home)) & {*offered, "review_change"}


async def test_where_only_reviewed_questions_go_out_none_comes_and_why_says_so(tmp_path: Path) -> None:
    """Today nothing is reviewed; the parent partners' queue is whole all the same."""
    async with in_one_process(tmp_path, only_reviewed=True) as world:
        ana = world.person("UANA")
        await world.post("clock", advance_seconds=int(timedelta(hours=2).total_seconds()))
        await ana.command("why")

        assert "sends only reviewed questions" in await ana.told("reviewed")
        _, form = await first_question(world)
        assert "Caseworkers are asked:" in texts(form)


async def test_where_only_reviewed_ones_go_out_no_path_does_either(tmp_path: Path) -> None:
    """Nothing is reviewed: the menu says so, the shortcut too, asking, suggesting and goals; and a session brings no cue prompts."""
    async with in_one_process(tmp_path, only_reviewed=True) as world:
        ana = world.person("UANA")
        await ana.command()
        menu = texts(await ana.form("said"))
        await close_windows(world, "UANA")
        await world.post("shortcut", user="UANA", callback_id="just_finished_a_visit")
        await world.settle()
        told = await ana.everything()
        await close_windows(world, "UANA")
        await ana.press_home("goal_suggest")
        goal = texts(await ana.form("said"))
        await close_windows(world, "UANA")
        await set_date(ana)
        await clock_to(world, "2026-11-13T09:00:00-06:00")

        for who, typed in (("USAM", "@ana"), ("USAM", "@ana kin"), ("UCORA", "suggest")):
            assert "sends only what was reviewed" in await answer_to(world.person(who), typed)
        assert "sends only what was reviewed" in goal
        assert "Topics" not in await answer_to(world.person("UCORA"), "help")
        assert "sends only what was reviewed" in menu
        assert "sends only what was reviewed" in told
        assert [] == await cues(ana)
