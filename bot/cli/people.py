"""Commands for the people of the program: who is in it, the roster as a file, and why something comes or does not."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.deployment import run, settings
from bot.terminal import AsJson

Somebody = Annotated[str, typer.Argument(help="A Slack id (U…), an e-mail address, or @name.")]

people = typer.Typer(no_args_is_help=False, invoke_without_command=True, help="The people of the program.")
about = typer.Typer()
roster = typer.Typer(no_args_is_help=True, help="The people of the program, as a file.")


@people.callback()
def everybody(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Who is in the program: roles, coach, account, zone. Never words, nor who is paused, quiet or gone."""
    from bot.people_office import people as start  # noqa: PLC0415

    if ctx.invoked_subcommand is None:
        run(start(settings(), as_json=as_json))


@people.command("lead")
def lead(who: Somebody, as_json: AsJson = False) -> None:
    """Let somebody else lead the program, when its lead has left."""
    from bot.people_office import new_lead as start  # noqa: PLC0415

    run(start(settings(), who, as_json=as_json))


@about.command()
def why(who: Somebody, as_json: AsJson = False) -> None:
    """Why questions come to somebody or do not, as far as that is not theirs alone."""
    from bot.people_office import why as start  # noqa: PLC0415

    run(start(settings(), who, as_json=as_json))


@roster.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV file.")],
    as_json: AsJson = False,
) -> None:
    """Enroll the people in a CSV file: caseworker, coach, supervisor, channel, zone, days, time. All lines or none."""
    from bot.serving import import_roster as start  # noqa: PLC0415

    run(start(settings(), file, as_json=as_json))


@roster.command("export")
def export(
    to: Annotated[Path | None, typer.Option(help="The CSV file to write; without it, onto the screen.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the roster as a CSV file that `roster import` reads. Who left stands in it like everybody else."""
    from bot.people_office import export_roster as start  # noqa: PLC0415

    run(start(settings(), to, as_json=as_json))
