"""Pages to print for a room of parent partners: a topic's questions with room to write, and what became of what they said."""

from collections.abc import Iterable, Iterator
from html import escape

from bot.coaching import reviewing
from bot.coaching.questions import Library, Path, Prompt, Review, Topic, YouSaid
from bot.coaching.reviewing import FEEL, MISSING, STATUS, VERDICTS

STYLE = (
    "body{font:12pt/1.5 Georgia,serif;max-width:46em;margin:2em auto;padding:0 1em;color:#000;background:#fff}"
    "h1,h2,h3{line-height:1.25}article{border-top:1px solid #666;padding:.6em 0;break-inside:avoid}"
    "small{color:#333}.box::before{content:'\\2610\\00a0'}.box{margin-right:1.6em}"
    ".line{border-bottom:1px solid #666;height:2em}ul{padding-left:1.2em}"
)
HOW_TO = (
    "These are questions that caseworkers get on their phones, to think about their own work. Nobody is asked about a family. "
    "Please say what you think of each. Skip what you like. Leave out names, dates and places, of your own family too."
)
NOTHING_SAID = "Nothing stands here yet. When parent partners have said something, this page tells what came of it."


def topic_page(topic: Topic, library: Library) -> str:
    """One topic as a whole page: its principle, its questions by strategy, and room to answer."""
    prompts = [each for each in library.prompts.values() if each.topic == topic.key and each.review != Review.RETIRED]
    said = [each for each in library.said if each.topic == topic.key]
    body = [
        f"<h1>{escape(topic.title)}</h1><p>{escape(HOW_TO)}</p>",
        f"<h2>The idea behind it</h2><p>“{escape(topic.principle)}”</p>",
        "<p><small>These are our own words. How far do families see this? What is missing?</small></p>" + _lines(2),
        *_by_strategy(prompts, library),
        *_paths([each for each in reviewing.pieces(library) if isinstance(each, Path) and each.topic == topic.key]),
        *(["<h2>You said, we did</h2>", *map(_said, said)] if said else []),
    ]
    return _page(topic.title, body)


def said_page(library: Library) -> str:
    """What parent partners said and what came of it, newest first."""
    body = [_said(each) for each in library.said] or [f"<p>{escape(NOTHING_SAID)}</p>"]
    return _page("You said, we did", ["<h1>You said, we did</h1>", *body])


def _by_strategy(prompts: Iterable[Prompt], library: Library) -> Iterator[str]:
    for key, title in library.strategies.items():
        found = [_prompt(each) for each in prompts if each.strategy == key]
        if found:
            yield f"<h2>{escape(title)}</h2>"
            yield from found


def paths_page(library: Library) -> str:
    """Every path as a whole page, step by step, and room to answer."""
    paths = [each for each in reviewing.pieces(library) if isinstance(each, Path)]
    return _page("Paths", [f"<h1>Paths</h1><p>{escape(HOW_TO)}</p>", *_paths(paths)])


def _paths(paths: Iterable[Path]) -> Iterator[str]:
    found = [_path(each) for each in paths]
    yield from ["<h2>Step by step</h2>", *found] if found else []


def _path(path: Path) -> str:
    steps = "".join(
        f"<li>{escape(step.text)}{_choices(step.choices)}{_scale(step.scale_ends)}</li>" for step in path.steps
    )
    return f"<article><h3>{escape(path.title)}</h3><ol>{steps}</ol>{_room(path)}</article>"


def _choices(offered: Iterable[str]) -> str:
    listed = "".join(f"<li>{escape(each)}</li>" for each in offered)
    return f"<ul>{listed}</ul>" if listed else ""


def _scale(ends: tuple[str, str] | None) -> str:
    return f"<p>1 = {escape(ends[0])} … 5 = {escape(ends[1])}</p>" if ends else ""


def _room(piece: Prompt | Path, signed: str = "") -> str:
    """Boxes to tick and lines to write on, and what it is that was read."""
    boxes = "".join(f'<span class="box">{escape(label)}</span>' for label in VERDICTS.values())
    id_, version = reviewing.wording_of(piece)
    return (
        f"<p>{boxes}</p><p>{escape(FEEL)}</p>{_lines(1)}<p>{escape(MISSING)}</p>{_lines(1)}"
        f"<small>{escape(id_)}, version {version}. {STATUS[Review(piece.review)]}{signed}</small>"
    )


def _prompt(prompt: Prompt) -> str:
    after = f"<p><small>After it: {escape(' / '.join(prompt.follow_ups))}</small></p>"
    signed = (
        f" By: {escape(prompt.reviewed_by or '')}, {prompt.reviewed_on}." if prompt.review == Review.REVIEWED else ""
    )
    head = f"<h3>{escape(prompt.text)}</h3>{_choices(prompt.choices)}{_scale(prompt.scale_ends)}{after}"
    return f"<article>{head}{_room(prompt, signed)}</article>"


def _said(said: YouSaid) -> str:
    return (
        "<article>" + "".join(f"<p><b>{label}:</b> {escape(words)}</p>" for label, words in said.lines()) + "</article>"
    )


def _lines(count: int) -> str:
    return '<div class="line"></div>' * count


def _page(title: str, body: Iterable[str]) -> str:
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head>\n<body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )
