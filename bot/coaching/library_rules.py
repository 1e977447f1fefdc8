"""What must fit together in the library: ids, topics, sources, choices, steps, and who may read."""

from collections.abc import Iterable, Sequence

from bot.coaching.audience import Audience, is_private
from bot.coaching.library_files import Fault, Table
from bot.coaching.questions import ANY_ANSWER, SCALE, Format, Library, Path, Prompt, Review, Risk, Step, Topic, YouSaid
from bot.coaching.wellbeing import HELP, MORE, Next

SHORT_TITLE = 20
CHOICES = range(2, 11)
CHOICE_LENGTH = 75
SCALE_END_LENGTH = 60
ANSWER_LENGTH = 3000
STEP_LENGTH = 2000
SAID_LENGTH = 500
ROLES = frozenset(
    {"answer", "plan", "check_back", "remind", "day", "trigger", "way", "outcome", "success", "stuck", "want"}
    | {"help", "more"}
    | {"per_week", "rhythm", "cheer", "ready"}
)
DAYS = ("remind", "day")
FARTHEST_PART = 60
Written = tuple[Path, Table, list[Table], list[Table]]
"""A path with its own table, and those of its steps and of its parts."""
PATHS_NEEDED = ("bias", "check-back", "debrief", "if-then", "asked", "agreement", "before-session")
BOUNDARIES_NEEDED = (
    "identifier_warning",
    "identifier_note",
    "report_boundary",
    "case_decision",
    "distress",
    "distress_after",
    "skip_ok",
    "pause",
    "late_reply",
)
# Words that already mean something when typed after /coach-checkin.
TAKEN_WORDS = frozenset(
    "team status why pause hard resume leave digest suggest goals review setup enroll handover lead help".split()  # noqa: SIM905
)


def missing(library: Library) -> list[Fault]:
    """What the app cannot do without: its own paths, and the words it says at a boundary."""
    faults = [
        Fault("prompts/paths", 1, f'There is no path "{id}", and the app needs it.')
        for id in PATHS_NEEDED
        if id not in library.paths
    ]
    faults += [
        Fault("prompts/boundaries.toml", 1, f'"{key}" is missing, and the app needs it.')
        for key in BOUNDARIES_NEEDED
        if key not in library.boundaries
    ]
    for kind, lines in (("celebrations", library.celebrations), ("mastery", library.mastery)):
        if not lines:
            faults.append(Fault(f"prompts/{kind}.toml", 1, "There is not one line here, and the app needs one."))
    return faults


def check_topics(topics: Sequence[tuple[Topic, Table]]) -> None:
    """Keys and typed words belong to one topic alone, and a short title fits a chart."""
    owner: dict[str, str] = {}
    for topic, table in topics:
        if topic.key in owner:
            table.fault(f'The topic "{topic.key}" is here twice, or its key is another topic\'s alias.', "key")
        owner[topic.key] = topic.key
        for alias in topic.aliases:
            if alias in TAKEN_WORDS:
                table.fault(f'The alias "{alias}" already means something after /coach-checkin.', "aliases")
            if owner.setdefault(alias, topic.key) != topic.key:
                table.fault(f'The alias "{alias}" already belongs to "{owner[alias]}".', "aliases")
        if len(topic.short) > SHORT_TITLE:
            table.fault(f'"short" has {len(topic.short)} characters, and {SHORT_TITLE} fit a chart.', "short")


def check_prompts(prompts: Sequence[tuple[Prompt, Table]], library: Library) -> None:
    """Each prompt has an id of its own and points at a topic, a strategy and sources that exist."""
    seen: set[str] = set()
    for prompt, table in prompts:
        if prompt.id in seen:
            table.fault(f'The id "{prompt.id}" is here twice. Give each prompt an id of its own.', "id")
        seen.add(prompt.id)
        if not prompt.id.startswith(f"{prompt.topic}.{prompt.strategy}."):
            table.fault(f'The id needs to be "{prompt.topic}.{prompt.strategy}." and a number.', "id")
        if prompt.strategy not in library.strategies:
            table.fault(f'There is no strategy "{prompt.strategy}" in strategies.toml.', "strategy")
        if prompt.format in (Format.INFO, Format.DATE, Format.SEVERAL):
            table.fault(f'"{prompt.format}" is for the steps of a path, not for a question.', "format")
        if prompt.case_detail_risk == Risk.HIGH and prompt.format is Format.TEXT:
            table.fault("A question that pulls case facts is thought through, not typed.", "format")
        _check_review(prompt, table)
        _check_sources(prompt.sources, table, library)
        _check_audience(prompt.audience, prompt.topic, prompt.strategy, table)
        _check_offer(prompt, table)


