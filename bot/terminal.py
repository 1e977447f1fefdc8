"""How a command answers: in sentences for people or as JSON for programs, with a bar on the screen while long work goes on."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]
Workspace = Annotated[
    str,
    typer.Option(
        "--workspace", help="Where the database holds several programs: which one, by Slack's id (T…) or name."
    ),
]
Step = Callable[[], None]


def answer(sentence: str, facts: object, *, as_json: bool) -> None:
    """Say it: the sentence, or the facts behind it as JSON; moments are in UTC, ISO 8601."""
    typer.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=_plain) if as_json else sentence)


def refusal(problem: Exception, *, as_json: bool) -> None:
    """Say why it could not be done, to people on standard error; to a program where it reads, as `error` with the facts behind it."""
    if as_json:
        answer("", {"error": str(problem), **getattr(problem, "facts", {})}, as_json=True)
    else:
        typer.echo(str(problem), err=True)


def _plain(value: Any) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return sorted(value) if isinstance(value, set | frozenset) else value.isoformat()


@contextmanager
def bar(doing: str, count: int | None = None) -> Iterator[Step]:
    """A step for each piece of work that is done, shown as a bar on a terminal; nowhere else anything is written.

    Without a count it only shows that something goes on.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 - for people at a screen alone
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(doing, total=count)
        yield lambda: shown.advance(task)
