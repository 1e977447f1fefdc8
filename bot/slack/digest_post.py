"""How the digest looks: what each caseworker chose to share, a chart of topics, a table, and the same in words."""

from collections.abc import Mapping
from datetime import timedelta

from bot.coaching import schedule
from bot.coaching.digest import NOTHING_SHARED, PersonWeek, Shared
from bot.coaching.language import mark, say
from bot.coaching.messages import CoachDigest
from bot.slack.blocks import INVISIBLE, Block, context, divider, escape, header, quote, section, shorten

PEOPLE_SHOWN = 12
SERIES = mark("Check-ins shared")
HEADS = (mark("Caseworker"), mark("Goal"), mark("Shared"), mark("Small success"), mark("If-then plan"))
MOST_LABEL = 20
MOST_CELL = 80
MOST_ROWS = 99
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
    lines = [_title(message), _topics_in_words(message)]
    lines += [f"<@{person.caseworker}>: {_in_words(message, person)}" for person in message.digest.people]
    return "\n".join(lines)


def _title(message: CoachDigest) -> str:
    if message.digest.before_session:
        return say("Before your coaching session")
    ends = message.digest.week - timedelta(days=1)
    starts = message.digest.week - timedelta(days=7)
    first, last = schedule.day_in_short(starts), schedule.day_in_short(ends)
    return say("Your coaching digest, {first} to {last}", first=first, last=last)


def _opening(message: CoachDigest) -> list[Block]:
    return [header(_title(message)), section(_topics_in_words(message))]


def _topics_in_words(message: CoachDigest) -> str:
    touched = [(message.topic_names[topic], count) for topic, count in message.digest.touched if count]
    if not touched:
        return say(NOTHING_SHARED)
    others = ", ".join(message.topic_names[topic] for topic in message.digest.untouched)
    rest = " " + say("Not in what was shared: {topics}.", topics=others) if others else ""
    shared = ", ".join(f"{name} ({count})" for name, count in touched)
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
    people = message.digest.people[:MOST_ROWS]
    most = min(MOST_CELL, MOST_OF_TABLE // (4 * max(1, len(people))))
    return {"type": "table", "rows": [heads, *(_row(message, person, most) for person in people)]}


def _row(message: CoachDigest, person: PersonWeek, most: int) -> list[Block]:
    topics = list(dict.fromkeys(message.topic_labels.get(line.topic, say("A path")) for line in person.lines))
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
    shown: list[Block] = []
    for person in message.digest.people[:PEOPLE_SHOWN]:
        shown += [
            divider(),
            section("\n".join([f"*<@{person.caseworker}>*", *_of(message, person)])),
            context(_opening_with(person)),
        ]
    return shown


def _of(message: CoachDigest, person: PersonWeek) -> list[str]:
    return in_detail(person, message.topic_names, message.choices, message.digest.zone)


def _opening_with(person: PersonWeek) -> str:
    return say("You could open with: {question}", question=say(person.opening_question))


def in_detail(person: PersonWeek, topic_names: Mapping[str, str], choices: Mapping[str, str], zone: str) -> list[str]:
    """One person's part, paragraph by paragraph: what both know, then what they chose to share.

    `choices` says how an answer that was picked reads in the reader's language.
    """
    parts = [_session(person, zone), _goal(person)]
    parts += [_line(line, topic_names, choices) for line in person.lines]
    parts += [f"_{label}_\n{quote(said)}" for label, said in _own_places(person, choices) if said]
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


def _goal(person: PersonWeek) -> str:
    """The goal in its owner's words, and the dots that they showed: levels of the same scale, oldest first."""
    if person.goal is None:
        return ""
    dots = " ".join("●" * level + "○" * (5 - level) + f" {level}" for level in person.goal.levels)
    return f"_{say('Goal')}_ ({say('3 is as hoped')})\n{quote(person.goal.words)}" + (f"\n{dots}" if dots else "")


def _line(line: Shared, topic_names: Mapping[str, str], choices: Mapping[str, str]) -> str:
    topic = topic_names.get(line.topic, say("A path"))
    return f"_{topic}_ · {escape(line.question)}\n{quote(shorten(choices.get(line.words, line.words), 400))}"


def _in_words(message: CoachDigest, person: PersonWeek) -> str:
    choices = message.choices
    said = [f"{each}." for each in (_session(person, message.digest.zone),) if each]
    if person.goal is not None:
        levels = ", ".join(map(str, person.goal.levels))
        shown = " " + say("Levels, oldest first: {levels}.", levels=levels) if levels else ""
        said.append(f"{say('Goal')}: “{escape(person.goal.words)}”{shown}")
    said += [f"{line.question} “{shorten(escape(choices.get(line.words, line.words)), 300)}”" for line in person.lines]
    said += [f"{label}: “{shorten(escape(words), 300)}”" for label, words in _own_places(person, choices) if words]
    said += [say(NOTHING_SHARED)] if person.nothing_shared else []
    return " ".join([*said, _opening_with(person)])


def _closing(message: CoachDigest) -> Block:
    others = len(message.digest.people) - PEOPLE_SHOWN
    more = say("And {others} more in the table.", others=others) + " " if others > 0 else ""
    only = say("Only what people chose to share with you is here. They can see that you were shown it.")
    return context(more + only)
