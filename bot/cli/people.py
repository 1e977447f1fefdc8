"""Commands for the people of the program: who is in it, the roster as a file, and why something comes or does not."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.deployment import run, settings
from bot.terminal import AsJson, Workspace

Somebody = Annotated[str, typer.Argument(help="A Slack id (U…), an e-mail address, or @name.")]

people = typer.Typer(no_args_is_help=False, invoke_without_command=True, help="The people of the program.")
about = typer.Typer()
roster = typer.Typer(no_args_is_help=True, help="The people of the program, as a file.")


@people.callback()
def everybody(ctx: typer.Context, workspace: Workspace = "", as_json: AsJson = False) -> None:
    """Who is in the program: roles, coach, account, zone. Never words, nor who is paused, quiet or gone."""
    from bot.people_office import people as start  # noqa: PLC0415

    ctx.obj = workspace  # before `lead` or after it, it means the same
    if ctx.invoked_subcommand is None:
        run(start(settings(), workspace=workspace, as_json=as_json))


@people.command("lead")
def lead(ctx: typer.Context, who: Somebody, workspace: Workspace = "", as_json: AsJson = False) -> None:
    """Let somebody else lead the program, when its lead has left; or set it up, where the app was just installed."""
    from bot.people_office import new_lead as start  # noqa: PLC0415

    run(start(settings(), who, workspace=workspace or ctx.obj, as_json=as_json))


@about.command()
def programs(as_json: AsJson = False) -> None:
    """The programs of this database, by the id and the name that --workspace takes, and who leads each."""
    from bot.office import all_programs as start  # noqa: PLC0415

    run(start(settings(), as_json=as_json))


@about.command()
def why(who: Somebody, workspace: Workspace = "", as_json: AsJson = False) -> None:
    """Why questions come to somebody or do not, as far as that is not theirs alone."""
    from bot.people_office import why as start  # noqa: PLC0415

    run(start(settings(), who, workspace=workspace, as_json=as_json))


@roster.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV file.")],
    workspace: Workspace = "",
    as_json: AsJson = False,
) -> None:
    """Enroll the people in a CSV file: caseworker, coach, supervisor, channel, zone, days, time. All lines or none."""
    from bot.people_office import import_roster as start  # noqa: PLC0415

    run(start(settings(), file, workspace=workspace, as_json=as_json))


@roster.command("export")
def export(
    to: Annotated[Path | None, typer.Option(help="The CSV file to write; without it, onto the screen.")] = None,
    workspace: Workspace = "",
    as_json: AsJson = False,
) -> None:
    """Write the roster as a CSV file that `roster import` reads. Who left stands in it like everybody else."""
    from bot.people_office import export_roster as start  # noqa: PLC0415

    run(start(settings(), to, workspace=workspace, as_json=as_json))
