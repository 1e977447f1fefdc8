"""See what a coach gets to see, and pick it answer by answer."""

from collections.abc import Iterator, Mapping, Sequence

from bot.coaching import schedule
from bot.coaching.errors import BadChoice
from bot.coaching.language import mark, say
from bot.coaching.prompts import Library
from bot.services.going import Going, Held
from bot.services.words import Line
from bot.slack import ids
from bot.slack.blocks import Block, checkboxes, context, described, divider, input_block, modal, section, shorten
from bot.slack.digest_post import in_detail
from bot.slack.forms.reading import View, several
from bot.slack.home_given import topic_title

LINES = "lines"
MOST_BOXES = 10
MOST_SHOWN = 2900
UNTIL_THEN = mark("You can hold lines back until it goes, and later too: then they leave it again.")


def inputs(
    name: str,
    label: str,
    lines: Sequence[Line],
    *,
    ticked: Sequence[str],
    labels: Mapping[str, str],
    hint: str | None = None,
) -> list[Block]:
    """Boxes for these answers, ten at a time; `name` tells one check-in's boxes from another's.

    `labels` says how an answer that was picked reads in its author's language.
    """
    return [
        input_block(
            f"{LINES}:{name}:{number}",
            label,
            _boxes(some, ticked, labels),
            hint=hint if number == 0 else None,
            optional=True,
        )
        for number, some in enumerate(_tens(lines))
    ]


def all_of_it(found: Going, library: Library, zone: str) -> Block:
    """What goes to the coach, as they will see it; below it every line, check-in by check-in, with a tick where it goes."""
    coach, at = f"<@{found.coach}>", schedule.moment_in_words(found.at, zone) if found.at else ""
    title = say("This goes to {coach} with the next digest:", coach=coach)
    if at:
        title = say("This goes to {coach} with the next digest, {when}:", coach=coach, when=f"*{at}*")
    names = {key: topic.title for key, topic in library.topics.items()}
    shown = shorten("\n".join(in_detail(found.week, names, library.labels, zone)), MOST_SHOWN)
    head, said = [section(title), section(shown)], say("What goes to your coach")
    if not found.checkins:
        return modal("said", said, head, submit=None, close=say("Close"))
    ticks = say("What is ticked goes to {coach}. What is not stays with you alone.", coach=coach)
    boxes = [block for each in found.checkins for block in _checkin(each, library)]
    blocks = [*head, divider(), section(ticks), *boxes, context(say(UNTIL_THEN))]
    return modal(ids.LINES_FORM, said, blocks, submit=say("Save"), close=say("Close"))


def _checkin(held: Held, library: Library) -> list[Block]:
    ticked = [line.step for line in held.lines if not line.kept_back]
    return inputs(held.checkin_id, topic_title(library, held.topic), held.lines, ticked=ticked, labels=library.labels)


def _boxes(lines: Sequence[Line], ticked: Sequence[str], labels: Mapping[str, str]) -> Block:
    made = checkboxes([(line.step, line.question) for line in lines])
    read = [line.as_shown(labels) for line in lines]
    made["options"] = [described(option, said) for option, said in zip(made["options"], read, strict=True)]
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
