"""Commands for the people of the program."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.deployment import run, settings

roster = typer.Typer(no_args_is_help=True, help="The people of the program.")


@roster.command("import")
def import_(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV file.")]) -> None:
    """Enroll the people in a CSV file: caseworker, coach, supervisor, channel, zone, days, time. All lines or none."""
    from bot.serving import import_roster  # noqa: PLC0415

    run(import_roster(settings(), file))
