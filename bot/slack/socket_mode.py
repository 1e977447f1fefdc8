"""Be reached without a public address: two lines to Slack, of which one is always open while the other is replaced.

Slack brings each thing on any one of them. A line that ends is not repaired: a new one is dialled first, then the old one is
left. When no line has been open for so many tries, the process says so and ends, and whoever looks after it starts it anew.
"""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cannot_start import CannotStart
from bot.slack.socket_line import Hear, Line, NotGreeted, dial

log = structlog.get_logger()

LINES = 2
MOST_FAILURES = 8
LONGEST_WAIT_SECONDS = 30.0
UNHEARD_SECONDS = 900.0
TRIES_TO_SAY, SECONDS_BETWEEN_TRIES = 25, 0.1
MOST_LAST_CALLS = 3
TOO_MANY = "too_many_websockets"
NEVER = frozenset(
    {"invalid_auth", "not_authed", "not_allowed_token_type", "account_inactive", "token_revoked", "no_permission"}
)

NOT_DIALLED = (SlackApiError, NotGreeted, TimeoutError, OSError, aiohttp.ClientError)


class Lines:
    """The lines of this process. `lost` is done, with the reason, when there is no hope left."""

    def __init__(
        self,
        web: AsyncWebClient,
        token: str,
        http: aiohttp.ClientSession,
        hear: Hear,
        *,
        opened: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`opened` is told of each line that was dialled, and why: `start`, or what ended the one before."""
        self.lost: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._web, self._token, self._http, self._hear, self._opened = web, token, http, hear, opened
        self._lines: list[Line] = []
        self._keeping: set[asyncio.Task[None]] = set()
        self._leaving: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._last_calls = MOST_LAST_CALLS
        self._calling = asyncio.Lock()

    @property
    def open(self) -> int:
        """How many lines Slack can reach us on."""
        return sum(line.open for line in self._lines)

    @property
    def unheard_seconds(self) -> float:
        """How long ago anything at all was heard on any line, be it only the answer to a ping."""
        return time.monotonic() - max((line.heard_at for line in self._lines), default=0.0)

    async def start(self) -> None:
        """Dial. Gives back when one line is open; raises CannotStart, with the reason, when Slack will never take our token."""
        try:
            first = await self._dialled()
        except SlackApiError as refused:
            raise CannotStart(f"Slack does not accept SLACK_APP_TOKEN: {refused.response['error']}.") from None
        if first is None:
            raise CannotStart(f"Slack cannot be reached in Socket Mode: {self.lost.result()}.")
        self._keep(first, "start")
        for _ in range(1, LINES):
            self._keep(None, "start")
        self._watch(self._replace_the_unheard())

    async def stop(self) -> None:
        """Leave one line after the other; each acknowledges what it was brought, the later ones also for the earlier.

        Slack may have sent something before it heard the goodbye on the last one. Nothing may be said on that line any more, so
        another is dialled for the answer, and left in turn.
        """
        for task in self._keeping:
            task.cancel()
        await asyncio.gather(*self._keeping, return_exceptions=True)
        await asyncio.gather(*self._leaving)
        self._stopping = True
        while self._lines or self._calling.locked():
            async with self._calling:  # whoever dials for an answer has said it, or cannot
                lines = list(self._lines)
            for line in lines:
                await self._leave(line)
        self._last_calls = 0

    async def say(self, text: str) -> bool:
        """Say it on whichever line is open; while none is, wait a little for the next one, or at the end dial one for it."""
        for _ in range(TRIES_TO_SAY):
            if await self._said(text):
                return True
            if self._stopping:
                return await self._call_to_say(text)
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)
        return False

    async def _said(self, text: str) -> bool:
        for line in self._lines:
            if await line.say(text):
                return True
        return False

    async def _call_to_say(self, text: str) -> bool:
        async with self._calling:
            if await self._said(text):  # on a line that was dialled for another answer just now
                return True
            if not self._last_calls:
                return False
            self._last_calls -= 1
            try:
                line = await dial(self._web, self._token, self._http, self._hear, self.say)
            except NOT_DIALLED as problem:
                log.warning("line_not_opened", reason=_reason(problem), tries=1)
                return False
            self._lines.append(line)
            return await line.say(text)

    def _keep(self, line: Line | None, why: str) -> None:
        self._watch(self._keeping_open(line, why))

    def _watch(self, work: Coroutine[Any, Any, None]) -> None:
        self._keeping.add(task := asyncio.get_running_loop().create_task(work))
        task.add_done_callback(self._keeping.discard)

    async def _keeping_open(self, line: Line | None, why: str) -> None:
        while (line := line or await self._dialled()) is not None:
            self._opened(why)
            why = await line.ended
            log.info("line_ended", why=why)
            old, line = line, None
            if why == TOO_MANY:  # no new one comes in before the old one has gone
                await self._leave(old)
                continue
            line = await self._dialled()
            self._leaving.add(going := asyncio.get_running_loop().create_task(self._leave(old)))
            going.add_done_callback(self._leaving.discard)

    async def _leave(self, line: Line) -> None:
        await line.leave()
        self._lines.remove(line)

    async def _dialled(self) -> Line | None:
        """A new line, tried until there is one; None when all hope is lost. Raises SlackApiError at the start alone."""
        for failed in count(1):
            if self.lost.done():
                return None
            try:
                line = await dial(self._web, self._token, self._http, self._hear, self.say)
            except NOT_DIALLED as problem:
                why = _reason(problem)
                if why in NEVER and not self._keeping:
                    raise
            else:
                self._lines.append(line)
                return line
            log.warning("line_not_opened", reason=why, tries=failed)
            if failed >= MOST_FAILURES and not self.open:
                self._give_up(why)
            else:
                await asyncio.sleep(_wait(failed))
        raise AssertionError("counting does not end")

    def _give_up(self, why: str) -> None:
        if not self.lost.done():
            self.lost.set_result(why)

    async def _replace_the_unheard(self) -> None:
        """A line that brought nothing for a quarter of an hour may be forgotten by Slack, however well it answers our pings."""
        while True:
            await asyncio.sleep(UNHEARD_SECONDS / LINES)
            quietest = min(self._lines, key=lambda line: line.brought_at, default=None)
            if quietest is not None and time.monotonic() - quietest.brought_at >= UNHEARD_SECONDS:
                quietest.end("unheard")


def _reason(problem: Exception) -> str:
    if isinstance(problem, SlackApiError):
        return str(problem.response.get("error") or problem.response.status_code)
    return str(problem) if isinstance(problem, NotGreeted) else type(problem).__name__


def _wait(failed: int) -> float:
    """Seconds before the next try: longer each time, and not at the same moment as every other process."""
    return min(2.0 ** (failed - 1), LONGEST_WAIT_SECONDS) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
