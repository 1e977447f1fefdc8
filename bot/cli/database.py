"""Commands for whoever looks after the database."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.deployment import run, settings
from bot.terminal import AsJson, answer

db = typer.Typer(no_args_is_help=True, help="The database.")


@db.command()
def upgrade(as_json: AsJson = False) -> None:
    """Bring the database to today's shape."""
    from bot.serving import upgrade_database  # noqa: PLC0415

    run(upgrade_database(settings()))
    answer("The database is up to date.", {"up_to_date": True}, as_json=as_json)


@db.command("rotate-key")
def rotate_key(as_json: AsJson = False) -> None:
    """Wrap everybody's keys under the current sealing key, while the app runs. It can be cut off and run again."""
    from bot.serving import rotate_key as rotate  # noqa: PLC0415

    run(rotate(settings(), as_json=as_json))


@db.command("row-security")
def row_security(
    switch: Annotated[Literal["on", "off"], typer.Argument(help="on or off.")], as_json: AsJson = False
) -> None:
    """Let PostgreSQL itself keep workspaces apart, below the app's own questions; or no longer. The app may run meanwhile."""
    from bot.serving import row_security as start  # noqa: PLC0415

    run(start(settings(), on=switch == "on", as_json=as_json))


@db.command()
def backup(
    to: Annotated[Path, typer.Option(help="The file to write.")],
    keys: Annotated[bool, typer.Option("--keys", help="The key chest alone, instead of everything but it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Copy the database into one file that holds no keys, while the app runs."""
    from bot.backups import back_up as start  # noqa: PLC0415

    run(start(settings(), to, only_keys=keys, as_json=as_json))


@db.command()
def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="What `shoulder db backup` wrote.")],
    keys: Annotated[bool, typer.Option("--keys", help="It is a copy of the key chest.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup back, into an empty place: the key chest first, then the database."""
    from bot.backups import put_back as start  # noqa: PLC0415

    run(start(settings(), file, only_keys=keys, as_json=as_json))
