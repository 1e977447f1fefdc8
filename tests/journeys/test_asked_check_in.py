"""Somebody asks for a check-in: who may, what is sent, and that every silence looks the same to them."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.sandbox.run import CHICAGO, LEAD, PLACES, WORKSPACE
from bot.services import enrollments, nudges
from tests.journeys.acts import answer, answer_to, ask, clock_to, nudged, offered, texts, with_button
from tests.world import ON_BOTH, Person, World, in_one_process

NOT_SEEN = "*You will not see* what they write, unless they share it with you."


@pytest.fixture(params=ON_BOTH, ids="-".join)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The demo's program at 9:29 on a Monday in Chicago; on each database, and both ways that Slack has to reach us."""
    transport, database = request.param
    async with in_one_process(tmp_path, transport=transport, database=database) as made:
        yield made


async def asked_by_sam(world: World) -> tuple[Person, Person]:
    """Ana and Sam, after Sam asked her about kin on Monday morning."""
    ana, sam = await nudged(world), world.person("USAM")
    await ask(sam, "@ana kin")
    return ana, sam


async def what_sam_sees(sam: Person) -> tuple[str, str]:
    """Sam's answer to `status`, and all that can be read in Sam's App Home."""
    return await answer_to(sam, "status"), texts(await sam.home())


async def test_sam_asks_and_ana_keeps_it_for_herself(world: World) -> None:
    """Sam sees beforehand what is sent and what will not be seen; Ana answers only for herself; Sam reads “not yet”."""
    ana, sam = await nudged(world), world.person("USAM")

    preview = await ask(sam, "@ana kin")
    asked = await ana.latest_with("nudge_reflect")
    await answer(ana, "I forgot to ask about an aunt.")
    status, home = await what_sam_sees(sam)

    assert NOT_SEEN in texts(preview)
    assert asked["text"] in texts(preview)
    assert "<@USAM> asked me to send you this. It is for your growth, not your review." in texts(asked)
    assert "Check-ins you asked for:\n<@UANA>, Relative and kin connections: not yet" == status
    assert "<@UANA> · Relative and kin connections · not yet" in home
    assert "aunt" not in await sam.everything()


async def _kept_private(ana: Person) -> None:
    await answer(ana, "I forgot to ask about an aunt.")


async def _not_today(ana: Person) -> None:
    await ana.press("nudge_not_today")
    await ana.world.settle()


async def _skipped_each_step(ana: Person) -> None:
    await ana.press("nudge_reflect")
    form = await ana.form("reflection_step")
    while form["callback_id"] == "reflection_step":
        form = (await ana.submit(form))["view"]


async def _shared_and_taken_back(ana: Person) -> None:
    await answer(ana, "I forgot to ask about an aunt.", "supervisor")
    await ana.press("checkin_withdraw")
    await ana.world.settle()


async def _paused(ana: Person) -> None:
    await answer_to(ana, "pause")


async def _nothing(_: Person) -> None:
    """Ana does nothing at all."""


async def test_every_silence_looks_the_same_to_sam(tmp_path: Path) -> None:
    """Kept private, Not today, skipped step by step, taken back, paused, no answer: Sam sees the same bytes."""
    seen = set()
    for place, silence in enumerate(
        (_nothing, _kept_private, _not_today, _skipped_each_step, _shared_and_taken_back, _paused)
    ):
        async with in_one_process(tmp_path / str(place)) as world:
            ana, sam = await asked_by_sam(world)
            await silence(ana)
            seen.add(await what_sam_sees(sam))

    assert 1 == len(seen)


async def test_ana_shares_with_sam_who_asked(http_world: World) -> None:
    """What Ana shares with Sam, Sam reads, and Cora does not; Ana sees that Sam was shown it."""
    ana, sam = await asked_by_sam(http_world)

    await answer(ana, "I forgot to ask about an aunt.", "supervisor")
    status, home = await what_sam_sees(sam)

    assert "Relative and kin connections: answered" in status
    assert "I forgot to ask about an aunt." in home
    assert "aunt" not in texts(await http_world.person("UCORA").home())
    assert ":eyes: Shown to <@USAM> on Monday, Nov 2." in texts(await ana.home())


