"""Lanes of the outbox: what is in one leaves one after another, and holds up nobody in another."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core.database import Database
from app.core.outbox import (
    KEEP_FAILED,
    LEASE,
    LONGEST_PAUSE,
    Away,
    Outgoing,
    Refused,
    Relay,
    enqueue,
    forget_failures,
    forget_old,
    send_again,
    send_all_again,
)
from tests.support.mail import deliver_due
from tests.support.parcels import Receiver

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def relay(database: Database, receiver: Receiver) -> Relay:
    return Relay(database, {"parcel": receiver.take})


async def queue(database: Database, lane: str, about: str = "") -> str:
    async with database.writing() as session:
        return await enqueue(session, "parcel", {"to": "Anna"}, about=about or lane, lane=lane)


async def test_one_lane_leaves_in_its_order_whatever_goes_wrong(database: Database, relay: Relay, receiver: Receiver):
    with time_machine.travel(NOON.replace(year=2027), tick=False) as traveller:
        posted = [await queue(database, "anna") for _ in range(3)]
        receiver.trouble = Away("nobody is there")
        assert await deliver_due(relay) == 1  # nothing that stands behind it is tried meanwhile
        posted.append(await queue(database, "anna"))
        assert await deliver_due(relay) == 0
        receiver.trouble = None
        traveller.shift(LONGEST_PAUSE)
        assert await deliver_due(relay) == 4

    assert receiver.ids == posted


async def test_who_is_in_trouble_in_one_lane_holds_up_no_other(database: Database):
    taken: list[str] = []

    async def take(row: Outgoing) -> None:
        if row.lane == "anna":
            raise Refused("not at home")
        taken.append(row.lane)

    for lane in ("anna", "ben", "anna", "clara", "ben"):
        await queue(database, lane)
    await deliver_due(Relay(database, {"parcel": take}))

    assert sorted(taken) == ["ben", "ben", "clara"]


async def test_a_lane_keeps_its_order_when_its_relay_dies(database: Database, relay: Relay, receiver: Receiver):
    with time_machine.travel(NOON.replace(year=2027), tick=False) as traveller:
        first, second = [await queue(database, "anna") for _ in range(2)]
        row = await relay.claim()
        assert row is not None
        await receiver.take(row)  # and here the worker dies

        assert await deliver_due(relay) == 0
        traveller.shift(LEASE)
        assert await deliver_due(relay) == 2

    assert receiver.ids == [first, first, second]


async def test_relays_at_once_keep_the_order_of_every_lane(database: Database):
    taken: dict[str, list[str]] = {lane: [] for lane in ("anna", "ben", "clara")}
    under_way: set[str] = set()

    async def take(row: Outgoing) -> None:
        assert row.lane not in under_way
        under_way.add(row.lane)
        await asyncio.sleep(0)
        taken[row.lane].append(row.id)
        under_way.remove(row.lane)

    async def send_and_post(lane: str) -> list[str]:
        """Ten more while the relays work."""
        return [await queue(database, lane) for _ in range(10)]

    relays = [Relay(database, {"parcel": take}) for _ in range(4)]
    posted = dict(zip(taken, await asyncio.gather(*map(send_and_post, taken)), strict=True))
    await asyncio.gather(*map(deliver_due, relays))
    more, *_ = await asyncio.gather(asyncio.gather(*map(send_and_post, taken)), *map(deliver_due, relays))
    await deliver_due(relays[0])

    for lane, later in zip(taken, more, strict=True):
        assert taken[lane] == posted[lane] + later


async def test_what_failed_holds_up_its_lane_until_it_is_sent_again(
    database: Database, relay: Relay, receiver: Receiver
):
    posted = [await queue(database, "anna") for _ in range(2)]
    receiver.trouble = Refused("what is that?")
    await deliver_due(relay)
    receiver.trouble = None
    posted.append(await queue(database, "anna"))
    assert await deliver_due(relay) == 0

    async with database.writing() as session:
        assert await send_again(session, "anna", "parcel")
    await deliver_due(relay)

    assert receiver.ids == posted


async def test_what_failed_and_is_struck_out_lets_the_others_go(database: Database, relay: Relay, receiver: Receiver):
    posted = [await queue(database, "anna") for _ in range(3)]
    receiver.trouble = Refused("what is that?")
    await deliver_due(relay)
    receiver.trouble = None

    async with database.writing() as session:
        assert await forget_failures(session, "anna", "parcel")
    assert database.outgoing.is_set()
    await deliver_due(relay)

    assert receiver.ids == posted[1:]


async def test_what_is_forgotten_after_months_lets_the_others_go(database: Database, relay: Relay, receiver: Receiver):
    with time_machine.travel(NOON.replace(year=2027), tick=False) as traveller:
        posted = [await queue(database, "anna") for _ in range(2)]
        receiver.trouble = Refused("what is that?")
        await deliver_due(relay)
        receiver.trouble = None
        traveller.shift(KEEP_FAILED + timedelta(seconds=1))
        assert await deliver_due(relay) == 0
        await forget_old(database)
        await deliver_due(relay)

    assert receiver.ids == posted[1:]


async def test_all_that_failed_may_be_sent_again_at_once(database: Database, relay: Relay, receiver: Receiver):
    receiver.trouble = Refused("wrong key")
    posted = [await queue(database, lane) for lane in ("anna", "ben")]
    await deliver_due(relay)
    receiver.trouble = None

    async with database.writing() as session:
        assert await send_all_again(session, "parcel")
        assert not await send_all_again(session, "letter")
    await deliver_due(relay)

    assert sorted(receiver.ids) == sorted(posted)


async def test_a_lane_goes_on_after_everything_in_it_was_done(database: Database, relay: Relay, receiver: Receiver):
    first = await queue(database, "anna")
    await deliver_due(relay)
    second = await queue(database, "anna")
    await deliver_due(relay)

    assert receiver.ids == [first, second]


async def test_who_waits_behind_somebody_is_not_looked_at(database: Database, relay: Relay):
    """However many wait: the index that finds what is due holds their heads alone."""
    async with database.writing() as session:
        for _ in range(20):
            await enqueue(session, "parcel", {}, lane="anna")
    async with database.reading() as session:
        due = await session.scalars(select(Outgoing.place).where(Outgoing.due_at.is_not(None)))

    assert list(due) == [0]
