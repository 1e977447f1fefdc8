"""Commands that run the app: try it, serve it, work for it."""

import gc
import os
from typing import Annotated

import typer

from bot.cli.deployment import run, settings

running = typer.Typer()

WHILE_STARTING = (
    50_000  # new things between two looks of the collector: hardly anything that a start makes can go again
)
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")


@running.command()
def demo() -> None:
    """Start a pretend Slack with people and a program in it, and the app against it."""
    for name in PROXIES:  # Slack's library would look there for the pretend Slack, too, which is on this machine
        os.environ.pop(name, None)
    from bot.sandbox.run import demo as start  # noqa: PLC0415
    from bot.sandbox.run import demo_settings  # noqa: PLC0415

    run(start(demo_settings(settings(env_file=None))))


@running.command()
def serve(
    web_only: Annotated[
        bool, typer.Option("--web-only", help="Leave the clock and the deliveries to `shoulder work` (PostgreSQL).")
    ] = False,
) -> None:
    """Run the app: the web endpoint, Socket Mode if that is set, the clock and the deliveries."""
    gc.set_threshold(WHILE_STARTING)
    from bot.serving import serve as start  # noqa: PLC0415

    run(start(settings(), carrying=not web_only))


@running.command()
def work(
    clock_only: Annotated[
        bool, typer.Option("--clock-only", help="Leave what Slack brings to `shoulder serve` (PostgreSQL).")
    ] = False,
) -> None:
    """Run the clock, the deliveries and Socket Mode, without a web endpoint; on PostgreSQL, as often as you like."""
    gc.set_threshold(WHILE_STARTING)
    from bot.serving import work as start  # noqa: PLC0415

    run(start(settings(), listening=not clock_only))
