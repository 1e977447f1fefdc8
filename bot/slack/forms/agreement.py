"""The agreement: what I am, what I am not for, what is kept and who sees it; then the caseworker's own rhythm."""

from dataclasses import dataclass

from bot.coaching.errors import BadChoice
from bot.coaching.paths import Path
from bot.coaching.questions import Format
from bot.coaching.schedule import Rhythm
from bot.slack import ids
from bot.slack.blocks import Block, input_block, modal, radio, section
from bot.slack.forms import rhythm
from bot.slack.forms.reading import View, held_id, hold, required

PER_WEEK, CHEER = "per_week", "cheer"
ONLY_WHEN_I_ASK = "0"
CHEERS = {"in the channel": "channel", "in a private note": "private", "no thanks": "none"}


@dataclass(frozen=True)
class Yes:
    """What a caseworker picked when they said yes."""

    enrollment_id: str
    per_week: int
    cheer: str
    rhythm: Rhythm


def agreement(enrollment_id: str, path: Path, fill: dict[str, str], now: Rhythm) -> Block:
    """The whole agreement on one page, in the library's words, with the agency's own numbers in them."""
    blocks = [section(_filled(step.text, fill)) for step in path.steps if step.format in (Format.INFO, Format.THINK)]
    steps = {step.role: step for step in path.steps}
    per_week = [(str(n), f"{n}") for n in (1, 2, 3)] + [(ONLY_WHEN_I_ASK, "Only when I ask")]
    cheers = [(value, label.capitalize()) for label, value in CHEERS.items()]
    blocks += [
        input_block(PER_WEEK, steps[PER_WEEK].text, radio(per_week, initial="2")),
        *rhythm.inputs(now),
        input_block(CHEER, steps[CHEER].text, radio(cheers, initial="channel")),
        section(f"{steps['ready'].text} You can leave at any time, and nobody is told."),
    ]
    return modal(
        ids.AGREEMENT_FORM,
        "The agreement",
        blocks,
        submit="Yes, start",
        close="Not now",
        metadata=hold(enrollment=enrollment_id),
    )


def _filled(text: str, fill: dict[str, str]) -> str:
    for name, value in fill.items():
        text = text.replace("{" + name + "}", value)
    return text


def read(view: View, zone: str) -> Yes:
    """What was picked; raises BadChoice, BadRhythm or NotFound."""
    per_week, cheer = required(view, PER_WEEK), required(view, CHEER)
    if per_week not in "0123" or len(per_week) != 1 or cheer not in CHEERS.values():
        raise BadChoice
    return Yes(held_id(view, "enrollment"), int(per_week), cheer, rhythm.read(view, zone))
