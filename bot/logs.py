"""Write a log that helps to mend things: ids and outcomes go in, people's words never do."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

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
        places = traceback.extract_tb(broke.__traceback__)
        event["broke"] = type(broke).__name__
        event["where"] = [f"{Path(place.filename).name}:{place.lineno} {place.name}" for place in places[-8:]]
    return event


def may_be_written(record: logging.LogRecord) -> bool:
    """Whether a library's line may go out: Bolt gives its loggers the root's level, and writes whole answers at DEBUG."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] not in QUIET


def set_up(level: str) -> None:
    """One JSON line for each event. Libraries that would log message bodies are held at WARNING, also in DEBUG."""
    logging.basicConfig(stream=sys.stderr, level=level, format="%(levelname)s %(name)s %(message)s", force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for way_out in logging.getLogger().handlers:
        way_out.addFilter(may_be_written)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of each beat that found the last one busy
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            where_it_broke,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
