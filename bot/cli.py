"""The `shoulder` command: try it, run it, and look after it."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from pydantic import ValidationError

from bot.cannot_start import CannotStart
from bot.coaching.errors import CoachingError
from bot.settings import Settings

cli = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, help=__doc__
)
db = typer.Typer(no_args_is_help=True, help="The database.")
prompts = typer.Typer(no_args_is_help=True, help="The prompt library.")
hold = typer.Typer(no_args_is_help=True, help="Legal holds.")
roster = typer.Typer(no_args_is_help=True, help="The people of the program.")
evaluation = typer.Typer(no_args_is_help=True, help="Numbers for a study of the program.")
cli.add_typer(db, name="db")
cli.add_typer(evaluation, name="evaluation")
cli.add_typer(prompts, name="prompts")
cli.add_typer(roster, name="roster")
cli.add_typer(hold, name="hold")


def main() -> None:
    """Run the command; a problem that we know is told in its own words, with exit code 1."""
    try:
        cli()
    except (CannotStart, CoachingError) as problem:
        typer.echo(str(problem), err=True)
        raise SystemExit(1) from None


def settings(env_file: str | None = ".env") -> Settings:
    """The settings of this deployment; names what is wrong with them and leaves."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as problem:
        for error in problem.errors(include_input=False, include_url=False):
            typer.echo(f"{'.'.join(str(part) for part in error['loc']).upper()}: {error['msg']}", err=True)
        raise SystemExit(1) from None


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run it to its end; Ctrl-C ends it quietly."""
    try:
        with asyncio.Runner(loop_factory=fastest_loop()) as runner:
            runner.run(work)
    except KeyboardInterrupt:
        typer.echo("Stopped.")


def fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop, where there is one: an answer costs less processor time. Windows has none."""
    try:
        import uvloop  # noqa: PLC0415
    except ImportError:
        return None
    return uvloop.new_event_loop


@cli.command()
def demo() -> None:
    """Start a pretend Slack with people and a program in it, and the app against it."""
    from bot.sandbox.run import demo as start  # noqa: PLC0415
    from bot.sandbox.run import demo_settings  # noqa: PLC0415

    run(start(demo_settings(settings(env_file=None))))


@cli.command()
def serve(
    web_only: Annotated[
        bool, typer.Option("--web-only", help="Leave the clock and the deliveries to `shoulder work` (PostgreSQL).")
    ] = False,
) -> None:
    """Run the app: the web endpoint, Socket Mode if that is set, the clock and the deliveries."""
    from bot.serving import serve as start  # noqa: PLC0415

    run(start(settings(), carrying=not web_only))


@cli.command()
def work() -> None:
    """Run the clock, the deliveries and Socket Mode, without a web endpoint; on PostgreSQL, as often as you like."""
    from bot.serving import work as start  # noqa: PLC0415

    run(start(settings()))


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


@cli.command()
def purge(dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be purged.")] = False) -> None:
    """Delete records that have been kept as long as the agency decided. The app does this by itself once a day."""
    from bot.office import purge as start  # noqa: PLC0415

    run(start(settings(), dry=dry_run))


@cli.command()
def erase(person: Annotated[str, typer.Option(help="Slack id, U…")]) -> None:
    """Delete all that one person wrote, and the key that opens it in every backup."""
    from bot.office import erase as start  # noqa: PLC0415

    run(start(settings(), person))


@cli.command()
def export(
    to: Annotated[Path, typer.Option(help="The zip file to write.")],
    person: Annotated[str | None, typer.Option(help="Slack id, U…")] = None,
    records: Annotated[bool, typer.Option("--records", help="The agency's own records.")] = False,
    by: Annotated[str, typer.Option(help="Who exports the agency's records.")] = "",
    with_private: Annotated[bool, typer.Option(help="Private check-ins of people under a legal hold, too.")] = False,
) -> None:
    """Write records into a zip: one person's own, or with --records the agency's (it is written down who did)."""
    from bot.office import export as start  # noqa: PLC0415
    from bot.services.exports import Officer  # noqa: PLC0415

    if records and not by.strip():
        raise CannotStart("Say who wants them with --by. It is kept, and the authors can see it.")
    officer = Officer(by.strip(), with_private) if records else None
    run(start(settings(), to, person=person, officer=officer))


@evaluation.command("export")
def export_evaluation(
    to: Annotated[Path, typer.Option(help="The zip file to write.")],
    by: Annotated[str, typer.Option(help="Who takes the numbers out. It is kept.")],
) -> None:
    """Write the months that have ended into a zip of CSV files: people, counted in fives, with a codebook. Nobody is in it."""
    from bot.office import evaluation_export as start  # noqa: PLC0415

    run(start(settings(), to, by=by))


@hold.command("place")
def place_hold(person: Annotated[str | None, typer.Option(help="Slack id; without it, everybody.")] = None) -> None:
    """Keep everything as it is, until the hold is lifted."""
    from bot.office import hold as start  # noqa: PLC0415

    run(start(settings(), person, place=True))


@hold.command("lift")
def lift_hold(
    person: Annotated[str | None, typer.Option(help="Slack id; without it, everybody's hold.")] = None,
) -> None:
    """Lift a hold; what was taken back meanwhile is deleted now."""
    from bot.office import hold as start  # noqa: PLC0415

    run(start(settings(), person, place=False))


@hold.command("list")
def list_holds() -> None:
    """The holds that stand."""
    from bot.office import list_holds as start  # noqa: PLC0415

    run(start(settings()))


@prompts.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="The library's folder.")] = None,
    agency: Annotated[Path | None, typer.Option(help="An agency's own folder, laid over it.")] = None,
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
    for fault in (*found, *old):
        typer.echo(str(fault))
    if library is None:
        typer.echo(f"{len(found)} to mend.")
        raise SystemExit(1)
    typer.echo(f"{len(library.prompts)} prompts and {len(library.paths)} paths: all is well.")


@prompts.command()
def page(
    topic: Annotated[str, typer.Argument(help="The topic's key, like kin.")],
    to: Annotated[Path, typer.Option(help="The HTML file to write.")],
) -> None:
    """Write a topic as one plain page to print, for a room of parent partners."""
    from bot.print_room import topic_page as start  # noqa: PLC0415

    start(settings(), topic, to)


@prompts.command()
def said(to: Annotated[Path, typer.Option(help="The HTML file to write.")]) -> None:
    """Write “you said, we did, we did not, because” as one plain page, from the library's [[said]] tables."""
    from bot.print_room import said_page as start  # noqa: PLC0415

    start(settings(), to)


@prompts.command()
def reviews(by: Annotated[str, typer.Option(help="Who reads it. Each parent partner sees that.")]) -> None:
    """What parent partners said of each question, by its wording: counts, roles and words, and no names."""
    from bot.office import prompt_reviews as start  # noqa: PLC0415

    run(start(settings(), by=by))


@prompts.command()
def left() -> None:
    """What goes out when only reviewed questions do (ONLY_REVIEWED), topic by topic."""
    from bot.print_room import left as start  # noqa: PLC0415

    start(settings())


@roster.command("import")
def import_(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV file.")]) -> None:
    """Enroll the people in a CSV file: caseworker, coach, supervisor, channel, zone, days, time. All lines or none."""
    from bot.serving import import_roster  # noqa: PLC0415

    run(import_roster(settings(), file))
