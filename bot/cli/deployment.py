"""What each command starts with: the settings of this deployment, and a loop to run in."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import typer
from pydantic import ValidationError

from bot.cannot_start import CannotStart
from bot.settings import Settings

LONGEST_NAME = 80
STOPPED = 130
"""What a command leaves with that Ctrl-C has ended, as shells expect: what it was to do is not done."""


def settings(env_file: str | None = ".env") -> Settings:
    """The settings of this deployment. Raises CannotStart, which names what is wrong with them."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as problem:
        wrong = problem.errors(include_input=False, include_url=False)
        lines = [f"{'.'.join(str(part) for part in each['loc']).upper()}: {each['msg']}" for each in wrong]
        raise CannotStart("\n".join(lines)) from None
    except OSError as problem:
        raise CannotStart(f"{env_file} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise CannotStart(f"{env_file} is not saved as UTF-8 text.") from None


def named(by: str) -> str:
    """Who wants it, as it will be kept and shown in Slack, where < and > stand around links.

    Raises CannotStart for nobody, for the authors could not see who it was; and for what is longer than a name.
    """
    name = " ".join(by.replace("<", " ").replace(">", " ").split())
    if not name:
        raise CannotStart("Say who wants them with --by. It is kept, and the authors can see it.")
    if len(name) > LONGEST_NAME:
        raise CannotStart(f"Please say who wants them in at most {LONGEST_NAME} letters.")
    return name


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run it to its end; Ctrl-C ends it quietly. What is logged on the way is no part of the answer.

    Raises CannotStart for what the machine does not let it do.
    """
    import structlog  # noqa: PLC0415 - `shoulder --help` need not wait for these

    from bot.cli.trouble import OF_THE_MACHINE, told  # noqa: PLC0415

    if not structlog.is_configured():
        from bot import logs  # noqa: PLC0415

        logs.set_up("WARNING")
    try:
        with asyncio.Runner(loop_factory=fastest_loop()) as runner:
            runner.run(work)
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)
        raise SystemExit(STOPPED) from None
    except OF_THE_MACHINE as problem:
        if (said := told(problem)) is None:
            raise
        raise CannotStart(said) from None


def fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop, where there is one: an answer costs less processor time. Windows has none."""
    try:
        import uvloop  # noqa: PLC0415
    except ImportError:
        return None
    return uvloop.new_event_loop
