"""The real app with two leaks, for the soak to notice: each request leaves some memory and a task behind."""

import asyncio
from typing import Any

from bot import cli
from bot.inwards import Inwards

LEAK = 2 * 1024 * 1024
kept: list[Any] = []


def main() -> None:
    """Serve, and let nothing go."""
    real = Inwards.take

    async def leaking(self: Inwards, told: dict[str, Any], **how: Any) -> Any:
        kept.append((bytes(range(256)) * (LEAK // 256), asyncio.create_task(asyncio.Event().wait())))
        return await real(self, told, **how)

    Inwards.take = leaking  # type: ignore[method-assign]
    cli.cli(["serve"])


if __name__ == "__main__":
    main()
