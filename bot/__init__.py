"""Shoulder to Shoulder: coaching that stays alive between coaching sessions."""

import sys

# structlog loads `rich` where it is there (typer brings it along), for coloured tracebacks that we never print. That is three
# mebibytes of every process and a twentieth of every start; `shoulder --help` loads it when it draws itself.
_loaded = sys.modules.get("rich")
sys.modules["rich"] = None  # type: ignore[assignment]
try:
    import structlog  # noqa: F401
finally:
    del sys.modules["rich"]
    if _loaded is not None:
        sys.modules["rich"] = _loaded
