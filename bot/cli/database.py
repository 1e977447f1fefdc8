"""Commands for whoever looks after the database."""

from typing import Annotated, Literal

import typer

from bot.cli.deployment import run, settings

db = typer.Typer(no_args_is_help=True, help="The database.")


@db.command()
def upgrade() -> None:
    """Bring the database to today's shape."""
    from bot.serving import upgrade_database  # noqa: PLC0415

    run(upgrade_database(settings()))
    typer.echo("The database is up to date.")


@db.command("rotate-key")
def rotate_key() -> None:
    """Wrap everybody's keys under the current sealing key, while the app runs. It can be cut off and run again."""
    from bot.serving import rotate_key as rotate  # noqa: PLC0415

    run(rotate(settings()))


@db.command("row-security")
def row_security(switch: Annotated[Literal["on", "off"], typer.Argument(help="on or off.")]) -> None:
    """Let PostgreSQL itself keep workspaces apart, below the app's own questions; or no longer. The app may run meanwhile."""
    from bot.serving import row_security as start  # noqa: PLC0415

    run(start(settings(), on=switch == "on"))
