"""Get owed messages carried by any number of workers, which take tasks from one queue in PostgreSQL.

Only this file knows Procrastinate. A task is a call to look at one workspace; what is owed stands in the outbox alone, so
a task too many finds nothing, and a task too few is made up for by the next beat.
"""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import procrastinate
import psycopg
import structlog
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dispatch import PATIENCE
from bot.services import claims, delivery
from bot.services.courier import Courier
from bot.services.delivery import ROUNDS_AT_ONCE

log = structlog.get_logger()

QUEUE = "outbox"
SECONDS_UNTIL_STALLED = 60
SECONDS_TO_FINISH = 20
A_MOMENT = 2.0
CONNECTIONS = ROUNDS_AT_ONCE + 3


class TaskQueue:
    """PostgreSQL: the task is written in the transaction that owes the message, and any worker takes it."""

    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        connector = procrastinate.PsycopgConnector(conninfo=address, min_size=1, max_size=CONNECTIONS)
        self.app = procrastinate.App(connector=connector)
        self._carry = self.app.task(name="carry", queue=QUEUE)(self._carry_one)
        self._courier: Courier | None = None

    async def defer(self, session: AsyncSession, workspaces: Collection[str]) -> None:
        """One task for each workspace, on the session's own connection and in its transaction."""
        raw = await (await session.connection()).get_raw_connection()
        for workspace in sorted(workspaces):
            await self._carry.configure(connection=raw.driver_connection).defer_async(workspace=workspace)

    def wake(self) -> None:
        """PostgreSQL notifies the workers when the transaction is committed."""

    async def beat(self, courier: Courier) -> None:
        """The sweeper: give back what was left behind, and call for each workspace in which something is due."""
        await delivery.rescue(courier)
        for workspace in await claims.workspaces_due(courier.database, courier.clock()):
            await self._call(workspace, timedelta(0))
        await self._tidy()

    async def _call(self, workspace: str, after: timedelta) -> None:
        """One waiting task for each workspace is enough: what is committed now, that one will see."""
        when: dict[str, Any] = {"schedule_in": {"seconds": after.total_seconds()}} if after > timedelta(0) else {}
        with suppress(AlreadyEnqueued):
            await self._carry.configure(queueing_lock=f"{QUEUE}:{workspace}", **when).defer_async(workspace=workspace)

    async def _tidy(self) -> None:
        """Tasks of workers that died: the rows they were about are called for anew, so the tasks may go."""
        jobs = self.app.job_manager
        for job in await jobs.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=SECONDS_UNTIL_STALLED):
            if job.id is not None:
                await jobs.finish_job_by_id_async(job.id, Status.FAILED, delete_job=True)

    async def _carry_one(self, workspace: str) -> None:
        """One round, then to the end of the queue: so no workspace keeps another one waiting for long.

        What one round could not hold is called for at once, for whoever has their hands free.
        """
        courier = self._courier
        if courier is None or courier.stopping.is_set():
            return

        async def more() -> None:
            await self._call(workspace, timedelta(0))

        taken = await delivery.carry(courier, workspace, more)
        if taken.full:
            return  # whoever was called looks again
        if taken.again is not None and (after := taken.again - courier.clock()) <= PATIENCE:
            await self._call(workspace, after)

    @asynccontextmanager
    async def working(self, courier: Courier) -> AsyncIterator[None]:
        """Take tasks until the block ends; what is under way then is finished."""
        self._courier = courier
        async with self.app.open_async():
            working = asyncio.create_task(self._work(courier))
            try:
                yield
            finally:
                courier.stopping.set()
                working.cancel()
                await asyncio.wait({working})
                await courier.rounds.over()

    async def _work(self, courier: Courier) -> None:
        """Work, and begin again when the database was away: a worker outlives its database."""
        while not courier.stopping.is_set():
            try:
                await self.app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=ROUNDS_AT_ONCE,
                    fetch_job_polling_interval=A_MOMENT,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=SECONDS_TO_FINISH,
                )
            except (psycopg.Error, ConnectorException, OSError) as lost:
                log.warning("queue_lost", reason=type(lost).__name__)
            await asyncio.sleep(A_MOMENT)
