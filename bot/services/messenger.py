"""The way out to people, as the services see it: Slack is somewhere behind these few calls."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.coaching.features import Feature
from bot.coaching.messages import Message
from bot.coaching.prompts import Library

if TYPE_CHECKING:  # what is published knows, far down, who is written to
    from bot.services.standing import Corner


@dataclass(frozen=True)
class Posted:
    """Where a message stands in Slack."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Profile:
    """What we need to know of a person in the workspace. `zone` is an IANA name, or None if Slack has none that we know.

    `away` is a status of vacation or sickness; it ends at `away_until`, or has no end.
    `guest`: somebody from outside whom the workspace let in; `outsider`: of another workspace (Slack Connect).
    `language` is one that the app speaks, or None where Slack said nothing of it. `name` is for a sentence and is not kept.
    """

    person: str
    zone: str | None
    gone: bool
    outsider: bool
    is_bot: bool
    away: bool = False
    away_until: datetime | None = None
    language: str | None = None
    name: str = ""
    guest: bool = False


class SendProblem(Exception):
    """Sending did not work out; `reason` is a short word for the ledger, never a message's text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Busy(SendProblem):
    """Slack asks us to wait: nothing was posted."""

    def __init__(self, reason: str, wait: timedelta) -> None:
        super().__init__(reason)
        self.wait = wait


class Refused(SendProblem):
    """Slack said no, and will say no again: nothing was posted."""


class SwitchedOff(SendProblem):
    """Slack does not let us speak in this workspace at all, until somebody mends our installation: nothing was posted."""


class Unclear(SendProblem):
    """No answer came back. Slack may have posted it or not; only a look at the channel can tell."""


Soon = Callable[[], Awaitable[Sequence[str]]]
"""People to whom something is owed soon, the next one first."""


async def nobody() -> Sequence[str]:
    """Nobody else is to be asked about."""
    return ()


class Messenger(Protocol):
    """Post, change, take back, look for, and ask who somebody is."""

    @property
    def off(self) -> frozenset[Feature]:
        """The features that were declined."""

    def within(self, workspace: str) -> "Messenger":
        """The same way out, for one workspace alone and with its token."""

    async def let_in(self) -> bool:
        """Whether Slack lets us into this workspace still. Raises Busy or Unclear when it does not say."""

    async def post(self, channel: str, message: Message, *, delivery: str) -> Posted:
        """Post with the delivery's id as metadata. Raises Busy, Refused, SwitchedOff or Unclear; never tries twice by itself."""

    async def is_shared_with_others(self, channel: str) -> bool:
        """Whether people of another organization are in this channel; False where Slack may not be asked. Raises Busy or SwitchedOff."""

    async def update(self, posted: Posted, message: Message, *, delivery: str) -> None:
        """Change what was posted. Safe to repeat."""

    async def remove(self, posted: Posted) -> None:
        """Take back what was posted. Gone already is fine."""

    async def publish(self, corner: "Corner", library: Library) -> None:
        """Draw a person's App Home. Safe to repeat."""

    async def find(self, channel: str, *, delivery: str, since: datetime) -> Posted | None:
        """Look for a message by its delivery id; raises Refused when the channel cannot be read."""

    async def hand_over(self, person: str, name: str, content: bytes, said: str) -> None:
        """Give one person a file in their own messages, with a word on it. Raises Busy, Refused or Unclear."""

    async def profile(self, person: str) -> Profile | None:
        """Who this is, by Slack id or e-mail address; None if there is no such person."""

    async def quiet_until(
        self, people: Collection[str], now: datetime, *, soon: Soon = nobody
    ) -> Mapping[str, datetime]:
        """Of these people, who has Do Not Disturb on now, and until when, as Slack said within the last minutes.

        When Slack is asked, it is asked about those in `soon` too, as far as there is room. Never raises: where Slack
        does not say, nobody has it on.
        """
