"""The log helps to mend things and holds nobody's words: of what broke it has the type and the places, never the text."""

import asyncio
import json
import logging

import pytest
import structlog

from bot import logs

CANARY = "quetzalfeather"


def breaks() -> None:
    """Fail as code does that was given words: they are in the text of the failure, and of what caused it."""
    try:
        raise KeyError(f"{CANARY} as the cause")
    except KeyError as cause:
        raise ValueError(f"{CANARY} as the text") from cause


def broken() -> ValueError:
    """That failure, with the places it passed."""
    try:
        breaks()
    except ValueError as problem:
        return problem
    raise AssertionError


@pytest.mark.parametrize("way", ["the failure itself", "the one at hand"])
def test_our_own_line_has_type_and_places_and_no_text(capsys: pytest.CaptureFixture[str], way: str) -> None:
    """However the failure is handed to the log."""
    logs.set_up("DEBUG")
    try:
        breaks()
    except ValueError as problem:
        structlog.get_logger().error("work_broke", exc_info=problem if way == "the failure itself" else True)

    line = capsys.readouterr().err
    assert CANARY not in line
    assert "ValueError" == json.loads(line)["broke"]
    assert any("test_logs.py" in place and "breaks" in place for place in json.loads(line)["where"])


LIBRARIES = (
    "asyncio",
    "uvicorn.error",
    "slack_bolt.AsyncApp",
    "slack_sdk.web",
    "apscheduler.executors.default",
    "other",
)


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_librarys_line_has_type_and_places_and_no_text(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Whichever library it is, and also when it wrote the text into its own sentence."""
    logs.set_up("DEBUG")
    problem = broken()

    logging.getLogger(name).error(f"That failed: {problem!r}", exc_info=problem)

    line = capsys.readouterr().err
    assert CANARY not in line
    assert f"ERROR {name} " in line
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "breaks" in line


def test_a_library_that_tells_of_a_failure_without_a_traceback_tells_its_type(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In a sentence of its own, while the failure is at hand; and as one of the things to fill in."""
    logs.set_up("DEBUG")
    log = logging.getLogger("slack_sdk.web")
    try:
        breaks()
    except ValueError as problem:
        log.error(f"That failed: {problem}")
    log.error("It failed: %s", broken())

    lines = capsys.readouterr().err
    assert CANARY not in lines
    assert 2 == lines.count("ValueError")


def test_a_sentence_without_a_failure_is_written_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """So that a warning still helps."""
    logs.set_up("DEBUG")
    logging.getLogger("uvicorn.error").warning("The port %s is %s.", 8080, "taken")

    assert "WARNING uvicorn.error The port 8080 is taken.\n" == capsys.readouterr().err


async def test_a_task_that_nobody_waited_for_is_told_without_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    """What asyncio says of it by itself has the failure in its sentence."""
    logs.set_up("DEBUG")
    task = asyncio.create_task(asyncio.to_thread(breaks))
    await asyncio.wait([task])
    del task

    line = capsys.readouterr().err
    assert CANARY not in line
    assert "ERROR asyncio " in line
    assert "ValueError" in line
