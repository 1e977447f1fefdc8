"""Count what was owed and what arrived: the app's ledger on one side, the pretend Slack's messages on the other."""

from collections import Counter

from sqlalchemy import select

from bot.db.tables import Delivery
from tests import by_hand
from tests.by_hand import Row
from tests.world import Json, World

PLACES = ("UANA", "UBEN", "UDEE", "UCORA", "USAM", "ULEE", "CWINS")
OPEN = ("waiting", "claimed", "unknown")


def rows(world: World, kind: str = "%") -> list[Row]:
    """The ledger, or the rows of one kind; what was due first comes first."""
    table = Delivery.__table__
    asked = select(table).where(table.c.kind.like(kind)).order_by(table.c.due_at, table.c.id)
    return by_hand.read(world.settings, asked)


def states(world: World, kind: str) -> list[str]:
    """Where the rows of one kind stand."""
    return [row["state"] for row in rows(world, kind)]


def still_open(world: World) -> list[Row]:
    """What is owed and not settled."""
    return [row for row in rows(world) if row["state"] in OPEN]


async def arrived(world: World) -> Counter[str]:
    """How often each delivery stands in the pretend Slack, by the id in its metadata."""
    found: Counter[str] = Counter()
    for place in PLACES:
        found.update(delivery_of(message) for message in await world.messages(place) if "metadata" in message)
    return found


def delivery_of(message: Json) -> str:
    """The delivery's id that a message carries."""
    return str(message["metadata"]["event_payload"]["delivery"])


async def calm(world: World) -> None:
    """Send the seeded invitations, a few seconds at a time: Ana's hour is not to come yet."""
    for _ in range(10):
        await world.post("clock", advance_seconds=3)
        if not still_open(world):
            return
    raise AssertionError(still_open(world))


async def quiet(world: World, *, steps: int = 40) -> None:
    """Let time pass, a few seconds and then minutes at a step, until nothing is owed for now; fail when it never ends."""
    for step in range(steps):
        await world.post("clock", advance_seconds=min(6 + step**2, 600))
        if not still_open(world):
            return
    raise AssertionError(still_open(world))


async def never_twice_never_lost(world: World, kind: str) -> None:
    """Each row of this kind is sent, and its message stands in Slack once."""
    times = await arrived(world)
    found = {row["id"]: (row["state"], times[row["id"]]) for row in rows(world, kind)}

    assert found
    assert {("sent", 1)} == set(found.values()), found
