"""How the digest looks: what each caseworker chose to share, a chart of topics, a table, and the same in words."""

from collections.abc import Mapping, Sequence

from bot.coaching import schedule
from bot.coaching.digest import NOTHING_SHARED, PersonWeek, Shared
from bot.coaching.language import mark, say
from bot.coaching.messages import CoachDigest
from bot.slack.blocks import INVISIBLE, Block, context, divider, escape, header, quote, section, shorten

MOST_BLOCKS = 50
MOST_BESIDE = 5  # the opening two, the chart, the table and the closing line
MOST_IN_SECTION = 3_000
IN_WORDS = (300, 150)  # most of one answer; the shorter where there are many
IN_BRIEF = 200
MOST_OF_LINE = 400
QUOTED = "> "
SERIES = mark("Check-ins shared")
HEADS = (mark("Caseworker"), mark("Goal"), mark("Shared"), mark("Small success"), mark("If-then plan"))
MOST_LABEL = 20
MOST_CELL = 80
MOST_OF_TABLE = 8_000  # of 10,000 characters; the names of people count too


def digest(message: CoachDigest) -> list[Block]:
    """The whole digest, with Slack's own chart and table."""
    chart = _chart(message)
    return [*_opening(message), *([chart] if chart else []), _table(message), *_people(message), _closing(message)]


def digest_without_chart(message: CoachDigest) -> list[Block]:
    """The same for a workspace that cannot draw charts or tables."""
    return [*_opening(message), *_people(message), _closing(message)]


def digest_in_words(message: CoachDigest) -> str:
    """The digest as text: for notifications, screen readers and old clients."""
    return "\n".join(_lines_in_words(message, IN_WORDS[0]))


def digest_in_sections(message: CoachDigest) -> list[Block]:
    """The digest as words alone, in as many sections as they need: nobody's words are cut off with the end of one."""
    ways = (_sections(_lines_in_words(message, most)) for most in IN_WORDS)
    one_each = [section(line) for line in _lines_in_words(message, IN_WORDS[-1])]
    return next((way for way in ways if len(way) <= MOST_BLOCKS), one_each)


def _lines_in_words(message: CoachDigest, most: int) -> list[str]:
    lines = [_title(message), _topics_in_words(message)]
    lines += [f"<@{person.caseworker}>: {_in_words(message, person, most)}" for person in message.digest.people]
    return [*lines, *_others(message)]


def _sections(parts: Sequence[str]) -> list[Block]:
    """These paragraphs in as few sections as hold them, in their order; one that is too long for a section goes on in the next."""
    texts: list[str] = []
    for piece in (piece for part in parts for piece in _pieces(part)):
        if texts and len(texts[-1]) + 1 + len(piece) <= MOST_IN_SECTION:
            texts[-1] += f"\n{piece}"
        else:
            texts.append(piece)
    return [section(text) for text in texts]


def _pieces(part: str) -> list[str]:
    pieces = []
    while len(part) > MOST_IN_SECTION:
        cut = max(part.rfind(" ", 0, MOST_IN_SECTION), part.rfind("\n", 0, MOST_IN_SECTION))
        at = cut if cut > 0 else MOST_IN_SECTION
        pieces.append(part[:at])
        part = (QUOTED if pieces[-1].rpartition("\n")[2].startswith(QUOTED) else "") + part[at:].lstrip()
    return [*pieces, part]


def _title(message: CoachDigest) -> str:
    if message.digest.before_session:
        return say("Before your coaching session")
    first, last = (schedule.day_in_short(day) for day in message.digest.first_and_last)
    return say("Your coaching digest, {first} to {last}", first=first, last=last)


def _opening(message: CoachDigest) -> list[Block]:
    return [header(_title(message)), section(_topics_in_words(message))]


def _topics_in_words(message: CoachDigest) -> str:
    names, people = message.topic_names, message.digest.people
    touched = [f"{names[topic]} ({count})" for topic, count in message.digest.touched if count]
    if not touched and not any(each.lines or each.want or each.stuck or each.plan or each.outcome for each in people):
        return say(NOTHING_SHARED)
    beside = [_called(line.topic, names) for each in people for line in each.lines if line.topic not in names]
    shared = ", ".join(touched or dict.fromkeys(beside)) or say("A path")
    others = ", ".join(message.topic_names[topic] for topic in message.digest.untouched)
    rest = " " + say("Not in what was shared: {topics}.", topics=others) if others else ""
    return say("Shared with you: {topics}.", topics=shared) + rest


def _chart(message: CoachDigest) -> Block | None:
    """Topics touched against topics not touched, in what was shared. A chart needs one number that is not zero."""
    touched = dict(message.digest.touched)
    shown = (topic for topic in message.topic_labels if topic in touched or topic in message.digest.untouched)
    counts = {shorten(message.topic_labels[topic], MOST_LABEL): touched.get(topic, 0) for topic in shown}
    if not any(counts.values()):
        return None
    series = say(SERIES)
    return {
        "type": "data_visualization",
        "title": say("Topics in what was shared"),
        "chart": {
            "type": "bar",
            "series": [{"name": series, "data": [{"label": label, "value": n} for label, n in counts.items()]}],
            "axis_config": {"categories": list(counts), "x_label": say("Topic"), "y_label": series},
        },
    }


