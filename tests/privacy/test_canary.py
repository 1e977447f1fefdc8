"""Words kept for oneself are nowhere else: not on the disk, not in the log, not in anybody's sight or export."""

import asyncio
import sqlite3
import sys
import zipfile
from pathlib import Path

from tests.journeys.acts import answer, answer_to, ask, clock_to, start, texts
from tests.journeys.goals_acts import agreed, close
from tests.privacy.watching import looks_around
from tests.world import ROOT, Person, World, apart, environment

CANARY = "quetzalfeather"
SHARED = "heronfeather"
OTHERS = ("UBEN", "UDEE", "UCORA", "USAM", "ULEE", "UPAT")
TYPED = (
    ("purge", "--dry-run"),
    ("hold", "list"),
    ("db", "rotate-key"),
    ("export", "--records", "--by", "the records officer", "--to", "records.zip"),
    ("export", "--person", "UBEN", "--to", "ben.zip"),
    ("erase", "--person", "UBEN"),
)


async def test_words_kept_for_oneself_are_nowhere_else(tmp_path: Path) -> None:
    """Ana types a word of its own kind at every entrance as *only me*; only her own views ever have it."""
    async with apart(tmp_path, log_level="DEBUG") as world:
        assert world.start_app is not None
        await world.start_app()
        ana = world.person("UANA")
        await _at_every_entrance(world, ana)
        seen = await _everybody_looks(world)
        typed = await _the_office_types(world)
        hers = await ana.everything()
        told = await _typed(world, "export", "--person", "UANA", "--to", "ana.zip")
        read = "".join(await looks_around(world, "ULEE"))
        await world.kill_app()
        log = (world.settings.data_dir / "app.log").read_text()

        assert [] == [other for other, everything in seen.items() if CANARY in everything]
        assert CANARY in hers
        assert CANARY not in typed
        assert CANARY not in told + read
        assert CANARY in "".join(_opened(world.settings.data_dir.parent / "ana.zip"))
        assert '"event": "delivered"' in log
        assert CANARY not in log
        assert CANARY.encode() not in world.database_bytes()
        assert not any(CANARY in str(row) for row in _outbox(world))
        assert [] != _outbox(world)
        assert SHARED in seen["UCORA"]
        assert SHARED in typed


async def _at_every_entrance(world: World, ana: Person) -> None:
    """A nudge's form, a request's form, a path, the shortcut, a topic, an edit, a draft of any kind, the chat."""
    await world.next_nudge()
    await answer(ana, f"{CANARY} in the form", success=f"{CANARY} that I never posted")
    await start(ana, "topic:kin")
    await ana.submit(await ana.walk(f"{SHARED} for my coach"), audience="coach")
    await world.settle()
    await ask(world.person("USAM"), "@ana kin")
    await answer(ana, f"{CANARY} for myself, though he asked")
    for picked in ("path:bias", "path:if-then", "topic:sts"):
        await start(ana, picked)
        await ana.submit(await ana.walk(f"{CANARY} on a path"), audience="only_me")
    await world.post("shortcut", user="UANA", callback_id="just_finished_a_visit")
    await ana.submit(await ana.walk(f"{CANARY} after a visit"), audience="only_me")
    await _edited(ana)
    await agreed(world)
    await close(ana, "met", closing=f"{CANARY} at the end of a goal", audience="only_me")
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


async def _everybody_looks(world: World) -> dict[str, str]:
    """Every digest, App Home, command and window of everybody else, and the page that machines look at."""
    await world.next_digest()
    async with world.http.get(f"{world.app_url}/healthz") as health:
        machines = await health.text()
    return {other: "\n".join(await looks_around(world, other)) for other in OTHERS} | {"a machine": machines}


async def _the_office_types(world: World) -> str:
    """Every command of the office that tells something, and all that is in the files it makes, as one text."""
    told = [await _typed(world, *words) for words in TYPED]
    for file in sorted(world.settings.data_dir.parent.glob("*.zip")):
        told += _opened(file)
    return "\n".join(told)


async def _typed(world: World, *words: str) -> str:
    """What one command says."""
    command = (sys.executable, "-m", "bot", *words)
    folder = world.settings.data_dir.parent
    where = {"cwd": folder, "env": environment(world.settings, 0) | {"PYTHONPATH": str(ROOT)}}
    ran = await asyncio.create_subprocess_exec(*command, stdout=-1, stderr=-1, **where)  # type: ignore[arg-type]
    out, err = await ran.communicate()
    assert b"Traceback" not in err
    return (out + err).decode()


def _opened(file: Path) -> list[str]:
    """The texts in a zip."""
    with zipfile.ZipFile(file) as opened:
        return [opened.read(name).decode("utf-8-sig") for name in opened.namelist()]


def _outbox(world: World) -> list[tuple[object, ...]]:
    """Every row of the outbox."""
    with sqlite3.connect(world.settings.data_dir / "shoulder.db") as database:
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
