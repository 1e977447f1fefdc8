"""What was declined when the app was installed: it works without, asks for nothing it may not, and says so once."""

from pathlib import Path
from typing import Any

import pytest

from bot.coaching.features import WITHOUT, Feature
from bot.sandbox.run import LEAD, PLAN, WORKSPACE
from bot.services import declined
from bot.slack.scopes import OPTIONAL
from tests import by_hand
from tests.world import World, in_one_process


async def told(world: World) -> list[str]:
    """What the lead was told of it."""
    return [text for text in await world.texts(LEAD) if WITHOUT[Feature.OWN_COPY] in text]


async def test_without_any_optional_scope_the_app_works_and_says_what_is_off(tmp_path: Path) -> None:
    """The lead hears of all of it in one message, and Ana gets her question. Nothing is called that was not allowed.

    That last part is what every world looks at when it ends.
    """
    async with in_one_process(tmp_path, declined=OPTIONAL) as world:
        await world.next_nudge()
        await world.person("UANA").latest_with("nudge_reflect")
        [message] = await told(world)

    assert [] == [sentence for sentence in WITHOUT.values() if sentence not in message]


async def test_it_is_said_once(tmp_path: Path) -> None:
    """Also when the app starts again."""
    async with in_one_process(tmp_path, declined=("files:write",)) as world:
        assert world.app is not None
        async with world.app.database.begin() as session:
            await declined.tell(session, WORKSPACE, world.app.placed.presence.messenger.off, now=world.app.clock())
        await world.settle()

        assert 1 == len(await told(world))


async def test_without_files_somebody_is_told_whom_to_ask_for_their_copy(tmp_path: Path) -> None:
    """Nothing is copied, and nothing is written down as copied."""
    async with in_one_process(tmp_path, declined=("files:write",)) as world:
        ana, before = world.person("UANA"), by_hand.count(world.settings, "audit")
        await ana.press_home("records_export_mine")

        window = await ana.form("said")

        assert PLAN.privacy_contact in str(window["blocks"])
        assert before == by_hand.count(world.settings, "audit")


async def test_what_is_allowed_later_is_there_without_a_new_start(tmp_path: Path) -> None:
    """An administrator installs the app again and allows files: minutes later Ana gets her copy. Taken away, it is told anew."""
    async with in_one_process(tmp_path, declined=("files:write",)) as world:
        ana = world.person("UANA")
        await world.post("install")
        await world.post("clock", advance_seconds=3_600)
        await beat(world)
        await ana.press_home("records_export_mine")
        copied = await world.eventually(lambda: sent_file(world))
        before = len(await told(world))
        await world.post("install", declined=["files:write", "users:read.email"])
        await beat(world)  # asks about whoever was not asked about for a day, and hears it in Slack's answers
        await world.post("clock", advance_seconds=90_000)
        await beat(world)
        await world.settle()

        assert copied
        assert before + 1 == len(await told(world))


async def test_what_was_taken_away_while_the_database_was_away_is_told_after(
    http_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The beat that hears of it cannot write it down; the next one can."""
    tell, broke = declined.tell, list[bool]()

    async def broken_once(*given: Any, **named: Any) -> None:
        if not broke:
            broke.append(True)
            raise RuntimeError("the database is away")
        await tell(*given, **named)

    monkeypatch.setattr(declined, "tell", broken_once)
    await http_world.post("install", declined=["files:write"])
    await http_world.post("clock", advance_seconds=90_000)
    with pytest.raises(RuntimeError):
        await beat(http_world)
    await beat(http_world)
    await http_world.settle()

    assert 1 == len(await told(http_world))


async def beat(world: World) -> None:
    """One beat of looking around; the clock of tests pushes the others alone."""
    assert world.app is not None
    await world.app.look_around()


async def sent_file(world: World) -> bool:
    """Whether a file stands in Ana's messages."""
    return any(each.get("files") for each in await world.messages("UANA"))
