"""A port that nobody listens on, for servers that must know theirs before they start."""

import random
import socket

BELOW_OUTGOING = range(10_000, 32_000)
"""Linux gives ports from 32,768 up to lines that go out: a port of those can be taken between asking and listening."""


def free_port() -> int:
    """A port of 127.0.0.1 that is free now, and that no line which goes out takes in the meantime."""
    while True:
        port = random.choice(BELOW_OUTGOING)  # noqa: S311 - which one does not matter
        with socket.socket() as asked:
            try:
                asked.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
