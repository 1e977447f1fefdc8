"""Commands for the records: purge, erase, export, hold, and the numbers for a study."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cannot_start import CannotStart
from bot.cli.deployment import named, run, settings
from bot.terminal import AsJson, Workspace

records = typer.Typer()
hold = typer.Typer(no_args_is_help=True, help="Legal holds.")
evaluation = typer.Typer(no_args_is_help=True, help="Numbers for a study of the program.")

THE_AGENCYS = (
    "--by and --with-private go with --records, the agency's own records. "
    "Without it, this is a person's own copy, with all that they kept to themselves."
)


@records.command()
def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be purged.")] = False,
    workspace: Workspace = "",
    as_json: AsJson = False,
) -> None:
    """Delete records that have been kept as long as the agency decided. The app does this by itself once a day."""
    from bot.office import purge as start  # noqa: PLC0415

    run(start(settings(), dry=dry_run, workspace=workspace, as_json=as_json))


@records.command()
def erase(
    person: Annotated[str, typer.Option(help="Slack id, U…")], workspace: Workspace = "", as_json: AsJson = False
) -> None:
    """Delete all that one person wrote, and the key that opens it in every backup."""
    from bot.office import erase as start  # noqa: PLC0415

    run(start(settings(), person, workspace=workspace, as_json=as_json))


@records.command()
def export(
    to: Annotated[Path, typer.Option(help="The zip file to write.")],
    person: Annotated[str | None, typer.Option(help="Slack id, U…")] = None,
    records: Annotated[bool, typer.Option("--records", help="The agency's own records.")] = False,
    by: Annotated[str, typer.Option(help="Who exports the agency's records.")] = "",
    with_private: Annotated[bool, typer.Option(help="Private check-ins of people under a legal hold, too.")] = False,
    *,
    workspace: Workspace = "",
    as_json: AsJson = False,
) -> None:
    """Write records into a zip: one person's own, or with --records the agency's (it is written down who did)."""
    from bot.office import export as start  # noqa: PLC0415
    from bot.services.exports import Officer  # noqa: PLC0415

    if not records and (by or with_private):
        raise CannotStart(THE_AGENCYS)
    officer = Officer(named(by), with_private) if records else None
    run(start(settings(), to, person=person, officer=officer, workspace=workspace, as_json=as_json))


@evaluation.command("export")
def export_evaluation(
    to: Annotated[Path, typer.Option(help="The zip file to write.")],
    by: Annotated[str, typer.Option(help="Who takes the numbers out. It is kept.")],
    workspace: Workspace = "",
    as_json: AsJson = False,
) -> None:
    """Write the months that have ended into a zip of CSV files: people, counted in fives, with a codebook. Nobody is in it."""
    from bot.office import evaluation_export as start  # noqa: PLC0415

    run(start(settings(), to, by=named(by), workspace=workspace, as_json=as_json))


@hold.command("place")
def place_hold(
    person: Annotated[str | None, typer.Option(help="Slack id; without it, everybody.")] = None,
    workspace: Workspace = "",
    as_json: AsJson = False,
) -> None:
    """Keep everything as it is, until the hold is lifted."""
    from bot.office import hold as start  # noqa: PLC0415

    run(start(settings(), person, place=True, workspace=workspace, as_json=as_json))


@hold.command("lift")
def lift_hold(
    person: Annotated[str | None, typer.Option(help="Slack id; without it, everybody's hold.")] = None,
    workspace: Workspace = "",
    as_json: AsJson = False,
) -> None:
    """Lift a hold; what was taken back meanwhile is deleted now."""
    from bot.office import hold as start  # noqa: PLC0415

    run(start(settings(), person, place=False, workspace=workspace, as_json=as_json))


@hold.command("list")
def list_holds(workspace: Workspace = "", as_json: AsJson = False) -> None:
    """The holds that stand."""
    from bot.office import list_holds as start  # noqa: PLC0415

    run(start(settings(), workspace=workspace, as_json=as_json))
