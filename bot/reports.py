"""Tell Sentry that something broke, where an operator asks for it: what kind of mistake, in which lines of code, under which reference.

Never a word: no text of an exception, no local variable, no line of the source, no breadcrumb, no request, no name of a machine.
What leaves is put together here from nothing, and looked over once more just before it goes.
"""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.cannot_start import CannotStart

Report = Callable[[BaseException, str, str], None]
"""Takes the exception, what the log calls the event, and its reference (perhaps empty)."""

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_SEND = 2
MOST_FRAMES, MOST_CAUSES = 30, 5
MAY_GO = frozenset({"event_id", "timestamp", "level", "platform", "exception", "tags"})


class SentryIsMissing(CannotStart):
    """SENTRY_DSN is set, and sentry-sdk is not installed: `pip install --require-hashes -r requirements-sentry.lock`."""


@contextmanager
def to_sentry(dsn: str) -> Iterator[Report | None]:
    """A way to report to this address until the block ends; None without an address. Raises CannotStart for one that is none."""
    if not dsn:
        yield None
        return
    try:
        import sentry_sdk  # noqa: PLC0415 - an extra that few install
    except ImportError:
        raise SentryIsMissing from None
    client = sentry_sdk.Client(
        dsn=checked(dsn),
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        server_name="",
        send_client_reports=False,
        auto_session_tracking=False,
        before_send=only_what_may_go,
    )
    try:
        yield lambda broke, event, reference: _send(client, described(broke, event, reference))
    finally:
        client.close(timeout=SECONDS_TO_SEND)


def checked(dsn: str) -> str:
    """The address, if Sentry can read it; raises CannotStart, without it: there is a key in it."""
    from sentry_sdk.utils import BadDsn, Dsn  # noqa: PLC0415 - as above

    try:
        Dsn(dsn)
    except BadDsn:
        raise CannotStart("SENTRY_DSN cannot be read as an address of Sentry's, https://…@…/….") from None
    return dsn


def _send(client: Any, event: dict[str, Any]) -> None:
    client.capture_event(event)


def described(broke: BaseException, event: str, reference: str) -> dict[str, Any]:
    """A mistake as Sentry shows it: its type and those of its causes, each with the places that it passed."""
    chain: list[BaseException] = []
    cause: BaseException | None = broke
    while cause is not None and len(chain) < MOST_CAUSES:
        chain.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    values = [{"type": type(each).__name__, "value": "", "stacktrace": {"frames": _frames(each)}} for each in chain]
    tags = {"event": event} | ({"reference": reference} if reference else {})
    return {"level": "error", "platform": "python", "exception": {"values": values[::-1]}, "tags": tags}


def _frames(broke: BaseException) -> list[dict[str, Any]]:
    passed = traceback.extract_tb(broke.__traceback__)[-MOST_FRAMES:]
    return [{"filename": _short(place.filename), "lineno": place.lineno, "function": place.name} for place in passed]


def _short(filename: str) -> str:
    """A path from the project's root, or from the packages' folder: whose home it is in is nobody's business."""
    path = Path(filename)
    if path.is_relative_to(ROOT):
        return str(path.relative_to(ROOT))
    return filename.rpartition("site-packages/")[2] if "site-packages/" in filename else path.name


def only_what_may_go(event: Any, _: Any) -> Any:
    """The last look: whatever the library added is left here."""
    return {name: value for name, value in event.items() if name in MAY_GO}
