"""`python -m bot` is the same as `shoulder`."""

import sys

# structlog would load it when it is there, for colours that a log has not: a tenth of a second, and four megabytes.
sys.modules.setdefault("rich", None)  # type: ignore[arg-type]

from bot.cli import main  # noqa: E402 - after the line above, which it is for

if __name__ == "__main__":
    main()
