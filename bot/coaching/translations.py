"""The library in another language: each translation stands for our words of today, or it is not used."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.coaching.library_files import Fault, Table
from bot.coaching.library_rules import CHOICE_LENGTH, SCALE_END_LENGTH, SHORT_TITLE, STEP_LENGTH
from bot.coaching.questions import Library, Path, Prompt, Review, Step, Topic

LANGUAGES = ("es",)
_SAID_OF_A_TOPIC = ("title", "short", "principle", "help")
_KNOWN_TABLES = ("translation", "topic", "prompt", "path", "step", "line")
_OLD = "This translates other words than ours of today, so it is not used. Translate it anew."


@dataclass
class Translated:
    """What translations were found: the library in each language, each text with its table, and what is out of date."""

    libraries: dict[str, Library] = field(default_factory=dict)
    prompts: list[tuple[Prompt, Table]] = field(default_factory=list)
    steps: list[tuple[Path, Step, Table]] = field(default_factory=list)
    lines: list[tuple[str, str, Table]] = field(default_factory=list)
    stale: list[Fault] = field(default_factory=list)


def is_translation(page: Sequence[Table]) -> bool:
    """Whether a file holds words in another language."""
    return any(table.name == "translation" for table in page)


def read(library: Library, pages: Sequence[Sequence[Table]]) -> Translated:
    """The library in each language of these pages; later pages win. Faults are noted in the tables, what is old in `stale`."""
    found = Translated()
    by_language: dict[str, list[Sequence[Table]]] = {}
    for page in pages:
        by_language.setdefault(_language(page), []).append(page)
    for language, theirs in by_language.items():
        if language in LANGUAGES:
            spoken = _speak(language, library, theirs, found)
            found.libraries[language] = replace(spoken, languages={"en": library})
    return found


def _language(page: Sequence[Table]) -> str:
    head = next(table for table in page if table.name == "translation")
    language = head.text("language")
    if language not in LANGUAGES:
        head.fault(f'The app speaks {", ".join(LANGUAGES)} beside English, and not "{language}".', "language")
    if head.one_of("review", Review) is Review.REVIEWED:
        head.fault('Say "draft" until people who do this work in this language have read it.', "review")
    head.text("license")
    head.done()
    return language


def _speak(language: str, library: Library, pages: Sequence[Sequence[Table]], found: Translated) -> Library:
    said: dict[str, str] = {}
    topics, prompts, paths = dict(library.topics), dict(library.prompts), dict(library.paths)
    for page in pages:
        for table in page:
            if table.name not in _KNOWN_TABLES:
                table.fault(f"[{table.name}] is not a table of a translation.")
        said |= _lines(page, library, found)
        for table in page:
            if table.name == "topic" and (topic := topics.get(table.text("key"))):
                topics[topic.key] = replace(topic, aliases=(*topic.aliases, *table.texts("aliases")))
            elif table.name == "prompt" and (prompt := _prompt(language, table, library, found)):
                prompts[prompt.id] = prompt
        if path := _path(language, page, library, found):
            paths[path.id] = path
    worded = [(each.choices, each.labels) for each in prompts.values()]
    worded += [(step.choices, step.labels) for path in paths.values() for step in path.steps]
    shown = {choice: label for choices, labels in worded for choice, label in zip(choices, labels, strict=False)}
    return replace(
        library,
        labels=shown,
        topics={key: _said_topic(topic, said, language) for key, topic in topics.items()},
        strategies={key: said.get(text, text) for key, text in library.strategies.items()},
        prompts=prompts,
        paths=paths,
        celebrations=tuple(said.get(text, text) for text in library.celebrations),
        mastery=tuple(said.get(text, text) for text in library.mastery),
        boundaries={key: said.get(text, text) for key, text in library.boundaries.items()},
    )


def _said_topic(topic: Topic, said: Mapping[str, str], language: str) -> Topic:
    is_spoken = topic.principle in said
    return replace(
        topic,
        locale=language if is_spoken else topic.locale,
        translates=topic if is_spoken else None,
        title=said.get(topic.title, topic.title),
        short=said.get(topic.short, topic.short),
        principle=said.get(topic.principle, topic.principle),
        help=said.get(topic.help, topic.help) if topic.help else None,
    )


def _lines(page: Sequence[Table], library: Library, found: Translated) -> Mapping[str, str]:
    """What has no version of its own: each text names the English words that it stands for."""
    said, ours = {}, set(_unversioned(library))
    for table in _pairs(page):
        of, text = table.text("of"), table.text("text")
        table.done()
        if table.name == "short" and len(text) > SHORT_TITLE:
            table.fault(f'"short" has {len(text)} characters, and {SHORT_TITLE} fit a chart.')
        if of not in ours:
            found.stale.append(table.note(f'"{of[:24]}…": {_OLD}'))
            continue
        said[of] = text
        found.lines.append((of, text, table))
    return said


def _pairs(page: Sequence[Table]) -> Iterator[Table]:
    for table in page:
        if table.name == "line":
            yield table
        elif table.name == "topic":
            table.text("key")
            table.texts("aliases")
            yield from filter(None, [table.table(key) for key in _SAID_OF_A_TOPIC])
            table.done()


def _unversioned(library: Library) -> Iterator[str]:
    for topic in library.topics.values():
        yield from filter(None, (topic.title, topic.short, topic.principle, topic.help))
    yield from (*library.strategies.values(), *library.celebrations, *library.mastery, *library.boundaries.values())


def _prompt(language: str, table: Table, library: Library, found: Translated) -> Prompt | None:
    id_, of = table.text("id"), table.whole("of")
    choices, ends, follow_ups = table.texts("choices"), table.two_texts("scale_ends"), table.texts("follow_ups")
    text, ease, version = table.text("text"), table.number("reading_ease"), table.whole("version")
    table.done()
    ours = library.prompts.get(id_)
    if ours is None or ours.version != of:
        found.stale.append(table.note(f"{id_}: {_OLD}"))
        return None
    _check_alike(table, "choices", ours.choices, choices, CHOICE_LENGTH)
    _check_alike(table, "scale_ends", ours.scale_ends or (), ends or (), SCALE_END_LENGTH)
    _check_alike(table, "follow_ups", ours.follow_ups, follow_ups, STEP_LENGTH)
    if table.faults:
        return None
    prompt = replace(
        ours,
        text=text,
        labels=choices,
        scale_ends=ends,
        follow_ups=follow_ups,
        reading_grade=ease,
        review=_review_of(ours),
        locale=language,
        translation=version,
        translates=ours,
    )
    found.prompts.append((prompt, table))
    return prompt


def _review_of(ours: Prompt | Path) -> str:
    """Nobody has read a translation yet; and what is not asked any more is asked in no language."""
    return ours.review if ours.review == Review.RETIRED else Review.DRAFT


def _path(language: str, page: Sequence[Table], library: Library, found: Translated) -> Path | None:
    head = next((table for table in page if table.name == "path"), None)
    if head is None:
        return None
    id_, of, title, version = head.text("id"), head.whole("of"), head.text("title"), head.whole("version")
    head.done()
    tables = {table.text("id"): table for table in page if table.name == "step"}
    ours = library.paths.get(id_)
    if ours is None or ours.version != of or list(tables) != [step.id for step in ours.steps]:
        found.stale.append(head.note(f"{id_}: {_OLD}"))
        return None
    steps = tuple(_step(step, tables[step.id]) for step in ours.steps)
    review = _review_of(ours)
    path = replace(ours, title=title, steps=steps, language=language, translation=version, review=review)
    found.steps += [(path, step, tables[step.id]) for step in steps]
    return path


def _step(ours: Step, table: Table) -> Step:
    choices, ends = table.texts("choices"), table.two_texts("scale_ends")
    step = replace(ours, text=table.text("text"), helper=table.maybe_text("helper"), labels=choices, scale_ends=ends)
    table.done()
    _check_alike(table, "choices", ours.choices, choices, CHOICE_LENGTH)
    _check_alike(table, "scale_ends", ours.scale_ends or (), ends or (), SCALE_END_LENGTH)
    if (ours.helper is None) != (step.helper is None):
        table.fault('"helper" stands where ours has one, and nowhere else.', "helper")
    return step if not table.faults else ours


def _check_alike(table: Table, key: str, ours: Sequence[str], theirs: Sequence[str], longest: int) -> None:
    if len(ours) != len(theirs):
        table.fault(f'"{key}" has {len(theirs)} here and {len(ours)} in English.', key)
    if len(set(theirs)) != len(theirs):
        table.fault(f'"{key}" says the same twice.', key)
    for text in theirs:
        if len(text) > longest:
            table.fault(f'"{text[:20]}…" is over {longest} characters.', key)
