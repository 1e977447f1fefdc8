"""Every word of the command, by each role, and what a slip of the finger brings."""

import pytest

from bot.sandbox.run import PLAN
from tests.journeys.acts import answer, answer_to, clock_to, nudged, texts
from tests.world import World

CASEWORKER, COACH, SUPERVISOR, LEAD, NOBODY = "UANA", "UCORA", "USAM", "ULEE", "UPAT"
WORDS = {
    CASEWORKER: (("why", "pause", "status"), ("@person", "digest", "setup", "enroll")),
    COACH: (("@person", "team", "digest", "enroll"), ("pause", "setup")),
    SUPERVISOR: (("@person", "team", "status"), ("digest`", "enroll", "setup", "pause")),
    LEAD: (("setup", "enroll"), ("@person", "digest", "pause")),
    NOBODY: (("status", "help"), ("@person", "digest", "setup", "enroll", "pause")),
}
SLIPS = {"statsu": "status", "pasue": "pause", "halp": "help", "WHYY": "why", "digets": "digest", "kinn": "kin"}
NOT_IN = "You are not enrolled for questions here. Your coach or program lead can enroll you."


async def test_help_fits_the_role(http_world: World) -> None:
    """Help names the words that this person can use, and no others."""
    told = {person: await answer_to(http_world.person(person), "help") for person in WORDS}

    for person, (there, not_there) in WORDS.items():
        assert all(f"`/coach-checkin {word}" in told[person] for word in there), person
        assert not any(f"`/coach-checkin {word}" in told[person] for word in not_there), person


@pytest.mark.parametrize("person", WORDS)
async def test_help_names_who_can_help(http_world: World, person: str) -> None:
    """Whoever asks for help reads the agency's own lines, and 988."""
    told = await answer_to(http_world.person(person), "help")

    assert all(line in told for line in ("911", "988", PLAN.hotline, PLAN.on_call, PLAN.helpline))


async def test_a_near_miss_is_named(http_world: World) -> None:
    """A slip of the finger brings the word that was meant."""
    ana = http_world.person(CASEWORKER)

    told = {typed: (await answer_to(ana, typed)).splitlines()[0] for typed in SLIPS}

    assert {typed: f"Did you mean `/coach-checkin {meant}`?" for typed, meant in SLIPS.items()} == told


async def test_a_word_like_no_other_brings_help(http_world: World) -> None:
    """Nothing is guessed where nothing is near."""
    told = await answer_to(http_world.person(CASEWORKER), "xylophone")

    assert told.startswith("I do not know that word.\n")


async def test_a_very_long_line_is_refused_kindly(http_world: World) -> None:
    """A pasted page is not searched for a word."""
    told = await answer_to(http_world.person(CASEWORKER), "word " * 200)

    assert "longer than fits" in told


async def test_words_may_be_typed_in_capitals(http_world: World) -> None:
    """`WHY` is `why`."""
    assert "Your next question comes" in await answer_to(http_world.person(CASEWORKER), "WHY")


async def test_the_command_alone_opens_the_menu(http_world: World) -> None:
    """Topics and paths, for whoever has said yes."""
    ana = http_world.person(CASEWORKER)

    await ana.command()

    assert "Make an if-then plan" in texts(await ana.form("check_in_menu"))


async def test_a_caseworkers_words_are_for_those_enrolled(http_world: World) -> None:
    """Somebody without a place in the program is told how to get one, whatever they type."""
    words = ("", "kin", "why", "pause", "resume", "leave")

    told = [await answer_to(http_world.person(who), typed) for who in (SUPERVISOR, NOBODY) for typed in words]

    assert {NOT_IN} == set(told)


async def test_before_the_yes_the_agreement_comes_first(http_world: World) -> None:
    """Dee is invited: she is pointed to the agreement, whatever she types."""
    told = [await answer_to(http_world.person("UDEE"), typed) for typed in ("", "kin", "pause", "resume")]

    assert all(each.startswith("Please read the agreement first.") for each in told)


async def test_a_typed_topic_starts_at_once(http_world: World) -> None:
    """`/coach-checkin kin`, or another name for it, opens the first step."""
    ana = http_world.person(CASEWORKER)

    await ana.command("family finding")

    assert "reflection_step" == (await ana.form())["callback_id"]


async def test_status_of_a_caseworker(http_world: World) -> None:
    """Next, rhythm and last."""
    ana = await nudged(http_world)

    told = await answer_to(ana, "status")

    assert "Your next question comes Wednesday, Nov 4 at 9:30 am." in told
    assert "Mondays and Wednesdays, 9:30 am to 12:30 pm (America/Chicago), at most 2 a week." in told
    assert "The last one came Monday, Nov 2 at 9:30 am, because it was your time." in told


async def test_status_of_those_who_have_a_part_but_asked_nothing(http_world: World) -> None:
    """Somebody with a role is not told that they are in no program."""
    told = [await answer_to(http_world.person(person), "status") for person in (COACH, SUPERVISOR, LEAD)]

    none_asked = "You have asked for no check-in lately."
    assert [none_asked, none_asked, "All is well here. What you can do is in App Home."] == told


