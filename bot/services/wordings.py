"""Know in which words something was asked: an answer always points at them, whatever the library says by now."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.coaching import paths, practice, wordings
from bot.coaching.errors import CoachingError, NotFound
from bot.coaching.language import ENGLISH
from bot.coaching.prompts import Library
from bot.coaching.questions import Format, Path, Prompt, Step, id_of_path, path_of_id
from bot.db.library_tables import Wording
from bot.db.once import put_each
from bot.db.tables import Nudge, Reflection
from bot.services.drafts import Draft


class WordsChanged(CoachingError):
    """Words were changed under a version in which they have been asked already."""


def path_of(library: Library, prompt_id: str) -> Path:
    """The path behind an id as it is today: one of the library's (`path:bias`), or a single prompt as a short path."""
    if (key := path_of_id(prompt_id)) is not None:
        found = library.paths.get(key)
        if found is None:
            raise NotFound("That path is no longer in the library.")
        return found
    if prompt_id.startswith(practice.PREFIX):
        topic = library.topics.get(prompt_id.removeprefix(practice.PREFIX))
        if topic is None:
            raise NotFound("That topic is no longer in the library.")
        return practice.path(topic)
    prompt = library.prompts.get(prompt_id)
    if prompt is None:
        raise NotFound("That question is no longer in the library.")
    return paths.as_path(prompt, library.topics[prompt.topic].help)


async def asked(session: AsyncSession, library: Library, put: Nudge | Reflection | Draft) -> Path:
    """The path in the words in which it was put to this person; raises NotFound when nobody knows them any more.

    A reflection goes on in the language in which it was begun, whatever its author reads by now.
    """
    called, version = (put.prompt_id, put.prompt_version)
    if not isinstance(put, Nudge):
        library = library.spoken(put.language)
        if put.language != ENGLISH:
            called, version = f"{put.prompt_id}@{put.language}", put.translation
    if _is_todays(library, put):
        return path_of(library, put.prompt_id)
    kept = await session.get(Wording, (put.workspace, called, version))
    if kept is None:  # asked before the words were kept
        return path_of(library, put.prompt_id)
    path = wordings.read(kept.path)
    topic = library.topics.get(path.topic or "")
    lead_in = (Step("help", Format.INFO, topic.help),) if topic and topic.help and _is_single(put.prompt_id) else ()
    still = tuple(part for part in path.parts if part.path in library.paths)
    return replace(path, steps=(*lead_in, *path.steps), parts=still)


def _is_todays(library: Library, put: Nudge | Reflection | Draft) -> bool:
    """Whether the library still says it in these words."""
    if isinstance(put, Nudge) or put.language == ENGLISH:
        return _version_now(library, put.prompt_id) == put.prompt_version
    prompt, path = _prompt_of(library, put.prompt_id), library.paths.get(path_of_id(put.prompt_id) or "")
    now = (prompt.locale, prompt.version, prompt.translation) if prompt else None
    now = now or ((path.language, path.version, path.translation) if path else None)
    return now == (put.language, put.prompt_version, put.translation)


def _version_now(library: Library, prompt_id: str) -> int | None:
    found = _prompt_of(library, prompt_id) or library.paths.get(path_of_id(prompt_id) or "")
    return found.version if found else None


def _prompt_of(library: Library, prompt_id: str) -> Prompt | None:
    """The single question of this id, also that on a topic's principle."""
    if prompt_id.startswith(practice.PREFIX):
        topic = library.topics.get(prompt_id.removeprefix(practice.PREFIX))
        return practice.question(topic) if topic else None
    return library.prompts.get(prompt_id)


def _is_single(prompt_id: str) -> bool:
    return path_of_id(prompt_id) is None and not prompt_id.startswith(practice.PREFIX)


async def note(session: AsyncSession, library: Library, workspace: str, *, now: datetime) -> None:
    """Keep the words of each version that is in the library today.

    Raises WordsChanged when a version has been asked here in other words: that needs a new version. Words that nobody was
    asked yet may still be mended.
    """
    columns = (Wording.prompt_id, Wording.version, Wording.fingerprint)
    kept = await session.execute(select(*columns).where(Wording.workspace == workspace))
    known = {(prompt_id, version): words for prompt_id, version, words in kept}
    new = {key: words for key, words in _today(library).items() if known.get(key) != words}
    await _refuse_changed(session, workspace, [key for key in new if key in known])
    rows = [
        {
            "workspace": workspace,
            "prompt_id": id_,
            "version": version,
            "noted_at": now,
            "fingerprint": words,
            "path": _in_full(library)[id_, version],
        }
        for (id_, version), words in new.items()
    ]
    await put_each(session, Wording, rows, changes=("fingerprint", "path", "noted_at"))


@lru_cache(maxsize=2)
def _today(library: Library) -> Mapping[tuple[str, int], str]:
    """The fingerprint of everything that can be asked, by id and version.

    Worked out once in a process for the same library: every test starts the app anew.
    """
    return {key: wordings.fingerprint(path) for key, path in _paths(library).items()}


@lru_cache(maxsize=2)
def _in_full(library: Library) -> Mapping[tuple[str, int], str]:
    """The words of the same: most starts find them kept already, and need not write or hold them."""
    return {key: wordings.write(path) for key, path in _paths(library).items()}


def _paths(library: Library) -> Mapping[tuple[str, int], Path]:
    """Everything that can be asked, by id and version. A topic's line of help is no part of a question."""
    single = {(prompt.id, prompt.version): paths.as_path(prompt) for prompt in library.prompts.values()}
    single |= {(id_, path.version): path for id_, path in practice.paths_of(library).items()}
    ours = single | {(id_of_path(path.id), path.version): path for path in library.paths.values()}
    return ours | {key: path for each in library.languages.values() for key, path in _today_translated(each)}


def _today_translated(library: Library) -> Iterator[tuple[tuple[str, int], Path]]:
    """The same in another language; a translation counts its own versions."""
    for prompt in library.prompts.values():
        if prompt.locale != ENGLISH:
            yield (f"{prompt.id}@{prompt.locale}", prompt.translation), paths.as_path(prompt)
    for path in library.paths.values():
        if path.language != ENGLISH:
            yield (f"{id_of_path(path.id)}@{path.language}", path.translation), path
    for id_, path in practice.paths_of(library).items():
        if path.language != ENGLISH:
            yield (f"{id_}@{path.language}", path.translation), path


async def _refuse_changed(session: AsyncSession, workspace: str, changed: list[tuple[str, int]]) -> None:
    lines = [
        f'"{path_of_id(id_) or id_}" was asked in other words as version {version}. Write "version = {version + 1}" there.'
        for id_, version in changed
        if await _was_asked(session, workspace, id_, version)
    ]
    if lines:
        raise WordsChanged("\n".join(lines))


async def _was_asked(session: AsyncSession, workspace: str, prompt_id: str, version: int) -> bool:
    ours, _, tongue = prompt_id.partition("@")
    if tongue:
        here = exists().where(Reflection.workspace == workspace, Reflection.prompt_id == ours)
        return bool(
            await session.scalar(select(here.where(Reflection.language == tongue, Reflection.translation == version)))
        )
    puts = (
        exists().where(table.workspace == workspace, table.prompt_id == prompt_id, table.prompt_version == version)
        for table in (Nudge, Reflection)
    )
    return bool(await session.scalar(select(or_(*puts))))
