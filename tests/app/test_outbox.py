"""The outbox: what a transaction decides leaves once it is committed, at least once, and known by its id."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.core.database import Database
from app.core.outbox import (
    GIVE_UP,
    KEEP_DONE,
    KEEP_FAILED,
    LEASE,
    LONGEST_PAUSE,
    Away,
    Outgoing,
    Refused,
    Relay,
    enqueue,
    failures,
    forget_old,
    pause_after,
    send_again,
)
from tests.support.databases import statements_of
from tests.support.mail import deliver_due
from tests.support.parcels import Receiver, row_of

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def relay(database: Database, receiver: Receiver) -> Relay:
    return Relay(database, {"parcel": receiver.take})


async def post(database: Database, about: str = "order:12", kind: str = "parcel") -> str:
    async with database.writing() as session:
        return await enqueue(session, kind, {"to": "Anna"}, about=about)


async def test_what_a_transaction_posted_leaves_once(database: Database, relay: Relay, receiver: Receiver):
    posted = await post(database)

    assert await deliver_due(relay) == 1
    assert await deliver_due(relay) == 0
    assert receiver.ids == [posted]


async def test_nothing_leaves_for_a_transaction_that_rolls_back(database: Database, relay: Relay, receiver: Receiver):
    async def change_of_mind() -> None:
        async with database.writing() as session:
            await enqueue(session, "parcel", {"to": "Anna"})
            await session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        await change_of_mind()

    assert await deliver_due(relay) == 0
    assert not database.outgoing.is_set()


async def test_the_oldest_leaves_first(database: Database, relay: Relay, receiver: Receiver):
    posted = [await post(database) for _ in range(3)]

    await deliver_due(relay)

    assert receiver.ids == posted


async def test_nothing_personal_stays_once_it_has_left(database: Database, relay: Relay):
    posted = await post(database)

    await deliver_due(relay)

    row = await row_of(database, posted)
    assert row.payload == {}
    assert row.done_at is not None


async def test_no_transaction_is_open_while_a_handler_works(database: Database):
    async def look(row: Outgoing) -> None:
        assert database.engine.pool.checkedout() == 0
        async with database.writing() as session:  # would wait for ever on SQLite
            await enqueue(session, "other", {})

    posted = await post(database)
    await deliver_due(Relay(database, {"parcel": look}))

    assert (await row_of(database, posted)).done_at is not None


async def test_a_crash_between_sending_and_noting_it_sends_again_with_the_same_id(
    database: Database, relay: Relay, receiver: Receiver
):
    posted = await post(database)
    with time_machine.travel(NOON.replace(year=2027), tick=False) as traveller:
        row = await relay.claim()
        assert row is not None
        await receiver.take(row)  # and here the worker dies

        traveller.shift(LEASE - timedelta(seconds=1))
        assert await deliver_due(relay) == 0
        traveller.shift(timedelta(seconds=1))
        assert await deliver_due(relay) == 1

    assert receiver.ids == [posted, posted]


async def test_a_worker_that_lost_its_lease_does_not_overrule_the_next_one(database: Database, receiver: Receiver):
    slow_refusal = Relay(database, {"parcel": receiver.take})
    posted = await post(database)
    with time_machine.travel(NOON.replace(year=2027), tick=False) as traveller:
        late = await slow_refusal.claim()
        assert late is not None
        traveller.shift(LEASE)
        await deliver_due(Relay(database, {"parcel": receiver.take}))
        receiver.trouble = Refused("too late to say so")
        await slow_refusal.deliver(late)

    row = await row_of(database, posted)
    assert (row.failed_at, row.error) == (None, "")
    assert row.done_at is not None


async def test_relays_at_once_deliver_each_row_once(database: Database, receiver: Receiver):
    posted = [await post(database, about=f"order:{number}") for number in range(24)]
    relays = [Relay(database, {"parcel": receiver.take}) for _ in range(4)]

    delivered = await asyncio.gather(*map(deliver_due, relays))

    assert sum(delivered) == len(posted)
    assert Counter(receiver.ids) == Counter(posted)


async def test_two_relays_claim_one_row_for_one_of_them(database: Database, receiver: Receiver):
    for _ in range(10):
        posted = await post(database)
        relays = [Relay(database, {"parcel": receiver.take}) for _ in range(3)]

        claimed = [row for row in await asyncio.gather(*(relay.claim() for relay in relays)) if row is not None]

        assert [row.id for row in claimed] == [posted]
        await relays[0].deliver(claimed[0])


async def test_trouble_is_tried_again_later_and_later(database: Database, relay: Relay, receiver: Receiver):
    receiver.trouble = Away("nobody is there")
    with time_machine.travel(NOON.replace(year=2027), tick=False) as traveller:
        posted = await post(database)
        await deliver_due(relay)
        row = await row_of(database, posted)
        assert row.error == "nobody is there"
        assert timedelta(seconds=1) < row.due_at - row.created_at <= timedelta(seconds=5)
        assert row.payload == {"to": "Anna"}
        assert await deliver_due(relay) == 0

        receiver.trouble = None
        traveller.move_to(row.due_at)
        await deliver_due(relay)

    assert receiver.ids == [posted]


def test_pauses_double_up_to_an_hour_and_are_spread():
    assert [pause_after(tries) <= timedelta(seconds=5) * 2 ** (tries - 1) for tries in range(1, 9)] == [True] * 8
    assert [pause_after(tries + 2) > pause_after(tries) for tries in range(1, 9)] == [True] * 8
    late = {pause_after(5000) for _ in range(50)}
    assert len(late) > 40
    assert LONGEST_PAUSE / 2 <= min(late) <= max(late) <= LONGEST_PAUSE


async def test_after_three_days_in_vain_it_is_given_up_and_told(database: Database, relay: Relay, receiver: Receiver):
    receiver.trouble = Away("nobody is there")
    with time_machine.travel(NOON.replace(year=2027), tick=False) as traveller:
        posted = await post(database)
        traveller.shift(timedelta(days=30))  # what waits for a worker is not being tried
        begun = datetime.now(UTC)
        while (row := await row_of(database, posted)).failed_at is None:
            assert datetime.now(UTC) - begun <= GIVE_UP + LONGEST_PAUSE
            traveller.move_to(max(row.due_at, datetime.now(UTC)))
            assert await deliver_due(relay) == 1

    assert row.failed_at - begun >= GIVE_UP
    assert 70 < row.tries < 200
    async with database.reading() as session:
        assert [(each.id, each.error) for each in await failures(session, "order:12")] == [(posted, "nobody is there")]
        assert await failures(session, "order:13") == []


async def test_a_refusal_fails_at_once(database: Database, relay: Relay, receiver: Receiver):
    receiver.trouble = Refused("no such reader")
    posted = await post(database)

    await deliver_due(relay)

    row = await row_of(database, posted)
    assert row.failed_at is not None
    assert row.error == "no such reader"


async def test_what_failed_may_be_sent_again(database: Database, relay: Relay, receiver: Receiver):
    receiver.trouble = Refused("no such reader")
    posted = await post(database)
    await deliver_due(relay)
    receiver.trouble = None

    async with database.writing() as session:
        assert await send_again(session, "order:12", "parcel")
    await deliver_due(relay)

    assert receiver.ids == [posted]
    assert (await row_of(database, posted)).error == ""


async def test_only_what_failed_may_be_sent_again(database: Database, relay: Relay, receiver: Receiver):
    posted = await post(database)
    await deliver_due(relay)

    async with database.writing() as session:
        assert not await send_again(session, "order:12", "parcel")
        assert not await send_again(session, "order:12", "other")
    await deliver_due(relay)

    assert receiver.ids == [posted]


async def test_a_handler_that_crashes_is_tried_again_and_its_words_stay_out_of_the_log(
    database: Database, relay: Relay, receiver: Receiver, capsys: pytest.CaptureFixture[str]
):
    receiver.trouble = ValueError("anna@example.org")
    posted = await post(database)

    await deliver_due(relay)

    row = await row_of(database, posted)
    assert (row.failed_at, row.error, row.tries) == (None, "ValueError", 1)
    said = capsys.readouterr().err
    assert "outbox handler crashed" in said
    assert "parcels.py" in said
    assert "anna" not in said


async def test_one_who_is_in_trouble_holds_up_nobody(database: Database):
    taken: list[str] = []

    async def take(row: Outgoing) -> None:
        if row.about == "order:1":
            raise Away("not at home")
        taken.append(row.about)

    for about in ("order:1", "order:2", "order:1", "order:3"):
        await post(database, about=about)
    await deliver_due(Relay(database, {"parcel": take}))

    assert taken == ["order:2", "order:3"]


async def test_what_nobody_handles_waits(database: Database, relay: Relay):
    posted = await post(database, kind="letter")

    assert await deliver_due(relay) == 0

    row = await row_of(database, posted)
    assert (row.tries, row.failed_at) == (0, None)


async def test_old_rows_are_forgotten_and_waiting_ones_never(database: Database, relay: Relay, receiver: Receiver):
    with time_machine.travel(NOON.replace(year=2027), tick=False) as traveller:
        done = await post(database)
        await deliver_due(relay)
        receiver.trouble = Refused("no such reader")
        failed = await post(database)
        await deliver_due(relay)
        waiting = await post(database, kind="letter")

        async def left() -> set[str]:
            await forget_old(database)
            async with database.reading() as session:
                return set(await session.scalars(select(Outgoing.id)))

        traveller.shift(KEEP_DONE)
        assert await left() == {done, failed, waiting}
        traveller.shift(timedelta(seconds=1))
        assert await left() == {failed, waiting}
        traveller.shift(KEEP_FAILED)
        assert await left() == {waiting}


async def test_claiming_is_one_statement(database: Database, relay: Relay):
    await post(database)

    with statements_of(database) as seen:
        await relay.claim()

    assert len(seen) == 1
