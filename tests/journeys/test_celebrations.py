"""A small success: previewed, changed, posted, taken back; one a week, and never with a mark of a real family."""

import json

from tests.journeys.acts import answer, clock_to, marked_at, nudged, offered, start, texts, with_button
from tests.world import Json, Person, World

SUCCESS = "I asked before I guessed"


async def celebrated(ana: Person, words: str = SUCCESS) -> Json:
    """Ana answers, writes a small success, and posts it as previewed. Gives what the last form answered."""
    sent = await answer(ana, "I asked first.", success=words)
    posted = await ana.submit(sent["view"])
    await ana.world.settle()
    return posted


async def again(ana: Person, words: str) -> Json:
    """Ana checks in once more, and there is a small success in that too. Gives what the preview answered."""
    posted = await ana.submit(await previewed(ana, words))
    await ana.world.settle()
    return posted


async def previewed(ana: Person, words: str) -> Json:
    """Ana checks in once more, and writes a small success in the same form. Gives the preview, which she has not sent."""
    await ana.command("kin")
    sent = await ana.submit(await ana.walk("I made one more call."), audience="only_me", success=words)
    return dict(sent["view"])


async def test_it_is_previewed_with_its_channel(http_world: World) -> None:
    """Before anything is posted, Ana sees the words, the channel, and that everybody there can read it."""
    ana = await nudged(http_world)

    preview = (await answer(ana, "I asked first.", success=SUCCESS))["view"]

    assert "This is how it will look in <#CWINS>:" in texts(preview)
    assert f":tada: <@UANA> shared a small success\\n> {SUCCESS}" in texts(preview)
    assert "Everybody in the channel can read it. You can take it back at any time." in texts(preview)
    assert [] == await http_world.texts("CWINS")


async def test_closing_the_preview_posts_nothing(http_world: World) -> None:
    """“Not now” on the preview: the check-in is kept, and the channel hears nothing."""
    ana = await nudged(http_world)
    preview = (await answer(ana, "I asked first.", success=SUCCESS))["view"]

    await http_world.post("close", user="UANA", view_id=preview["id"])
    await clock_to(http_world, "2026-11-03T12:00:00-06:00")

    assert [] == await http_world.texts("CWINS")
    assert "I asked first." in texts(await ana.home())


async def test_the_receipt_offers_it_until_it_is_celebrated(http_world: World) -> None:
    """A check-in without a small success can get one from its receipt; once it is celebrated, the button is gone."""
    ana = await nudged(http_world)
    await answer(ana, "I asked first.")

    await ana.press("checkin_celebrate")
    preview = (await ana.submit(await ana.form("celebration_words"), words=SUCCESS))["view"]
    await ana.submit(preview)
    await http_world.settle()

    assert 1 == len(await http_world.texts("CWINS"))
    assert [] == await with_button(ana, "checkin_celebrate")


async def test_a_low_mark_gets_a_word_of_patience(http_world: World) -> None:
    """Ana gives herself a 1; her receipt says, in one of the library's lines, that mastery takes time."""
    assert http_world.app is not None
    ana = await nudged(http_world)
    await start(ana, "path:if-then")

    sharing = await ana.walk("I will ask first.")
    await ana.submit(sharing, audience="only_me")
    await http_world.settle()
    receipt = texts((await with_button(ana, "checkin_edit"))[-1])

    assert any(line in receipt for line in http_world.app.library.mastery)


async def test_one_a_week(http_world: World) -> None:
    """A second small success in the same week does not go to the channel; its form offers other ways, and else keeps it for her."""
    ana = await nudged(http_world)
    await celebrated(ana)

    second = await previewed(ana, "I called one more aunt")
    await ana.submit(second)
    await http_world.settle()

    assert "You have one in the channel this week already." in texts(second)
    assert ["coach", "later"] == offered(second, "where")
    assert 1 == len(await http_world.texts("CWINS"))


async def test_a_second_one_can_go_to_the_coach_alone(http_world: World) -> None:
    """Ana takes the first way that is offered: Cora gets it in her messages, and the channel does not."""
    ana = await nudged(http_world)
    await celebrated(ana)
    second = await previewed(ana, "I called one more aunt")

    await ana.submit(second, where="coach")
    await http_world.settle()

    assert "I called one more aunt" in str(await http_world.person("UCORA").inbox())
    assert 1 == len(await http_world.texts("CWINS"))


