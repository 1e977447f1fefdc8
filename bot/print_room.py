"""What an agency prints and looks up of its questions: pages for parent partners, what they said, and what is left to review."""

from pathlib import Path

from bot import library
from bot.cannot_start import CannotStart
from bot.coaching import printed, reviewing
from bot.coaching.questions import Library, Review
from bot.settings import Settings
from bot.terminal import answer

PATHS = "paths"


def topic_page(settings: Settings, word: str, to: Path, *, as_json: bool) -> None:
    """Write one topic, or all paths, as a page to print. Raises CannotStart for a topic that there is not."""
    prompts = library.load(settings.prompts_dir, settings.agency_prompts)
    topic = prompts.topics.get(word.lower())
    if topic is None and word.lower() != PATHS:
        raise CannotStart(f"There is no topic {word}. There are: {', '.join([*prompts.topics, PATHS])}.")
    _write(to, printed.topic_page(topic, prompts) if topic else printed.paths_page(prompts), as_json=as_json)


def said_page(settings: Settings, to: Path, *, as_json: bool) -> None:
    """Write what came of what parent partners said, as a page to print."""
    _write(to, printed.said_page(library.load(settings.prompts_dir, settings.agency_prompts)), as_json=as_json)


def _write(to: Path, page: str, *, as_json: bool) -> None:
    try:
        to.write_text(page, encoding="utf-8")
    except OSError as problem:
        raise CannotStart(f"{to} cannot be written: {problem.strerror}.") from None
    answer(f"{to} is written. Open it in a browser and print it.", {"file": str(to)}, as_json=as_json)


def left(settings: Settings, *, as_json: bool) -> None:
    """Say what goes out when only reviewed questions do."""
    prompts = library.load(settings.prompts_dir, settings.agency_prompts)
    of_paths, paths = reviewing.paths_left(prompts)
    facts = {"only_reviewed": settings.only_reviewed, "topics": reviewing.left(prompts)}
    lines = _left(prompts, on=settings.only_reviewed)
    answer("\n".join(lines), {**facts, "paths": paths, "paths_reviewed": of_paths}, as_json=as_json)


def _left(prompts: Library, *, on: bool) -> list[str]:
    asked = [each for each in prompts.prompts.values() if each.review != Review.RETIRED]
    ready = sum(each.review == Review.REVIEWED for each in asked)
    lines = [
        f"{ready} of {len(asked)} questions are reviewed. Only these go out (ONLY_REVIEWED=true)."
        if on
        else f"{ready} of {len(asked)} questions are reviewed. All of them go out; with ONLY_REVIEWED=true, only those {ready} would."
    ]
    for topic in reviewing.left(prompts):
        here, of = sum(topic.reviewed.values()), sum(topic.all.values())
        by_strategy = ", ".join(f"{key} {topic.reviewed.get(key, 0)}/{count}" for key, count in topic.all.items())
        lines.append(f"{topic.topic}: {here} of {of} ({by_strategy})")
    of_paths, paths = reviewing.paths_left(prompts)
    rest = "The others are on no menu and do not come" if on else "With ONLY_REVIEWED=true the others would not come"
    return [*lines, f"Paths: {of_paths} of {paths} are reviewed. {rest}. What somebody has begun they can finish."]
