"""The short form of `make chaos`: a few kills and pauses on each database, and a campaign that has to go wrong."""

from pathlib import Path

import pytest

from tests.faults.chaos import Campaign, run
from tests.world import Engine


@pytest.mark.parametrize(("database", "kills", "pauses"), [("postgres", 4, 2), ("sqlite", 2, 1)])
async def test_killed_and_paused_at_random(tmp_path: Path, database: Engine, kills: int, pauses: int) -> None:
    """Workers are killed and paused while Slack is in trouble: nothing is lost, said twice or stuck."""
    report = await run(tmp_path, Campaign(database, kills, pauses, seed=20261102))

    assert (kills, pauses) == (report.kills, report.pauses)
    assert ([], [], []) == (report.lost, report.twice, report.stuck)
    assert 0 == report.answered_twice
    assert 100 < report.owed


async def test_without_looking_there_are_doubles(tmp_path: Path) -> None:
    """The same troubles, but nobody looks whether an unclear message arrived: the campaign sees doubles, so it can see.

    Chance has a say in it: of three campaigns, one is enough.
    """
    for seed in (20261102, 20261103, 20261104):
        folder = tmp_path / str(seed)
        folder.mkdir()
        report = await run(folder, Campaign("postgres", 2, 1, seed=seed, blind=True))
        if report.twice:
            break

    assert report.twice
