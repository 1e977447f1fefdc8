"""Let nobody fetch people's sealed words but through the one door: whoever tries it any other way gets an error.

The columns are known by their type, so that a whole table, an alias or a subquery is noticed like a column by its name.
"""

from collections.abc import Iterable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Executable, event
from sqlalchemy.engine import Engine

from bot.db.sealed import Sealed

THROUGH = "through_the_door"
Wanted = TypeVar("Wanted", bound=Executable)


class NotThroughTheDoor(Exception):
    """Sealed words were asked for outside of services/words.py. That is a mistake in the code, and nothing was read."""


def through_the_door(wanted: Wanted) -> Wanted:
    """Mark a query that may fetch sealed words; a test of the architecture knows the files that may call this."""
    return wanted.execution_options(**{THROUGH: True})


def look_at(wanted: Executable, kinds: Iterable[object]) -> None:
    """Raise NotThroughTheDoor when a statement that is run at the driver itself would bring sealed words along."""
    if any(isinstance(kind, Sealed) for kind in kinds) and not wanted.get_execution_options().get(THROUGH):
        raise NotThroughTheDoor


def guard(engine: Engine) -> None:
    """Look at every statement before it runs; raises NotThroughTheDoor for one that would bring sealed words along."""

    brings: WeakKeyDictionary[object, bool] = WeakKeyDictionary()

    @event.listens_for(engine, "before_cursor_execute")
    def before(_: Any, __: Any, ___: Any, ____: Any, context: Any, _____: Any) -> None:
        compiled = getattr(context, "compiled", None)
        if compiled is None:
            return
        if compiled not in brings:  # a statement is compiled once and run often
            fetched = getattr(compiled, "_result_columns", None) or ()
            brings[compiled] = any(isinstance(each.type, Sealed) for each in fetched)
        if brings[compiled] and not context.execution_options.get(THROUGH):
            raise NotThroughTheDoor
