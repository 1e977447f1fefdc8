"""Pick, answer by answer, what a coach gets to see."""

from collections.abc import Iterator, Sequence

from bot.coaching.errors import BadChoice
from bot.services.words import Line
from bot.slack.blocks import Block, checkboxes, described, input_block
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


def _boxes(lines: Sequence[Line], ticked: Sequence[str]) -> Block:
    made = checkboxes([(line.step, line.question) for line in lines])
    made["options"] = [described(option, line.words) for option, line in zip(made["options"], lines, strict=True)]
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
