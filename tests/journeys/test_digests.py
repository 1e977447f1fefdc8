"""The coach's Monday: what was shared, silence without a meaning, and words where no chart can be drawn."""

import pytest

from tests.journeys.acts import answer, answer_to, clock_to, nudged, texts
from tests.world import Json, World

MONDAY_7_59 = "2026-11-09T07:59:00-06:00"
SAID = "I jumped to a story about the dad."
WON = "I waited, and it helped"


async def digest(world: World) -> Json:
    """Cora's digest of the coming Monday."""
    await world.next_digest()
    return (await world.messages("UCORA"))[-1]


async def test_silence_is_neutral(http_world: World) -> None:
    """Ben shared nothing: he stands there in the same words for every reason, with a question to open with."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")

    said = (await digest(http_world))["text"]
    ben = next(line for line in said.splitlines() if line.startswith("<@UBEN>"))

    assert "Nothing shared this week" in ben
    assert "You could open with:" in ben


async def test_a_week_without_a_word_still_comes(http_world: World) -> None:
    """Nobody shared anything: a digest with opening questions and no empty chart."""
    made = await digest(http_world)

    assert "data_visualization" not in {block["type"] for block in made["blocks"]}
    assert "<@UANA>" in texts(made)
    assert "<@UBEN>" in texts(made)


async def test_those_who_have_not_said_yes_are_not_in_it(http_world: World) -> None:
    """Dee is only invited."""
    assert "UDEE" not in texts(await digest(http_world))


async def test_who_paused_looks_like_who_was_silent(http_world: World) -> None:
    """Ana paused, Ben did not: both have the same line."""
    await answer_to(http_world.person("UANA"), "pause")

    said = (await digest(http_world))["text"]
    ana, ben = (next(line for line in said.splitlines() if line.startswith(f"<@{who}>")) for who in ("UANA", "UBEN"))

    assert ana.removeprefix("<@UANA>") == ben.removeprefix("<@UBEN>")


async def test_a_workspace_without_charts_gets_the_rest(http_world: World) -> None:
    """Slack refuses the blocks once: the digest comes without chart and table, words and people all there."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")
    await clock_to(http_world, MONDAY_7_59)
    await http_world.post("faults", method="chat.postMessage", kind="error:invalid_blocks", times=1)

    made = await digest(http_world)

    assert not {"data_visualization", "table"} & {block["type"] for block in made["blocks"]}
    assert SAID in texts(made)


@pytest.mark.parametrize("refusal", ["invalid_blocks", "msg_blocks_too_long"])
async def test_a_workspace_that_draws_nothing_gets_the_words(http_world: World, refusal: str) -> None:
    """Slack refuses the blocks twice, or finds them too long: the digest comes as plain words, once."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")
    await clock_to(http_world, MONDAY_7_59)
    before = len(await http_world.messages("UCORA"))
    await http_world.post("faults", method="chat.postMessage", kind=f"error:{refusal}", times=2)

    made = await digest(http_world)

    assert ["section"] == [block["type"] for block in made["blocks"]]
    assert SAID in texts(made)
    assert 1 == len(await http_world.messages("UCORA")) - before


async def test_the_text_alone_says_it_all(http_world: World) -> None:
    """What a screen reader hears has the words, too."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")

    assert SAID in (await digest(http_world))["text"]


async def test_one_digest_a_week(http_world: World) -> None:
    """Three Mondays, three digests, and only Cora has them."""
    for _ in range(3):
        await http_world.next_digest()
    inbox = [each for each in await http_world.messages("UCORA") if "Your coaching digest" in each["text"]]

    assert 3 == len(inbox)
    for other in ("UANA", "UBEN", "USAM", "ULEE"):
        assert "Your coaching digest" not in str(await http_world.person(other).inbox())


async def test_app_home_of_the_coach(http_world: World) -> None:
    """Her people, what was shared, and when the digest comes."""
    ana = await nudged(http_world)
    await answer(ana, SAID, "coach")

    home = texts(await http_world.person("UCORA").home())

    assert "• <@UANA>\\n• <@UBEN>\\n• <@UDEE> (invited)" in home
    assert SAID in home
    assert "Your next digest comes *Monday, Nov 9 at 8:00 am*." in home


async def test_the_coming_digest_from_app_home(http_world: World) -> None:
    """A window shows it as it stands."""
    ana, cora = await nudged(http_world), http_world.person("UCORA")
    await answer(ana, SAID, "coach")

    await cora.press_home("home_digest")

    assert SAID in texts(await cora.form("said"))


async def test_a_success_is_in_it_once_it_stands_in_the_channel(http_world: World) -> None:
    """Slack does not take Ana's small success until after the digest: its words come to Cora no earlier than to anybody."""
    ana = await nudged(http_world)
    preview = (await answer(ana, SAID, success=WON))["view"]
    await clock_to(http_world, "2026-11-09T07:58:00-06:00")
    await http_world.post("faults", method="chat.postMessage", kind="error:channel_not_found", times=2)
    await ana.submit(preview)
    await http_world.settle()

    made = await digest(http_world)

    assert [] == await http_world.texts("CWINS")
    assert WON not in texts(made)
