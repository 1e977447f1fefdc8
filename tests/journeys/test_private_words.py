"""Words kept for oneself are nowhere else: not on the disk, not in the log, not in anybody's sight."""

import sqlite3
from pathlib import Path

from tests.journeys.acts import answer, answer_to, ask, clock_to, start, texts
from tests.world import Person, World, apart

CANARY = "quetzalfeather"
OTHERS = ("UBEN", "UDEE", "UCORA", "USAM", "ULEE", "UPAT")
COMMANDS = ("", "status", "why", "help", "digest", "team", "@ana", "enroll", "setup")


async def test_words_kept_for_oneself_are_nowhere_else(tmp_path: Path) -> None:
    """Ana types a word of its own kind at every entrance as *only me*; only her own views ever have it."""
    async with apart(tmp_path, log_level="DEBUG") as world:
        assert world.start_app is not None
        await world.start_app()
        ana = world.person("UANA")
        await _at_every_entrance(world, ana)
        await _everybody_looks(world)
        seen = {other: await world.person(other).everything() for other in OTHERS}
        hers = await ana.everything()
        log = (world.settings.data_dir / "app.log").read_text()
        await _stopped(world)

        assert [] == [other for other, everything in seen.items() if CANARY in everything]
        assert CANARY in hers
        assert '"event": "delivered"' in log
        assert CANARY not in log
        assert CANARY.encode() not in world.database_bytes()
        assert not any(CANARY in str(row) for row in _outbox(world))
        assert [] != _outbox(world)


async def _at_every_entrance(world: World, ana: Person) -> None:
    """A nudge's form, a request's form, a path, the shortcut, a topic, an edit, a half-written draft, the chat."""
    await world.next_nudge()
    await answer(ana, f"{CANARY} in the form")
    await ask(world.person("USAM"), "@ana kin")
    await answer(ana, f"{CANARY} for myself, though he asked")
    for picked in ("path:bias", "path:if-then", "topic:sts"):
        await start(ana, picked)
        await ana.submit(await ana.walk(f"{CANARY} on a path"), audience="only_me")
    await world.post("shortcut", user="UANA", callback_id="just_finished_a_visit")
    await ana.submit(await ana.walk(f"{CANARY} after a visit"), audience="only_me")
    await _edited(ana)
    await start(ana, "path:bias")
    await ana.answer(f"{CANARY} half written")
    await clock_to(world, "2026-11-09T09:31:00-06:00")
    await ana.latest_with("nudge_reflect")
    await ana.say(f"{CANARY} in the chat")
    await world.settle()
    await ana.say(f"{CANARY} and her number is 312-555-0188")
    await world.settle()


async def _edited(ana: Person) -> None:
    await ana.world.settle()
    await ana.press_home("checkin_edit")
    form = await ana.form("checkin_edit_form")
    block = next(each["block_id"] for each in form["blocks"] if each["type"] == "input")
    await ana.submit(form, **{block: f"{CANARY} in other words"})


async def _everybody_looks(world: World) -> None:
    """Every digest, App Home and command of everybody else."""
    await world.next_digest()
    for other in OTHERS:
        person = world.person(other)
        for typed in COMMANDS:
            await person.command(typed)
            await world.settle()
            assert CANARY not in texts({"blocks": [str(await person.views()), str(await person.inbox())]})
        await person.home()


async def _stopped(world: World) -> None:
    """Stop the app as an operator does, so that what it holds is on the disk."""
    assert world.process is not None
    world.process.terminate()
    await world.process.wait()


def _outbox(world: World) -> list[tuple[object, ...]]:
    """Every row of the outbox."""
    path = next(each for each in world.settings.data_dir.rglob("*") if each.suffix in (".db", ".sqlite", ".sqlite3"))
    with sqlite3.connect(path) as database:
        return database.execute("select * from deliveries").fetchall()


async def test_words_taken_back_leave_the_disk(tmp_path: Path) -> None:
    """Shared, taken back: Ana's own App Home, Cora's sight and the disk are without them."""
    async with apart(tmp_path, log_level="DEBUG") as world:
        assert world.start_app is not None
        await world.start_app()
        ana, cora = world.person("UANA"), world.person("UCORA")
        await world.next_nudge()
        await answer(ana, f"{CANARY} for my coach", "coach")
        assert CANARY in texts(await cora.home())

        await ana.press("checkin_withdraw")
        await world.settle()
        await world.next_digest()

        assert CANARY not in texts(await ana.home())
        assert CANARY not in texts(await cora.home())
        assert CANARY not in str(await cora.inbox())
        assert CANARY.encode() not in world.database_bytes()


async def test_a_refused_command_leaves_no_words(tmp_path: Path) -> None:
    """What is typed after the command by mistake is neither logged nor kept."""
    async with apart(tmp_path, log_level="DEBUG") as world:
        assert world.start_app is not None
        await world.start_app()

        told = await answer_to(world.person("UANA"), f"{CANARY} was on my mind")

        assert told.startswith("I do not know that word.")
        assert CANARY.encode() not in world.database_bytes()


async def test_what_the_guard_marks_is_in_no_log(tmp_path: Path) -> None:
    """The words that come back marked to their author's own window pass through Bolt, which would log them at DEBUG."""
    async with apart(tmp_path, log_level="DEBUG") as world:
        assert world.start_app is not None
        await world.start_app()
        ana = world.person("UANA")
        await world.next_nudge()
        await ana.press("nudge_reflect")
        sent = await ana.answer(f"{CANARY} and the case number is 23-JC-0147")
        log = (world.settings.data_dir / "app.log").read_text()

        assert CANARY in str(sent["view"])
        assert CANARY not in log
