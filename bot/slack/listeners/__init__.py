"""What people can do in Slack, and which function hears it."""

from slack_bolt.async_app import AsyncApp

from bot.slack.desk import Desk
from bot.slack.listeners import (
    agreement,
    boundaries,
    celebrations,
    chat,
    checkins,
    commands,
    homes,
    nudges,
    program,
    records,
    requests,
    whereabouts,
)


def register(app: AsyncApp, desk: Desk) -> None:
    """Connect every command, button, form, shortcut and event to its listener."""
    for surface in (
        agreement,
        boundaries,
        celebrations,
        chat,
        checkins,
        commands,
        homes,
        nudges,
        program,
        records,
        requests,
        whereabouts,
    ):
        surface.register(app, desk)