def check_paths(paths: Sequence[Written], library: Library) -> None:
    """Each path has an id of its own and known sources, and its steps hang together."""
    seen: set[str] = set()
    for path, table, step_tables, part_tables in paths:
        if path.id in seen:
            table.fault(f'The id "{path.id}" is here twice. Give each path an id of its own.', "id")
        seen.add(path.id)
        if path.topic is not None and path.topic not in library.topics:
            table.fault(f'There is no topic "{path.topic}".', "topic")
        if path.strategy is not None and path.strategy not in library.strategies:
            table.fault(f'There is no strategy "{path.strategy}" in strategies.toml.', "strategy")
        _check_sources(path.sources, table, library)
        _check_audience(path.audience, path.topic or "", path.strategy or "", table)
        if not path.steps:
            table.fault("A path needs one [[step]] at least.")
        if not path.kept:
            _check_unkept(path, table, step_tables)
        elif path.strategy is not None and all(step.role != "plan" for step in path.steps):
            table.fault('Thinking needs a next step: give one step the role "plan".')
        _check_steps(path.steps, step_tables, kept=path.kept)
        _check_parts(path, part_tables, library)


def check_said(found: Sequence[tuple[YouSaid, Table]], library: Library) -> None:
    """Whoever said something hears what came of it; and what was not done has its reason."""
    for said, table in found:
        if said.we_did is None and said.we_did_not is None:
            table.fault('Say what came of it: "we_did", "we_did_not", or both.')
        if said.we_did_not is not None and said.because is None:
            table.fault('What was not done needs a reason: "because".', "we_did_not")
        if said.topic is not None and said.topic not in library.topics:
            table.fault(f'There is no topic "{said.topic}".', "topic")
        for label, words in said.lines():
            if len(words) > SAID_LENGTH:
                table.fault(f'"{label}" is over {SAID_LENGTH} characters.')


def _check_unkept(path: Path, table: Table, step_tables: Sequence[Table]) -> None:
    """What is not kept is its author's alone, comes back to nothing, and always names people who can help."""
    if path.audience is not Audience.ONLY_ME or path.parts:
        table.fault('A path with "kept = false" is for "only_me", and nothing comes later.', "kept")
    if [step.role for step in path.steps if step.role != "answer"] != [HELP, MORE]:
        table.fault('A path with "kept = false" needs a step with the role "help", then one with the role "more".')
    for step, place in zip(path.steps, step_tables, strict=True):
        if step.role == MORE and not set(step.choices) <= set(Next):
            place.fault(f"The app knows what to do after these alone: {', '.join(Next)}.", "choices")


def _check_parts(path: Path, tables: Sequence[Table], library: Library) -> None:
    """What comes later exists, is no part of itself, and goes by steps of this path."""
    steps = {step.id: step for step in path.steps}
    for part, table in zip(path.parts, tables, strict=True):
        if part.path not in library.paths or part.path == path.id:
            table.fault(f'There is no other path "{part.path}".', "path")
        if abs(part.days) > FARTHEST_PART:
            table.fault(f'"days" can be {FARTHEST_PART} at most.', "days")
        if part.of is None and part.days < 1:
            table.fault('A part comes a day later or more, or around a day: name its step with "of".', "days")
        if part.of is not None and (part.of not in steps or steps[part.of].role != "day"):
            table.fault(f'"of" needs a step with the role "day", and "{part.of}" is not one.', "of")
        if part.wanted_by is not None and part.wanted_by not in steps:
            table.fault(f'"wanted_by" needs a step of this path, and "{part.wanted_by}" is not one.', "wanted_by")


