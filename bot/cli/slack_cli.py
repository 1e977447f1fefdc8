"""Commands that Slack's own command line calls, so that `slack run` starts the app (docs.slack.dev/tools/slack-cli)."""

import json
import sys

import typer

from bot.cli.deployment import run, settings

PYTHON = f"'{sys.executable}'"
FROM_SLACK = {"ignore_unknown_options": True, "allow_extra_args": True}
HOOKS = {
    "hooks": {
        "get-manifest": f"{PYTHON} -m bot slack-cli get-manifest",
        "start": f"{PYTHON} -m bot slack-cli start",
    },
    "config": {
        "protocol-version": ["default"],
        "sdk-managed-connection-enabled": True,
        "watch": {
            "app": {"filter-regex": "\\.(py|toml)$", "paths": ["bot", "prompts"]},
            "manifest": {"paths": ["manifest.json"]},
        },
    },
    "runtime": "python",
}
"""What `get-hooks` answers: how the manifest is got and the app started, and which files start it anew when they change."""
slack_cli = typer.Typer()


@slack_cli.command("get-hooks", context_settings=FROM_SLACK)
def get_hooks() -> None:
    """Say which commands Slack's command line can call."""
    typer.echo(json.dumps(HOOKS))


@slack_cli.command("get-manifest", context_settings=FROM_SLACK)
def get_manifest() -> None:
    """Say the manifest for Socket Mode. What else Slack's command line passes along does not matter."""
    from bot.installing import print_manifest  # noqa: PLC0415

    print_manifest(None, socket_mode=True, org_wide=False, token_rotation=False)


@slack_cli.command("start", context_settings=FROM_SLACK)
def start() -> None:
    """Run the app in Socket Mode, with the tokens that Slack's command line puts into the environment."""
    from bot.serving import serve  # noqa: PLC0415

    run(serve(settings().model_copy(update={"slack_transport": "socket"})))
