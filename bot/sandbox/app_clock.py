"""Keep the app's clock with the workspace's: tell it each change, and ask it when the next nudge or digest is."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import aiohttp

from bot.sandbox.traffic import Payload
from bot.sandbox.workspace import Impossible, Workspace

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 120.0
MOST_STOPS = 500
TOKEN_HEADER = "X-Clock-Token"  # noqa: S105  (the name of a header)


class AppClock:
    """The app's /clock address, known by the token that both were started with."""

    def __init__(
        self, workspace: Workspace, token: str, app_url: str | None, on_its_way: Callable[[], bool] = lambda: False
    ) -> None:
        """`app_url` is the app's base, None while it is not known; `on_its_way` says whether events go to the app just now."""
        self.workspace = workspace
        self.token = token
        self.on_its_way = on_its_way
        self.app_url = app_url
        self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE_SECONDS))

    async def close(self) -> None:
        """Hang up."""
        await self.session.close()

    def reading(self) -> Payload:
        """What the clock says: `now` in ISO form (UTC) and the offset from real time in seconds."""
        clock = self.workspace.clock
        return {"now": clock.now().isoformat(), "offset_seconds": clock.offset}

    async def push(self, wish: Payload) -> Payload:
        """Move the clock as wished, and wait until the app has done what became due. Raises Impossible.

        The app first finishes what it has begun. Then time passes as it does in life: the clock stops at each moment
        at which something is due, so that a leap of a week does not turn what was due on Tuesday into something late.
        What the app did is counted over all of these stops.
        """
        busy = self.on_its_way()
        stops = [told := await self.tell()]
        now = self.workspace.clock.now()  # before the app is asked, so that we land on its next moment and not beyond
        target = now + (leap := await self._leap(wish))
        if not leap and not busy and not self.on_its_way() and _idle(told["app"]):
            return told
        before = None
        for _ in range(MOST_STOPS):
            due = await self._due_before(target)
            if due is None or due == before:
                break
            stops.append(await self._go(before := due))
        last = await self._go(target)
        return last | {"app": _altogether([*(each["app"] for each in stops), last["app"]])}

    async def _due_before(self, target: datetime) -> datetime | None:
        answer = await self._ask_next("any")
        due = _instant(answer["at"]) if answer and answer.get("at") else None
        return due if due is not None and due < target else None

    async def _go(self, moment: datetime) -> Payload:
        self.workspace.clock.advance(max(moment - self.workspace.clock.now(), timedelta(0)))
        return await self.tell()

    async def tell(self) -> Payload:
        """Tell the app what time it is now."""
        self.workspace.feed.note("clock")
        answer = await self._call("POST", "/clock", self.reading())
        return {"clock": self.reading(), "app": answer}

    async def _leap(self, wish: Payload) -> timedelta:
        now = self.workspace.clock.now()
        if "advance_seconds" in wish:
            leap = timedelta(seconds=_seconds(wish["advance_seconds"]))
        elif "to" in wish:
            leap = _instant(wish["to"]) - now
        elif wish.get("next") in ("nudge", "digest"):
            leap = max(await self._next(wish["next"]) - now, timedelta(0))
        else:
            raise Impossible("Say advance_seconds, to, or next: nudge or digest.")
        if leap < timedelta(0):
            raise Impossible("This clock only moves forward; reset takes it back.")
        return leap

    async def _next(self, kind: str) -> datetime:
        answer = await self._ask_next(kind)
        if answer is None:
            raise Impossible("The app is away, so nobody knows when that is.", 409)
        if not answer.get("at"):
            raise Impossible(f"No {kind} is planned yet.", 409)
        return _instant(answer["at"])

    async def _ask_next(self, kind: str) -> Payload | None:
        return await self._call("GET", f"/clock/next?kind={kind}", None)

    async def _call(self, method: str, path: str, body: Payload | None) -> Payload | None:
        started = time.monotonic()
        status, answer = await self._send(method, path, body)
        self.workspace.log.record(
            direction="to_app",
            transport="http",
            kind="clock" if method == "POST" else "clock_next",
            status=status,
            ms=(time.monotonic() - started) * 1000,
            request=body or {"path": path},
            response=answer,
        )
        return answer

    async def _send(self, method: str, path: str, body: Payload | None) -> tuple[int | None, Payload | None]:
        if self.app_url is None:
            return None, None
        headers = {TOKEN_HEADER: self.token}
        url = self.app_url.rstrip("/") + path
        try:
            async with self.session.request(method, url, json=body, headers=headers) as response:
                answer = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, ValueError) as problem:
            log.warning("The app did not answer %s: %s.", path, type(problem).__name__)
            return None, None
        if response.status != 200 or not isinstance(answer, dict):
            log.warning("The app answered %s with HTTP %s.", path, response.status)
            return response.status, None
        return response.status, answer


def _idle(answer: Payload | None) -> bool:
    """Whether the app had nothing to do: then nothing can follow from it."""
    return answer is None or not (answer.get("planned") or answer.get("delivered"))


def _altogether(answers: list[Payload | None]) -> Payload | None:
    """What the app did at each stop, added up; nothing where it is away at the end."""
    *_, last = answers
    counted = [name for name in ("planned", "delivered") if name in (last or {})]
    return last and last | {name: sum(each.get(name, 0) for each in answers if each) for name in counted}


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Impossible("advance_seconds is a number.")
    return float(value)


def _instant(text: object) -> datetime:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        raise Impossible(f"{text!r} is not an ISO instant.") from None
    if at.tzinfo is None:
        raise Impossible(f"{text!r} does not say its zone.")
    return at