def _check_steps(steps: Sequence[Step], tables: Sequence[Table], *, kept: bool) -> None:
    earlier: dict[str, Step] = {}
    for step, table in zip(steps, tables, strict=True):
        if kept and (step.format is Format.SEVERAL or step.role in (HELP, MORE)):
            table.fault('The format "several" and these roles belong to a path with "kept = false".', "format")
        if step.id in earlier:
            table.fault(f'The step "{step.id}" is here twice. Give each step an id of its own.', "id")
        if step.role not in ROLES:
            table.fault(f'"{step.role}" is not a role. It can be one of: {", ".join(sorted(ROLES))}.', "role")
        if (step.format is Format.DATE) != (step.role in DAYS):
            table.fault(
                'A date is asked for a day to come back on: format "date" goes with role "remind" or "day".', "format"
            )
        if step.max_length > ANSWER_LENGTH:
            table.fault(f'"max_length" can be {ANSWER_LENGTH} at most.', "max_length")
        if len(step.text) > STEP_LENGTH:
            table.fault(f"This is longer than a form can show ({STEP_LENGTH} characters).", "text")
        _check_offer(step, table)
        _check_only_if(step, earlier, table)
        earlier[step.id] = step


def _check_only_if(step: Step, earlier: dict[str, Step], table: Table) -> None:
    if step.only_if is None:
        return
    opener, answers = step.only_if
    if opener not in earlier:
        table.fault(f'"only_if" needs an earlier step, and "{opener}" is not one.', "only_if")
        return
    if earlier[opener].format in (Format.INFO, Format.THINK):
        table.fault(f'"only_if" points at "{opener}", which nobody answers.', "only_if")
    offered = {Format.CHOICE: earlier[opener].choices, Format.SCALE: SCALE}.get(earlier[opener].format)
    for answer in answers:
        if answer != ANY_ANSWER and offered is not None and answer not in offered:
            table.fault(f'"only_if" waits for "{answer}", and "{opener}" does not offer it.', "only_if")


def _check_offer(asked: Prompt | Step, table: Table) -> None:
    if asked.format in (Format.CHOICE, Format.SEVERAL):
        _check_choices(asked.choices, table)
    elif asked.choices:
        table.fault('"choices" belong to the format "choice" alone.', "choices")
    if asked.format is Format.SCALE:
        _check_scale(asked.scale_ends, table)
    elif asked.scale_ends is not None:
        table.fault('"scale_ends" belong to the format "scale" alone.', "scale_ends")


def _check_choices(choices: Sequence[str], table: Table) -> None:
    if len(choices) not in CHOICES:
        table.fault(f"There are {len(choices)} choices. Offer {CHOICES[0]} to {CHOICES[-1]}.", "choices")
    for choice in choices:
        if len(choice) > CHOICE_LENGTH:
            table.fault(f'The choice "{choice[:20]}…" is over {CHOICE_LENGTH} characters.', "choices")
        if choice.lower() == "skip":
            table.fault('"skip" is always there and leaves no trace. Take it off the list.', "choices")
    if len(set(choices)) != len(choices):
        table.fault("One choice is on the list twice.", "choices")


def _check_scale(ends: tuple[str, str] | None, table: Table) -> None:
    if ends is None:
        table.fault('A scale says in words what 1 and 5 mean: scale_ends = ["not yet", "most visits"].', "scale_ends")
        return
    for end in ends:
        if not any(letter.isalpha() for letter in end):
            table.fault(f'The end "{end}" of the scale needs words.', "scale_ends")
        if len(end) > SCALE_END_LENGTH:
            table.fault(f"An end of the scale is over {SCALE_END_LENGTH} characters.", "scale_ends")


def _check_review(prompt: Prompt, table: Table) -> None:
    signed = prompt.reviewed_by is not None and prompt.reviewed_on is not None
    if prompt.review == Review.REVIEWED and not signed:
        table.fault('A reviewed prompt says by which role ("reviewed_by") and when ("reviewed_on").', "review")


def _check_sources(sources: Iterable[str], table: Table, library: Library) -> None:
    for source in sources:
        if source not in library.sources:
            table.fault(f'There is no source "{source}" in sources.toml.', "sources")


def _check_audience(audience: Audience, topic: str, strategy: str, table: Table) -> None:
    if audience is Audience.SUPERVISOR:
        table.fault("Nothing starts at the supervisor.", "audience")
    if is_private(topic, strategy) and audience is not Audience.ONLY_ME:
        table.fault('Bias, wellbeing and stress start at "only_me".', "audience")
