"""What whoever runs the app asks about its outbox: what is late, what failed and why; and to send that again."""

from collections.abc import Sequence

from bot import app, what_time
from bot.cannot_start import CannotStart
from bot.services import owed
from bot.services.owed import Counted, Outbox, Owed
from bot.settings import Settings
from bot.terminal import answer
from bot.which_program import workspace_of

ALL_WELL = "Nothing is late, and nothing has failed in four weeks."
WHICH = "Say which: the ids from `shoulder outbox list`, or --all."


async def show(settings: Settings, *, workspace: str, as_json: bool) -> None:
    """How the outbox stands."""
    async with app.open_database(settings) as database, database.read() as session:
        here, now = await workspace_of(session, workspace), await what_time.time_of(settings)
        found = await owed.outbox(session, here, now=now)
    answer("\n".join(_lines(found)) or ALL_WELL, found, as_json=as_json)


def _lines(found: Outbox) -> list[str]:
    until = found.paused_until
    quiet = [f"Slack has asked for quiet until {until:%Y-%m-%d %H:%M} UTC."] if until else []
    return [*quiet, *map(_count, found.counted), *map(_line, (*found.late, *found.failed))]


def _count(each: Counted) -> str:
    return f"{each.what}, {each.state}: {each.count}, the first was due {each.oldest:%Y-%m-%d %H:%M} UTC"


def _line(each: Owed) -> str:
    why = f", {each.reason}" if each.reason else ""
    return f"{each.id}: {each.what} for {each.to}, {each.state}{why}, due {each.due_at:%Y-%m-%d %H:%M} UTC. {each.mend}".rstrip()


async def retry(settings: Settings, ids: Sequence[str], *, everything: bool, workspace: str, as_json: bool) -> None:
    """Owe once more what failed. Whoever serves the database sends it with the next beat."""
    if bool(ids) == everything:
        raise CannotStart(WHICH)
    async with app.open_database(settings) as database, database.begin() as session:
        here, now = await workspace_of(session, workspace), await what_time.time_of(settings)
        count = await owed.send_again(session, here, None if everything else ids, now=now)
        passed = await owed.too_late(session, here, now=now) if everything else 0
    left = f" {passed} more had their time, and are not sent again." if passed else ""
    said = f"{count} to be sent again, with the app's next beat.{left}"
    answer(said, {"again": count, "too_late": passed}, as_json=as_json)
