"""The `shoulder` command: try it, run it, and look after it."""

import sys

import typer

from bot.cannot_start import CannotStart
from bot.cli.database import db
from bot.cli.installing import installing
from bot.cli.outbox import outbox
from bot.cli.people import about, people, roster
from bot.cli.prompts import prompts
from bot.cli.records import evaluation, hold, records
from bot.cli.running import running
from bot.cli.slack_cli import slack_cli
from bot.coaching.errors import CoachingError
from bot.terminal import refusal

cli = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, help=__doc__
)
for commands in (running, installing, records, about):
    cli.add_typer(commands)
for name, commands in {
    "db": db,
    "evaluation": evaluation,
    "prompts": prompts,
    "roster": roster,
    "hold": hold,
    "people": people,
    "outbox": outbox,
}.items():
    cli.add_typer(commands, name=name)
cli.add_typer(slack_cli, name="slack-cli", hidden=True)


def main() -> None:
    """Run the command; a problem that we know is told in its own words, with exit code 1."""
    try:
        cli()
    except (CannotStart, CoachingError) as problem:
        refusal(problem, as_json="--json" in sys.argv)
        raise SystemExit(1) from None
