"""Find somebody in the workspace by the name that people call them, a page at a time and no faster than Slack likes it."""

import asyncio
from collections.abc import Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.answers import clearly

A_PAGE = 200
SECONDS_BETWEEN_PAGES = 3.0
"""Slack takes twenty of these calls a minute."""


async def named(client: AsyncWebClient, name: str, *, step: Callable[[], None]) -> tuple[str, ...]:
    """The ids of all whose handle, display name or real name this is; `step` is called after each page.

    Who left, and bots, are nobody here. Raises as every call to Slack does.
    """
    wanted, found, cursor = name.lstrip("@").casefold(), list[str](), None
    while True:
        page = await clearly(client.users_list(limit=A_PAGE, cursor=cursor))
        found += [each["id"] for each in page["members"] if _is(each, wanted)]
        step()
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return tuple(found)
        await asyncio.sleep(SECONDS_BETWEEN_PAGES)


def _is(user: dict[str, Any], wanted: str) -> bool:
    profile = user.get("profile") or {}
    names = (user.get("name"), user.get("real_name"), profile.get("display_name"), profile.get("real_name"))
    known = not user.get("deleted") and not user.get("is_bot")
    return known and wanted in {str(each).casefold() for each in names if each}
