"""Read the prompt library from the files that coaches write, and say what breaks a rule and where."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.coaching import agency, library_rules, translated_wording, translations, wording
from bot.coaching.audience import Audience
from bot.coaching.library_files import Fault, LibraryFaults, Table, read_tables
from bot.coaching.questions import Format, Library, Part, Path, Prompt, Review, Risk, Step, Topic, YouSaid

__all__ = ["Fault", "Format", "Library", "LibraryFaults", "Prompt", "Review", "Topic", "checked_library", "faults"]

_BY_KEY = ("strategies", "sources", "boundaries")
_BY_LINE = ("celebration", "mastery")
_NO_FILES: Mapping[str, str] = {}
_KNOWN_TABLES = ("topic", "prompt", "path", "step", "part", "said", *_BY_KEY, *_BY_LINE)


@dataclass(frozen=True)
class _Reading:
    library: Library
    topics: list[tuple[Topic, Table]]
    prompts: list[tuple[Prompt, Table]]
    paths: list[library_rules.Written]
    said: list[tuple[YouSaid, Table]]
    tables: list[Table]
    unread: list[Fault]
    translated: translations.Translated
    translated_tables: list[Table]

    def faults(self) -> list[Fault]:
        tables = (*self.tables, *self.translated_tables)
        return sorted({*self.unread, *(fault for table in tables for fault in table.faults)})


def faults(
    files: Mapping[str, str], grade: Callable[[str], float] | None, agency_files: Mapping[str, str] = _NO_FILES
) -> list[Fault]:
    """Each author's rule that these files break, by file and line; an empty list when all is well.

    `agency_files` are an agency's own, laid over ours and held to the same rules. `grade` gives the U.S. school grade that a
    text reads at; without it the grade that a file declares is believed.
    """
    return _faults(_read(files, agency_files), grade)


def out_of_date(files: Mapping[str, str], agency_files: Mapping[str, str] = _NO_FILES) -> list[Fault]:
    """Each translation of words that are not in the library today. It breaks no rule: until it is mended, English is asked."""
    return sorted(_read(files, agency_files).translated.stale)


def checked_library(files: Mapping[str, str], agency_files: Mapping[str, str] = _NO_FILES) -> Library:
    """The library in these files, an agency's own laid over ours, if it breaks no rule at all; the reading grade that a file
    declares is believed. Raises LibraryFaults with each fault.
    """
    reading = _read(files, agency_files)
    if found := _faults(reading, None):
        raise LibraryFaults(tuple(found))
    return reading.library


def _faults(reading: _Reading, grade: Callable[[str], float] | None) -> list[Fault]:
    for topic, table in reading.topics:
        wording.check_topic(topic, table, grade)
    for prompt, table in reading.prompts:
        wording.check_prompt(prompt, table, grade)
    for path, table, steps, _ in reading.paths:
        wording.check_path(path, table, steps, grade)
    for said, table in reading.said:
        wording.check_answered(said, table, grade)
    for table in reading.tables:
        if table.name in (*_BY_LINE, "boundaries"):
            wording.check_said(table, grade)
    translated_wording.check(reading.translated, reading.library, measured=grade is not None)
    return sorted({*reading.faults(), *library_rules.missing(reading.library)})


def _read(files: Mapping[str, str], agency_files: Mapping[str, str] = _NO_FILES) -> _Reading:
    ours, unread = _pages(files)
    theirs, slips = _pages(agency_files)
    unread += slips
    elsewhere = [page for page in (*ours, *theirs) if translations.is_translation(page)]
    pages = agency.lay_over(*([page for page in each if page not in elsewhere] for each in (ours, theirs)))
    tables = list(dict.fromkeys(table for page in pages for table in page))
    topics = [(_topic(table), table) for table in tables if table.name == "topic"]
    prompts = [pair for page in pages for pair in _prompts(page)]
    resting = {topic.key for topic, _ in topics if not topic.in_use}
    paths = [_resting(found, resting) for page in pages for found in _paths(page)]
    said = [(_said(table), table) for table in tables if table.name == "said"]
    for table in tables:
        if table.name not in _KNOWN_TABLES:
            table.fault(f"[{table.name}] is not a table that the library knows.")
    library = Library(
        topics={topic.key: topic for topic in sorted((topic for topic, _ in topics), key=_place)},
        strategies=_by_key(tables, "strategies"),
        prompts={prompt.id: prompt for prompt in _in_place(prompts, topics)},
        paths={path.id: path for path, *_ in paths},
        celebrations=_by_line(tables, "celebration"),
        mastery=_by_line(tables, "mastery"),
        boundaries=_by_key(tables, "boundaries"),
        sources=_by_key(tables, "sources"),
        said=_newest_first(said),
    )
    library_rules.check_topics(topics)
    library_rules.check_prompts(prompts, library)
    library_rules.check_paths(paths, library)
    library_rules.check_said(said, library)
    translated = translations.read(library, elsewhere)
    library = replace(library, languages=translated.libraries)
    in_other_words = [table for page in elsewhere for table in page]
    return _Reading(library, topics, prompts, paths, said, tables, unread, translated, in_other_words)


def _pages(files: Mapping[str, str]) -> tuple[list[list[Table]], list[Fault]]:
    """Each file's tables, and what could not be read."""
    read = [read_tables(file, text) for file, text in sorted(files.items())]
    return [tables for tables, _ in read], [slip for _, slips in read for slip in slips]


def _resting(written: library_rules.Written, topics: set[str]) -> library_rules.Written:
    """Nobody picks a path of a topic that is switched off, or looks at it."""
    path, table, steps, parts = written
    return (
        (replace(path, in_menu=False, review=Review.RETIRED), table, steps, parts) if path.topic in topics else written
    )


