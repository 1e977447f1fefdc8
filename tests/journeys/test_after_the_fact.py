"""What was posted follows its author: digests, celebrations and receipts change when the author changes their mind."""

from tests.journeys.acts import answer, clock_to, keep_for, nudged, press_home, texts
from tests.journeys.test_handover import hand_over
from tests.journeys.test_setting_up import enroll
from tests.world import Json, Person, World

SAID = "I asked the aunt before I guessed."
NEW = "I asked both aunts first."
WON = "I waited, and it helped"


async def digested(world: World) -> Person:
    """Ana shares with Cora and celebrates; Cora's digest has come."""
    ana = await nudged(world)
    preview = (await answer(ana, SAID, audience="coach", success=WON))["view"]
    await ana.submit(preview, words=WON)
    await world.settle()
    await world.next_digest()
    return ana


async def digest_of(world: World) -> Json:
    """Cora's digest as it stands in Slack now."""
    found = [each for each in await world.messages("UCORA") if "digest" in each["text"].lower() or SAID in str(each)]
    return found[-1]


async def everything_cora_has(world: World) -> str:
    """All messages in Cora's conversation with the app."""
    return "".join(texts(each) + each["text"] for each in await world.messages("UCORA") if each.get("blocks"))


async def narrow(person: Person, audience: str = "only_me") -> None:
    """Pick another audience from the receipt."""
    await person.press("checkin_who_can_read")
    await person.submit(await person.form("checkin_audience"), audience=audience)
    await person.world.settle()


async def test_the_digest_has_it_before(http_world: World) -> None:
    """So that the tests below can fail."""
    await digested(http_world)

    found = await everything_cora_has(http_world)
    assert SAID in found
    assert WON in found


async def test_a_narrowed_reply_leaves_the_posted_digest(http_world: World) -> None:
    """Ana keeps it for herself after all: the digest in Slack no longer holds it."""
    ana = await digested(http_world)

    await narrow(ana)

    assert SAID not in await everything_cora_has(http_world)


async def test_a_reply_taken_back_leaves_the_posted_digest(http_world: World) -> None:
    """The same, and the receipt says honestly what cannot be recalled."""
    ana = await digested(http_world)

    await ana.press("checkin_withdraw")
    await http_world.settle()

    assert SAID not in await everything_cora_has(http_world)
    receipt = next(each for each in await ana.inbox() if "You took this back." in each["text"])
    assert "Shown to <@UCORA> on Monday, Nov 9." in texts(receipt)
    assert "what was read cannot be unread" in texts(receipt)


async def test_an_edited_reply_is_edited_in_the_posted_digest(http_world: World) -> None:
    """The new words stand there, and the old ones do not."""
    ana = await digested(http_world)

    await ana.press("checkin_edit")
    form = await ana.form("checkin_edit_form")
    blocks = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    await ana.submit(form, **dict.fromkeys(blocks, NEW))
    await http_world.settle()

    found = await everything_cora_has(http_world)
    assert NEW in found
    assert SAID not in found


async def test_drawing_a_digest_anew_is_no_second_reading(http_world: World) -> None:
    """Two changes later, Ana's copy of the reads still has one."""
    ana = await digested(http_world)
    before = http_world.row_counts()["reads"]

    await narrow(ana, "only_me")
    await narrow(ana, "coach")

    assert before == http_world.row_counts()["reads"]


async def test_what_is_shared_later_is_not_put_into_an_old_digest(http_world: World) -> None:
    """A reply kept private stays out of the posted digest when another one in it changes; the next digest has it."""
    ana = await digested(http_world)
    await http_world.post("clock", to="2026-11-11T09:31:00-06:00")
    await answer(ana, "Said the week after.", audience="coach")

    await narrow(ana)

    assert "Said the week after." not in await everything_cora_has(http_world)


async def test_the_receipt_says_who_was_shown_it_once_the_digest_is_out(http_world: World) -> None:
    """Without a new message: the receipt is drawn anew."""
    ana = await digested(http_world)
    before = len(await ana.inbox())
    await http_world.settle()

    receipt = await ana.latest_with("checkin_withdraw")
    assert "Shown to <@UCORA> on Monday, Nov 9." in texts(receipt)
    assert before == len(await ana.inbox())


async def test_a_celebration_taken_back_leaves_the_digest_too(http_world: World) -> None:
    """The channel and the coach's digest."""
    ana = await digested(http_world)

    await ana.press("celebration_withdraw")
    await http_world.settle()

    assert WON not in str(await http_world.texts("CWINS"))
    assert WON not in await everything_cora_has(http_world)


