"""A line to the web on which nobody can pour in headers without end, or keep us waiting: the server has no such limits.

uvicorn's quick way to read HTTP keeps whatever comes before a body, and after it, however much that is and however long it takes.
"""

from asyncio import TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 64 * 1024
SECONDS_FOR_REQUEST = 20


class BoundedLine(HttpToolsProtocol):
    """One connection. What comes and is no part of a body is counted, and so is the time until a request is whole."""

    _beside_bodies = 0
    _patience: TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Whoever connects has so much time to say what they want."""
        super().connection_made(transport)
        self._be_patient()

    def connection_lost(self, exc: Exception | None) -> None:
        """They hung up, or we did."""
        self._got_it()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; whoever goes on for ever is sent away."""
        if self._patience is None:
            self._be_patient()
        self._beside_bodies += len(data)
        super().data_received(data)
        if self._beside_bodies > LARGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("Too large.")

    def on_headers_complete(self) -> None:
        """The headers are whole, and what follows is the body."""
        self._beside_bodies = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body, which the page that reads it bounds."""
        self._beside_bodies = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole, and what follows is the next one."""
        self._beside_bodies = 0
        self._got_it()
        super().on_message_complete()

    def _be_patient(self) -> None:
        self._patience = self.loop.call_later(SECONDS_FOR_REQUEST, self.transport.close)

    def _got_it(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
