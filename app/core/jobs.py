"""Work that no request waits for: what the outbox holds, and what has to be done every so often."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from app.core.database import Database
from app.core.logs import log_crash
from app.core.outbox import Handler, Outgoing, Relay

POLL = 1.0
"""Seconds between two looks into an outbox that only other processes fill."""
LANES = 4
"""How many things may be on their way at once, so that a slow receiver does not hold up the others."""
GRACE = 2.0
"""Seconds that work under way is given at the end. What is cut off is done again later."""


@dataclass(frozen=True)
class Job:
    """Something to do at start-up and then every so often, in every worker: doing it twice must do no harm."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[None]]


class Worker:
    """Relays the outbox and runs the jobs. Whatever goes wrong in one of them is logged, and the others go on."""

    def __init__(self, database: Database, handlers: Mapping[str, Handler], jobs: Sequence[Job]) -> None:
        self.database = database
        self.relay = Relay(database, handlers)
        self.jobs = jobs

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, and finish what is under way."""
        with suppress(TimeoutError):
            async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as tasks:
                tasks.create_task(self._relay(stop, tasks))
                for job in self.jobs:
                    tasks.create_task(_repeat(job, stop))
                await stop.wait()
                limit.reschedule(asyncio.get_running_loop().time() + GRACE)

    async def _relay(self, stop: asyncio.Event, tasks: asyncio.TaskGroup) -> None:
        lanes = asyncio.Semaphore(LANES)
        while not stop.is_set():
            await lanes.acquire()
            self.database.outgoing.clear()
            row = await self._claim()
            if row is not None:
                tasks.create_task(self._deliver(row)).add_done_callback(lambda _: lanes.release())
            else:
                lanes.release()
                await _first_of(stop, self.database.outgoing, seconds=POLL)

    async def _claim(self) -> Outgoing | None:
        try:
            return await self.relay.claim()
        except Exception as error:
            log_crash("the outbox cannot be read", error)
            return None

    async def _deliver(self, row: Outgoing) -> None:
        try:
            await self.relay.deliver(row)
        except Exception as error:
            log_crash("the outbox cannot be written", error, kind=row.kind, id=row.id)


async def _repeat(job: Job, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await job.run()
        except Exception as error:
            log_crash("job crashed", error, job=job.name)
        await _first_of(stop, seconds=job.every.total_seconds())


async def _first_of(*events: asyncio.Event, seconds: float) -> None:
    """Wait for one of the events, or so long."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