def _table(message: CoachDigest) -> Block:
    heads = [_cell(say(head), MOST_CELL) for head in HEADS]
    people = message.digest.people
    most = min(MOST_CELL, MOST_OF_TABLE // (4 * max(1, len(people))))
    return {"type": "table", "rows": [heads, *(_row(message, person, most) for person in people)]}


def _row(message: CoachDigest, person: PersonWeek, most: int) -> list[Block]:
    topics = list(dict.fromkeys(_called(line.topic, message.topic_labels) for line in person.lines))
    shared = ", ".join(topics) or say("Nothing this week")
    outcome = person.outcome and message.choices.get(person.outcome, person.outcome)
    plan = outcome or person.plan or "–"  # what became of one plan must not stand beside the words of another
    goal = person.goal.words if person.goal else "–"
    cells = (_cell(text, most) for text in (goal, shared, person.success or "–", plan))
    return [_person(person.caseworker), *cells]


def _cell(text: str, most: int) -> Block:
    """A cell is plain text, where nothing is markup; signs that hide or turn text are left out here too."""
    return {"type": "raw_text", "text": shorten(INVISIBLE.sub("", text) or "–", most)}


def _person(person: str) -> Block:
    element = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": person}]}
    return {"type": "rich_text", "elements": [element]}


def _people(message: CoachDigest) -> list[Block]:
    """Everybody's part: with room around it, or closer together where there are many, or with each answer cut short."""
    people = message.digest.people
    roomy = [[divider(), *_sections(_of(message, each)), context(_opening_with(each))] for each in people]
    close = [_sections([*_of(message, each), _opening_with(each)]) for each in people]
    ways = ([block for part in way for block in part] for way in (roomy, close))
    brief = [section("\n".join([*_of(message, each, IN_BRIEF), _opening_with(each)])) for each in people]
    return next((way for way in ways if len(way) <= MOST_BLOCKS - MOST_BESIDE), brief)


def _of(message: CoachDigest, person: PersonWeek, most: int | None = None) -> list[str]:
    said = in_detail(person, message.topic_names, message.choices, message.digest.zone, most)
    return [f"*<@{person.caseworker}>*", *said]


def _opening_with(person: PersonWeek) -> str:
    return say("You could open with: {question}", question=say(person.opening_question))


def in_detail(
    person: PersonWeek, topic_names: Mapping[str, str], choices: Mapping[str, str], zone: str, most: int | None = None
) -> list[str]:
    """One person's part, paragraph by paragraph: what both know, then what they chose to share.

    `choices` says how an answer that was picked reads in the reader's language; `most`: of each answer, where room is short.
    """
    parts = [_session(person, zone), _goal(person, most)]
    parts += [_line(line, topic_names, choices, most or MOST_OF_LINE) for line in person.lines]
    own = [(label, said) for label, said in _own_places(person, choices) if said]
    parts += [f"_{label}_\n{quote(shorten(said, most or len(said)))}" for label, said in own]
    parts += [say(NOTHING_SHARED)] if person.nothing_shared else []
    return [part for part in parts if part]


def _own_places(person: PersonWeek, choices: Mapping[str, str]) -> tuple[tuple[str, str | None], ...]:
    places = (
        (say("From the session"), person.want),
        (say("Small success"), person.success),
        (say("If-then plan"), person.plan),
        (say("What became of a plan"), person.outcome),
        (say("Stuck"), person.stuck),
    )
    return tuple((label, choices.get(said, said) if said else None) for label, said in places)


def _session(person: PersonWeek, zone: str) -> str:
    if person.session_at is None:
        return ""
    return say("Next session: {when}", when=schedule.moment_in_words(person.session_at, zone))


def _goal(person: PersonWeek, most: int | None) -> str:
    """The goal in its owner's words, and the dots that they showed: levels of the same scale, oldest first."""
    if person.goal is None:
        return ""
    dots = " ".join("●" * level + "○" * (5 - level) + f" {level}" for level in person.goal.levels)
    words = shorten(person.goal.words, most or len(person.goal.words))
    return f"_{say('Goal')}_ ({say('3 is as hoped')})\n{quote(words)}" + (f"\n{dots}" if dots else "")


def _called(topic: str, names: Mapping[str, str]) -> str:
    """A topic in words; one that the agency took out since, by its key; what is about none is a path."""
    return names.get(topic) or topic or say("A path")


def _line(line: Shared, topic_names: Mapping[str, str], choices: Mapping[str, str], most: int) -> str:
    return f"_{_called(line.topic, topic_names)}_ · {escape(line.question)}\n{quote(shorten(choices.get(line.words, line.words), most))}"


def _in_words(message: CoachDigest, person: PersonWeek, most: int) -> str:
    choices = message.choices
    said = [f"{each}." for each in (_session(person, message.digest.zone),) if each]
    if person.goal is not None:
        levels = ", ".join(map(str, person.goal.levels))
        shown = " " + say("Levels, oldest first: {levels}.", levels=levels) if levels else ""
        said.append(f"{say('Goal')}: “{escape(person.goal.words)}”{shown}")
    said += [f"{line.question} “{escape(shorten(choices.get(line.words, line.words), most))}”" for line in person.lines]
    said += [f"{label}: “{escape(shorten(words, most))}”" for label, words in _own_places(person, choices) if words]
    said += [say(NOTHING_SHARED)] if person.nothing_shared else []
    return " ".join([*said, _opening_with(person)])


def _closing(message: CoachDigest) -> Block:
    only = say("Only what people chose to share with you is here. They can see that you were shown it.")
    return context(" ".join([*_others(message), only]))


def _others(message: CoachDigest) -> list[str]:
    """How many have no part here, whatever they shared: nothing of theirs was read for it."""
    others = message.digest.others
    if not others:
        return []
    if others == 1:
        return [say("And one more person. What they shared with you, if anything, is in App Home.")]
    return [say("And {others} more people. What they shared with you, if anything, is in App Home.", others=others)]
