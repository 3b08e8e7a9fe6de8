"""The process ends between any two of its steps: nothing is lost, nothing paid twice, nothing paid and unknown."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from app.demo.payments.account import Means
from app.demo.payments.desk import Fault
from tests.support.audit import Ledger
from tests.support.money import BIKE, DAY_ONE, Tab, World
from tests.support.payments import Payments

STEPS = range(10)
"""More than any deed has; the last ones find that it is done."""
LONG_ENOUGH = timedelta(minutes=3)
"""After that the shop asks."""


@pytest.fixture
async def world(tmp_path: Path, stocked_file: Path, payments: Payments) -> AsyncIterator[World]:
    shutil.copy(stocked_file, tmp_path / "atelier.sqlite3")
    with time_machine.travel(DAY_ONE) as clock:
        world = World(tmp_path, payments, clock, BIKE)
        await world.begin()
        yield world
        await world.end()


async def ready(world: World) -> Tab:
    """Anna on the last page before ordering two bikes."""
    await world.fill_cart(2)
    tab = await world.open_tab()
    assert tab is not None
    return tab


async def ordered(world: World) -> Ledger:
    """An order that is not paid yet."""
    await world.press(await ready(world))
    (ledger,) = await world.check()
    return ledger


async def paid(world: World) -> Ledger:
    """An order that is paid."""
    await ordered(world)
    await world.use(world.pages[0], Means.CARD)
    await world.deliver(world.payments.pending())
    (ledger,) = await world.check()
    return ledger


async def at_rest(world: World) -> Ledger:
    """The one order there is, after everything has settled."""
    await world.check()
    await world.come_to_rest()
    await world.check_at_rest()
    (ledger,) = await world.check()
    return ledger


@pytest.mark.parametrize("steps", STEPS)
async def test_while_an_order_is_placed(world: World, steps: int):
    tab = await ready(world)
    world.fuse.left = steps
    await world.survive(world.press(tab))
    await world.check()

    world.fuse.left = None
    await world.press(tab)
    await world.use(world.pages[0], Means.CARD)
    assert (await at_rest(world)).order.payment == "paid"
    assert len(world.pages) == 1


@pytest.mark.parametrize("steps", STEPS)
async def test_while_the_page_to_pay_on_is_looked_up(world: World, steps: int):
    ledger = await ordered(world)
    await world.use(world.pages[0], Means.CARD)
    world.fuse.left = steps
    await world.survive(world.pay_later(ledger))

    assert (await at_rest(world)).order.payment == "paid"


@pytest.mark.parametrize("means", [None, Means.CARD, Means.TRANSFER, Means.LOST_TRANSFER])
@pytest.mark.parametrize("steps", STEPS)
async def test_while_an_order_is_taken_back(world: World, steps: int, means: Means | None):
    ledger = await ordered(world)
    if means is not None:
        await world.use(world.pages[0], means)
    world.fuse.left = steps
    await world.survive(world.cancel(ledger))
    await world.check()

    world.fuse.left = None
    await world.cancel(ledger)
    settled = await at_rest(world)
    assert settled.order.work == "cancelled"
    assert settled.kept == []


@pytest.mark.parametrize("steps", STEPS)
async def test_while_an_event_is_taken(world: World, steps: int):
    await ordered(world)
    await world.use(world.pages[0], Means.CARD)
    world.fuse.left = steps
    await world.survive(world.deliver(world.payments.pending()))

    assert (await at_rest(world)).order.payment == "paid"


@pytest.mark.parametrize("steps", STEPS)
async def test_while_an_order_is_declined(world: World, steps: int):
    ledger = await paid(world)
    world.fuse.left = steps
    await world.survive(world.review(ledger, "decline"))
    await world.check()

    world.fuse.left = None
    await world.review((await world.check())[0], "decline")
    assert (await at_rest(world)).order.payment == "refunded"


@pytest.mark.parametrize("steps", STEPS)
async def test_while_money_is_given_back(world: World, steps: int):
    await world.review(await paid(world), "decline")
    world.fuse.left = steps
    await world.survive(world.work())

    assert (await at_rest(world)).order.payment == "refunded"


@pytest.mark.parametrize("steps", STEPS)
async def test_while_silent_payments_are_asked_after(world: World, steps: int):
    await ordered(world)
    await world.use(world.pages[0], Means.CARD)
    lose_all_events(world)
    world.wait(LONG_ENOUGH)
    world.fuse.left = steps
    await world.survive(world.work())

    assert (await at_rest(world)).order.payment == "paid"


class TestWhatTheServiceNeverTells:
    @pytest.mark.parametrize(
        ("means", "payment"), [(Means.CARD, "paid"), (Means.TRANSFER, "paid"), (Means.LOST_TRANSFER, "failed")]
    )
    async def test_is_asked_for(self, world: World, means: Means, payment: str):
        await ordered(world)
        await world.use(world.pages[0], means)
        world.wait(LONG_ENOUGH)
        lose_all_events(world)
        await world.work()

        assert (await world.check())[0].order.payment == payment

    async def test_a_page_that_nobody_used_is_found_to_have_expired(self, world: World):
        await ordered(world)
        world.wait(timedelta(hours=25))
        lose_all_events(world)
        await world.work()

        assert (await world.check())[0].order.payment == "expired"

    async def test_a_refund_of_which_nothing_is_heard_for_a_day_is_made_once(self, world: World):
        await world.review(await paid(world), "decline")
        world.payments.server.fail(*[Fault(status=500, after=True), *[Fault(status=500)] * 5])
        await world.work()
        world.wait(timedelta(hours=25))
        lose_all_events(world)
        await world.work()
        world.wait(timedelta(hours=2))
        await world.work()
        world.wait(timedelta(hours=2))
        await world.work()

        assert (await at_rest(world)).order.payment == "refunded"


def lose_all_events(world: World) -> None:
    """Whatever the payment service has to tell, it never will."""
    for webhook in world.payments.pending():
        world.payments.server.settle(webhook)


async def test_an_email_that_is_corrected_before_the_page_was_made_does_not_bar_the_way_to_it(world: World):
    tab = await ready(world)
    world.payments.server.fail(*[Fault(status=500, after=True)] * 2)
    await world.press(tab)
    (ledger,) = await world.check()
    await world.write_to(ledger, "bella@example.org")
    await world.pay_later(ledger)

    await world.use(world.pages[0], Means.CARD)
    assert (await at_rest(world)).order.payment == "paid"
