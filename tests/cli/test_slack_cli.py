"""`slack run`: Slack's command line reads .slack/, asks for the hooks, and calls them as it does."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from tests.world import ROOT, apart


async def shell(command: str) -> str:
    """What a command says, run the way Slack's command line runs it: by the shell, at the root of the project."""
    running = await asyncio.create_subprocess_shell(command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    said, _ = await running.communicate()
    assert running.returncode == 0
    return said.decode()


async def hooks() -> dict[str, Any]:
    """What `get-hooks` answers, with the Python of this test in the place of the one in .venv."""
    command = json.loads((ROOT / ".slack" / "hooks.json").read_text(encoding="utf-8"))["hooks"]["get-hooks"]
    told: dict[str, Any] = json.loads(await shell(command.replace(".venv/bin/python", sys.executable)))
    return told


async def test_slacks_command_line_gets_the_manifest() -> None:
    """From the project, as config.json says; what is passed along with the call does not matter."""
    asked = (await hooks())["hooks"]["get-manifest"]
    config = json.loads((ROOT / ".slack" / "config.json").read_text(encoding="utf-8"))

    assert "local" == config["manifest"]["source"]
    assert json.loads((ROOT / "manifest.json").read_text(encoding="utf-8")) == json.loads(
        await shell(f"{asked} --source={ROOT}")
    )


async def test_slacks_command_line_starts_the_app_in_socket_mode(tmp_path: Path) -> None:
    """Also where the deployment's own settings say HTTP; Ana types the command and is answered."""
    _, *words = (await hooks())["hooks"]["start"].split()
    async with apart(tmp_path, transport="socket", slack_transport="http") as world:
        await world.start(*words)
        await world.person("UANA").command("why")

        assert await world.person("UANA").told()
