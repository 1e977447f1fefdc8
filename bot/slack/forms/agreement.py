"""The agreement: what I am, what I am not for, what is kept and who sees it; then the caseworker's own rhythm."""

from dataclasses import dataclass

from bot.coaching import language
from bot.coaching.errors import BadChoice
from bot.coaching.language import mark, say
from bot.coaching.paths import Path
from bot.coaching.questions import Format
from bot.coaching.schedule import Rhythm
from bot.slack import ids
from bot.slack.blocks import Block, checkboxes, divider, escape, input_block, modal, radio, section
from bot.slack.forms import rhythm
from bot.slack.forms.reading import View, given, held, held_id, hold, required, several

PER_WEEK, CHEER, NEW, LANGUAGE = "per_week", "cheer", "new", "language"
ONLY_WHEN_I_ASK = "0"
CHANGED = mark(
    "The agreement changed while you had it open, so nothing is saved yet. Here it is as it is now. Please read it again."
)
NEW_TO_WORK = mark("I am new to this work (under a year)")
ONLY_YOURS = mark(
    "Then what you can pick or mark comes before a blank page. Only you see this, and it ends after a year."
)
WHOM_TO_ASK = mark("With questions about what is kept, ask: {contact}.")
CHEERS = {"in the channel": "channel", "in a private note": "private", "no thanks": "none"}


@dataclass(frozen=True)
class Yes:
    """What a caseworker picked when they said yes. `shown` is the mark of what they had before them."""

    enrollment_id: str
    per_week: int
    cheer: str
    rhythm: Rhythm
    shown: str
    new: bool = False
    language: str | None = None


@dataclass(frozen=True)
class Lines:
    """What the agency put into the agreement: its numbers as they were typed, and our own table of what is kept."""

    hotline: str
    on_call: str
    table: str
    privacy_contact: str


def agreement(path: Path, lines: Lines, now: Yes, *, joined: bool, again: bool = False) -> Block:
    """The whole agreement on one page, in the library's words, with the agency's own numbers in them.

    Whoever has said yes (`joined`) opens it to change their days and hours, which come first then, as they are. It is shown
    `again` to whoever had an older one open.
    """
    fill = {
        "hotline": escape(lines.hotline),
        "on_call": escape(lines.on_call),
        "table": lines.table,
    }
    text = [section(_filled(step.text, fill)) for step in path.steps if step.format in (Format.INFO, Format.THINK)]
    if lines.privacy_contact:  # one that was set up long ago may have none
        text.append(section(say(WHOM_TO_ASK, contact=escape(lines.privacy_contact))))
    own, metadata = _own(path, now, joined=joined), hold(enrollment=now.enrollment_id, shown=now.shown)
    if joined and not again:
        blocks = [*own, divider(), section(f"*{say('The agreement')}*"), *text]
        title = say("My days and hours")
    else:
        blocks, title = [*([section(say(CHANGED))] if again else []), *text, *own], say("The agreement")
    yes, no = (say("Save"), say("Close")) if joined else (say("Yes, start"), say("Not now"))
    return modal(ids.AGREEMENT_FORM, title, blocks, submit=yes, close=no, metadata=metadata)


def _own(path: Path, now: Yes, *, joined: bool) -> list[Block]:
    """What is theirs to pick: how many and when, how to be cheered on, and in which language."""
    steps = {step.role: step for step in path.steps}
    per_week = [(str(n), f"{n}") for n in (1, 2, 3)] + [(ONLY_WHEN_I_ASK, say("Only when I ask"))]
    cheers = [(CHEERS[kept], label.capitalize()) for kept, label in steps[CHEER].offers() if kept in CHEERS]
    tongue = radio(language.LANGUAGES.items(), initial=language.reading())
    return [
        input_block(PER_WEEK, steps[PER_WEEK].text, radio(per_week, initial=str(now.per_week))),
        *rhythm.inputs(now.rhythm),
        input_block(CHEER, steps[CHEER].text, radio(cheers, initial=now.cheer)),
        input_block(NEW, say("If you like"), _new(chosen=now.new), hint=say(ONLY_YOURS), optional=True),
        input_block(LANGUAGE, say("Language"), tongue),
        *([] if joined else [section(steps["ready"].text)]),
    ]


def _new(*, chosen: bool) -> Block:
    return checkboxes([(NEW, say(NEW_TO_WORK))], initial=[NEW] if chosen else [])


def _filled(text: str, fill: dict[str, str]) -> str:
    for name, value in fill.items():
        text = text.replace("{" + name + "}", value)
    return text


def read(view: View, zone: str) -> Yes:
    """What was picked; raises BadChoice, BadRhythm or NotFound."""
    per_week, cheer = required(view, PER_WEEK), required(view, CHEER)
    if per_week not in "0123" or len(per_week) != 1 or cheer not in CHEERS.values():
        raise BadChoice
    if not set(new := several(view, NEW)) <= {NEW}:
        raise BadChoice
    if (tongue := given(view, LANGUAGE)) not in (None, *language.LANGUAGES):
        raise BadChoice
    shown, hours = str(held(view).get("shown", "")), rhythm.read(view, zone)
    return Yes(held_id(view, "enrollment"), int(per_week), cheer, hours, shown, bool(new), tongue)
