"""What goes out goes to Slack alone. What is in the open parts of a message is told in test_matrix.py."""

import ast

from tests.world import ROOT

WAYS_OUT = {"aiohttp", "httpx", "requests", "urllib.request", "urllib3", "http.client", "smtplib", "ftplib"}
TO_SLACK = {f"bot/slack/{name}.py" for name in ("connection", "answers", "socket_mode", "socket_line")}
MAY_CALL = {"bot/app.py", "bot/what_time.py"} | TO_SLACK


def test_only_the_connection_to_slack_can_call_out() -> None:
    """No other file of the app imports anything that could fetch a page or send a mail."""
    found = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "bot").rglob("*.py")
        if "sandbox" not in file.parts and _imports(file.read_text()) & WAYS_OUT
    }

    assert found <= MAY_CALL
    assert "bot/slack/connection.py" in found


def _imports(source: str) -> set[str]:
    found = set[str]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found
