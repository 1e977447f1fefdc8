"""The forms for a reply that was given: who may read it, and its words to read or edit."""

from collections.abc import Mapping, Sequence

from bot.coaching import messages
from bot.coaching.audience import Audience, Circle, Extent, Sharing, reader_of
from bot.coaching.language import mark, say
from bot.services.words import DAYS_PICKED, Line
from bot.slack import ids
from bot.slack.blocks import GIVEN, Block, context, input_block, modal, radio, section, text_input
from bot.slack.forms.reading import View, given, held_id, hold, required
from bot.slack.forms.reflection import AUDIENCE, LAST, audiences, named, only_the_last

CHECKIN = "checkin"
NARROWER = mark("If you narrow it, it leaves my digest, but what was read cannot be unread.")


def audience(checkin_id: str, offered: Sequence[Audience], circle: Circle, now: Sharing, seen: Sequence[str]) -> Block:
    """Pick another audience. Who was shown the words before, and when, is said, for that cannot be undone.

    What stands with a coach or supervisor of before is not on offer any more: it is said, and nobody is picked in their place.
    """
    options = audiences(offered, circle)
    stands = now.audience in offered and now.reader == reader_of(now.audience, circle)
    picked = now.audience.value if stands else None
    if now.extent is Extent.LAST and now.audience is Audience.COACH:
        options.append((LAST, only_the_last(circle)))
        picked = LAST if stands else None
    readers = ", ".join(seen)
    blocks = [
        *([] if stands else [section(messages.readers(now.audience, now.reader, circle))]),
        input_block(AUDIENCE, say("Who may read this?"), radio(options, initial=picked)),
        context(
            f":eyes: {say('Shown to {readers}.', readers=readers)} {say(NARROWER)}"
            if readers
            else say("Nobody else was shown it so far.")
        ),
    ]
    return modal(
        ids.AUDIENCE_FORM,
        say("Who can read it"),
        blocks,
        submit=say("Save"),
        close=say("Cancel"),
        metadata=hold(checkin=checkin_id, **named(offered, circle)),
    )


def edit(checkin_id: str, lines: Sequence[Line], labels: Mapping[str, str]) -> Block:
    """Each answer under its question, as it was asked; an answer that was picked as its author reads it now."""
    blocks = [
        input_block(field(line.step), line.question, _element(line, labels), optional=_may_stay(line)) for line in lines
    ] or [section(say("There is nothing to edit here."))]
    metadata = hold(checkin=checkin_id)
    return modal(ids.EDIT_FORM, say("Read or edit"), blocks, submit=say("Save"), close=say("Close"), metadata=metadata)


def _element(line: Line, labels: Mapping[str, str]) -> Block:
    if line.role not in DAYS_PICKED:
        return text_input(initial=labels.get(line.words, line.words))
    return {"type": "datepicker"} | ({"initial_date": line.day.isoformat()} if line.day else {})


def _may_stay(line: Line) -> bool:
    """Words that no calendar has, in the place of a day, stay unless another one is picked."""
    return line.role in DAYS_PICKED and line.day is None


def field(step: str) -> str:
    """The block in which this step's answer is edited."""
    return f"edit:{step}"


def read_edit(view: View) -> tuple[str, dict[str, str]]:
    """The check-in and its answers by step; raises AtField for a blank, which nobody could read."""
    shown = view["state"]["values"]
    steps = [each for each in shown if each.startswith("edit:") and not _is_left(shown[each])]
    answers = {block_id.removeprefix("edit:"): _said(view, block_id) for block_id in steps}
    return held_id(view, CHECKIN), answers


def _said(view: View, block_id: str) -> str:
    required(view, block_id)
    return given(view, block_id) or ""


def _is_left(block: Mapping[str, Mapping[str, object]]) -> bool:
    """A day that was not picked."""
    element = block.get(GIVEN) or {}
    return element.get("type") == "datepicker" and not element.get("selected_date")


def as_kept(before: str, said: str, labels: Mapping[str, str]) -> str:
    """The answer as it is kept: where a choice stood, and another (or the same) was typed in its reader's words, that choice."""
    if before not in labels or labels[before] == said:
        return before if before in labels else said
    return next((choice for choice, label in labels.items() if label == said), said)
