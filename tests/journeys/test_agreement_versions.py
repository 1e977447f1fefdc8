"""A changed agreement is asked again before the next question, once; and its table says what really applies."""

import sqlite3

from tests import by_hand
from tests.journeys.acts import answer_to, ask, clock_to, keep_for, next_questions, nudged, texts, with_button
from tests.journeys.test_legal_hold import hold
from tests.journeys.test_setting_up import LINES, enroll
from tests.journeys.test_slack_says import says
from tests.world import Person, World

CHANGED = "agreement_not_now"


async def shorten_retention(world: World) -> None:
    """The agency decides that words are kept for 90 days."""
    lee = world.person("ULEE")
    await lee.command("setup")
    await lee.submit(await lee.form("setup_form"), **(LINES | {"keep_words": "90"}))
    await world.settle()


async def read_agreement(person: Person) -> str:
    """Open the agreement, read it whole, and close it, so that the next one read is a new one."""
    await person.press("agreement_read")
    form = await person.form("agreement_form")
    await person.world.post("close", user=person.id, view_id=form["id"])
    return texts(form)


def said(world: World, caseworker: str) -> list[tuple[str, int, int]]:
    """What this person has said to which version, as it is recorded."""
    file = sqlite3.connect(world.settings.data_dir / "shoulder.db")
    rows = file.execute(
        "SELECT said, version, terms FROM agreements JOIN enrollments ON enrollments.id = enrollment_id"
        " WHERE caseworker = ? ORDER BY said_at",
        (caseworker,),
    ).fetchall()
    file.close()
    return rows


async def test_a_changed_agreement_comes_before_the_next_question(http_world: World) -> None:
    """Monday's question does not come; the changed agreement does, inside her hours."""
    ana = http_world.person("UANA")
    await shorten_retention(http_world)

    await http_world.next_nudge()

    assert [] == await with_button(ana, "nudge_reflect")
    assert 1 == len(await with_button(ana, CHANGED))


async def test_it_is_asked_once_however_long_she_is_silent(http_world: World) -> None:
    """Three weeks without an answer bring no second message and no question."""
    ana = http_world.person("UANA")
    await shorten_retention(http_world)

    await clock_to(http_world, "2026-11-23T12:00:00-06:00")

    assert 1 == len([each for each in await ana.inbox() if "agreement changed" in each["text"]])
    assert [] == await with_button(ana, "nudge_reflect")


async def test_it_is_asked_once_also_when_what_was_sent_has_had_its_time(http_world: World) -> None:
    """What was sent is kept for a week. The word that waits for Ana's yes is not sent anew, and goes after her yes like the rest."""
    ana = await nudged(http_world)
    await shorten_retention(http_world)
    await keep_for(http_world, keep_deliveries=7)

    for moment in ("2026-11-04T12:00:00-06:00", "2026-11-14T12:00:00-06:00", "2026-11-16T09:31:00-06:00"):
        await clock_to(http_world, moment)
    asked = len([each for each in await ana.inbox() if "agreement changed" in each["text"]])
    await ana.press("agreement_read")
    await ana.submit(await ana.form("agreement_form"))
    await clock_to(http_world, "2026-11-26T12:00:00-06:00")

    assert 1 == asked
    assert [] == by_hand.read(
        http_world.settings, "SELECT * FROM deliveries WHERE kind = 'agreement' AND target = 'UANA'"
    )


async def test_it_is_asked_once_she_is_back(http_world: World) -> None:
    """It waits for the end of her leave, and on leave her account is closed: when that is open again, it comes, once."""
    ana = http_world.person("UANA")
    await says(http_world, "UANA", status_emoji=":palm_tree:")
    await shorten_retention(http_world)
    await clock_to(http_world, "2026-11-03T12:00:00-06:00")
    await says(http_world, "UANA", deleted=True)
    before = len(await with_button(ana, CHANGED))
    await says(http_world, "UANA", deleted=False, status_emoji="")

    await clock_to(http_world, "2026-11-12T12:00:00-06:00")

    assert 0 == before
    assert 1 == len(await with_button(ana, CHANGED))


async def test_after_the_yes_it_goes_on(http_world: World) -> None:
    """She reads it, says yes, and Wednesday's question comes."""
    ana = http_world.person("UANA")
    await shorten_retention(http_world)
    await http_world.next_nudge()

    await ana.press("agreement_read")
    await ana.submit(await ana.form("agreement_form"))
    await http_world.settle()
    await clock_to(http_world, "2026-11-04T09:31:00-06:00")

    assert 1 == len(await with_button(ana, "nudge_reflect"))
    assert [("yes", 1, 1), ("yes", 1, 2)] == said(http_world, "UANA")


async def test_a_not_now_is_recorded_and_brings_nothing(http_world: World) -> None:
    """The withdrawal of consent is written down, with the version it was said to."""
    ana = http_world.person("UANA")
    await shorten_retention(http_world)
    await http_world.next_nudge()

    await ana.press(CHANGED)
    await clock_to(http_world, "2026-11-09T12:00:00-06:00")

    assert ("not_now", 1, 2) in said(http_world, "UANA")
    assert [] == await with_button(ana, "nudge_reflect")


