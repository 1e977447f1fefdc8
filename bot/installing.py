"""What an administrator needs to install the app in Slack: the manifest, for each way in which Slack can reach it."""

import json
import re
from typing import Any

import typer

from bot.cannot_start import CannotStart
from bot.slack.manifest import manifest

ADDRESS = re.compile(r"https://[a-zA-Z0-9.-]+(:[0-9]{1,5})?")


def print_manifest(host: str | None, **switches: bool) -> None:
    """Say the manifest with these switches, as JSON to paste. Raises CannotStart for an address that Slack would not take."""
    address = None if host is None else read_address(host)
    typer.echo(written(manifest(address, **switches)), nl=False)


def written(made: dict[str, Any]) -> str:
    """A manifest as it is written in manifest.json."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def read_address(host: str) -> str:
    """Where Slack finds us: https, a name, and nothing behind it. Raises CannotStart."""
    address = host.strip().rstrip("/")
    if not ADDRESS.fullmatch(address):
        raise CannotStart(
            "Write the address as Slack finds it, like https://coaching.example.org, and nothing behind it."
        )
    return address