async def test_a_second_one_can_be_kept_for_later(http_world: World) -> None:
    """Nobody sees it; it waits in Ana's App Home, and there is room for it the week after."""
    ana = await nudged(http_world)
    await celebrated(ana)
    await ana.submit(await previewed(ana, "I called one more aunt"), where="later")
    await clock_to(http_world, "2026-11-09T10:00:00-06:00")
    before = (str(await http_world.messages("CWINS")), str(await http_world.person("UCORA").inbox()))
    assert "Kept for later, for you alone · November 2" in texts(await ana.home())

    await ana.press_home("celebration_change")
    await ana.submit(await ana.form("celebration_preview"), where="channel")
    await http_world.settle()

    assert not any("one more aunt" in seen for seen in before)
    assert "I called one more aunt" in (await http_world.texts("CWINS"))[-1]


async def test_a_second_one_for_the_channel_gets_its_other_ways(http_world: World) -> None:
    """A form from before the first one was posted asks for the channel: it comes back, in Ana's words, with other ways."""
    ana = await nudged(http_world)
    await celebrated(ana)
    form = await previewed(ana, "I called one more aunt")

    about = {"values": {"where": {"given": "channel"}, "words": {"given": "I called my aunt list"}}, "forge": True}
    sent = await http_world.post("submit", user="UANA", view_id=form["id"], **about)

    assert ["coach", "later"] == offered(sent["view"], "where")
    assert "I called my aunt list" in texts(sent["view"])
    assert 1 == len(await http_world.texts("CWINS"))


async def test_the_week_is_the_caseworkers_own(http_world: World) -> None:
    """Late on Sunday in Chicago it is Monday in UTC already, and still the same week for Ana."""
    ana = await nudged(http_world)
    await celebrated(ana)
    await clock_to(http_world, "2026-11-08T23:30:00-06:00")
    sunday = await previewed(ana, "I called one more aunt")
    await ana.submit(sunday, where="later")
    await clock_to(http_world, "2026-11-09T00:30:00-06:00")

    await ana.press_home("celebration_change")

    assert ["coach", "later"] == offered(sunday, "where")
    assert ["channel", "coach", "later"] == offered(await ana.form("celebration_preview"), "where")


async def test_the_week_after_there_is_room_again(http_world: World) -> None:
    """A new local week has room for one more."""
    ana = await nudged(http_world)
    await celebrated(ana)
    await clock_to(http_world, "2026-11-09T10:00:00-06:00")

    await again(ana, "I called one more aunt")

    assert 2 == len(await http_world.texts("CWINS"))


async def test_taken_back_before_it_was_posted(http_world: World) -> None:
    """Slack asks us to wait with the channel's post; Ana takes it back meanwhile; it is never posted."""
    ana = await nudged(http_world)
    receipt, preview = await answer(ana, "I asked first.", success=SUCCESS), await ana.form("celebration_preview")
    celebration = json.loads(receipt["view"]["private_metadata"])["celebration"]
    await http_world.post("faults", method="chat.postMessage", kind="ratelimited", times=2, retry_after=60)
    await ana.submit(preview)
    await http_world.settle()
    before = await http_world.texts("CWINS")

    message = await ana.latest_with("checkin_edit")
    press = {"action_id": "celebration_withdraw", "value": celebration, "forge": True}
    await http_world.post("click", user="UANA", channel="UANA", ts=message["ts"], **press)
    await http_world.post("clock", advance_seconds=300)

    assert [] == before
    assert [] == await http_world.texts("CWINS")
    assert "You took your small success back from <#CWINS>." in str(await ana.inbox())


async def test_an_identifier_is_refused_at_its_field(http_world: World) -> None:
    """A phone number in the small success is marked at that field, nothing is kept, and the form stays open."""
    ana = await nudged(http_world)
    await ana.press("nudge_reflect")
    sharing = await ana.walk("I asked first.")

    sent = await ana.submit(sharing, audience="only_me", success="Her aunt called 312-555-0188 back")

    assert "a phone number" in marked_at(sent["view"], "success")
    assert "None yet." in texts(await ana.home())
    assert b"555-0188" not in http_world.database_bytes()


async def test_an_identifier_is_refused_in_the_preview_too(http_world: World) -> None:
    """Words changed in the preview are looked at again."""
    ana = await nudged(http_world)
    preview = (await answer(ana, "I asked first.", success=SUCCESS))["view"]

    sent = await ana.submit(preview, words="We met at 1420 Oak Street")
    await http_world.settle()

    assert "a street address" in marked_at(sent["view"], "words")
    assert [] == await http_world.texts("CWINS")


async def test_no_mention_hides_in_it(http_world: World) -> None:
    """Typed `<!channel>` is shown as typed and rings nobody's bell."""
    ana = await nudged(http_world)

    await celebrated(ana, "<!channel> I asked first")

    assert "&lt;!channel&gt; I asked first" in (await http_world.texts("CWINS"))[0]


