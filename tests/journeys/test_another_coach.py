"""A caseworker gets another coach: what was shared before stays with the person whom its author named."""

import pytest

from tests.journeys.acts import answer, answer_to, ask, clock_to, nudged, offered, press_home, texts
from tests.journeys.goals_acts import GOAL, WORDS, agreed
from tests.journeys.test_after_the_fact import WON, celebrated_alone, everything_cora_has
from tests.journeys.test_setting_up import enroll
from tests.slack.forging import kept
from tests.world import Person, World, elements

BEFORE, AFTER = "I waited, and that was amberfinch to me.", "I asked, and that was brownheron to me."
SHOW = "goal_show_to_new_coach"


@pytest.fixture
async def moved(http_world: World) -> World:
    """Ana shared words with Cora; then the lead gave her Lee's colleague Sam as a coach."""
    ana = await nudged(http_world)
    await answer(ana, BEFORE, "coach")
    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")
    return http_world


async def test_the_new_coach_sees_nothing_from_before(moved: World) -> None:
    """Not in App Home, in the coming digest, in two weeks' digests or by any command."""
    sam = moved.person("USAM")

    for monday in ("2026-11-09T12:00:00-06:00", "2026-11-16T12:00:00-06:00"):
        await sam.home()
        await press_home(sam, "home_digest")
        await answer_to(sam, "status")
        await clock_to(moved, monday)

        assert "amberfinch" not in await sam.everything()


async def test_what_comes_after_is_for_the_new_coach(moved: World) -> None:
    """Ana picks “my coach” again: Sam reads it, and Cora does not."""
    ana, sam, cora = moved.person("UANA"), moved.person("USAM"), moved.person("UCORA")
    await moved.post("clock", to="2026-11-04T09:31:00-06:00")

    await answer(ana, AFTER, "coach")

    assert "brownheron" in texts(await sam.home())
    assert "brownheron" not in texts(await cora.home())


async def test_the_coach_who_was_named_reads_it_still(moved: World) -> None:
    """Ana gave it to Cora by name, and has not taken it back; her Home says so."""
    ana, cora = moved.person("UANA"), moved.person("UCORA")

    assert "amberfinch" in texts(await cora.home())
    assert "<@UCORA>" in texts(await ana.home())


async def test_what_somebody_was_is_not_what_they_are(moved: World) -> None:
    """Cora supervises Ana now and coached her then: Home says what she is today. When she is neither, it says that too."""
    ana = moved.person("UANA")

    assert "<@UCORA>, your supervisor, can read this" in texts(await ana.home())

    await enroll(moved.person("ULEE"), ["UANA"], coach="USAM", supervisor="ULEE")

    assert "<@UCORA>, who was your coach then, can read this" in texts(await ana.home())


async def test_who_can_read_it_is_not_the_new_coach(moved: World) -> None:
    """The form says that Cora can, and has Sam picked for nothing: saving it without a look gives Sam nothing."""
    ana = moved.person("UANA")
    await ana.press("checkin_who_can_read")

    form = await ana.form("checkin_audience")

    assert "You and <@UCORA>, your supervisor, can read this." in texts(form)
    assert ["only_me", "coach"] == offered(form, "audience")
    assert "initial_option" not in str(form)


async def test_nor_is_it_left_open_when_a_supervisor_coaches_too(http_world: World) -> None:
    """Sam asked, and read it as her supervisor; now that he coaches Ana as well, the form still says who can read it."""
    ana = await nudged(http_world)
    await ask(http_world.person("USAM"), "@ana kin")
    await answer(ana, BEFORE, "supervisor")
    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="USAM")

    await ana.press("checkin_who_can_read")

    assert "You and <@USAM>, your coach and your supervisor, can read this." in texts(
        await ana.form("checkin_audience")
    )


async def test_nothing_goes_to_a_coach_whom_the_form_did_not_name(http_world: World) -> None:
    """While Ana reads “my coach, Cora”, the lead gives her another coach: her “coach” goes to neither before she looks again."""
    ana, sam = await nudged(http_world), http_world.person("USAM")
    await ana.press("nudge_reflect")
    sharing = await ana.walk(BEFORE)
    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")

    sent = await ana.submit(sharing, audience="coach")
    await http_world.settle()

    assert "another coach now" in str(sent)
    assert "amberfinch" not in texts(await sam.home())
    assert "amberfinch" not in texts(await http_world.person("UCORA").home())


async def test_nor_when_she_widens_what_she_kept(http_world: World) -> None:
    """Ana has “Who can read it” open, and it offers Cora; by the time she picks “my coach” that is somebody else."""
    ana, sam = await nudged(http_world), http_world.person("USAM")
    await answer(ana, BEFORE)
    await ana.press("checkin_who_can_read")
    form = await ana.form("checkin_audience")
    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")

    sent = await ana.submit(form, audience="coach")
    await http_world.settle()

    assert "<@UCORA>, my coach" in str(form)
    assert "another coach now" in str(sent)
    assert "amberfinch" not in texts(await sam.home())


async def test_nor_does_a_goal_that_she_wrote_for_cora(http_world: World) -> None:
    """The open form says that Cora can read it; Sam, who coaches her by the time she saves, gets nothing of it."""
    ana, sam = await nudged(http_world), http_world.person("USAM")
    await ana.press_home("goal_suggest")
    form = await ana.form("goal_words")
    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")

    sent = await ana.submit(form, **GOAL)
    await http_world.settle()

    assert "<@UANA> and <@UCORA>" in str(form)
    assert "another coach now" in str(sent)
    assert WORDS not in texts(await sam.home())


