"""The caseworker owns their words: widen, narrow, edit, take back, and what was posted follows."""

from tests.journeys.acts import answer, answer_to, marked_at, nudged, texts
from tests.journeys.test_setting_up import enroll
from tests.world import Json, Person, World

SAID = "I jumped to a story about the dad."


async def digest_of(world: World) -> str:
    """Everything in Cora's next digest."""
    await world.next_digest()
    return str((await world.messages("UCORA"))[-1])


async def test_only_me_is_only_me(http_world: World) -> None:
    """What Ana keeps for herself is in her App Home and nowhere in Cora's sight, digest included."""
    ana = await nudged(http_world)

    await answer(ana, SAID)
    digest = await digest_of(http_world)

    assert SAID in texts(await ana.home())
    assert "Only you can read this." in texts(await ana.home())
    assert SAID not in digest
    assert SAID not in await http_world.person("UCORA").everything()


async def test_widened_from_the_receipt(http_world: World) -> None:
    """Ana shares later, from the receipt: the receipt says so and the digest has it."""
    ana = await nudged(http_world)
    await answer(ana, SAID)

    await ana.press("checkin_who_can_read")
    await ana.submit(await ana.form("checkin_audience"), audience="coach")
    await http_world.settle()

    assert "You and <@UCORA>, your coach, can read this." in texts(await ana.latest_with("checkin_edit"))
    assert SAID in await digest_of(http_world)


async def test_narrowed_from_app_home_before_the_digest(http_world: World) -> None:
    """What Ana takes back to herself before Monday is not in Monday's digest."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")

    await ana.press_home("checkin_who_can_read")
    await ana.submit(await ana.form("checkin_audience"), audience="only_me")
    await http_world.settle()

    assert "Only you can read this." in texts(await ana.latest_with("checkin_edit"))
    assert SAID not in await digest_of(http_world)


async def editing(world: World) -> tuple[Person, Json, list[str]]:
    """Ana has answered for herself, and opens her words in App Home to change them; with the form come the ids of its fields."""
    ana = await nudged(world)
    await answer(ana, SAID)
    await ana.press_home("checkin_edit")
    form = await ana.form("checkin_edit_form")
    return ana, form, [each["block_id"] for each in form["blocks"] if each["type"] == "input"]


async def test_edited_from_the_receipt(http_world: World) -> None:
    """The digest has the words as they stand on Monday, not as they stood before."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")

    await ana.press("checkin_edit")
    form = await ana.form("checkin_edit_form")
    blocks = [each["block_id"] for each in form["blocks"] if each["type"] == "input"]
    await ana.submit(form, **dict.fromkeys(blocks, "I asked the dad instead."))
    await http_world.settle()
    digest = await digest_of(http_world)

    assert "I asked the dad instead." in digest
    assert SAID not in digest


async def test_an_edit_is_no_blank(http_world: World) -> None:
    """A sign that nobody can see in the place of her words: said at that field, and the words stay."""
    ana, form, blocks = await editing(http_world)

    sent = await ana.submit(form, **{blocks[0]: "\u2800"})

    assert {blocks[0]: "Please fill this in."} == sent["errors"]
    assert SAID in texts(await ana.home())


async def test_an_edit_refuses_an_identifier_at_its_field(http_world: World) -> None:
    """A phone number typed into the second answer is marked there, and the old words stay."""
    ana, form, blocks = await editing(http_world)

    sent = await ana.submit(form, **{blocks[-1]: "Call 312-555-0188."})

    assert "a phone number" in marked_at(sent["view"], blocks[-1])
    assert "0188" not in texts(await ana.home())


