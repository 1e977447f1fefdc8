"""A coach's own sentence on a small success: below the post with their name, or as a note to its owner alone."""

import pytest

from bot import office
from tests import by_hand
from tests.journeys.acts import answer, clock_to, copy_of, keep_for, nudged, press_home, texts, with_button
from tests.journeys.test_slack_says import says
from tests.world import Json, Person, World

SUCCESS = "I asked before I guessed"
SENTENCE = "You slowed down when it was hard."
BUTTON, FORM = "celebration_note", "celebration_note_form"


async def sent(world: World, where: str = "channel", words: str = SUCCESS) -> Person:
    """Ana has sent a small success to her channel, or to Cora alone."""
    ana = await nudged(world)
    preview = (await answer(ana, "I waited.", success=words))["view"]
    await ana.submit(preview, where=where)
    await world.settle()
    return ana


async def press(person: Person, where: str = "channel") -> None:
    """Press the coach's button on the post in the channel, or in one's own messages."""
    if where == "coach":
        await person.press(BUTTON)
        return
    post = (await person.world.messages("CWINS"))[-1]
    await person.world.post("click", user=person.id, channel="CWINS", ts=post["ts"], action_id=BUTTON)


async def write(coach: Person, said: str = SENTENCE, where: str = "channel") -> Json:
    """The coach writes a sentence. Gives what the form answered."""
    await press(coach, where)
    answered = await coach.submit(await coach.form(FORM), words=said)
    await coach.world.settle()
    return answered


async def amplified(world: World, where: str = "channel") -> tuple[Person, Person]:
    """Ana's small success with Cora's sentence on it."""
    ana, cora = await sent(world, where), world.person("UCORA")
    await write(cora, where=where)
    return ana, cora


async def test_it_stands_below_the_post_with_the_coachs_name(http_world: World) -> None:
    """The post is changed in its place: Ana's words, then Cora's."""
    await amplified(http_world)

    (post,) = await http_world.messages("CWINS")
    assert f":tada: <@UANA> shared a small success\\n> {SUCCESS}" in texts(post)
    assert f"<@UCORA>, their coach\\n> {SENTENCE}" in texts(post)
    assert post["text"].endswith(f"{SUCCESS} <@UCORA>: {SENTENCE}")


@pytest.mark.parametrize("user", ["UANA", "UBEN", "USAM", "ULEE"])
async def test_it_is_for_their_coach(http_world: World, user: str) -> None:
    """Whoever else presses the button is told so, alone, and no form opens."""
    await sent(http_world)
    person = http_world.person(user)

    await press(person)
    await http_world.settle()

    seen = (await http_world.get(f"messages?channel=CWINS&user={user}"))["messages"]
    assert seen[-1]["text"].startswith("This is for <@UANA>'s coach, who can add a sentence here.")
    assert [] == (await person.views())["modals"]


async def test_it_goes_with_the_small_success(http_world: World) -> None:
    """Ana takes hers back: the post is gone with Cora's sentence, and the words of both are deleted."""
    ana, _ = await amplified(http_world)

    await ana.press("celebration_withdraw")
    await http_world.settle()

    assert [] == await http_world.texts("CWINS")
    assert "0" == _kept(http_world, "coach_notes")
    assert "0" == _kept(http_world, "celebrations")


def _kept(world: World, table: str) -> str:
    (row,) = by_hand.read(world.settings, f"SELECT count(*) AS n FROM {table} WHERE words IS NOT NULL")  # noqa: S608
    return str(row["n"])


async def test_the_coach_can_change_it_and_take_it_back(http_world: World) -> None:
    """The form holds what stands there; empty, it takes it back. Ana's post stays."""
    _, cora = await amplified(http_world)
    await press(cora)
    form = await cora.form(FORM)

    await cora.submit(form, words="You waited, and it showed.")
    await http_world.settle()
    changed = texts((await http_world.messages("CWINS"))[0])
    await write(cora, "")

    assert SENTENCE in str(form)
    assert "You waited, and it showed." in changed
    assert [f":tada: <@UANA> shared a small success: {SUCCESS}"] == await http_world.texts("CWINS")
    assert "0" == _kept(http_world, "coach_notes")


@pytest.mark.parametrize(("said", "kind"), [("Her mom at 312-555-0188 is glad", "a phone number")])
async def test_an_identifier_in_it_is_refused(http_world: World, said: str, kind: str) -> None:
    """The coach's words pass the same guard."""
    await sent(http_world)

    answered = await write(http_world.person("UCORA"), said)

    assert kind in texts(answered["view"])
    assert 0 == by_hand.count(http_world.settings, "coach_notes")


async def test_an_outcome_in_it_meets_another_way_to_say_it(http_world: World) -> None:
    """To somebody else, the line says “You”."""
    await sent(http_world)

    answered = await write(http_world.person("UCORA"), "So glad that the kids went home!")

    assert "> You kept asking what would help, and kept showing up." in texts(answered["view"])
    assert 0 == by_hand.count(http_world.settings, "coach_notes")