async def test_ana_shares_with_her_coach_instead(http_world: World) -> None:
    """A check-in that Sam asked for and Ana gave to Cora is “not yet” for Sam."""
    ana, sam = await asked_by_sam(http_world)

    await answer(ana, "I forgot to ask about an aunt.", "coach")

    assert "aunt" in texts(await http_world.person("UCORA").home())
    assert "not yet" in (await what_sam_sees(sam))[0]
    assert "aunt" not in await sam.everything()


async def test_an_asked_check_in_starts_at_only_me(http_world: World) -> None:
    """The form offers only me, the coach and the supervisor who asked, and starts at only me."""
    ana, _ = await asked_by_sam(http_world)

    await ana.press("nudge_reflect")
    sharing = await ana.walk("An aunt.")
    element = next(block["element"] for block in sharing["blocks"] if block.get("block_id") == "audience")

    assert ["only_me", "coach", "supervisor"] == offered(sharing, "audience")
    assert "only_me" == element["initial_option"]["value"]


async def test_the_clocks_question_never_offers_the_supervisor(http_world: World) -> None:
    """Without a request, only me and the coach are on offer."""
    ana = await nudged(http_world)

    await ana.press("nudge_reflect")
    sharing = await ana.walk("An aunt.")

    assert {"only_me", "coach"} == set(offered(sharing, "audience"))


async def test_once_a_week_from_the_same_person(http_world: World) -> None:
    """A second request in the same week is refused with the reason."""
    _, sam = await asked_by_sam(http_world)

    assert "You already asked <@UANA> this week. Next week is soon enough." == await answer_to(sam, "@ana engagement")


async def test_next_week_sam_may_ask_again(http_world: World) -> None:
    """A new local week opens it again."""
    ana, sam = await asked_by_sam(http_world)

    await clock_to(http_world, "2026-11-09T10:00:00-06:00")
    await ask(sam, "@ana engagement")
    asked = [each for each in await with_button(ana, "nudge_reflect") if "<@USAM> asked me" in texts(each)]

    assert 2 == len(asked)


async def test_it_goes_out_inside_her_hours(http_world: World) -> None:
    """Asked on Tuesday, it comes on Wednesday morning, and not before."""
    ana, sam = await nudged(http_world), http_world.person("USAM")
    await ana.press("nudge_not_today")
    await clock_to(http_world, "2026-11-03T10:00:00-06:00")

    await ask(sam, "@ana kin")
    before = len(await ana.inbox())
    await clock_to(http_world, "2026-11-04T09:31:00-06:00")
    after = (await ana.inbox())[before:]

    assert any("<@USAM> asked me" in texts(each) for each in after)


async def test_stress_is_not_on_the_menu(http_world: World) -> None:
    """Topics that stay the caseworker's own are neither offered nor taken when typed."""
    sam = http_world.person("USAM")

    await sam.command("@ana")
    menu = await sam.form("request_topic")
    told = await answer_to(sam, "@ana sts")

    assert "kin" in offered(menu, "topic")
    assert "sts" not in offered(menu, "topic")
    assert "That topic stays the caseworker’s own. Please pick another one." == told


async def test_picking_a_topic_shows_the_preview(http_world: World) -> None:
    """Without a typed topic, the menu comes first and turns into the preview."""
    sam = http_world.person("USAM")

    await sam.command("@ana")
    sent = await sam.submit(await sam.form("request_topic"), topic="kin")

    assert "request_preview" == sent["view"]["callback_id"]
    assert "on Relative and kin connections" in texts(sent["view"])


