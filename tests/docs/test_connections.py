"""How many connections a process may open is told to whoever has to count them."""

import re

from bot import task_queue
from bot.db.engine import CONNECTIONS, MORE_CONNECTIONS
from tests.world import ROOT

SAID = r"at most (\d+) to the database and (\d+) to that of the keys, and each that sends .*?\) (\d+) more"
PROOF_OF_LIFE = LOOKS_WHO_LIVES = 1


def test_the_docs_count_them() -> None:
    """Those of the pools, the line that proves a process alive, and for whoever sends the task queue's and a look at who lives."""
    told = re.search(SAID, (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8"), re.DOTALL)
    pool, queue = CONNECTIONS + MORE_CONNECTIONS, task_queue.CONNECTIONS

    assert told is not None
    assert [pool + PROOF_OF_LIFE, pool, queue + LOOKS_WHO_LIVES] == [int(each) for each in told.groups()]
