"""The profile system is away, slow, refuses, or is cut off; the shop's worker is killed: nothing is lost, nothing
counts twice, and what is told of one person stays in its order."""

from __future__ import annotations

import asyncio
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from litestar import Litestar
from sqlalchemy import select

from accounts.profile import feed_transport
from app.core import clock
from app.core.database import Database
from app.core.outbox import Outgoing
from app.core.settings import Settings
from tests.accounts.profile.feeds import ANNA, BEN, did, name_of, somebody
from tests.accounts.profile.store import Store
from tests.support.receivers import KEY, Fault, ProfileSystem, line_to, make_due
from tests.support.shops import ROOT, command, environment

BUSY, GONE, LOST = Fault(503), Fault(), Fault(taken=True)
SAID = ["Spec Saved", "Spec Changed", "Order Placed"]


@pytest.fixture
async def anna(database: Database) -> Store:
    """Anna, who did three things that the feed is told."""
    return await busy(database, ANNA)


async def busy(database: Database, email: str) -> Store:
    store = await somebody(database, email)
    for event in SAID:
        await did(store, event)
    return store


async def rows_of(store: Store) -> list[Outgoing]:
    async with store.database.reading() as session:
        return list(await session.scalars(select(Outgoing).order_by(Outgoing.place)))


async def test_trouble_of_any_kind_loses_nothing_and_doubles_nothing(
    app: Litestar, anna: Store, profiles: ProfileSystem
):
    faults = [BUSY, Fault(500), Fault(502, taken=True), Fault(408), Fault(429), GONE, LOST]
    profiles.faults = [*faults]

    while await profiles.collect(app):
        pass

    assert profiles.events(await name_of(anna)) == SAID
    assert len(profiles.sent) == len(SAID) + len(faults)


async def test_nobody_there_is_waited_for(app: Litestar, anna: Store, receiver: tuple[str, Path]):
    profiles = ProfileSystem(*receiver, address="http://127.0.0.1:9")  # where nobody listens
    assert await profiles.collect(app) == 1
    assert (await rows_of(anna))[0].error == "the profile system cannot be reached"

    with line_to(profiles):
        await profiles.collect(app)
    assert profiles.events(await name_of(anna)) == SAID


