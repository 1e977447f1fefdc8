"""Ask Slack who has Do Not Disturb on, fifty people at a time; where it does not say, nobody is kept waiting for it."""

import asyncio
import itertools
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.services.messenger import Busy, Refused, Soon, SwitchedOff, Unclear, nobody
from bot.slack.answers import clearly
from bot.slack.people import moment

AT_ONCE = 50
PATIENCE_SECONDS = 2.0
AFTER_A_NO = timedelta(hours=1)
AFTER_SILENCE = timedelta(seconds=30)
COUNTS_FOR = timedelta(minutes=5)
Stretch = tuple[datetime, datetime]


class DoNotDisturb:
    """Slack's word on it. Slack lets us ask twenty times a minute, so an answer counts for some minutes.

    After a no, a 429 or no answer it is not asked again for a while: messages must not wait for it.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._ask_again: datetime | None = None
        self._told: dict[str, tuple[datetime, Stretch | None]] = {}

    async def until(self, people: Collection[str], now: datetime, soon: Soon = nobody) -> dict[str, datetime]:
        """Who of these has it on now, and until when. Where there is room, Slack is asked about those in `soon` as well."""
        self._told = {who: each for who, each in self._told.items() if each[0] <= now < each[0] + COUNTS_FOR}
        unknown = sorted(set(people) - set(self._told))
        if unknown and self._may_ask(now):
            others = (who for who in await soon() if who not in self._told and who not in people)
            wanted = [*unknown, *itertools.islice(others, -len(unknown) % AT_ONCE)]
            for start in range(0, len(wanted), AT_ONCE):
                if self._may_ask(now):
                    await self._ask(wanted[start : start + AT_ONCE], now)
        return {who: end for who in people if (end := self._on_until(who, now)) is not None}

    def _may_ask(self, now: datetime) -> bool:
        return self._ask_again is None or now >= self._ask_again

    def _on_until(self, who: str, now: datetime) -> datetime | None:
        _, stretch = self._told.get(who, (now, None))
        return stretch[1] if stretch and stretch[0] <= now < stretch[1] else None

    async def _ask(self, people: list[str], now: datetime) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                answer = await clearly(self._client.dnd_teamInfo(users=people))
        except Busy as busy:
            self._ask_again = now + busy.wait
        except (Refused, SwitchedOff):
            self._ask_again = now + AFTER_A_NO
        except (Unclear, TimeoutError):
            self._ask_again = now + AFTER_SILENCE
        else:
            told = _stretches(answer.get("users"))
            self._told |= {who: (now, told.get(who)) for who in people}


def _stretches(told: Any) -> dict[str, Stretch | None]:
    if not isinstance(told, dict):
        return {}
    return {who: _stretch(each) for who, each in told.items() if isinstance(each, dict)}


def _stretch(told: dict[str, Any]) -> Stretch | None:
    """From when to when it is on, the next time or just now; None when it is switched off."""
    start, end = moment(told.get("next_dnd_start_ts")), moment(told.get("next_dnd_end_ts"))
    return (start, end) if bool(told.get("dnd_enabled")) and start is not None and end is not None else None
