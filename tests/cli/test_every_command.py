"""What holds for every command of `shoulder`, whoever adds one."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from bot.cli import cli
from tests.cli.typed import Shoulder

RUN_ON = {"demo", "serve", "work"}
JSON_ALREADY = {"manifest"}


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Each command by what is typed, but for those that Slack's own tool runs."""
    for name, each in group.commands.items():
        if hasattr(each, "commands") and not each.hidden:
            yield from commands(each, f"{before}{name} ")
        if not each.hidden and not (hasattr(each, "commands") and each.no_args_is_help):
            yield before + name, each


def test_each_command_answers_a_program_too() -> None:
    """All take --json, but for those that run on, and one that writes JSON in any case."""
    found = dict(commands(typer.main.get_command(cli)))
    without = {name for name, each in found.items() if not any("--json" in option.opts for option in each.params)}

    assert len(found) > 25
    assert RUN_ON | JSON_ALREADY == without


@pytest.mark.asyncio(loop_scope="module")
async def test_where_there_is_no_program_the_place_is_named(shoulder: Shoulder) -> None:
    """Whoever types it in another folder than the app's sees that, and does not think that all is lost."""
    said = await shoulder("people", DATA_DIR="elsewhere")

    assert (1, "There is no program yet in elsewhere/shoulder.db.") == (said.code, said.err.partition(" In Slack")[0])
