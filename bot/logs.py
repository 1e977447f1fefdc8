"""Write a log that helps to mend things: ids and outcomes go in, people's words never do."""

import logging
import sys
import traceback
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

import structlog

from bot.reports import Report

QUIET = (
    "slack_bolt",
    "slack_sdk",
    "procrastinate",
    "psycopg",
    "sqlalchemy",
    "aiosqlite",
    "aiohttp",
    "uvicorn",
    "alembic",
    "asyncio",
)


def where_it_broke(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its type and the places it passed: its text might hold somebody's words."""
    broke = event.pop("exc_info", None)
    if broke is True:
        broke = sys.exc_info()[1]
    if isinstance(broke, BaseException):
        event["broke"] = type(broke).__name__
        event["where"] = _places(broke)
    return event


def _places(broke: BaseException) -> list[str]:
    passed = traceback.extract_tb(broke.__traceback__)[-8:]
    return [f"{Path(place.filename).name}:{place.lineno} {place.name}" for place in passed]


class WithoutWords(logging.Formatter):
    """A library's line. Of an exception it has the type and the places, for its text might hold somebody's words.

    Libraries write that text into their sentences too: while one is at hand, the place of the line stands for it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever was handed to the log."""
        broke = (record.exc_info and record.exc_info[1]) or sys.exc_info()[1]
        said = _sentence(record) if broke is None else f"{_place_of(record)}: {_in_one_line(broke)}"
        return f"{record.levelname} {record.name} {said}"


def _place_of(record: logging.LogRecord) -> str:
    return f"{record.filename}:{record.lineno} {record.funcName}"


def _in_one_line(broke: BaseException) -> str:
    return " < ".join([type(broke).__name__, *reversed(_places(broke))])


def _sentence(record: logging.LogRecord) -> str:
    if not isinstance(record.args, tuple):
        return record.getMessage()
    told = tuple(_in_one_line(each) if isinstance(each, BaseException) else each for each in record.args)
    return str(record.msg) % told if told else record.getMessage()


def may_be_written(record: logging.LogRecord) -> bool:
    """Whether a library's line may go out: Bolt gives its loggers the root's level, and writes whole answers at DEBUG."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] not in QUIET


def telling(report: Report) -> Callable[[Any, str, MutableMapping[str, Any]], MutableMapping[str, Any]]:
    """Report each mistake of ours that is logged with its exception."""

    def tell(_: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        broke = event.get("exc_info")
        broke = sys.exc_info()[1] if broke is True else broke
        if method in ("error", "critical") and isinstance(broke, BaseException):
            report(broke, str(event.get("event", "")), str(event.get("reference", "")))
        return event

    return tell


def telling_of_libraries(report: Report) -> Callable[[logging.LogRecord], bool]:
    """The same for what a library logs, such as a beat that broke."""

    def tell(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.ERROR and record.exc_info and record.exc_info[1] is not None:
            report(record.exc_info[1], record.name, "")
        return True

    return tell


def set_up(level: str, report: Report | None = None) -> None:
    """One JSON line for each event. Libraries that would log message bodies are held at WARNING, also in DEBUG.

    No line of anybody's has the text of an exception. `report` is told of each mistake, too.
    """
    logging.basicConfig(stream=sys.stderr, level=level, force=True)
    logging.raiseExceptions = False  # a line that cannot be written would be told with all that was in it
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for way_out in logging.getLogger().handlers:
        way_out.addFilter(may_be_written)
        way_out.setFormatter(WithoutWords())
        if report is not None:
            way_out.addFilter(telling_of_libraries(report))
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of each beat that found the last one busy
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([telling(report)] if report is not None else []),
            where_it_broke,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
