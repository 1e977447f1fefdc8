"""Write a file that only its owner can read, whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cannot_start import CannotStart


@contextmanager
def beside(to: Path) -> Iterator[Path]:
    """A new file that only its owner can read; it takes the place of `to` once all went well, and else goes."""
    if to.is_dir():
        raise CannotStart(f"{to} is a folder. Please name a file in it.")
    with writing(to):
        handle, name = tempfile.mkstemp(dir=to.parent, prefix=".new-")
        os.close(handle)
    draft = Path(name)
    try:
        yield draft
        with writing(to):
            draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def writing(to: Path) -> Iterator[None]:
    """Whatever goes wrong on the disk is told in a sentence: raises CannotStart."""
    try:
        yield
    except OSError as problem:
        raise CannotStart(f"{to} cannot be written: {problem.strerror}.") from None


def make_folder(path: Path) -> None:
    """A folder to keep things in; raises CannotStart when that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"DATA_DIR cannot be used: {path}: {error.strerror}.") from None