def _place(topic: Topic) -> tuple[int, str]:
    return topic.place, topic.key


def _in_place(prompts: list[tuple[Prompt, Table]], topics: list[tuple[Topic, Table]]) -> list[Prompt]:
    """The prompts topic by topic, each topic in its place, its own prompts as they are written."""
    places = {topic.key: _place(topic) for topic, _ in topics}
    return sorted((prompt for prompt, _ in prompts), key=lambda prompt: places.get(prompt.topic, (0, "")))


def _topic(table: Table) -> Topic:
    topic = Topic(
        key=table.text("key"),
        title=table.text("title"),
        short=table.text("short"),
        principle=table.text("principle"),
        aliases=table.texts("aliases"),
        help=table.maybe_text("help"),
        in_use=table.yes("in_use", default=True),
        place=table.whole("place", 99),
    )
    table.text("locale")
    table.text("license")
    table.done()
    return topic


def _prompts(page: list[Table]) -> Iterable[tuple[Prompt, Table]]:
    head = next((table for table in page if table.name == "topic"), None)
    for table in page:
        if table.name == "prompt":
            if head is None:
                table.fault("A [[prompt]] needs a [topic] at the top of its file.")
                continue
            prompt = _prompt(table, topic=head.text("key"), locale=head.text("locale"))
            in_use = head.yes("in_use", default=True)
            yield (prompt if in_use else replace(prompt, review=Review.RETIRED)), table


def _prompt(table: Table, *, topic: str, locale: str) -> Prompt:
    prompt = Prompt(
        id=table.text("id"),
        topic=topic,
        strategy=table.text("strategy"),
        text=table.text("text"),
        format=table.one_of("format", Format),
        choices=table.texts("choices"),
        scale_ends=table.two_texts("scale_ends"),
        follow_ups=table.texts("follow_ups", required=True),
        skill_terms=table.texts("skill_terms", required=True),
        audience=table.one_of("audience", Audience),
        case_detail_risk=table.one_of("case_detail_risk", Risk),
        sources=table.texts("sources", required=True),
        reading_grade=table.number("reading_grade"),
        review=table.one_of("review", Review),
        reviewed_by=table.maybe_text("reviewed_by"),
        reviewed_on=table.day("reviewed_on"),
        version=table.whole("version"),
        locale=locale,
    )
    table.done()
    return prompt


def _paths(page: list[Table]) -> Iterable[library_rules.Written]:
    steps = [table for table in page if table.name == "step"]
    parts = [table for table in page if table.name == "part"]
    head = next((table for table in page if table.name == "path"), None)
    if head is not None:
        yield _path(head, steps, parts), head, steps, parts
        return
    for table in (*steps, *parts):
        table.fault(f"A [[{table.name}]] needs a [path] at the top of its file.")


def _path(table: Table, steps: list[Table], parts: list[Table]) -> Path:
    path = Path(
        id=table.text("id"),
        title=table.text("title"),
        topic=table.maybe_text("topic"),
        strategy=table.maybe_text("strategy"),
        audience=table.one_of("audience", Audience),
        steps=tuple(_step(step) for step in steps),
        version=table.whole("version"),
        sources=table.texts("sources", required=True),
        may_share_last=table.yes("may_share_last", default=False),
        review=table.one_of("review", Review),
        in_menu=table.yes("in_menu", default=False),
        pick_lines=table.yes("pick_lines", default=False),
        for_coaches=table.yes("for_coaches", default=False),
        kept=table.yes("kept", default=True),
        parts=tuple(_part(part) for part in parts),
    )
    signed = table.maybe_text("reviewed_by") is not None and table.day("reviewed_on") is not None
    if path.review == Review.REVIEWED and not signed:
        table.fault('A reviewed path says by which role ("reviewed_by") and when ("reviewed_on").', "review")
    table.text("locale")
    table.text("license")
    table.done()
    return path


def _part(table: Table) -> Part:
    part = Part(table.text("path"), table.days("days"), table.maybe_text("of"), table.maybe_text("wanted_by"))
    table.done()
    return part


def _step(table: Table) -> Step:
    step = Step(
        id=table.text("id"),
        format=table.one_of("format", Format),
        text=table.text("text"),
        helper=table.maybe_text("helper"),
        choices=table.texts("choices"),
        scale_ends=table.two_texts("scale_ends"),
        role=table.maybe_text("role") or "answer",
        only_if=_only_if(table.table("only_if")),
        max_length=table.whole("max_length", default=1500),
    )
    table.done()
    return step


def _only_if(table: Table | None) -> tuple[str, tuple[str, ...]] | None:
    if table is None:
        return None
    found = table.text("step"), table.texts("answered", required=True)
    table.done()
    return found


def _by_key(tables: list[Table], name: str) -> Mapping[str, str]:
    return {key: table.text(key) for table in tables if table.name == name for key in table.names()}


def _newest_first(found: list[tuple[YouSaid, Table]]) -> tuple[YouSaid, ...]:
    return tuple(sorted((said for said, _ in found), key=lambda said: said.on or date.min, reverse=True))


def _said(table: Table) -> YouSaid:
    said = YouSaid(
        you_said=table.text("you_said"),
        we_did=table.maybe_text("we_did"),
        we_did_not=table.maybe_text("we_did_not"),
        because=table.maybe_text("because"),
        topic=table.maybe_text("topic"),
        on=table.day("on"),
    )
    table.done()
    return said


def _by_line(tables: list[Table], name: str) -> tuple[str, ...]:
    lines = []
    for table in tables:
        if table.name == name:
            lines.append(table.text("text"))
            table.done()
    return tuple(lines)
