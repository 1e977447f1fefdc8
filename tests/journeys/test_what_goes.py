"""What goes to the coach: told in App Home before it goes, seen in a window, held back line by line; and when the coach wants it."""

from tests import by_hand
from tests.journeys.acts import answer, clock_to, nudged, press_home, start, texts
from tests.journeys.test_paths_of_ones_own import through
from tests.journeys.test_sessions import cues, set_date
from tests.journeys.test_setting_up import enroll
from tests.slack.forging import forge_form, kind
from tests.world import Json, Person, World

SAID = "I jumped to a story about the dad."
GOES = "What goes to <@UCORA> with the next digest"


async def hold_back(person: Person, *ticked: str) -> None:
    """Open the form in App Home and leave just these lines ticked."""
    await press_home(person, "home_hold_lines")
    form = await person.form("lines_form")
    boxes = next(block for block in form["blocks"] if block["type"] == "input")
    await person.submit(form, **{boxes["block_id"]: list(ticked)})
    await person.world.settle()


async def digest_time(cora: Person, **given: object) -> Json:
    """Choose when the digest comes."""
    await press_home(cora, "home_digest_time")
    sent = await cora.submit(await cora.form("digest_time_form"), **given)
    await cora.world.settle()
    return sent


async def digests(world: World) -> list[Json]:
    """Cora's digests, oldest first."""
    titles = ("Your coaching digest", "Before your coaching session")
    return [each for each in await world.messages("UCORA") if each["text"].startswith(titles)]


async def test_what_goes_is_in_her_home_before_it_goes(http_world: World) -> None:
    """Ana shares an answer: she sees when it goes, and how."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")

    home = texts(await ana.home())
    await press_home(ana, "home_hold_lines")
    window = texts(await ana.form("lines_form"))

    assert f"{GOES}, *Monday, Nov 9 at 8:00 am*: one check-in." in home
    assert home.count(SAID) == 2  # both answers, among her own
    assert window.count(SAID) == 2 * 3  # as they go, and each to tick and ticked


async def test_with_nothing_shared_that_is_fine(http_world: World) -> None:
    """The same words that the coach would read, in App Home and in the window, and no form."""
    ana = http_world.person("UANA")
    home = texts(await ana.home())
    await press_home(ana, "home_hold_lines")
    window = await ana.form("said")

    assert "Nothing shared this week, and that is fine." in home
    assert "Nothing shared this week, and that is fine." in texts(window)
    assert "input" not in {block["type"] for block in window["blocks"]}


async def test_a_line_that_is_held_back_does_not_go(http_world: World) -> None:
    """Ana leaves one answer of two ticked; the other stays hers, in the digest and in Cora's App Home."""
    ana = http_world.person("UANA")
    last = await through(ana, await start(ana, "path:if-then"), skill="I listen.", moment="At the door.")
    await ana.submit(last, audience="coach")

    await hold_back(ana, "skill")
    await http_world.next_digest()
    cora = texts((await digests(http_world))[-1]) + texts(await http_world.person("UCORA").home())

    assert "I listen." in cora
    assert "At the door." not in cora
    assert "When will the chance come up? Name a moment you will notice. _(only you)_" in texts(await ana.home())


async def test_all_that_goes_can_be_ticked(http_world: World) -> None:
    """Eleven check-ins in a week, all for Cora: each of them has its lines in the window."""
    ana = http_world.person("UANA")
    for _ in range(11):
        last = await through(ana, await start(ana, "path:if-then"), skill="I listen.", moment="At the door.")
        await ana.submit(last, audience="coach")

    await press_home(ana, "home_hold_lines")
    form = await ana.form("lines_form")

    assert 11 == [block["type"] for block in form["blocks"]].count("input")


