"""What Sentry is told of a mistake: its type, its places, its reference; and never a word."""

import gzip
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock

import pytest
import structlog

from bot import logs, reports
from bot.cannot_start import CannotStart
from bot.reports import SentryIsMissing, to_sentry

CANARY = "the Kowalski boy"


@contextmanager
def collecting() -> Iterator[tuple[str, list[str]]]:
    """A Sentry on this machine: its address, and the envelopes that arrived."""
    arrived: list[str] = []

    class Sentry(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            arrived.append((gzip.decompress(body) if "gzip" in str(self.headers) else body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Sentry)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    try:
        yield f"http://key@127.0.0.1:{server.server_port}/1", arrived
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def breaks(said: str) -> None:
    """Break with somebody's words in the message, in a variable, and in what caused it."""
    words = f"{said} and more"
    try:
        raise KeyError(words)
    except KeyError as cause:
        raise ValueError(words) from cause


@pytest.mark.expects_errors
def test_what_broke_arrives_and_no_word_does() -> None:
    """Ours by the log, and a library's: both types and places are there, and the words are nowhere."""
    pytest.importorskip("sentry_sdk")
    with collecting() as (address, arrived), to_sentry(address) as report:
        logs.set_up("WARNING", report)
        try:
            breaks(CANARY)
        except ValueError as broke:
            structlog.get_logger().error("work_broke", reference="1a2b3c4d", person="UANA", exc_info=broke)
            logging.getLogger("apscheduler").exception("a beat broke: %s", CANARY)
    told = "\n".join(arrived)

    assert 2 == len(arrived)
    assert all(word in told for word in ("ValueError", "KeyError", "tests/test_reports.py", "1a2b3c4d", "work_broke"))
    assert not [
        word for word in ("Kowalski", "UANA", "a beat broke", "site-packages", str(reports.ROOT)) if word in told
    ]


def test_what_a_library_adds_is_left_here() -> None:
    """Whatever is put into an event on its way, only what may go does."""
    event = reports.described(ValueError(CANARY), "work_broke", "1a2b3c4d")

    sent = reports.only_what_may_go(
        event | {"server_name": "desk-7", "user": {"id": "UANA"}, "breadcrumbs": [CANARY]}, {}
    )

    assert event == sent
    assert CANARY not in str(sent)


def test_without_an_address_nobody_is_told() -> None:
    """And the library is not even loaded."""
    with to_sentry("") as report:
        assert report is None


@pytest.mark.parametrize("address", ["nonsense", "https://sentry.example/1", "https://key@sentry.example"])
def test_an_address_that_is_none_stops_the_start_in_a_sentence(address: str) -> None:
    """And the address, which may hold a key, is not said again."""
    with pytest.raises(CannotStart, match="SENTRY_DSN") as told, to_sentry(address):
        pass

    assert address not in str(told.value)


def test_an_address_without_the_library_stops_the_start() -> None:
    """Whoever set it reads what to install."""
    with (
        mock.patch.dict("sys.modules", {"sentry_sdk": None}),
        pytest.raises(SentryIsMissing, match="requirements-sentry"),
        to_sentry("http://key@127.0.0.1:9/1"),
    ):
        pass
