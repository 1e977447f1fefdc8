"""Three things that come to be owed: a nudge, a celebration and a digest, each as people or the clock bring it about."""

from collections.abc import Awaitable, Callable

from tests.world import World

BEFORE_THE_DIGEST = "2026-11-09T13:59:00+00:00"
MONDAYS_DIGEST = "2026-11-09T14:00:00+00:00"
ANAS_TIME = "2026-11-02T15:30:00+00:00"


async def nudge(world: World) -> None:
    """The clock reaches Ana's time."""
    await world.post("clock", to=ANAS_TIME)


async def celebration(world: World, owner: str = "UANA") -> None:
    """Ana approves a small success for the coach channel: the post there, and her own note of it."""
    await approve(world, owner)
    await world.settle()


async def approve(world: World, owner: str = "UANA") -> None:
    """The same, and nobody waits for what the app sends then."""
    person = world.person(owner)
    said = await world.post("message", user=owner, channel="CGENERAL", text="I asked before I guessed")
    await world.post("shortcut", user=owner, callback_id="celebrate_this", channel="CGENERAL", ts=said["ts"])
    await person.submit(await person.form("celebration_preview"), words="I asked before I guessed")


async def digest(world: World) -> None:
    """The clock reaches Monday, 8 am in Chicago."""
    await world.post("clock", to=MONDAYS_DIGEST)


async def almost(world: World, kind: str) -> None:
    """The last quiet moment before the digest; the two others are near."""
    if kind == "digest":
        await world.post("clock", to=BEFORE_THE_DIGEST)


OWING: dict[str, Callable[[World], Awaitable[None]]] = {"nudge": nudge, "celebration": celebration, "digest": digest}