async def test_with_no_line_left_it_is_hers_alone(http_world: World) -> None:
    """Nothing ticked: the check-in is for nobody else, as if she had narrowed it."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")

    await hold_back(ana)

    assert "Only you can read this." in texts(await ana.home())
    assert SAID not in texts(await http_world.person("UCORA").home())


async def test_a_line_leaves_a_digest_that_has_gone(http_world: World) -> None:
    """Held back after it went: it leaves Cora's message, and that she was shown it stays on Ana's page."""
    ana = http_world.person("UANA")
    last = await through(ana, await start(ana, "path:if-then"), skill="I listen.", moment="At the door.")
    await ana.submit(last, audience="coach")
    await clock_to(http_world, "2026-11-08T12:00:00-06:00")
    await press_home(ana, "home_hold_lines")
    form = await ana.form("lines_form")
    await http_world.next_digest()
    before = texts((await digests(http_world))[-1])

    boxes = next(block for block in form["blocks"] if block["type"] == "input")
    await ana.submit(form, **{boxes["block_id"]: ["skill"]})
    await http_world.settle()

    assert "At the door." in before
    assert "At the door." not in texts((await digests(http_world))[-1])
    assert "Shown to <@UCORA>" in texts(await ana.home())


async def test_what_is_private_changes_nothing_in_the_digest(http_world: World) -> None:
    """Ana answers for herself, with a small success in it; Ben is silent: the digest has the same line for both."""
    ana = http_world.person("UANA")
    last = await through(ana, await start(ana, "path:debrief"), worked="I waited.", did_not="The forms.")
    await ana.submit(last, audience="only_me")

    await http_world.next_digest()
    said = (await digests(http_world))[-1]["text"].splitlines()
    hers, his = (next(line for line in said if line.startswith(f"<@{who}>")) for who in ("UANA", "UBEN"))

    assert hers.removeprefix("<@UANA>") == his.removeprefix("<@UBEN>")


async def test_topics_not_in_what_was_shared_stand_in_the_chart(http_world: World) -> None:
    """Touched against not touched, in the chart and in words."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")
    await http_world.next_digest()
    made = (await digests(http_world))[-1]
    chart = next(block for block in made["blocks"] if block["type"] == "data_visualization")

    assert "Not in what was shared: " in made["text"]
    assert [0, 0, 0, 0, 0, 0, 1] == sorted(each["value"] for each in chart["chart"]["series"][0]["data"])


async def test_a_coach_picks_a_day_and_hour(http_world: World) -> None:
    """Cora wants hers on Wednesdays at four: it comes then, and not on Monday."""
    sent = await digest_time(http_world.person("UCORA"), which="own", day="2", at="16:00")
    counted = []

    for moment in ("2026-11-04T15:59:00-06:00", "2026-11-04T16:01:00-06:00", "2026-11-09T12:00:00-06:00"):
        await clock_to(http_world, moment)
        counted.append(len(await digests(http_world)))

    assert "Your next digest comes Wednesday, Nov 4 at 4:00 pm." in texts(sent["view"])
    assert "Your coaching digest, Oct 28 to Nov 4" in texts((await digests(http_world))[0])
    assert [0, 1, 1] == counted


async def test_a_week_has_one_digest_whatever_is_chosen(http_world: World) -> None:
    """This week's came on Monday; with another day it goes on next week."""
    await clock_to(http_world, "2026-11-09T12:00:00-06:00")

    sent = await digest_time(http_world.person("UCORA"), which="own", day="3", at="16:00")

    assert "Thursday, Nov 19 at 4:00 pm" in texts(sent["view"])


async def test_a_digest_a_day_before_each_session(http_world: World) -> None:
    """Cora wants hers before sessions: one about Ana, a day before hers, with its date; none on Monday, and none about Ben."""
    cora, ana = http_world.person("UCORA"), http_world.person("UANA")
    await digest_time(cora, which="sessions")
    await set_date(ana)
    counted = []

    for moment in ("2026-11-11T13:59:00-06:00", "2026-11-11T14:01:00-06:00", "2026-11-20T12:00:00-06:00"):
        await clock_to(http_world, moment)
        counted.append(len(await digests(http_world)))
    made = texts((await digests(http_world))[-1])

    assert [0, 1, 1] == counted
    assert "Next session: Thursday, Nov 12 at 2:00 pm" in made
    assert "<@UBEN>" not in made


