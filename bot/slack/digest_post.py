"""How the weekly digest looks: what each caseworker chose to share, a chart of topics, a table, and the same in words."""

from datetime import timedelta

from bot.coaching.digest import NOTHING_SHARED, PersonWeek, Shared
from bot.coaching.messages import WeeklyDigest
from bot.slack.blocks import INVISIBLE, Block, context, divider, escape, header, quote, section, shorten

PEOPLE_SHOWN = 12
SERIES = "Check-ins shared"
MOST_LABEL = 20
MOST_CELL = 80
MOST_ROWS = 99
MOST_OF_TABLE = 8_000  # of 10,000 characters; the names of people count too


def digest(message: WeeklyDigest) -> list[Block]:
    """The whole digest, with Slack's own chart and table."""
    chart = _chart(message)
    return [*_opening(message), *([chart] if chart else []), _table(message), *_people(message), _closing(message)]


def digest_without_chart(message: WeeklyDigest) -> list[Block]:
    """The same for a workspace that cannot draw charts or tables."""
    return [*_opening(message), *_people(message), _closing(message)]


def digest_in_words(message: WeeklyDigest) -> str:
    """The digest as text: for notifications, screen readers and old clients."""
    lines = [_title(message), _topics_in_words(message)]
    lines += [f"<@{person.caseworker}>: {_in_words(person)}" for person in message.digest.people]
    return "\n".join(lines)


def _title(message: WeeklyDigest) -> str:
    ends = message.digest.week - timedelta(days=1)
    starts = message.digest.week - timedelta(days=7)
    return f"Your coaching digest, {starts:%b} {starts.day} to {ends:%b} {ends.day}"


def _opening(message: WeeklyDigest) -> list[Block]:
    return [header(_title(message)), section(_topics_in_words(message))]


def _topics_in_words(message: WeeklyDigest) -> str:
    touched = [(message.topic_names[topic], count) for topic, count in message.digest.touched if count]
    if not touched:
        return NOTHING_SHARED
    return "Shared with you: " + ", ".join(f"{name} ({count})" for name, count in touched) + "."


def _chart(message: WeeklyDigest) -> Block | None:
    """Topics touched against topics not touched. A chart needs at least one number that is not zero."""
    counts = {shorten(message.topic_labels[topic], MOST_LABEL): count for topic, count in message.digest.touched}
    if not any(counts.values()):
        return None
    return {
        "type": "data_visualization",
        "title": "Topics in what was shared",
        "chart": {
            "type": "bar",
            "series": [{"name": SERIES, "data": [{"label": label, "value": n} for label, n in counts.items()]}],
            "axis_config": {"categories": list(counts), "x_label": "Topic", "y_label": SERIES},
        },
    }


def _table(message: WeeklyDigest) -> Block:
    heads = [_cell(head, MOST_CELL) for head in ("Caseworker", "Shared", "Small success", "If-then plan")]
    people = message.digest.people[:MOST_ROWS]
    most = min(MOST_CELL, MOST_OF_TABLE // (3 * max(1, len(people))))
    return {"type": "table", "rows": [heads, *(_row(message, person, most) for person in people)]}


def _row(message: WeeklyDigest, person: PersonWeek, most: int) -> list[Block]:
    topics = list(dict.fromkeys(message.topic_labels.get(line.topic, "A path") for line in person.lines))
    shared = ", ".join(topics) or "Nothing this week"
    cells = (_cell(text, most) for text in (shared, person.success or "–", person.plan or "–"))
    return [_person(person.caseworker), *cells]


def _cell(text: str, most: int) -> Block:
    """A cell is plain text, where nothing is markup; signs that hide or turn text are left out here too."""
    return {"type": "raw_text", "text": shorten(INVISIBLE.sub("", text) or "–", most)}


def _person(person: str) -> Block:
    element = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": person}]}
    return {"type": "rich_text", "elements": [element]}


def _people(message: WeeklyDigest) -> list[Block]:
    shown: list[Block] = []
    for person in message.digest.people[:PEOPLE_SHOWN]:
        shown += [
            divider(),
            section(_in_detail(message, person)),
            context(f"You could open with: {person.opening_question}"),
        ]
    return shown


def _in_detail(message: WeeklyDigest, person: PersonWeek) -> str:
    parts = [f"*<@{person.caseworker}>*"]
    parts += [_line(message, line) for line in person.lines] or [NOTHING_SHARED]
    for label, said in (("Small success", person.success), ("If-then plan", person.plan), ("Stuck", person.stuck)):
        parts += [f"_{label}_\n{quote(said)}"] if said else []
    return "\n".join(parts)


def _line(message: WeeklyDigest, line: Shared) -> str:
    topic = message.topic_names.get(line.topic, "A path")
    return f"_{topic}_ · {escape(line.question)}\n{quote(shorten(line.words, 500))}"


def _in_words(person: PersonWeek) -> str:
    said = [f"{line.question} “{shorten(escape(line.words), 300)}”" for line in person.lines] or [NOTHING_SHARED]
    said += [f"Small success: “{escape(person.success)}”"] if person.success else []
    return " ".join([*said, f"You could open with: {person.opening_question}"])


def _closing(message: WeeklyDigest) -> Block:
    others = len(message.digest.people) - PEOPLE_SHOWN
    more = f"And {others} more in the table. " if others > 0 else ""
    return context(f"{more}Only what people chose to share with you is here. They can see that you were shown it.")
