"""What the doctor found of each part: well, worth a look, wrong, or not looked at; and the mend in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.settings import Settings

State = Literal["ok", "warning", "wrong", "skipped"]


@dataclass(frozen=True)
class Finding:
    """One part. `mend` says what to do, and is empty where there is nothing to do."""

    part: str
    state: State
    said: str
    mend: str = ""


def ok(part: str, said: str) -> Finding:
    """This is well."""
    return Finding(part, "ok", said)


def warning(part: str, said: str, mend: str = "") -> Finding:
    """The app works, and somebody should know."""
    return Finding(part, "warning", said, mend)


def wrong(part: str, said: str, mend: str) -> Finding:
    """Something that people rely on does not work."""
    return Finding(part, "wrong", said, mend)


def skipped(part: str, said: str, mend: str = "") -> Finding:
    """This was not looked at; `said` tells why."""
    return Finding(part, "skipped", said, mend)


def install_again(settings: Settings) -> str:
    """The mend where the app is installed by OAuth and has no token that Slack takes."""
    return f"Let a Slack administrator there install the app again: {settings.public_url.rstrip('/')}/slack/install"


def is_wrong(found: Sequence[Finding]) -> bool:
    """Whether anything is."""
    return any(each.state == "wrong" for each in found)


def as_lines(found: Sequence[Finding]) -> str:
    """For people: one line each, with the mend below."""
    lines = [
        f"{each.state:<8} {each.part}: {each.said}" + (f"\n{'':<9}{each.mend}" if each.mend else "") for each in found
    ]
    count = sum(each.state == "wrong" for each in found)
    return "\n".join([*lines, f"{count} to mend." if count else "Nothing is wrong."])
