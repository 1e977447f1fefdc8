"""`why` tells the truth on each path: what came, what waits, what did not come, in the order in which it happened."""

import ast
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.coaching import quiet, whys
from bot.db import queries
from bot.db.engine import Database
from bot.db.people_tables import Whereabouts
from bot.db.tables import Delivery, Nudge
from bot.services import beat, calendars, enrollments, later, nudges, series, sessions, undelivered, uninstalled
from tests.services.engines import LIBRARY
from tests.services.test_planning import DAY, HOUR, MONDAY_9_30, TEAM, change, why
from tests.world import MONDAY_9_29, ROOT

NEVER_A_QUESTION = {"never_posted", "taken_back", "waits_for_another", "installed_again"}
"""Reasons of rows that take back, change, celebrate or warn the lead: nobody asks why these did not come."""
WRITERS = {"Settle", "Wait", "Over", "Again"}


def written() -> Iterator[str]:
    """Every reason that a service writes into the ledger as it stands in the code, found by reading the code."""
    for path in sorted((ROOT / "bot" / "services").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in WRITERS:
                yield from (each.value for each in node.args if _is_text(each))
            if isinstance(node, ast.Call):
                yield from (each.value.value for each in node.keywords if each.arg == "reason" and _is_text(each.value))
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                yield from (
                    each.value for key, each in pairs if _is_text(key) and key.value == "reason" and _is_text(each)
                )
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in ("_not_now", "_why_off"):
                yield from (
                    each.value.value for each in ast.walk(node) if isinstance(each, ast.Return) and _is_text(each.value)
                )


def _is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


NAMED = {
    quiet.GONE,
    quiet.AWAY,
    quiet.DO_NOT_DISTURB,
    calendars.CLOSED,
    calendars.AWAY,
    series.WEEK_FULL,
    sessions.MOVED,
    sessions.OVER,
    uninstalled.UNINSTALLED,
}
"""Reasons that have a name of their own in the code."""


def test_every_reason_that_a_service_writes_has_a_sentence() -> None:
    """None is answered with “Slack did not take it”, which would be untrue."""
    found = {*written(), *NAMED} - NEVER_A_QUESTION

    assert {"too_late", "quiet_day", "gone_quiet", "called_off", "our_mistake", "worker_died"} <= found
    assert set() == found - set(whys.BECAUSE)


def test_no_sentence_is_left_over() -> None:
    """A reason that nobody writes any more goes from the table, or is put together from what Slack says."""
    found = {*written(), *NAMED, "outside_hours"}

    assert set() == set(whys.BECAUSE) - found


def test_slacks_own_refusals_are_told_as_such() -> None:
    """What the lead is told how to mend is Slack's no; the caseworker is told that, and that the lead knows."""
    slacks = set(undelivered.MENDS) - set(whys.BECAUSE)

    assert "channel_not_found" in slacks
    assert {whys.REFUSED} == {whys.because(reason) for reason in slacks}


async def settle(database: Database, at: datetime, **values: object) -> None:
    """The message of Ana's latest nudge, as the delivery would leave it."""
    async with database.begin() as session:
        ana = await queries.enrollment_of(session, TEAM, "UANA")
        assert ana is not None
        last = (await queries.questions_owed(session, ana.id, MONDAY_9_29 - DAY))[-1][0]
        await session.execute(update(Delivery).where(Delivery.subject == last.id).values(settled_at=at, **values))


async def ask(database: Database, now: datetime) -> None:
    """Sam asks Ana."""
    async with database.begin() as session:
        ana = await queries.enrollment_of(session, TEAM, "UANA")
        assert ana is not None
        prompt = await nudges.preview(session, LIBRARY, ana, topic="kin", now=now)
        await nudges.request(session, LIBRARY, TEAM, "USAM", "UANA", prompt.id, now=now)


async def test_before_the_first_there_is_nothing_to_explain(database: Database) -> None:
    """Only when the first one comes."""
    assert "Your next question comes Monday, Nov 2 at 9:30 am." in await why(database, MONDAY_9_29)
    assert "I have not asked you anything yet." in await why(database, MONDAY_9_29)


@pytest.mark.parametrize("reason", sorted(whys.BECAUSE))
@pytest.mark.parametrize("state", ["expired", "withdrawn", "failed"])
async def test_what_did_not_come_says_its_reason(database: Database, state: str, reason: str) -> None:
    """Whatever end it took."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    await settle(database, MONDAY_9_30 + HOUR, state=state, reason=reason)

    told = await why(database, MONDAY_9_30 + 2 * HOUR)

    assert f"The last one did not come, because {whys.BECAUSE[reason]}." in told


async def test_what_came_after_a_quiet_time_is_the_last(database: Database) -> None:
    """On Monday nothing came because of the cap; on Tuesday Sam's question did: that is the last one."""
    await change(database, per_week=1)
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    await settle(database, MONDAY_9_30, state="sent", reason=None)
    await beat.plan(database, LIBRARY, now=MONDAY_9_30 + 2 * DAY)
    quiet_time = await why(database, MONDAY_9_30 + 2 * DAY)
    await ask(database, MONDAY_9_30 + 2 * DAY + HOUR)
    await settle(database, MONDAY_9_30 + 2 * DAY + HOUR, state="sent", reason=None)

    told = await why(database, MONDAY_9_30 + 2 * DAY + 2 * HOUR)

    assert "Last time nothing came, because you already had your questions for the week." in quiet_time
    assert "The last one came Wednesday, Nov 4 at 10:30 am, because <@USAM> asked for it." in told
    assert "Last time nothing came" not in told


async def test_what_waits_and_what_was_last_are_both_told(database: Database) -> None:
    """Sam's question waits, and Monday's came."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    await settle(database, MONDAY_9_30, state="sent", reason=None)
    await ask(database, MONDAY_9_30 + 4 * HOUR)

    told = await why(database, MONDAY_9_30 + 5 * HOUR)

    assert "One is on its way: Wednesday, Nov 4 at 9:30 am.\nThe last one came Monday, Nov 2 at 9:30 am" in told


async def test_an_unclear_one_is_being_looked_for(database: Database) -> None:
    """Slack gave no answer."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    await settle(database, MONDAY_9_30, state="unknown", reason="TimeoutError")

    assert "Slack did not say whether it arrived, so I am looking." in await why(database, MONDAY_9_30 + HOUR)


@pytest.mark.parametrize(("minutes", "is_told"), [(1, False), (90, True)])
async def test_a_long_delay_of_slacks_is_told_and_a_short_one_is_not(
    database: Database, minutes: int, is_told: bool
) -> None:
    """Busy for a minute is nothing to explain; for an hour and a half it is."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    await settle(database, MONDAY_9_30 + timedelta(minutes=minutes), state="sent", reason="ratelimited")

    told = await why(database, MONDAY_9_30 + 3 * HOUR)

    assert is_told == ("It came later than planned, because Slack was busy or could not be reached." in told)


async def test_a_copy_that_was_not_needed_hides_nothing(database: Database) -> None:
    """Monday's question came and was answered; the copy that Later had ordered was let go: the last one came."""
    await beat.plan(database, LIBRARY, now=MONDAY_9_30)
    await settle(database, MONDAY_9_30, state="sent", reason=None)
    async with database.begin() as session:
        nudge = (await session.scalars(Nudge.__table__.select())).first()
        assert nudge is not None
        await later.bring_back(session, TEAM, "UANA", nudge, now=MONDAY_9_30)
        copy = update(Delivery).where(Delivery.about == "later")
        await session.execute(copy.values(state="withdrawn", reason="already_closed", settled_at=MONDAY_9_30 + HOUR))

    assert "The last one came Monday, Nov 2 at 9:30 am" in await why(database, MONDAY_9_30 + 2 * HOUR)


async def test_a_status_in_slack_is_told_ahead(database: Database) -> None:
    """Away until Thursday: why says so before anything was due."""
    async with database.begin() as session:
        row = await session.get_one(Whereabouts, (TEAM, "UANA"))
        row.away, row.away_until, row.checked_at = True, MONDAY_9_29 + 3 * DAY, MONDAY_9_29

    told = await why(database, MONDAY_9_29)

    assert "Your Slack says that you are away until Thursday, Nov 5 at 9:29 am. Nothing comes while it does." in told


async def test_paused_only_when_asked_and_invited_are_told_plainly(database: Database) -> None:
    """Each standing has its own first line."""
    invited = await why(database, MONDAY_9_29, "UDEE")
    await change(database, per_week=0, next_nudge_at=None)
    only_when_asked = await why(database, MONDAY_9_29)
    async with database.begin() as session:
        await enrollments.pause(session, TEAM, "UANA", until=None, now=MONDAY_9_29)

    assert "Nothing comes until you have read the agreement and said yes." in invited
    assert "Questions come only when you ask for one." in only_when_asked
    assert "You are paused, so nothing comes." in await why(database, MONDAY_9_29)
