"""What people can do in Slack, and which function hears it."""

from slack_bolt.async_app import AsyncApp

from bot.slack.desk import Desk
from bot.slack.listeners import (
    agreement,
    boundaries,
    celebrations,
    channels,
    chat,
    checkins,
    coach_notes,
    commands,
    digest_times,
    goals,
    going,
    handovers,
    hard_days,
    homes,
    installed,
    nudges,
    partners,
    program,
    records,
    requests,
    sessions,
    suggestions,
    undelivered,
    wellbeing,
    whereabouts,
    workflow_steps,
)
from bot.slack.listeners.board import Board
from bot.slack.strangers import keep_out


def register(app: AsyncApp, desk: Desk) -> Board:
    """Connect every command, button, form, shortcut and event to its listener; gives who hears what."""
    board = Board(app)
    keep_out(app, desk)  # before anybody listens
    board.connect()
    for surface in (
        agreement,
        boundaries,
        celebrations,
        channels,
        chat,
        checkins,
        coach_notes,
        commands,
        goals,
        digest_times,
        going,
        handovers,
        hard_days,
        homes,
        installed,
        nudges,
        partners,
        program,
        records,
        requests,
        sessions,
        suggestions,
        undelivered,
        wellbeing,
        whereabouts,
        workflow_steps,
    ):
        surface.register(board, desk)
    return board