async def test_no_digest_about_somebody_else_is_said_to_be_hers(http_world: World) -> None:
    """Cora has a date with Ben alone: Ana's Home names no hour for what she shares, until she has a date of her own.

    Once Ben has another coach, Cora's Home names none for that date either.
    """
    cora, ana, ben = (http_world.person(each) for each in ("UCORA", "UANA", "UBEN"))
    await digest_time(cora, which="sessions")
    await set_date(ben, day="2026-11-10")
    seen = [texts(await ana.home())]
    await set_date(ana)
    seen.append(texts(await ana.home()))
    await enroll(http_world.person("ULEE"), ["UBEN"], coach="USAM", supervisor="ULEE")

    assert "What goes to <@UCORA> with the next digest: Nothing shared" in seen[0]
    assert "What goes to <@UCORA> with the next digest, *Wednesday, Nov 11 at 2:00 pm*:" in seen[1]
    assert "Your next digest comes *Wednesday, Nov 11 at 2:00 pm*" in texts(await cora.home())


async def test_what_she_wants_from_the_session_gets_there_in_time(http_world: World) -> None:
    """Ana answers the cue prompts after the digest went: it takes in what she ticked, and the question to open with follows."""
    cora, ana = http_world.person("UCORA"), http_world.person("UANA")
    await digest_time(cora, which="sessions")
    await set_date(ana)
    await clock_to(http_world, "2026-11-11T15:00:00-06:00")
    await ana.press("nudge_reflect", (await cues(ana))[0])
    last = await through(ana, await ana.form("reflection_step"), want="A way to start.", stuck="The forms.")

    await ana.submit(last, **{"lines:mine:0": ["want"]})
    await http_world.settle()
    made = texts((await digests(http_world))[-1])

    assert "A way to start." in made
    assert "The forms." not in made
    assert "our session" in made


async def test_a_session_that_is_moved_moves_its_digest(http_world: World) -> None:
    """From Thursday to Friday: one digest, on Thursday."""
    cora, ana = http_world.person("UCORA"), http_world.person("UANA")
    await digest_time(cora, which="sessions")
    await set_date(ana)
    await set_date(ana, day="2026-11-13")
    counted = []

    for moment in ("2026-11-11T15:00:00-06:00", "2026-11-12T15:00:00-06:00"):
        await clock_to(http_world, moment)
        counted.append(len(await digests(http_world)))

    assert [0, 1] == counted


async def test_a_digest_that_went_before_a_session_stands_for_its_new_hour(http_world: World) -> None:
    """It went on Wednesday; the session moves by an hour: no second one, and the one that stands names the new hour."""
    cora, ana = http_world.person("UCORA"), http_world.person("UANA")
    await digest_time(cora, which="sessions")
    await set_date(ana)
    await clock_to(http_world, "2026-11-11T15:00:00-06:00")

    await set_date(ana, at="16:00")
    await clock_to(http_world, "2026-11-11T17:00:00-06:00")

    assert 1 == len(await digests(http_world))
    assert "Next session: Thursday, Nov 12 at 4:00 pm" in texts((await digests(http_world))[0])


async def test_another_day_for_the_programs_digest_holds_for_its_coaches(http_world: World) -> None:
    """Lee changes Mondays to Fridays on a Wednesday: App Home says when the next one comes, and then it is there, once a week."""
    cora, lee = http_world.person("UCORA"), http_world.person("ULEE")
    await clock_to(http_world, "2026-11-11T12:00:00-06:00")
    await lee.command("setup")
    await lee.submit(await lee.form("setup_form"), digest_day="4", digest_at="09:00")
    await http_world.settle()
    said, counted = texts(await cora.home()), list[int]()

    for moment in ("2026-11-20T08:59:00-06:00", "2026-11-20T09:01:00-06:00", "2026-11-27T09:01:00-06:00"):
        await clock_to(http_world, moment)
        counted.append(len(await digests(http_world)))

    assert "Your next digest comes *Friday, Nov 20 at 9:00 am*" in said
    assert [1, 2, 3] == counted


async def test_nobody_holds_back_lines_of_somebody_else(http_world: World) -> None:
    """Ben sends the form with the id of Ana's check-in: it is not his, and it goes as before."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")
    ((hers,),) = by_hand.read(http_world.settings, "SELECT id FROM checkins")

    told = await forge_form(http_world, "UBEN", "lines_form", **{f"lines:{hers}:0": []})

    assert kind(told)
    assert SAID in texts(await http_world.person("UCORA").home())
