"""Commands for the messages that are owed: what is late, what failed and why, and send it again."""

from typing import Annotated

import typer

from bot.cli.deployment import run, settings
from bot.terminal import AsJson, Workspace

outbox = typer.Typer(no_args_is_help=True, help="The messages that are owed.")


@outbox.command("list")
def list_(workspace: Workspace = "", as_json: AsJson = False) -> None:
    """What is late, what failed in four weeks, and why. Answers to what caseworkers did are only counted."""
    from bot.post_room import show as start  # noqa: PLC0415

    run(start(settings(), workspace=workspace, as_json=as_json))


@outbox.command()
def retry(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids from `shoulder outbox list`.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that failed in four weeks.")] = False,
    workspace: Workspace = "",
    as_json: AsJson = False,
) -> None:
    """Send again what failed, once its cause is mended. It is composed anew, and never said twice."""
    from bot.post_room import retry as start  # noqa: PLC0415

    run(start(settings(), ids or [], everything=everything, workspace=workspace, as_json=as_json))
