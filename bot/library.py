"""Find the prompt library on the disk and read it."""

from functools import lru_cache
from pathlib import Path

from bot.coaching import reviewing
from bot.coaching.library_files import Fault, LibraryFaults
from bot.coaching.prompts import checked_library
from bot.coaching.questions import Library


def load(folder: Path, agency: Path | None = None) -> Library:
    """The library in this folder, with an agency's own folder laid over it.

    Raises LibraryFaults, naming file and line, when it breaks any rule for authors. The reading grade that a file declares is
    believed here; `shoulder prompts check` measures it.
    """
    return _checked(tuple(read_files(folder).items()), tuple(read_agency_files(agency).items()))


def asked(library: Library, *, only_reviewed: bool) -> Library:
    """The library as the app asks from it: all of it, or of its questions only those that were reviewed."""
    return reviewing.only_reviewed(library) if only_reviewed else library


@lru_cache(maxsize=2)
def _checked(files: tuple[tuple[str, str], ...], agency_files: tuple[tuple[str, str], ...]) -> Library:
    """The same texts are read and checked once in a process: every test starts the app anew."""
    return checked_library(dict(files), dict(agency_files))


def read_files(folder: Path) -> dict[str, str]:
    """Each TOML file under this folder by its name (`prompts/paths/bias.toml`), with its text.

    Raises LibraryFaults when there is none, or when one is not written in UTF-8.
    """
    files = _read(folder, folder.name)
    if not files:
        raise LibraryFaults((Fault(folder.name, 1, "There are no prompt files in this folder."),))
    return files


def read_agency_files(folder: Path | None) -> dict[str, str]:
    """The same of an agency's own folder, by whole name; an empty folder changes nothing.

    Raises LibraryFaults when there is no such folder, or we may not look into it: whoever set it does not want to go without.
    """
    if folder is None:
        return {}
    try:
        next(folder.iterdir(), None)
    except PermissionError:
        raise LibraryFaults(
            (Fault(str(folder), 1, "AGENCY_PROMPTS_DIR is set, and its folder cannot be read."),)
        ) from None
    except OSError:
        raise LibraryFaults(
            (Fault(str(folder), 1, "AGENCY_PROMPTS_DIR is set, and there is no such folder."),)
        ) from None
    return _read(folder, folder.as_posix())


def _read(folder: Path, called: str) -> dict[str, str]:
    files = {}
    for path in sorted(folder.rglob("*.toml")):
        name = f"{called}/{path.relative_to(folder).as_posix()}"
        try:
            files[name] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise LibraryFaults((Fault(name, 1, "This file is not saved as UTF-8 text."),)) from None
    return files