async def test_taken_back_from_app_home(http_world: World) -> None:
    """Words taken back are gone from App Home, the digest and the disk, and the receipt says so."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")

    await ana.press_home("checkin_withdraw")
    await http_world.settle()

    assert "You took this back. Its words are gone from here." in str(await ana.inbox())
    assert "None yet." in texts(await ana.home())
    assert SAID not in await digest_of(http_world)


async def test_taken_back_from_the_receipt_after_it_was_read(http_world: World) -> None:
    """The receipt says who was shown the words before, for that cannot be undone."""
    ana, cora = await nudged(http_world), http_world.person("UCORA")
    await answer(ana, SAID, "coach")
    assert SAID in texts(await cora.home())

    await ana.press("checkin_withdraw")
    await http_world.settle()

    assert (
        ":eyes: Shown to <@UCORA> on Monday, Nov 2. It is out of my digest now, but what was read cannot be unread."
        in str((await ana.inbox())[-1])
    )
    assert SAID not in texts(await cora.home())


async def test_the_author_sees_who_was_shown_the_words(http_world: World) -> None:
    """Before Cora looks nobody was shown them; after her digest she was."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")
    before = texts(await ana.home())

    await digest_of(http_world)

    assert "Shown to" not in before
    assert ":eyes: Shown to <@UCORA> on Monday, Nov 9." in texts(await ana.home())


async def test_a_command_that_shows_no_words_is_no_reading(http_world: World) -> None:
    """Cora asks for help and for how things stand: no word of Ana's is shown, so none is said to be."""
    ana, cora = await nudged(http_world), http_world.person("UCORA")
    await answer(ana, SAID, "coach")

    await answer_to(cora, "help")
    await answer_to(cora, "status")

    assert "Shown to" not in texts(await ana.home())


async def test_shared_after_the_weeks_digest_is_in_the_next(http_world: World) -> None:
    """Ana opens last week's words to Cora on Monday afternoon: Cora reads them the Monday after, and once only."""
    ana = await nudged(http_world)
    await answer(ana, SAID)
    first = await digest_of(http_world)

    await ana.press_home("checkin_who_can_read")
    await ana.submit(await ana.form("checkin_audience"), audience="coach")
    second, third = await digest_of(http_world), await digest_of(http_world)

    assert [False, True, False] == [SAID in digest for digest in (first, second, third)]


async def test_after_leaving_the_words_are_still_hers(http_world: World) -> None:
    """Ana leaves and can still see what she gave, who can read it, and take it back."""
    ana, cora = await nudged(http_world), http_world.person("UCORA")
    await answer(ana, SAID, "coach")
    await answer_to(ana, "leave")

    assert SAID in texts(await ana.home())
    await ana.press("checkin_withdraw")
    await http_world.settle()

    assert SAID not in texts(await ana.home())
    assert SAID not in texts(await cora.home())


async def test_nobody_else_opens_her_words_with_a_forged_button(http_world: World) -> None:
    """Cora presses Ana's “Read or edit” with a forged click: the check-in does not exist for her."""
    ana, cora = await nudged(http_world), http_world.person("UCORA")
    await answer(ana, SAID)
    receipt = await ana.latest_with("checkin_edit")
    checkin = next(
        each["value"] for block in receipt["blocks"] for each in block.get("elements", []) if "value" in each
    )

    await http_world.post(
        "click", user="UCORA", channel="UANA", ts=receipt["ts"], action_id="checkin_edit", value=checkin, forge=True
    )
    await http_world.settle()

    assert SAID not in await cora.everything()
    assert SAID not in str((await cora.views())["modals"])


async def test_a_new_coach_reads_nothing_from_before(http_world: World) -> None:
    """Ana named Cora. When Lee gives her another coach, that coach sees none of it, and Cora reads what she was given."""
    ana, pat = await nudged(http_world), http_world.person("UPAT")
    await answer(ana, SAID, "coach")

    await enroll(http_world.person("ULEE"), ["UANA"], coach="UPAT")
    new_home = texts(await pat.home())
    await http_world.next_digest()
    await http_world.settle()

    assert "<@UANA>" in new_home
    assert SAID not in await pat.everything()
    assert "You and <@UCORA>, who was your coach then, can read this." in texts(await ana.home())
