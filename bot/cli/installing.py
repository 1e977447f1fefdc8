"""Commands for whoever installs the app in Slack."""

from typing import Annotated

import typer

from bot.cli.deployment import run, settings
from bot.terminal import AsJson, Workspace

installing = typer.Typer()


@installing.command()
def manifest(
    host: Annotated[
        str | None, typer.Option(help="Where Slack finds the app, https://…; without it, Socket Mode.")
    ] = None,
    socket_mode: Annotated[bool, typer.Option("--socket-mode", help="Socket Mode; --host is for installing.")] = False,
    org_wide: Annotated[bool, typer.Option("--org-wide", help="For all of an Enterprise Grid.")] = False,
    token_rotation: Annotated[
        bool, typer.Option("--token-rotation", help="Tokens that end after twelve hours.")
    ] = False,
    workflow_steps: Annotated[
        bool, typer.Option("--workflow-steps", help="With the two steps for Workflow Builder (a paid plan of Slack's).")
    ] = False,
) -> None:
    """Write the app's manifest for Slack: paste it at api.slack.com, Create New App, From a manifest."""
    from bot.installing import print_manifest  # noqa: PLC0415

    switches = {"socket_mode": socket_mode, "org_wide": org_wide, "token_rotation": token_rotation}
    print_manifest(host, **switches, workflow_steps=workflow_steps)


@installing.command()
def doctor(workspace: Workspace = "", as_json: AsJson = False) -> None:
    """Look over the tokens, scopes, clock, database, keys, prompts, program and channels, and say how to mend what is wrong."""
    from bot.doctor.visit import doctor as start  # noqa: PLC0415

    run(start(settings(), workspace=workspace, as_json=as_json))