async def test_words_of_distress_in_it_are_not_shown(http_world: World) -> None:
    """The coach's words meet the same boundaries."""
    await sent(http_world)

    answered = await write(http_world.person("UCORA"), "I want to kill myself")

    assert "988" in texts(answered["view"])
    assert 0 == by_hand.count(http_world.settings, "coach_notes")


async def test_a_coach_who_is_hurting_can_have_somebody_told(http_world: World) -> None:
    """The window offers it, and it holds for a coach without a place of their own as well."""
    await sent(http_world)
    cora = http_world.person("UCORA")
    window = (await write(cora, "I want to kill myself"))["view"]

    answered = await cora.submit(window, person="USAM")
    await http_world.settle()

    assert "I will tell <@USAM> that you want to talk" in texts(answered["view"])
    assert "<@UCORA> would like to talk with you" in str(await http_world.texts("USAM"))


async def test_a_small_success_for_the_coach_alone(http_world: World) -> None:
    """Cora gets it in her messages, nobody else anywhere; and Ana sees that it was shown to her."""
    ana = await sent(http_world, "coach")

    (for_cora,) = await with_button(http_world.person("UCORA"), BUTTON)
    others = [await http_world.person(each).everything() for each in ("USAM", "ULEE", "UBEN", "UPAT")]

    assert f":tada: <@UANA> shared a small success with you alone\\n> {SUCCESS}" in texts(for_cora)
    assert not any(SUCCESS in seen for seen in others)
    assert "Your small success goes to <@UCORA> alone" in str(await ana.inbox())
    assert ":eyes: Shown to <@UCORA> on Monday, Nov 2." in texts(await ana.home())


async def test_the_reading_is_in_the_log_and_among_the_coachs_own(http_world: World) -> None:
    """As for every other word that somebody was shown."""
    await sent(http_world, "coach")

    for user, action in (("ULEE", "records_log"), ("UCORA", "records_my_readings")):
        person = http_world.person(user)
        await press_home(person, action)
        assert "was shown words of <@UANA>" in texts(await person.form()).replace("You were", "was")


async def test_the_coach_writes_back_to_its_owner_alone(http_world: World) -> None:
    """A note in Ana's messages, and nowhere else."""
    ana, cora = await amplified(http_world, "coach")

    note = next(each for each in await ana.inbox() if SENTENCE in each["text"])
    (for_cora,) = await with_button(cora, BUTTON)

    assert f"<@UCORA> wrote to you about your small success of Monday, Nov 2\\n> {SENTENCE}" in texts(note)
    assert f"You wrote back:\\n> {SENTENCE}" in texts(for_cora)
    assert [] == await http_world.texts("CWINS")


async def test_a_note_that_is_taken_back_leaves_its_owners_messages(http_world: World) -> None:
    """And the small success stays where it is."""
    ana, cora = await amplified(http_world, "coach")

    await write(cora, "", "coach")

    assert SENTENCE not in str(await ana.inbox())
    assert SUCCESS in str(await cora.inbox())


async def test_what_she_takes_back_leaves_the_coachs_messages_and_the_note_hers(http_world: World) -> None:
    """Ana takes it back from Cora: both are gone on both sides."""
    ana, cora = await amplified(http_world, "coach")

    await ana.press("celebration_withdraw")
    await http_world.settle()

    assert (SUCCESS in str(await cora.inbox()), SENTENCE in str(await ana.inbox())) == (False, False)
    assert "You took your small success back from <@UCORA>'s messages." in str(await ana.inbox())


@pytest.mark.parametrize("quiet", ["pause", "hard day"])
async def test_a_note_waits_while_somebody_wants_quiet(http_world: World, quiet: str) -> None:
    """Cora writes, and cannot tell: it comes in Ana's own hours once she is back."""
    ana, cora = await sent(http_world, "coach"), http_world.person("UCORA")
    await ana.command(quiet)
    if quiet == "hard day":
        await ana.submit(await ana.form("hard_day_form"))
    await http_world.settle()

    await write(cora, where="coach")
    before = str(await ana.inbox())
    seen = str(await cora.inbox())
    await ana.command("resume")
    await clock_to(http_world, "2026-11-09T10:00:00-06:00")

    assert (SENTENCE in before, SENTENCE in str(await ana.inbox())) == (False, True)
    assert "You wrote back" in seen


async def test_a_note_waits_for_whoever_is_away_with_a_closed_account(http_world: World) -> None:
    """Ana is on leave, and her account is closed meanwhile: Cora's note is there once it is open again, and once alone."""
    ana, cora = await sent(http_world, "coach"), http_world.person("UCORA")
    await says(http_world, "UANA", deleted=True)
    await write(cora, where="coach")
    await clock_to(http_world, "2026-11-09T10:00:00-06:00")
    before = str(await ana.inbox())
    await says(http_world, "UANA", deleted=False)
    await clock_to(http_world, "2026-11-16T10:00:00-06:00")

    assert SENTENCE not in before
    assert 1 == len([each for each in await ana.inbox() if SENTENCE in each["text"]])


