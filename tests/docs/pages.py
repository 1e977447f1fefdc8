"""The pages that people read: their headings, their links, and the commands that they tell somebody to type."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.world import ROOT

PAGES = sorted(
    (
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "prompts").rglob("*.md"),
        *(ROOT / "bot").rglob("*.md"),
        *(ROOT / "tests").rglob("*.md"),
    )
)
PROGRAMS = (
    *("make", "shoulder", "python", "pip", "pipx", "uv", "docker", "git", "slack", "pre-commit", "openssl", "sudo"),
    *("systemctl", "journalctl", "useradd", "runuser", "install", "cp", "chmod", "echo", "ln", "cd", "pg_dump"),
)
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Typed:
    """A command that a page tells somebody to type, and where it stands."""

    page: Path
    text: str

    def __str__(self) -> str:
        return f"{named(self.page)}: {self.text}"


def named(path: Path) -> str:
    """A path as people write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def text(page: Path) -> str:
    """What stands on it."""
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """Its fenced blocks in one language, without what they are indented by."""
    return [
        "\n".join(line.removeprefix(indent) for line in inside.splitlines())
        for indent, marked, inside in FENCE.findall(text(page))
        if marked == language
    ]


def prose(page: Path) -> str:
    """All of it but the fenced blocks."""
    return FENCE.sub("", text(page))


def links(page: Path) -> list[str]:
    """Where its links and pictures lead, as they are written."""
    return LINK.findall(INLINE.sub("``", prose(page).replace("[`", "[").replace("`](", "](")))


def anchors(page: Path) -> set[str]:
    """What can stand behind `#` in a link to it: each heading in small letters, its spaces as hyphens, as GitHub makes them."""
    plain = [re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading).lower() for heading in HEADING.findall(prose(page))]
    made = ["".join(each for each in heading.replace(" ", "-") if each.isalnum() or each in "-_") for heading in plain]
    seen: Counter[str] = Counter()
    found = set()
    for anchor in made:
        found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found


def commands(page: Path) -> list[Typed]:
    """Each command on it, in its blocks marked `sh` and in its sentences."""
    in_blocks = [
        line.split("  #")[0].strip()
        for block in blocks(page, "sh")
        for line in block.replace("\\\n", " ").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    in_sentences = [found for found in INLINE.findall(prose(page)) if is_command(found)]
    return [Typed(page, re.sub(r"\s+", " ", command)) for command in (*in_blocks, *in_sentences)]


def is_command(words: str) -> bool:
    """Whether somebody could type it: a program that we know, with something behind it."""
    typed = re.sub(r"^(?:[A-Z_]+=(?:'[^']*'|\S*) )+", "", words).split()
    program = Path(typed[0]).name if typed else ""
    return program in PROGRAMS and any(word.strip("…") for word in typed[1:])