async def test_a_posted_celebration_can_be_changed(http_world: World) -> None:
    """The post in the channel says the new words, and there is still one post."""
    ana = await digested(http_world)

    await ana.press("celebration_change")
    await ana.submit(await ana.form("celebration_preview"), words="I waited")
    await http_world.settle()

    posted = [each for each in await http_world.texts("CWINS") if "small success" in each]
    assert 1 == len(posted)
    assert "I waited" in posted[0]
    assert WON not in posted[0]


async def celebrated_alone(world: World) -> Person:
    """Ana kept her answer for herself, and celebrates: of hers, Cora's digest has the small success alone."""
    ana = await nudged(world)
    preview = (await answer(ana, SAID, success=WON))["view"]
    await ana.submit(preview, words=WON)
    await world.settle()
    await world.next_digest()
    assert WON in await everything_cora_has(world)
    return ana


async def test_a_celebration_leaves_the_digest_of_a_coach_of_before(http_world: World) -> None:
    """Sam coaches Ana by now when she takes it back: Cora's digest follows all the same."""
    ana = await celebrated_alone(http_world)
    await enroll(http_world.person("ULEE"), ["UANA"], coach="USAM", supervisor="UCORA")

    await ana.press("celebration_withdraw")
    await http_world.settle()

    assert WON not in await everything_cora_has(http_world)


async def test_a_celebration_leaves_a_digest_that_was_sent_long_ago(http_world: World) -> None:
    """What was sent, and when, has had its time; but not what is needed to take a line back while it stands."""
    ana = await celebrated_alone(http_world)
    await keep_for(http_world, keep_deliveries=7)
    await clock_to(http_world, "2026-11-20T12:00:00-06:00")

    await press_home(ana, "celebration_withdraw")

    assert WON not in await everything_cora_has(http_world)


async def test_nor_is_it_left_there_when_she_has_left(http_world: World) -> None:
    """Ana is gone when Sam takes over, and hears nothing of that; weeks later she takes back what she gave."""
    ana = await celebrated_alone(http_world)
    await ana.command("leave")
    await ana.told("You have left.")
    before = len(await ana.inbox())
    await hand_over(http_world.person("ULEE"), "UCORA", "USAM")
    await keep_for(http_world, keep_deliveries=7)
    await clock_to(http_world, "2026-11-25T12:00:00-06:00")
    heard = len(await ana.inbox())

    await press_home(ana, "celebration_withdraw")

    assert before == heard
    assert WON not in await everything_cora_has(http_world)


async def at_home(world: World) -> Person:
    """Ana shares with Cora, who reads it in App Home and leaves that open."""
    ana = await nudged(world)
    await answer(ana, SAID, audience="coach")
    assert SAID in texts(await world.person("UCORA").home())
    return ana


async def home_of_cora(world: World) -> str:
    """Her App Home as it stands, without opening it."""
    return texts((await world.person("UCORA").views())["home"])


async def test_a_narrowed_reply_leaves_an_open_app_home(http_world: World) -> None:
    """Cora does nothing: Ana's words go away from before her eyes."""
    ana = await at_home(http_world)

    await narrow(ana)

    assert SAID not in await home_of_cora(http_world)


async def test_a_reply_taken_back_leaves_an_open_app_home(http_world: World) -> None:
    """The same."""
    ana = await at_home(http_world)

    await ana.press("checkin_withdraw")
    await http_world.settle()

    assert SAID not in await home_of_cora(http_world)


async def test_an_edited_reply_is_edited_in_an_open_app_home(http_world: World) -> None:
    """The new words stand there, and the old ones do not."""
    ana = await at_home(http_world)

    await ana.press("checkin_edit")
    form = await ana.form("checkin_edit_form")
    blocks = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    await ana.submit(form, **dict.fromkeys(blocks, NEW))
    await http_world.settle()

    assert NEW in await home_of_cora(http_world)
    assert SAID not in await home_of_cora(http_world)


async def test_what_was_deleted_leaves_an_open_app_home(http_world: World) -> None:
    """*Delete what I wrote* reaches it too."""
    ana = await at_home(http_world)

    await ana.press_home("records_delete_mine")
    await http_world.settle()

    assert SAID not in await home_of_cora(http_world)


async def test_a_home_that_never_held_it_is_left_alone(http_world: World) -> None:
    """Cora has not opened App Home: nothing is drawn there, and nothing counts as shown to her."""
    ana = await nudged(http_world)
    await answer(ana, SAID, audience="coach")

    await narrow(ana)

    assert (await http_world.person("UCORA").views())["home"] is None
    assert 0 == http_world.row_counts()["reads"]
