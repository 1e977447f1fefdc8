"""Walk a path: a few small steps to read, think about or answer, one screen at a time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import assert_never

from bot.coaching.errors import BadChoice, TooLong
from bot.coaching.language import say
from bot.coaching.questions import ANY_ANSWER, SCALE, Format, Path, Prompt, Step

__all__ = ["Path", "Screen", "Step", "as_path", "asked_for", "next_screen", "read_answer", "screens"]

PLAN = "If ___ happens, then I will ___."
_PLANS = {"en": PLAN, "es": "Si pasa ___, entonces voy a ___."}
_PERSON = re.compile(r"\b(?:ask|tell|who|coach|supervisor|team)\b", re.IGNORECASE)
_IF_THEN = re.compile(r"\bif\b.*\bthen\b", re.IGNORECASE | re.DOTALL)
FARTHEST = timedelta(days=366)
_ONLY_READ = (Format.INFO, Format.THINK)


@dataclass(frozen=True)
class Screen:
    """One screen: what is read first, then at most one thing that is answered."""

    lead_in: tuple[Step, ...]
    question: Step | None


def as_path(prompt: Prompt, help_line: str | None = None) -> Path:
    """A single question as a path: the question, then one line that turns it into action, which may be skipped.

    `help_line` (the topic's `help`) stands above the question, so that it is seen whatever is answered.
    """
    ours = prompt.translates or prompt
    question = Step(
        id="question",
        format=prompt.format,
        text=prompt.text,
        choices=prompt.choices,
        scale_ends=prompt.scale_ends,
        role="plan" if is_plan(ours.text) else "answer",
        labels=prompt.labels,
    )
    action = () if is_plan(ours.text) else (_action(prompt),)
    lead_in = (Step(id="help", format=Format.INFO, text=help_line),) if help_line else ()
    return Path(
        id=prompt.id,
        title=prompt.text,
        topic=prompt.topic,
        strategy=prompt.strategy,
        audience=prompt.audience,
        steps=(*lead_in, question, *action),
        version=prompt.version,
        sources=prompt.sources,
        review=prompt.review,
        language=prompt.locale,
        translation=prompt.translation,
    )


def asked_for(path: Path, lead_in: Path, said: Mapping[str, str]) -> Path:
    """A requested prompt, with the lead-in that says who asked, on what, and who sees the answer."""
    first = (step for step in lead_in.steps if step.id != "question")
    return replace(path, steps=(*(replace(step, text=_fill(step.text, said)) for step in first), *path.steps))


def screens(path: Path) -> tuple[Screen, ...]:
    """The path cut into screens. Steps with different conditions never share one."""
    return tuple(
        screen for _, together in groupby(path.steps, key=lambda step: step.only_if) for screen in _cut(tuple(together))
    )


def next_screen(path: Path, answers: Mapping[str, str], after: int) -> int | None:
    """The number of the next screen that is open after screen `after` (-1: from the start), or None at the end.

    A screen is skipped when the answer that opens it was not given. `answers` maps a step's id to its answer.
    """
    opened = _opened(path, answers)
    for number, screen in enumerate(screens(path)):
        if number > after and _first(screen).id in opened:
            return number
    return None


def read_answer(step: Step, given: str | None) -> str | None:
    """The answer as it is kept; None when it was skipped or when there is nothing to answer.

    Raises BadChoice for a choice, a number or a day that was not on offer, and TooLong for too many characters.
    """
    answer = (given or "").strip()
    if not answer:
        return None
    match step.format:
        case Format.INFO | Format.THINK | Format.SEVERAL:
            return None
        case Format.TEXT:
            return _fitting(answer, step.max_length)
        case Format.SCALE:
            return _one_of(answer, SCALE)
        case Format.CHOICE:
            return _one_of(answer, step.choices)
        case Format.DATE:
            return _day(answer)
        case _:
            assert_never(step.format)


def day_ahead(answer: str, today: date) -> str:
    """A picked day as it is kept. Raises BadChoice for one that has passed on this local day, is far away, or is no day."""
    day = date.fromisoformat(_day(answer))
    if day < today:
        raise BadChoice("That day has passed. Please pick one from today on.")
    if day - today > FARTHEST:
        raise BadChoice("That is more than a year away. Please pick a day that is closer.")
    return day.isoformat()


def is_plan(text: str) -> bool:
    """Whether a line asks for an if-then plan: *If I open a visit, then I will ask about ___.*"""
    return _IF_THEN.search(text) is not None


def leads_to_a_person(text: str) -> bool:
    """Whether a line sends its reader to a real person: *How could you ask them?*, *Who can back you up?*"""
    return _PERSON.search(text) is not None


def _fill(text: str, said: Mapping[str, str]) -> str:
    for name, value in said.items():
        text = text.replace("{" + name + "}", value)
    return text


def _action(prompt: Prompt) -> Step:
    # Thinking that ends without a next step is where practice stalls, so every question has one: the author's own
    # if-then line, or a real person to go to, or else the plain plan line with the author's follow-up beside it.
    # Which of the three it is shows in the English lines, so that a translation never changes what an answer is for.
    lines = dict(zip((prompt.translates or prompt).follow_ups, prompt.follow_ups, strict=True))
    for line in filter(is_plan, lines):
        return Step(id="plan", format=Format.TEXT, text=lines[line], role="plan")
    for line in filter(leads_to_a_person, lines):
        return Step(id="action", format=Format.TEXT, text=lines[line])
    helper = prompt.follow_ups[-1] if prompt.follow_ups else None
    return Step(id="plan", format=Format.TEXT, text=_PLANS[prompt.locale], helper=helper, role="plan")


def _cut(steps: tuple[Step, ...]) -> list[Screen]:
    found: list[Screen] = []
    lead_in: list[Step] = []
    for step in steps:
        if step.format in _ONLY_READ:
            lead_in.append(step)
        else:
            found.append(Screen(tuple(lead_in), step))
            lead_in = []
    return [*found, Screen(tuple(lead_in), None)] if lead_in else found


def _first(screen: Screen) -> Step:
    return next(step for step in (*screen.lead_in, screen.question) if step is not None)


def _opened(path: Path, answers: Mapping[str, str]) -> frozenset[str]:
    # In order, so that an answer left over on a step that has closed opens nothing behind it.
    opened: set[str] = set()
    for step in path.steps:
        if step.only_if is None:
            opened.add(step.id)
            continue
        earlier, wanted = step.only_if
        answer = answers.get(earlier, "").strip() if earlier in opened else ""
        if answer and (ANY_ANSWER in wanted or answer in wanted):
            opened.add(step.id)
    return frozenset(opened)


def _fitting(answer: str, max_length: int) -> str:
    if len(answer) > max_length:
        raise TooLong(
            say(
                "That is {count} characters, and {most} fit here. Please make it shorter.",
                count=len(answer),
                most=max_length,
            )
        )
    return answer


def _one_of(answer: str, offered: tuple[str, ...]) -> str:
    if answer not in offered:
        raise BadChoice
    return answer


def _day(answer: str) -> str:
    try:
        return date.fromisoformat(answer).isoformat()
    except ValueError:
        raise BadChoice("That is not a day. Please pick one from the calendar.") from None
