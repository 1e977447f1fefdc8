"""How our own steps stand in Bolt's row of steps: called as they are, for Bolt would gather thirty arguments for each of them."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse

GoOn = Callable[[], Awaitable[BoltResponse]]
Step = Callable[[AsyncBoltRequest, GoOn], Awaitable[BoltResponse | None]]


class Passage(AsyncMiddleware):
    """One step: it answers, or lets the request go on to the next."""

    def __init__(self, step: Step) -> None:
        self._step = step

    async def async_process(self, *, req: AsyncBoltRequest, resp: BoltResponse, next: GoOn) -> BoltResponse | None:  # noqa: ARG002 - as Bolt calls it
        """Take the step."""
        return await self._step(req, next)
