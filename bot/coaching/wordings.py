"""The words of a question or a path in a form that can be kept, and read again after the library has come to say it anew."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from bot.coaching.audience import Audience
from bot.coaching.questions import Format, Part, Path, Step


def fingerprint(path: Path) -> str:
    """The same for the same words, choices, ends of scales and order; another one for any others."""
    said: list[object] = [
        (each.id, each.format, each.text, each.helper, each.choices, each.scale_ends) for each in path.steps
    ]
    said += [each.labels for each in path.steps if each.labels]
    opened = [each.only_if for each in path.steps]
    return hashlib.sha256(json.dumps([said, opened], ensure_ascii=False).encode()).hexdigest()[:32]


def write(path: Path) -> str:
    """All of a path, as it is kept."""
    return json.dumps(asdict(path), ensure_ascii=False, separators=(",", ":"))


def read(kept: str) -> Path:
    """The path again."""
    found: dict[str, Any] = json.loads(kept)
    return Path(
        **found
        | {
            "audience": Audience(found["audience"]),
            "steps": tuple(_step(each) for each in found["steps"]),
            "sources": tuple(found["sources"]),
            "parts": tuple(Part(**each) for each in found["parts"]),
        }
    )


def _step(found: dict[str, Any]) -> Step:
    opened = found["only_if"]
    return Step(
        **found
        | {
            "format": Format(found["format"]),
            "choices": tuple(found["choices"]),
            "labels": tuple(found.get("labels", ())),
            "scale_ends": tuple(found["scale_ends"]) if found["scale_ends"] else None,
            "only_if": (opened[0], tuple(opened[1])) if opened else None,
        }
    )
