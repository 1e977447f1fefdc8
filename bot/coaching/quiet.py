"""Whether Slack itself says that somebody is away or wants no messages just now: then what is owed to them waits."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.coaching.schedule import instant, local_date

GONE, AWAY, DO_NOT_DISTURB = "account_closed", "slack_away", "do_not_disturb"
AWAY_EMOJI = frozenset({":palm_tree:", ":face_with_thermometer:"})
AWAY_TEXTS = frozenset({"vacationing", "on vacation", "out sick"})
COUNTS_FOR = timedelta(days=1)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Seen:
    """What Slack last said of somebody, and when. `away` without `until` is a status without an end."""

    zone: str
    gone: bool = False
    away: bool = False
    until: datetime | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True)
class Quiet:
    """Nothing is sent before `until` (None: not at all), for a reason of the ledger."""

    reason: str
    until: datetime | None


def means_away(emoji: str, text: str) -> bool:
    """Whether a status is Slack's own “Vacationing” or “Out sick”. The emoji counts in every language.

    >>> means_away(":palm_tree:", "Urlaub"), means_away("", "On vacation"), means_away(":calendar:", "In a meeting")
    (True, True, False)
    """
    return emoji in AWAY_EMOJI or text.strip().lower() in AWAY_TEXTS


def must_look_again(seen: Seen, now: datetime) -> bool:
    """Whether a status without an end was seen so long ago that it may be over: its end may have passed us by."""
    return seen.away and seen.until is None and (seen.checked_at is None or now - seen.checked_at >= COUNTS_FOR)


def decide(seen: Seen | None, do_not_disturb_until: datetime | None, now: datetime) -> Quiet | None:
    """Why and until when this person gets nothing; None when nothing speaks against it, or nothing is known."""
    if seen is not None and seen.gone:
        return Quiet(GONE, None)
    if seen is not None and (until := _away_until(seen, now)) is not None:
        return Quiet(AWAY, until)
    if do_not_disturb_until is not None and now < do_not_disturb_until:
        return Quiet(DO_NOT_DISTURB, do_not_disturb_until)
    return None


def _away_until(seen: Seen, now: datetime) -> datetime | None:
    """The end of their status; without one, the end of their day, when it is looked at anew."""
    if not seen.away or must_look_again(seen, now):
        return None
    if seen.until is None:
        return instant(local_date(now, seen.zone) + _ONE_DAY, time(), seen.zone)
    return seen.until if now < seen.until else None
