"""The worker: it goes on whatever happens, at once where it can, and ends when it is told to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from app.core import jobs
from app.core.database import Database
from app.core.jobs import Job, Worker
from app.core.outbox import Handler, Outgoing, enqueue
from app.core.settings import Settings

PATIENCE = 10
HOURLY = timedelta(hours=1)


@asynccontextmanager
async def working(
    database: Database, handlers: Mapping[str, Handler], jobs: Sequence[Job] = ()
) -> AsyncIterator[Worker]:
    """A worker at work meanwhile."""
    worker, stop = Worker(database, handlers, jobs), asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    try:
        yield worker
    finally:
        stop.set()
        await asyncio.wait_for(running, PATIENCE)


class Receiver:
    """Counts what comes, and lets others wait for it."""

    def __init__(self) -> None:
        self.came: list[str] = []
        self._arrival = asyncio.Condition()

    async def take(self, row: Outgoing) -> None:
        await self.note(row.about)

    async def note(self, what: str) -> None:
        async with self._arrival:
            self.came.append(what)
            self._arrival.notify_all()

    async def until(self, count: int) -> None:
        async with self._arrival:
            await asyncio.wait_for(self._arrival.wait_for(lambda: len(self.came) >= count), PATIENCE)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that would look for itself only once an hour."""
    monkeypatch.setattr(jobs, "POLL", 3600)


async def post(database: Database, about: str = "order:1") -> None:
    async with database.writing() as session:
        await enqueue(session, "parcel", {}, about=about)


@pytest.mark.usefixtures("seldom")
async def test_what_this_process_posts_leaves_at_once(database: Database, receiver: Receiver):
    async with working(database, {"parcel": receiver.take}):
        for number in range(3):
            await post(database)
            await receiver.until(number + 1)


async def test_what_another_process_posts_is_found_soon(database: Database, settings: Settings, receiver: Receiver):
    other = Database(settings.database_url)
    async with working(database, {"parcel": receiver.take}):
        await post(other)
        await receiver.until(1)
    await other.close()


@pytest.mark.usefixtures("seldom")
async def test_many_are_on_their_way_at_once(database: Database, receiver: Receiver):
    together = asyncio.Barrier(jobs.LANES)

    async def meet(row: Outgoing) -> None:
        await together.wait()
        await receiver.take(row)

    for number in range(jobs.LANES * 2):
        await post(database, f"order:{number}")
    async with working(database, {"parcel": meet}):
        await receiver.until(jobs.LANES * 2)

    assert len(set(receiver.came)) == jobs.LANES * 2


@pytest.mark.usefixtures("seldom")
async def test_a_handler_that_crashes_stops_nothing(database: Database, receiver: Receiver):
    async def take(row: Outgoing) -> None:
        await receiver.take(row)
        if row.about == "order:1":
            raise RuntimeError("anna@example.org")

    async with working(database, {"parcel": take}):
        await post(database, "order:1")
        await receiver.until(1)
        await post(database, "order:2")
        await receiver.until(2)

    assert receiver.came == ["order:1", "order:2"]


async def test_a_database_that_is_away_stops_nothing(
    database: Database, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(jobs, "POLL", 0.05)
    refused = asyncio.Event()
    event.listen(database.engine.sync_engine, "handle_error", lambda context: refused.set())
    async with database.writing() as session:
        await session.execute(text("ALTER TABLE outbox RENAME TO elsewhere"))
    async with working(database, {"parcel": receiver.take}):
        await asyncio.wait_for(refused.wait(), PATIENCE)
        async with database.writing() as session:
            await session.execute(text("ALTER TABLE elsewhere RENAME TO outbox"))
        await post(database)
        await receiver.until(1)

    assert "the outbox cannot be read" in capsys.readouterr().err


async def test_a_job_runs_at_start_up_and_then_every_so_often(database: Database, receiver: Receiver):
    async def tick() -> None:
        await receiver.note("tick")

    async with working(database, {}, [Job("tick", timedelta(milliseconds=10), tick)]):
        await receiver.until(3)


async def test_a_job_that_crashes_is_run_again_and_stops_nothing(
    database: Database, receiver: Receiver, capsys: pytest.CaptureFixture[str]
):
    async def crash() -> None:
        await receiver.note("crash")
        raise RuntimeError("anna@example.org")

    async def tick() -> None:
        await receiver.note("tick")

    async with working(database, {}, [Job("crash", timedelta(milliseconds=10), crash), Job("tick", HOURLY, tick)]):
        await receiver.until(4)

    assert receiver.came.count("tick") == 1
    said = capsys.readouterr().err
    assert "job crashed" in said
    assert "anna" not in said


@pytest.mark.usefixtures("seldom")
async def test_it_ends_at_once_when_it_has_nothing_to_do(database: Database, receiver: Receiver):
    async def tick() -> None:
        await receiver.note("tick")

    async with working(database, {}, [Job("tick", HOURLY, tick)]):
        await receiver.until(1)
        told = time.monotonic()

    assert time.monotonic() - told < jobs.GRACE


@pytest.mark.usefixtures("seldom")
async def test_what_is_under_way_is_finished_before_it_ends(database: Database, receiver: Receiver):
    under_way = asyncio.Event()

    async def slowly(row: Outgoing) -> None:
        under_way.set()
        await asyncio.sleep(0.2)
        await receiver.take(row)

    await post(database)
    async with working(database, {"parcel": slowly}):
        await under_way.wait()

    assert receiver.came == ["order:1"]


@pytest.mark.usefixtures("seldom")
async def test_what_takes_too_long_at_the_end_is_cut_off_and_kept(
    database: Database, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(jobs, "GRACE", 0.1)
    under_way = asyncio.Event()

    async def for_ever(row: Outgoing) -> None:
        under_way.set()
        await asyncio.Event().wait()

    await post(database)
    async with working(database, {"parcel": for_ever}):
        await under_way.wait()

    async with database.reading() as session:
        (row,) = (await session.execute(text("SELECT done_at, failed_at, tries FROM outbox"))).all()
    assert row == (None, None, 1)