async def test_status_of_somebody_outside(http_world: World) -> None:
    """Pat has no part in it yet."""
    assert "You are not part of a program here." == await answer_to(http_world.person(NOBODY), "status")


async def test_why_nothing_came(http_world: World) -> None:
    """Slack took nothing in her hours: `why` says so, and when the next one comes."""
    ana = http_world.person(CASEWORKER)
    await http_world.settle()
    await http_world.post("faults", method="chat.postMessage", kind="ratelimited", retry_after=4 * 3600)
    await http_world.next_nudge()
    await clock_to(http_world, "2026-11-02T15:00:00-06:00")

    told = await answer_to(ana, "why")

    assert "Your next question comes Wednesday, Nov 4 at 9:30 am." in told
    assert "The last one did not come, because its time was over before Slack took it." in told


async def test_why_while_paused(http_world: World) -> None:
    """Paused, and how to come back."""
    ana = await nudged(http_world)
    await answer_to(ana, "pause")

    assert "You are paused, so nothing comes. Type `/coach-checkin resume`" in await answer_to(ana, "why")


async def test_why_says_who_asked(http_world: World) -> None:
    """A question that somebody asked for says so."""
    ana, sam = await nudged(http_world), http_world.person(SUPERVISOR)
    await sam.command("@ana kin")
    await sam.submit(await sam.form("request_preview"))
    await http_world.settle()

    assert "because <@USAM> asked for it." in await answer_to(ana, "why")


async def test_the_coach_sees_the_coming_digest(http_world: World) -> None:
    """`digest` shows what would go now; looking at it counts as being shown."""
    ana, cora = await nudged(http_world), http_world.person(COACH)
    await answer(ana, "I asked first.", "coach")

    await cora.command("digest")
    told = await cora.told("Your coaching digest")

    assert "I asked first." in told
    assert "Shown to <@UCORA>" in texts(await ana.home())


async def test_the_digest_is_for_coaches(http_world: World) -> None:
    """Anybody else is told so."""
    others = (CASEWORKER, SUPERVISOR, LEAD, NOBODY)

    told = [await answer_to(http_world.person(person), "digest") for person in others]

    assert {"The digest is for coaches. You have nobody to coach here yet."} == set(told)


async def test_setup_is_the_leads(http_world: World) -> None:
    """Anybody else is told who leads the program."""
    others = (CASEWORKER, COACH, SUPERVISOR, NOBODY)

    told = [await answer_to(http_world.person(person), "setup") for person in others]

    assert {"<@ULEE> leads this program and can set it up."} == set(told)


async def test_the_lead_and_a_coach_can_enroll(http_world: World) -> None:
    """Both get the form."""
    for person in (LEAD, COACH):
        await http_world.person(person).command("enroll")

        assert "Enroll people" in str(await http_world.person(person).form("enroll_form"))


async def test_others_cannot_enroll(http_world: World) -> None:
    """A caseworker, a supervisor and somebody outside are told who can: nobody makes themselves a coach."""
    others = (CASEWORKER, SUPERVISOR, NOBODY)

    told = [await answer_to(http_world.person(person), "enroll") for person in others]

    assert {"Only the program lead, or a coach, can enroll people."} == set(told)


async def test_a_pause_until_a_day(http_world: World) -> None:
    """`pause friday` and `pause until friday` are the same."""
    ana = http_world.person(CASEWORKER)

    assert await answer_to(ana, "pause friday") == await answer_to(ana, "pause until friday")


async def test_whoever_wants_it_to_stop_is_shown_how(http_world: World) -> None:
    """By other words than ours; by their letters alone, `stop` would be `setup`, and `unpause` its own opposite."""
    ana = http_world.person(CASEWORKER)

    told = [(await answer_to(ana, typed)).splitlines()[0] for typed in ("stop", "unpause", "Quit now")]

    assert [f"Did you mean `/coach-checkin {word}`?" for word in ("pause", "resume", "leave")] == told


async def test_a_spanish_word_is_named_by_what_it_means(http_world: World) -> None:
    """By their letters alone, `resumen` (digest) would be `resume`, and `estado` (status) the handing on of the program."""
    ana = http_world.person(CASEWORKER)

    told = [(await answer_to(ana, typed)).splitlines()[0] for typed in ("resumen", "metas", "estado", "Salir", "pausa")]

    assert [
        f"Did you mean `/coach-checkin {word}`?" for word in ("digest", "goals", "status", "leave", "pause")
    ] == told


async def test_a_long_cry_for_help_is_heard(http_world: World) -> None:
    """Whoever is hurting is not told to be shorter, but who can help."""
    told = await answer_to(http_world.person(CASEWORKER), "I want to kill myself. " + "I cannot go on like this. " * 9)

    assert "988" in told
    assert "longer than fits" not in told
