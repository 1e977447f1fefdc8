"""Pick, answer by answer, what a coach gets to see."""

from collections.abc import Iterator, Sequence

from bot.coaching.errors import BadChoice
from bot.coaching.prompts import Library
from bot.services.going import Going, Held
from bot.services.words import Line
from bot.slack import ids
from bot.slack.blocks import Block, checkboxes, described, input_block, modal, section
from bot.slack.forms.reading import View, several

LINES = "lines"
MOST_BOXES = 10


def inputs(
    name: str, label: str, lines: Sequence[Line], *, ticked: Sequence[str], hint: str | None = None
) -> list[Block]:
    """Boxes for these answers, ten at a time; `name` tells one check-in's boxes from another's."""
    return [
        input_block(
            f"{LINES}:{name}:{number}", label, _boxes(some, ticked), hint=hint if number == 0 else None, optional=True
        )
        for number, some in enumerate(_tens(lines))
    ]


def hold_back(found: Going, library: Library) -> Block:
    """Every line of what goes, check-in by check-in, with a tick where it goes."""
    blocks = [
        section(f"What is ticked goes to <@{found.coach}>. What is not stays with you alone."),
        *(block for each in found.checkins for block in _checkin(each, library)),
    ]
    return modal(ids.LINES_FORM, "Hold lines back", blocks, submit="Save", close="Cancel")


def _checkin(held: Held, library: Library) -> list[Block]:
    topic = library.topics.get(held.topic)
    title = topic.title if topic else "A path of your own"
    return inputs(held.checkin_id, title, held.lines, ticked=[line.step for line in held.lines if not line.kept_back])


def _boxes(lines: Sequence[Line], ticked: Sequence[str]) -> Block:
    made = checkboxes([(line.step, line.question) for line in lines])
    made["options"] = [described(option, line.as_read) for option, line in zip(made["options"], lines, strict=True)]
    picked = [option for option, line in zip(made["options"], lines, strict=True) if line.step in ticked]
    return made | ({"initial_options": picked} if picked else {})


def _tens(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    return (lines[start : start + MOST_BOXES] for start in range(0, len(lines), MOST_BOXES))


def read(view: View) -> dict[str, list[str]]:
    """The steps that were ticked, for each name; raises BadChoice for a name that no form of ours has."""
    found: dict[str, list[str]] = {}
    for block_id in view["state"]["values"]:
        if block_id.startswith(f"{LINES}:"):
            parts = block_id.split(":")
            if len(parts) != 3:
                raise BadChoice
            found.setdefault(parts[1], []).extend(several(view, block_id))
    return found