async def test_a_profile_system_that_takes_too_long_is_asked_again(
    app: Litestar, anna: Store, profiles: ProfileSystem, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(feed_transport, "TIMEOUT", 0.5)
    profiles.faults = [Fault(200, taken=True, delay=2)]

    assert await profiles.collect(app) == 1
    assert (await rows_of(anna))[0].error == "the profile system takes too long"
    while await profiles.collect(app):
        pass

    assert profiles.events(await name_of(anna)) == SAID


NOW = datetime.fromisoformat("2027-01-04T12:00:00Z")


async def test_who_asks_to_be_left_alone_is(app: Litestar, anna: Store, profiles: ProfileSystem):
    asked = {
        "7200": timedelta(hours=2),
        "Mon, 04 Jan 2027 15:00:00 GMT": timedelta(hours=3),
        "999999999999999999999": timedelta(days=1),
        "Fri, 01 Jan 2100 15:00:00 GMT": timedelta(days=1),
    }
    with time_machine.travel(NOW, tick=False):
        for words, pause in asked.items():
            assert await pause_after(app, profiles, words) == pause, words


async def test_who_asks_for_what_makes_no_sense_is_asked_again_soon(
    app: Litestar, anna: Store, profiles: ProfileSystem
):
    with time_machine.travel(NOW, tick=False):
        past, zoneless = "Mon, 04 Jan 2027 09:00:00 GMT", "Mon, 04 Jan 2027 15:00:00 -0000"
        for words in (past, zoneless, "-5", "0", "soon", "9" * 5000):
            assert await pause_after(app, profiles, words) < timedelta(hours=1), words


async def pause_after(app: Litestar, profiles: ProfileSystem, words: str) -> timedelta:
    """How long a message is left alone after 429 with these words in `Retry-After`."""
    profiles.faults = [Fault(429, retry_after=words)]
    assert await profiles.collect(app) == 1
    async with app.state.database.reading() as session:
        (due_at,) = await session.scalars(select(Outgoing.due_at).where(Outgoing.due_at.is_not(None)))
    assert due_at is not None
    return due_at - clock.now()


@pytest.mark.parametrize("status", [400, 301])
async def test_a_refusal_waits_for_staff_and_holds_up_nobody_else(
    app: Litestar, anna: Store, profiles: ProfileSystem, status: int
):
    profiles.faults = [Fault(status)]
    await profiles.collect(app)
    ben = await busy(anna.database, BEN)
    await profiles.collect(app)

    assert profiles.events(await name_of(ben)) == SAID
    assert profiles.events(await name_of(anna)) == []
    first, *behind = [row for row in await rows_of(anna) if row.done_at is None]
    assert first.error == f"the profile system answers {status}"
    assert first.failed_at is not None
    assert len(behind) == 2


async def test_a_wrong_key_is_told(app: Litestar, anna: Store, profiles: ProfileSystem):
    profiles.key = "another"
    await profiles.collect(app)

    assert (await rows_of(anna))[0].error == "the profile system answers 401"


async def test_two_workers_under_the_same_trouble(app: Litestar, anna: Store, profiles: ProfileSystem):
    people = [anna, *[await busy(anna.database, f"{n}@example.org") for n in range(3)]]
    profiles.faults = [BUSY, LOST, GONE, Fault(429), LOST, BUSY, Fault(502, taken=True), GONE] * 2

    for _ in range(40):
        await make_due(anna.database)
        await asyncio.gather(send_one(app, profiles), send_one(app, profiles))

    for person in people:
        assert profiles.events(await name_of(person)) == SAID


async def send_one(app: Litestar, profiles: ProfileSystem) -> None:
    """A relay sends what has been due longest, if another has not got it already."""
    relay = profiles.relay(app)
    if (row := await relay.claim()) is not None:
        await relay.deliver(row)


async def test_no_word_of_a_person_stands_in_a_log(
    app: Litestar, anna: Store, profiles: ProfileSystem, capsys: pytest.CaptureFixture[str]
):
    profiles.faults = [BUSY, Fault(400)]
    while await profiles.collect(app):
        pass

    said = capsys.readouterr().err
    assert said.count("not sent") == 2
    for word in (*SAID, await name_of(anna), KEY, ANNA):
        assert word not in said


async def test_it_is_given_up_after_three_days_and_stands_at_the_head_of_the_others(
    app: Litestar, anna: Store, profiles: ProfileSystem
):
    profiles.faults = [BUSY] * 10
    with time_machine.travel(NOW, tick=False) as traveller:
        while (first := (await rows_of(anna))[0]).failed_at is None:
            assert clock.now() - NOW <= timedelta(days=3.5)
            await profiles.collect(app)
            traveller.shift(timedelta(hours=12))
        assert await profiles.collect(app) == 0

    assert first.error == "the profile system answers 503"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_worker_that_is_killed_while_it_sends(
    app: Litestar, anna: Store, settings: Settings, profiles: ProfileSystem
):
    """The receiver has the message, and the worker dies before it hears of that."""
    profiles.faults = [Fault(200, taken=True, delay=60)]
    await asyncio.to_thread(work_until_a_message_is_out, settings, profiles)

    assert await profiles.relay(app).claim() is None  # it is still the dead one's
    await profiles.collect(app)

    assert profiles.events(await name_of(anna)) == SAID
    first, again, *others = [message["messageId"] for message in profiles.sent]
    assert first == again
    assert len(others) == 2


def work_until_a_message_is_out(settings: Settings, profiles: ProfileSystem) -> None:
    """A worker in a process of its own, which is killed when it has put a message on the line."""
    told = {"ATELIER_DATABASE_URL": settings.database_url, "ATELIER_FEED_URL": profiles.address}
    env = environment(settings.data, ATELIER_FEED_KEY=KEY, **told)
    with (settings.data / "log").open("w") as log:
        worker = subprocess.Popen(command("worker"), cwd=ROOT, env=env, stdout=log, stderr=log)
        came = profiles.came.wait(30)
        worker.kill()
        worker.wait()
    assert came, (settings.data / "log").read_text()
