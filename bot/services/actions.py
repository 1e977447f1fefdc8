"""What there is to do for one delivery, as values: say it, change it, take it away, let it go, or wait."""

from dataclasses import dataclass
from datetime import datetime

from bot.coaching.language import ENGLISH
from bot.coaching.messages import Message
from bot.services.messenger import Posted
from bot.services.outbox import State
from bot.services.standing import Corner


@dataclass(frozen=True)
class Post:
    """Say this, in the language of whoever reads it."""

    message: Message
    language: str = ENGLISH


@dataclass(frozen=True)
class Update:
    """Say this in the place of what stands there."""

    posted: Posted
    delivery: str
    message: Message
    language: str = ENGLISH


@dataclass(frozen=True)
class Remove:
    """Take this away."""

    posted: Posted


@dataclass(frozen=True)
class Publish:
    """Draw this person's App Home as it is now."""

    corner: Corner
    language: str = ENGLISH


@dataclass(frozen=True)
class Settle:
    """Nothing to say any more; the row says why."""

    state: State
    reason: str


@dataclass(frozen=True)
class Wait:
    """Say it later, at a better time for its reader."""

    until: datetime
    reason: str


Action = Post | Update | Remove | Publish | Settle | Wait
