"""Things that go wrong on purpose: refusals, cut lines, slow answers, late and double events."""

import asyncio
from dataclasses import asdict, dataclass
from typing import Any

from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Impossible

API_KINDS = ("ratelimited", "http_500", "http_503", "drop_after", "drop_before", "slow")
EVENT_KINDS = ("duplicate", "late", "drop_ack")
SOCKET_KINDS = ("disconnect", "refresh")
DEED_KINDS = ("duplicate",)
KINDS = {"events": EVENT_KINDS, "socket": SOCKET_KINDS, "interactive": DEED_KINDS}
LONGEST = 600.0


@dataclass
class Trouble:
    """One kind of trouble for one method, so many times. Waits are in seconds."""

    method: str
    kind: str
    times: int = 1
    retry_after: int = 1
    seconds: float = 2.0


class Faults:
    """The troubles still to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        """Start with none."""
        self.troubles: list[Trouble] = []

    def ask_for(self, wish: Payload) -> Trouble:
        """Plan a trouble. Raises Impossible when there is no such kind for that method."""
        method, kind = str(wish.get("method", "")), str(wish.get("kind", ""))
        kinds = KINDS.get(method, API_KINDS)
        if not method or not (kind in kinds or (kinds is API_KINDS and kind.startswith("error:"))):
            raise Impossible(f"There is no fault {kind!r} for {method!r}. Known: {', '.join(kinds)}.")
        trouble = Trouble(
            method,
            kind,
            times=max(1, _whole(wish.get("times"), 1)),
            retry_after=_whole(wish.get("retry_after"), 1),
            seconds=min(float(_whole(wish.get("seconds"), 2.0)), LONGEST),
        )
        self.troubles.append(trouble)
        return trouble

    def take(self, *methods: str) -> Trouble | None:
        """The next trouble for one of these methods, used once."""
        trouble = next((trouble for trouble in self.troubles if trouble.method in methods), None)
        if trouble is not None:
            trouble.times -= 1
            if trouble.times <= 0:
                self.troubles.remove(trouble)
        return trouble

    def listed(self) -> list[Payload]:
        """All that is still to come."""
        return [asdict(trouble) for trouble in self.troubles]

    def clear(self) -> None:
        """Nothing more goes wrong."""
        self.troubles.clear()


class Buckets:
    """Slack's one message a second in a channel, with a small burst allowed. Used only in strict mode."""

    def __init__(self, burst: int = 5) -> None:
        """`burst` messages may come at once before the pace is kept."""
        self.burst = burst
        self.free_at: dict[str, float] = {}

    def wait(self, channel: str, now: float) -> float:
        """Seconds until this channel takes another message; 0 takes it now."""
        free_at = max(self.free_at.get(channel, now), now)
        if free_at - now > self.burst - 1:
            return free_at - now - (self.burst - 1)
        self.free_at[channel] = free_at + 1.0
        return 0.0


async def pause(trouble: Trouble) -> None:
    """Be as slow as the trouble says."""
    await asyncio.sleep(trouble.seconds)


def _whole(value: Any, otherwise: Any) -> Any:
    if value is None:
        return otherwise
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise Impossible("times, retry_after and seconds are numbers above zero.")
    return value
