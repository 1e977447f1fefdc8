"""docs/settings.md, made from the settings themselves. `make pages` writes it anew."""

from pathlib import Path
from typing import Any, get_args

from annotated_types import Ge, Gt, Le, Lt
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import Settings
from tests.world import ROOT

PAGE = ROOT / "docs" / "settings.md"
OPENING = """# Settings

Everything that a deployment can change. Each line is an environment variable; it can also stand in a file `.env` in the folder in
which the app is started ([`.env.example`](../.env.example) is one to copy, with a comment on each). The environment wins over the
file. Settings are read once, at the start: change one, and start the app again.

For one workspace in Socket Mode two are enough, `SLACK_BOT_TOKEN` and `SLACK_APP_TOKEN`. An empty default means: not set.
*Secret* ones are shown nowhere, neither in the log nor by `shoulder doctor`.

"""
TABLE = "| setting | default | what it is | may be |\n|---|---|---|---|\n"
CLOSING = """
What is no setting of the app: `POSTGRES_PASSWORD` is for `compose.yaml` alone. What each agency decides for itself (helplines, how
long records are kept, the digest's day and hour, closing days) is asked in Slack by `/coach-checkin setup`. Days, hours and the dose of
questions are each caseworker's own.

Read on: [deploying.md](deploying.md) sets them on a machine, in Docker and on a platform; [running.md](running.md) tells how the app
says whether it is well.
"""
BOUNDS = {Ge: "at least", Gt: "more than", Le: "at most", Lt: "less than"}


def page() -> str:
    """The whole page."""
    made = Settings(_env_file=None)
    rows = (row(name, field, getattr(made, name)) for name, field in Settings.model_fields.items())
    return OPENING + TABLE + "".join(rows) + CLOSING


def row(name: str, field: FieldInfo, default: Any) -> str:
    """One setting."""
    shown = f"`{written(default)}`" if written(default) else ""
    return f"| `{name.upper()}` | {shown} | {field.description} | {allowed(field)} |\n"


def allowed(field: FieldInfo) -> str:
    """What may be written: one of a few words, a number within its bounds, or anything."""
    if field.annotation is SecretStr:
        return "secret"
    if field.annotation is bool:
        return "`true`, `false`"
    if chosen := get_args(field.annotation):
        return ", ".join(f"`{each}`" for each in chosen)
    if not field.repr:
        return "an address; may hold a password"
    bounds = (
        f"{words} {getattr(each, kind.__name__.lower()):.10g}"
        for each in field.metadata
        for kind, words in BOUNDS.items()
        if isinstance(each, kind)
    )
    return ", ".join(bounds)


def written(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Path):
        return (value.relative_to(ROOT) if value.is_absolute() else value).as_posix()
    return f"{value:g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