async def test_the_digest_has_what_stands(http_world: World) -> None:
    """A posted success is in Monday's digest; one that was taken back is not."""
    ana = await nudged(http_world)
    await celebrated(ana, "I called one more aunt")
    await ana.press("celebration_withdraw")
    await http_world.settle()
    await again(ana, SUCCESS)

    await http_world.next_digest()
    digest = str((await http_world.messages("UCORA"))[-1])

    assert SUCCESS in digest
    assert "one more aunt" not in digest


async def test_celebrate_ones_own_message(http_world: World) -> None:
    """The message shortcut starts from words that Ana wrote anywhere, shown as she wrote them."""
    ana = http_world.person("UANA")
    message = await http_world.post("message", user="UANA", channel="CGENERAL", text="A teen & I laughed today")

    await http_world.post("shortcut", user="UANA", channel="CGENERAL", ts=message["ts"], callback_id="celebrate_this")
    await ana.submit(await ana.form("celebration_preview"))
    await http_world.settle()

    assert [":tada: <@UANA> shared a small success: A teen &amp; I laughed today"] == await http_world.texts("CWINS")


async def test_whom_a_message_thanks_is_a_colleague(http_world: World) -> None:
    """“Thanks to @Cora”: Slack hands over an id, which says nothing to anybody and looks like a case number to the guard."""
    ana = http_world.person("UANA")
    said = "Thanks to @Cora, we wait in #coach-wins"
    message = await http_world.post("message", user="UANA", channel="CGENERAL", text=said)

    await http_world.post("shortcut", user="UANA", channel="CGENERAL", ts=message["ts"], callback_id="celebrate_this")
    await ana.submit(await ana.form("celebration_preview"))
    await http_world.settle()

    (posted,) = await http_world.texts("CWINS")
    assert posted.endswith("Thanks to a colleague, we wait in #coach-wins")


async def test_a_message_without_words_starts_with_an_empty_form(http_world: World) -> None:
    """A photo has no text: Ana is asked for the words, and what she writes is shown before it goes."""
    ana = http_world.person("UANA")
    message = await http_world.post("message", user="UANA", channel="CGENERAL", text="", file="photo.jpg")

    await http_world.post("shortcut", user="UANA", channel="CGENERAL", ts=message["ts"], callback_id="celebrate_this")
    sent = await ana.submit(await ana.form("celebration_words"), words=SUCCESS)
    await ana.submit(sent["view"])
    await http_world.settle()

    assert [f":tada: <@UANA> shared a small success: {SUCCESS}"] == await http_world.texts("CWINS")


async def test_somebody_elses_words_stay_theirs(http_world: World) -> None:
    """Cora cannot celebrate what Ana wrote; she is told to ask."""
    cora = http_world.person("UCORA")
    message = await http_world.post("message", user="UANA", channel="CGENERAL", text="A teen and I laughed today")

    await http_world.post("shortcut", user="UCORA", channel="CGENERAL", ts=message["ts"], callback_id="celebrate_this")

    async def look() -> bool:
        return any("You can celebrate your own words." in text for text in await cora.world.texts("CGENERAL"))

    assert await http_world.eventually(look)
    assert [] == await http_world.texts("CWINS")


async def test_whoever_wants_no_cheer_is_not_asked(http_world: World) -> None:
    """Ana said “no thanks” to cheering: neither the form nor the receipt brings it up."""
    ana = http_world.person("UANA")
    await ana.press_home("agreement_read")
    await ana.submit(await ana.form("agreement_form"), cheer="none")

    await http_world.next_nudge()
    await ana.press("nudge_reflect")
    sharing = await ana.walk("I asked first.")
    await ana.submit(sharing, audience="only_me")
    await http_world.settle()
    receipt = await ana.latest_with("checkin_edit")

    assert "small success" not in texts(sharing)
    assert "small success" not in texts(receipt)


async def test_whoever_likes_it_private_starts_with_the_coach(http_world: World) -> None:
    """Ana likes it in a private note: her receipt has a word of cheer, and her small success is pointed at Cora alone."""
    ana = http_world.person("UANA")
    await ana.press_home("agreement_read")
    await ana.submit(await ana.form("agreement_form"), cheer="private")

    await http_world.next_nudge()
    sent = await answer(ana, "I asked first.", success=SUCCESS)
    await ana.submit(sent["view"])
    await http_world.settle()
    receipt = await ana.latest_with("checkin_edit")

    assert "Mastery takes time. A small step is a step." in texts(receipt)
    assert "This is how it will look for <@UCORA>:" in texts(sent["view"])
    assert SUCCESS in str(await http_world.person("UCORA").inbox())
    assert [] == await http_world.texts("CWINS")
