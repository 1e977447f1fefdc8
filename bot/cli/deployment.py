"""What each command starts with: the settings of this deployment, and a loop to run in."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import typer
from pydantic import ValidationError

from bot.settings import Settings


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
