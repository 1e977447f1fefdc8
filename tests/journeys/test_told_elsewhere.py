"""What Slack does not take beside a command or a button reaches its person another way."""

import pytest
from structlog.testing import capture_logs

from bot.services import nudges
from tests.journeys.acts import nudged, press_home, texts
from tests.journeys.test_never_twice_inwards import broken, reference_in
from tests.world import Json, Person, World

USED_UP = ("response_url", "error:used_url")
GONE = ("response_url", "http_500")


async def refuse(world: World, *faults: tuple[str, str]) -> None:
    """Slack will not take the next two of these."""
    for method, kind in faults:
        await world.post("faults", method=method, kind=kind, times=2)


async def in_messages(person: Person) -> str:
    """The latest message that is there to stay."""
    await person.world.settle()
    return [each["text"] for each in await person.inbox() if "ephemeral_for" not in each][-1]


async def test_an_answer_comes_as_a_message_where_it_cannot_stand_beside_the_command(http_world: World) -> None:
    """Ana pauses, Slack breaks at the answer: she reads in her messages that it is quiet now."""
    ana = http_world.person("UANA")
    await refuse(http_world, GONE)

    await ana.command("pause")

    assert "Nobody gets told" in await in_messages(ana)


async def test_an_answer_comes_as_a_message_where_no_window_opens(http_world: World) -> None:
    """Ana deletes what she wrote from App Home; the window that tells it comes too late for Slack."""
    ana = http_world.person("UANA")
    await refuse(http_world, ("views.open", "error:expired_trigger_id"))

    await press_home(ana, "records_delete_mine")

    assert (await in_messages(ana)).startswith("What you wrote is deleted")


async def test_words_that_others_shared_do_not_stay_in_a_chat(http_world: World) -> None:
    """The coming digest, which holds people's words, is shown beside the command or not at all; Cora is asked to try again."""
    cora = http_world.person("UCORA")
    await refuse(http_world, USED_UP)

    await cora.command("digest")

    assert "I could not show it to you just now. Please ask once more." == await in_messages(cora)


async def test_what_was_done_stays_done_where_nobody_can_be_told(http_world: World) -> None:
    """Neither beside the command nor as a message: Ana is paused all the same, her App Home shows it, our log says the rest."""
    ana = http_world.person("UANA")
    await ana.home()
    await refuse(http_world, GONE, ("chat.postMessage", "error:channel_not_found"))

    with capture_logs() as logged:
        await ana.command("pause")
        await http_world.settle()

    assert ["not_told"] == [each["event"] for each in logged if each["log_level"] == "warning"]
    assert "Resume" in texts((await ana.views())["home"])


@pytest.mark.expects_errors
async def test_an_apology_comes_as_a_message_where_it_cannot_stand_beside_the_button(
    http_world: World, monkeypatch: pytest.MonkeyPatch, nothing_broke: list[Json]
) -> None:
    """A click broke, and its address takes no more answers: Ana reads the reference in her messages."""
    ana = await nudged(http_world)
    monkeypatch.setattr(nudges, "own_nudge", broken)
    await refuse(http_world, USED_UP)

    await ana.press("nudge_not_today")

    assert await reference_in([await in_messages(ana)]) == nothing_broke[0]["reference"]
