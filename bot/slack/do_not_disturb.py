"""Ask Slack who has Do Not Disturb on, fifty people at a time; where it does not say, nobody is kept waiting for it."""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.services.messenger import Busy, Refused, SwitchedOff, Unclear
from bot.slack.answers import clearly
from bot.slack.people import moment

AT_ONCE = 50
PATIENCE_SECONDS = 2.0
AFTER_A_NO = timedelta(hours=1)
AFTER_SILENCE = timedelta(seconds=30)


class DoNotDisturb:
    """Slack's word on it. After a no, a 429 or no answer it is not asked again for a while: messages must not wait for it."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._ask_again: datetime | None = None

    async def until(self, people: Collection[str], now: datetime) -> dict[str, datetime]:
        """Who of these has it on now, and until when."""
        wanted, found = sorted(people), dict[str, datetime]()
        for start in range(0, len(wanted), AT_ONCE):
            if self._ask_again is not None and now < self._ask_again:
                return found
            found |= await self._some(wanted[start : start + AT_ONCE], now)
        return found

    async def _some(self, people: list[str], now: datetime) -> dict[str, datetime]:
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
            told = answer.get("users")
            return {who: end for who, each in _dicts(told) if (end := _on_until(each, now)) is not None}
        return {}


def _dicts(told: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(who, each) for who, each in told.items() if isinstance(each, dict)] if isinstance(told, dict) else []


def _on_until(told: dict[str, Any], now: datetime) -> datetime | None:
    start, end = moment(told.get("next_dnd_start_ts")), moment(told.get("next_dnd_end_ts"))
    on = bool(told.get("dnd_enabled")) and start is not None and end is not None and start <= now < end
    return end if on else None
