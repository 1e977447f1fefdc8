"""Commands for the prompt library."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.deployment import named, run, settings
from bot.terminal import AsJson, Workspace, answer

prompts = typer.Typer(no_args_is_help=True, help="The prompt library.")


@prompts.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="The library's folder.")] = None,
    agency: Annotated[Path | None, typer.Option(help="An agency's own folder, laid over it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check every prompt and path against the author's rules; each fault is named with its file and line."""
    from bot.coaching.library_files import LibraryFaults  # noqa: PLC0415
    from bot.coaching.prompts import faults, out_of_date  # noqa: PLC0415
    from bot.library import load, read_agency_files, read_files  # noqa: PLC0415
    from bot.reading import grade  # noqa: PLC0415

    if folder is None:
        ours = settings()
        folder, agency = ours.prompts_dir, agency or ours.agency_prompts
    try:
        found = faults(read_files(folder), grade, read_agency_files(agency))
        old = out_of_date(read_files(folder), read_agency_files(agency))
        library = None if found else load(folder, agency)
    except LibraryFaults as problem:
        found, old, library = list(problem.faults), [], None
    told = [str(fault) for fault in (*found, *old)]
    counted = {"prompts": len(library.prompts), "paths": len(library.paths)} if library else {}
    well = f"{counted['prompts']} prompts and {counted['paths']} paths: all is well." if counted else ""
    answer(
        "\n".join([*told, well or f"{len(found)} to mend."]),
        {**counted, "to_mend": len(found), "faults": told},
        as_json=as_json,
    )
    if library is None:
        raise SystemExit(1)


@prompts.command()
def page(
    topic: Annotated[str, typer.Argument(help="The topic's key, like kin.")],
    to: Annotated[Path, typer.Option(help="The HTML file to write.")],
    as_json: AsJson = False,
) -> None:
    """Write a topic as one plain page to print, for a room of parent partners."""
    from bot.print_room import topic_page as start  # noqa: PLC0415

    start(settings(), topic, to, as_json=as_json)


@prompts.command()
def said(to: Annotated[Path, typer.Option(help="The HTML file to write.")], as_json: AsJson = False) -> None:
    """Write “you said, we did, we did not, because” as one plain page, from the library's [[said]] tables."""
    from bot.print_room import said_page as start  # noqa: PLC0415

    start(settings(), to, as_json=as_json)


@prompts.command()
def reviews(
    by: Annotated[str, typer.Option(help="Who reads it. Each parent partner sees that.")],
    workspace: Workspace = "",
    as_json: AsJson = False,
) -> None:
    """What parent partners said of each question, by its wording: counts, roles and words, and no names."""
    from bot.office import prompt_reviews as start  # noqa: PLC0415

    run(start(settings(), by=named(by), workspace=workspace, as_json=as_json))


@prompts.command()
def left(as_json: AsJson = False) -> None:
    """What goes out when only reviewed questions do (ONLY_REVIEWED), topic by topic."""
    from bot.print_room import left as start  # noqa: PLC0415

    start(settings(), as_json=as_json)