async def test_a_request_waits_for_the_yes_too(http_world: World) -> None:
    """Sam asks; Ana gets the agreement first, and Sam's question after her yes."""
    ana = http_world.person("UANA")
    await shorten_retention(http_world)
    await clock_to(http_world, "2026-11-02T10:00:00-06:00")
    await ask(http_world.person("USAM"), "@ana kin")
    before = await with_button(ana, "nudge_reflect")

    await ana.press("agreement_read")
    await ana.submit(await ana.form("agreement_form"))
    await clock_to(http_world, "2026-11-04T09:31:00-06:00")

    assert [] == before
    assert any("<@USAM> asked me" in texts(each) for each in await with_button(ana, "nudge_reflect"))


async def test_an_open_question_waits_for_the_yes(http_world: World) -> None:
    """A question that came before the change: pressing Reflect asks for the agreement first."""
    ana = await nudged(http_world)
    await shorten_retention(http_world)

    await ana.press("nudge_reflect")

    assert "The agreement changed." in await ana.told("The agreement changed.")


async def test_a_yes_in_a_pause_ends_no_pause(http_world: World) -> None:
    """Ana was asked on Wednesday, is paused until the 20th, and says yes: she stays paused, and nothing comes before."""
    ana = http_world.person("UANA")
    await shorten_retention(http_world)
    await clock_to(http_world, "2026-11-04T12:00:00-06:00")
    await ana.command("pause until nov 20")
    await ana.told("I will go quiet.")

    await ana.press("agreement_read")
    await ana.submit(await ana.form("agreement_form"))
    await clock_to(http_world, "2026-11-19T12:00:00-06:00")

    assert [] == await with_button(ana, "nudge_reflect")
    assert "You are paused until Friday, Nov 20" in texts(await ana.home())
    assert "We go on as you set it." in str(await ana.inbox())


async def test_why_tells_the_true_reason(http_world: World) -> None:
    """Nothing came because the agreement waits."""
    await shorten_retention(http_world)
    await http_world.next_nudge()

    told = await answer_to(http_world.person("UANA"), "why")

    assert "because the agreement changed, and it waits for your yes" in told


async def test_a_change_that_nobody_agreed_to_asks_nobody(http_world: World) -> None:
    """Another day for the coaches' digest is no change of the agreement."""
    lee, ana = http_world.person("ULEE"), http_world.person("UANA")
    await lee.command("setup")
    await lee.submit(await lee.form("setup_form"), digest_day="4")

    await next_questions(http_world, 1)

    assert [] == await with_button(ana, CHANGED)
    assert 1 == len(await with_button(ana, "nudge_reflect"))


async def test_the_table_says_what_really_applies(http_world: World) -> None:
    """The days that the agency decided, her coach, her supervisor and her channel stand in it."""
    before = await read_agreement(http_world.person("UDEE"))
    await shorten_retention(http_world)
    after = await read_agreement(http_world.person("UDEE"))

    assert "*What you answer*: 1 year, sealed." in before
    assert "*What you answer*: 90 days, sealed." in after
    assert "Your coach is <@UCORA>. Your supervisor is <@USAM>." in after
    assert "<#CWINS>" in after


async def test_a_yes_is_to_what_was_shown(http_world: World) -> None:
    """Dee has the agreement open while the agency changes it: her yes to the old one is no yes; she sees the new one."""
    dee = http_world.person("UDEE")
    await dee.press("agreement_read")
    old = await dee.form("agreement_form")
    await shorten_retention(http_world)

    again = (await dee.submit(old, days=["3"]))["view"]
    before = said(http_world, "UDEE")

    assert [] == before
    assert "The agreement changed while you had it open" in texts(again)
    assert "*What you answer*: 90 days, sealed." in texts(again)

    await dee.submit(again, days=["3"])

    assert [("yes", 1, 2)] == said(http_world, "UDEE")


async def test_new_hours_are_saved_with_what_was_shown(http_world: World) -> None:
    """Ana changes her days in a form from before the change: nothing is written down before she has seen the change."""
    ana = http_world.person("UANA")
    await ana.press_home("agreement_read")
    old = await ana.form("agreement_form")
    await shorten_retention(http_world)

    again = (await ana.submit(old, days=["4"]))["view"]

    assert "The agreement changed while you had it open" in texts(again)
    assert [("yes", 1, 1)] == said(http_world, "UANA")


async def test_a_yes_is_to_the_coach_who_was_named(http_world: World) -> None:
    """Dee reads that Cora will coach her; meanwhile the lead names Sam. She is shown that before her yes counts."""
    dee = http_world.person("UDEE")
    await dee.press("agreement_read")
    old = await dee.form("agreement_form")
    await enroll(http_world.person("ULEE"), ["UDEE"], coach="USAM", supervisor="ULEE")

    again = (await dee.submit(old, days=["3"]))["view"]

    assert "Your coach is <@USAM>." in texts(again)
    assert [] == said(http_world, "UDEE")


async def test_a_yes_is_to_what_is_held(http_world: World) -> None:
    """A legal hold was placed on her records while she read that what she gives can be deleted."""
    dee = http_world.person("UDEE")
    await dee.press("agreement_read")
    old = await dee.form("agreement_form")
    await hold(http_world.person("ULEE"), whose="UDEE")

    again = (await dee.submit(old, days=["3"]))["view"]

    assert "The agreement changed while you had it open" in texts(again)
    assert [] == said(http_world, "UDEE")