async def test_the_coach_of_before_gets_nowhere_with_what_was_left_open(http_world: World) -> None:
    """Cora had a question for Ana on her screen when Ana got another coach: she reads a sentence, and nothing is kept."""
    await nudged(http_world)
    cora = http_world.person("UCORA")
    await cora.command("@ana kin")
    preview = await cora.form("request_preview")
    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="ULEE")
    before = kept(http_world)

    sent = await cora.submit(preview)
    await http_world.settle()

    assert "<@UANA> is not one of them here" in texts(sent["view"])
    assert before == kept(http_world)


async def moved_with_a_goal(world: World) -> tuple[Person, Person]:
    """Ana and Cora agreed on a goal; then Sam came to coach Ana, and was not shown it."""
    ana, _ = await agreed(world)
    await enroll(world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")
    return ana, world.person("USAM")


async def test_the_end_of_a_goal_that_the_new_coach_has_not_seen_is_for_her_alone(http_world: World) -> None:
    """The form offers “Only me” and says why; nobody else becomes the reader of her words."""
    ana, sam = await moved_with_a_goal(http_world)
    await ana.press_home("goal_end")
    form = await ana.form("goal_end_form")

    await ana.submit(form, outcome="met", closing=AFTER, audience="only_me")
    await http_world.settle()

    assert ["only_me"] == offered(form, "audience")
    assert "<@USAM> is your coach now and has not seen this goal. Your words are for you alone." in texts(form)
    assert "brownheron" in texts(await ana.home())
    assert "brownheron" not in await sam.everything()


async def test_the_end_of_a_goal_goes_to_no_coach_whom_the_form_did_not_name(http_world: World) -> None:
    """The form offers Cora; by the time Ana closes the goal, Sam coaches her: it stays open, and she looks again."""
    ana, _ = await agreed(http_world)
    await ana.press_home("goal_end")
    form = await ana.form("goal_end_form")
    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")

    sent = await ana.submit(form, outcome="met", closing=AFTER, audience="both")

    assert "<@UCORA> and I" in texts(form)
    assert "another coach now" in str(sent)
    assert "brownheron" not in texts(await ana.home())


async def test_nor_does_a_level(http_world: World) -> None:
    """“Where am I now?” offers Cora; Ana sends it when Sam coaches her, and reads why it was not kept."""
    ana, _ = await agreed(http_world)
    await ana.press_home("goal_say_level")
    form = await ana.form("goal_level")
    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")

    sent = await ana.submit(form, level="2", audience="both")

    assert "<@UCORA>, my coach, and I" in texts(form)
    assert "another coach now" in str(sent)


async def test_other_words_for_a_goal_that_the_new_coach_has_not_seen(http_world: World) -> None:
    """The form says that only Ana can read it until she shows it, and names nobody else as a reader."""
    ana, sam = await moved_with_a_goal(http_world)
    await ana.press_home("goal_reword")
    form = await ana.form("goal_words")

    sent = await ana.submit(form, words=AFTER)
    await http_world.settle()

    assert "Only you can read it until you show it." in texts(form)
    assert "Kept, for you alone." in texts(sent["view"])
    assert "The two of you can read this" not in texts(form)
    assert "brownheron" in texts(await ana.home())
    assert "goal_see" not in str(await sam.inbox())


async def test_a_goal_is_shown_to_the_coach_whom_the_screen_named(http_world: World) -> None:
    """Ana's App Home names Sam; then Lee coaches her, and a click on that screen shows it to nobody."""
    ana, sam = await moved_with_a_goal(http_world)
    home = await ana.home()
    (show,) = [each for block in home["blocks"] for each in elements(block) if each.get("action_id") == SHOW]
    await enroll(http_world.person("ULEE"), ["UANA"], coach="ULEE", supervisor="UCORA")

    sent = {"user": "UANA", "view_id": home["id"], "action_id": SHOW, "value": show["value"], "forge": True}
    await http_world.post("click", **sent)
    await http_world.settle()

    assert "<@USAM> is your coach now and has not seen it" in texts(home)
    for other in (sam, http_world.person("ULEE")):
        assert WORDS not in texts(await other.home())


async def test_who_is_invited_anew_with_another_coach_leaves_the_one_before(http_world: World) -> None:
    """Ana left, and Lee invites her again with Sam: her goal leaves Cora's open App Home, and Cora's digest what she takes back."""
    ana, cora = await celebrated_with_a_goal(http_world)
    assert WORDS in texts(await cora.home())
    await answer_to(ana, "leave")

    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")
    left = texts((await cora.views())["home"])
    await press_home(ana, "celebration_withdraw")

    assert WORDS not in left
    assert WON not in await everything_cora_has(http_world)
    assert [] == [text for text in await http_world.texts("UANA") if "Your coach is" in text]


async def celebrated_with_a_goal(world: World) -> tuple[Person, Person]:
    """Ana celebrates what she keeps for herself else, and it stands in Cora's digest; they have a goal."""
    ana = await celebrated_alone(world)
    await agreed(world)
    return ana, world.person("UCORA")