async def test_only_coach_and_supervisor_may_ask(http_world: World) -> None:
    """A colleague, the program lead, somebody outside, and she herself are told whom they can ask."""
    others = ("UBEN", "ULEE", "UPAT", "UANA")

    told = [await answer_to(http_world.person(other), "@ana kin") for other in others]

    assert {"You can ask the people you coach or supervise. <@UANA> is not one of them here."} == set(told)


async def test_nobody_is_asked_before_their_yes(http_world: World) -> None:
    """Dee has not said yes, so Sam cannot ask her."""
    told = await answer_to(http_world.person("USAM"), "@dee kin")

    assert "<@UDEE> has not joined yet, so I cannot write to them." == told


async def test_the_team_is_asked_with_one_preview(http_world: World) -> None:
    """One preview names everybody who gets it, and who does not with the reason."""
    sam = http_world.person("USAM")

    preview = await ask(sam, "team kin")
    said = await sam.form("said")

    assert "This goes to <@UANA>, <@UBEN>, inside their own hours:" in texts(preview)
    assert "<@UDEE> has not joined yet" in texts(preview)
    assert "Asked. It goes out inside their own hours, this week or next:\n<@UANA>\n<@UBEN>" in texts(said).replace(
        "\\n", "\n"
    )


async def test_the_team_is_for_those_who_have_people(http_world: World) -> None:
    """Ana has nobody to ask."""
    told = await answer_to(http_world.person("UANA"), "team kin")

    assert "You have nobody to ask here. Coaches and supervisors can ask their own people." == told


async def test_a_paused_caseworker_gets_nothing_and_sam_cannot_tell(tmp_path: Path) -> None:
    """Asking somebody who is paused reads the same, and nothing is sent."""
    said, arrived = [], []
    for paused in (False, True):
        async with in_one_process(tmp_path / str(paused)) as world:
            ana, sam = await nudged(world), world.person("USAM")
            if paused:
                await answer_to(ana, "pause")
            await ask(sam, "@ana kin")
            said.append(texts(await sam.form("said")))
            arrived.append(any("<@USAM> asked me" in texts(each) for each in await ana.inbox() if "blocks" in each))

    assert said[0] == said[1]
    assert [True, False] == arrived


async def test_an_unknown_topic_is_answered_with_the_topics(http_world: World) -> None:
    """A topic that does not exist brings the list of those that do."""
    told = await answer_to(http_world.person("USAM"), "@ana weather")

    assert told.startswith("I know no topic by that name. Try one of:")
    assert "`kin`" in told
    assert "`sts`" not in told


async def test_more_people_than_one_form_asks_are_not_left_out_in_silence(http_world: World) -> None:
    """Sam supervises more than 60 caseworkers: the preview for all of his team says that it asks 60 of them."""
    assert http_world.app is not None
    sam, seat = http_world.person("USAM"), PLACES[0]
    async with http_world.app.here.begin() as session:
        for number in range(61):
            place = replace(seat, roles=replace(seat.roles, caseworker=f"UX{number}"))
            await enrollments.enroll(session, WORKSPACE, place, by=LEAD, coach_zone=CHICAGO, now=http_world.app.clock())

    await sam.command("team kin")

    assert "One form asks 60 people." in texts(await sam.form("request_preview"))


async def test_nobody_asked_is_not_said_to_be_asked(http_world: World) -> None:
    """Sam looks at the team's preview, and both are asked meanwhile, on his phone: its Ask gives the reasons alone."""
    assert http_world.app is not None
    sam, now = http_world.person("USAM"), http_world.app.clock()
    await sam.command("team kin")
    preview = await sam.form("request_preview")
    question = [json.loads(preview["private_metadata"])["prompt"]]
    async with http_world.app.here.begin() as session:
        for person in ("UANA", "UBEN"):
            await nudges.request(session, http_world.app.library, "T0SHOULDER", sam.id, person, *question, now=now)

    sent = await sam.submit(preview)

    assert "You already asked <@UANA> this week." in texts(sent["view"])
    assert "It goes out" not in texts(sent["view"])
