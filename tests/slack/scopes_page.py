"""docs/scopes.md, made from what the app asks for. `make pages` writes it anew."""

from bot.coaching.features import WITHOUT
from bot.slack.scopes import SCOPES, Scope
from tests.world import ROOT

PAGE = ROOT / "docs" / "scopes.md"
OPENING = """# What the app may do in Slack, and why

Slack calls each permission a scope. The app asks for as few as it can. The first five it needs. The others are optional: whoever
installs the app can decline each of them, and only what stands in the last column changes.
The program lead is told once what is off. To switch something on later, install the app again and allow it:
the app notices within minutes, and needs no new start.

The app has no scope to read channels that it was not invited to, other people's direct messages, or anybody's files. It has no
user tokens: it never acts in the name of a person.

The optional steps for Workflow Builder ([workflow-steps.md](workflow-steps.md)) add the event `function_executed` and no scope:
Slack wants none for `functions.completeSuccess` and `functions.completeError`.

"""
TABLE = "| scope | why | Slack wants it for | without it |\n|---|---|---|---|\n"
CLOSING = """
Read on: [deploying.md](deploying.md) installs it, [threats.md](threats.md) says what stands against misuse.
"""


def page() -> str:
    """The whole page."""
    return OPENING + TABLE + "".join(map(_row, SCOPES)) + CLOSING


def _row(scope: Scope) -> str:
    used = ", ".join(f"`{each}`" for each in scope.used_by) or "the command and the shortcuts"
    without = WITHOUT[scope.feature] if scope.feature else "The app does not work."
    return f"| `{scope.name}` | {scope.why} | {used} | {without} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
