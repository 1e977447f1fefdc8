"""Setting a program up: what every caseworker is told in need must be there, whichever way it came in."""

from dataclasses import replace

import pytest

from bot.coaching.errors import CoachingError
from bot.db.engine import Database
from bot.sandbox.run import LEAD, PLAN, WORKSPACE
from bot.services import programs
from tests.world import MONDAY_9_29


@pytest.mark.parametrize("name", ["hotline", "on_call"])
@pytest.mark.parametrize("blank", ["", "\u200b", "x"])
async def test_a_program_is_not_set_up_without_its_numbers(database: Database, name: str, blank: str) -> None:
    """Also when the form was gone around."""
    plan = replace(PLAN, **{name: blank})
    async with database.begin() as session:
        with pytest.raises(CoachingError):
            await programs.set_up(session, WORKSPACE, LEAD, plan, first_lead="", now=MONDAY_9_29)