async def test_it_is_in_its_owners_copy_and_the_coachs(http_world: World) -> None:
    """Ana's copy has what was written to her, Cora's what she wrote; Cora has no place of her own here."""
    ana, cora = await amplified(http_world)

    hers, coras = (await copy_of(ana))["data.json"], (await copy_of(cora))["data.json"]

    assert SENTENCE in hers
    assert (SENTENCE in coras, SUCCESS in coras) == (True, False)


async def test_a_coach_can_delete_all_that_they_wrote(http_world: World) -> None:
    """Cora presses it in App Home: her sentence goes out of the channel, Ana's post stays."""
    _, cora = await amplified(http_world)

    await press_home(cora, "records_delete_mine")
    await http_world.settle()

    assert [f":tada: <@UANA> shared a small success: {SUCCESS}"] == await http_world.texts("CWINS")
    assert "0" == _kept(http_world, "coach_notes")


async def test_the_office_can_erase_a_coach(http_world: World) -> None:
    """At the command line, by their id."""
    await amplified(http_world)

    await office.erase(http_world.settings, "UCORA")
    await http_world.settle()

    assert [f":tada: <@UANA> shared a small success: {SUCCESS}"] == await http_world.texts("CWINS")


async def test_it_has_its_time_with_the_small_success(http_world: World) -> None:
    """The agency keeps small successes for thirty days: the post and both words go, and their rows a day later."""
    await amplified(http_world)
    await keep_for(http_world, keep_celebrations=30)

    await clock_to(http_world, "2026-12-12T09:00:00-06:00")
    left = await http_world.texts("CWINS")
    await clock_to(http_world, "2026-12-14T09:00:00-06:00")

    assert [] == left
    assert 0 == by_hand.count(http_world.settings, "coach_notes") + by_hand.count(http_world.settings, "celebrations")


@pytest.mark.parametrize("held", ["UANA", "UCORA"])
async def test_a_legal_hold_keeps_it(http_world: World, held: str) -> None:
    """On its author or on whom it was written to: taken back, it is hidden from everybody and kept until the hold ends."""
    _, cora = await amplified(http_world)
    await office.hold(http_world.settings, held, place=True)

    await write(cora, "")
    kept = _kept(http_world, "coach_notes")
    posted = await http_world.texts("CWINS")
    await office.hold(http_world.settings, held, place=False)

    assert "1" == kept
    assert SENTENCE not in str(posted)
    assert "0" == _kept(http_world, "coach_notes")


async def test_a_hold_on_whom_they_wrote_to_keeps_a_coach_from_deleting(http_world: World) -> None:
    """With Cora's key, words that Ana's hold covers would be gone; so it is refused in words, and the sentence stands."""
    _, cora = await amplified(http_world)
    await office.hold(http_world.settings, "UANA", place=True)

    await press_home(cora, "records_delete_mine")
    await http_world.settle()

    assert SENTENCE in str(await http_world.messages("CWINS"))
    assert "1" == _kept(http_world, "coach_notes")


@pytest.mark.parametrize("held", ["UANA", "UCORA"])
async def test_under_a_hold_a_coach_changes_no_words(http_world: World, held: str) -> None:
    """What is held stays as it is: by a hold on its author, and by one on whom it was written to."""
    _, cora = await amplified(http_world)
    await office.hold(http_world.settings, held, place=True)

    answered = await write(cora, "You waited.")

    assert "A legal hold is on these records." in str(answered["errors"])


async def test_a_hold_on_the_coach_keeps_the_small_success(http_world: World) -> None:
    """Ana can take it out of the channel, and not delete what she wrote while Cora's hold covers a piece of it."""
    ana, _ = await amplified(http_world)
    await office.hold(http_world.settings, "UCORA", place=True)

    await ana.press("celebration_withdraw")
    await press_home(ana, "records_delete_mine")
    await http_world.settle()

    assert "A legal hold is on these records." in texts(await ana.form())
    assert [] == await http_world.texts("CWINS")
    assert ("1", "1") == (_kept(http_world, "celebrations"), _kept(http_world, "coach_notes"))


async def test_what_is_held_is_not_purged(http_world: World) -> None:
    """A hold on Cora keeps Ana's small success, on which Cora wrote."""
    await amplified(http_world)
    await keep_for(http_world, keep_celebrations=30)
    await office.hold(http_world.settings, "UCORA", place=True)

    await clock_to(http_world, "2026-12-14T09:00:00-06:00")

    assert (1, 1) == (by_hand.count(http_world.settings, "coach_notes"), len(await http_world.texts("CWINS")))
