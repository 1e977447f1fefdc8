"""Pages to print for a room of parent partners: a topic's questions with room to write, and what became of what they said."""

from collections.abc import Iterable, Iterator
from html import escape

from bot.coaching.questions import Library, Prompt, Review, Topic, YouSaid
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


def _prompt(prompt: Prompt) -> str:
    offered = "".join(f"<li>{escape(each)}</li>" for each in prompt.choices)
    after = f"<p><small>After it: {escape(' / '.join(prompt.follow_ups))}</small></p>"
    ends = prompt.scale_ends
    scale = f"<p>1 = {escape(ends[0])} … 5 = {escape(ends[1])}</p>" if ends else ""
    boxes = "".join(f'<span class="box">{escape(label)}</span>' for label in VERDICTS.values())
    signed = (
        f" By: {escape(prompt.reviewed_by or '')}, {prompt.reviewed_on}." if prompt.review == Review.REVIEWED else ""
    )
    return (
        f"<article><h3>{escape(prompt.text)}</h3>{f'<ul>{offered}</ul>' if offered else ''}{scale}{after}"
        f"<p>{boxes}</p><p>{escape(FEEL)}</p>{_lines(1)}<p>{escape(MISSING)}</p>{_lines(1)}"
        f"<small>{escape(prompt.id)}, version {prompt.version}. {STATUS[Review(prompt.review)]}{signed}</small></article>"
    )


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
