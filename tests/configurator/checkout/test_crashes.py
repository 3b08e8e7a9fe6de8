"""The process ends between any two of its steps: nothing is lost, nothing paid twice, nothing paid and unknown."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from app.demo.payments.account import Means
from app.demo.payments.desk import Fault
from tests.support.audit import Ledger
from tests.support.money import DAY_ONE, NEARLY_OVER, STOOL_IN_YEN, Tab, World
from tests.support.payments import Payments

LONG_ENOUGH = timedelta(minutes=3)
"""After that the shop asks."""


@pytest.fixture
async def world(tmp_path: Path, stocked_file: Path, payments: Payments) -> AsyncIterator[World]:
    shutil.copy(stocked_file, tmp_path / "atelier.sqlite3")
    with time_machine.travel(DAY_ONE) as clock:
        world = World(tmp_path, payments, clock, STOOL_IN_YEN)
        await world.begin()
        yield world
        await world.end()


async def ready(world: World) -> Tab:
    """Anna on the last page before ordering two stools."""
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


async def cut_off(world: World, steps: int, deed: Awaitable[object]) -> None:
    """Begin something, and have the process end after so many steps of it."""
    world.fuse.left = steps
    await world.survive(deed)
    assert world.fuse.left is None, f"it was done before it had made {steps} steps"
    await world.check()


@pytest.mark.parametrize("steps", range(8))
async def test_while_an_order_is_placed(world: World, steps: int):
    tab = await ready(world)
    await cut_off(world, steps, world.press(tab))
    await world.press(tab)
    await world.use(world.pages[0], Means.CARD)

    assert (await at_rest(world)).order.payment == "paid"
    assert len(world.pages) == 1


@pytest.mark.parametrize("steps", range(8))
async def test_while_the_page_to_pay_on_is_looked_up(world: World, steps: int):
    ledger = await ordered(world)
    await world.use(world.pages[0], Means.CARD)
    await cut_off(world, steps, world.pay_later(ledger))

    assert (await at_rest(world)).order.payment == "paid"


@pytest.mark.parametrize(
    ("means", "steps"),
    [(None, steps) for steps in range(5)]
    + [(means, steps) for means in (Means.CARD, Means.TRANSFER, Means.LOST_TRANSFER) for steps in range(7)],
)
async def test_while_an_order_is_taken_back(world: World, means: Means | None, steps: int):
    ledger = await ordered(world)
    if means is not None:
        await world.use(world.pages[0], means)
    await cut_off(world, steps, world.cancel(ledger))
    await world.cancel(ledger)

    settled = await at_rest(world)
    assert settled.order.work == "cancelled"
    assert settled.kept == []


@pytest.mark.parametrize("steps", range(3))
async def test_while_an_event_is_taken(world: World, steps: int):
    await ordered(world)
    await world.use(world.pages[0], Means.CARD)
    await cut_off(world, steps, world.deliver(world.payments.pending()))

    assert (await at_rest(world)).order.payment == "paid"


@pytest.mark.parametrize("steps", range(3))
async def test_while_an_order_is_declined(world: World, steps: int):
    await cut_off(world, steps, world.review(await paid(world), "decline"))
    (ledger,) = await world.check()
    await world.review(ledger, "decline")

    assert (await at_rest(world)).order.payment == "refunded"


@pytest.mark.parametrize("steps", range(23))
async def test_while_money_and_letters_leave(world: World, steps: int):
    await world.review(await paid(world), "decline")
    await cut_off(world, steps, world.work())

    assert (await at_rest(world)).order.payment == "refunded"


@pytest.mark.parametrize("steps", range(13))
async def test_while_silent_payments_are_asked_after(world: World, steps: int):
    await ordered(world)
    await world.use(world.pages[0], Means.CARD)
    lose_all_events(world)
    world.wait(LONG_ENOUGH)
    await cut_off(world, steps, world.work())

    assert (await at_rest(world)).order.payment == "paid"


class TestTwoPagesOfOneOrder:
    @pytest.fixture
    async def pages(self, world: World) -> list[str]:
        """One that soon runs out, and another that was opened because of that."""
        ledger = await ordered(world)
        world.wait(NEARLY_OVER)
        await world.pay_later(ledger)
        assert len(world.pages) == 2
        return world.pages

    @pytest.mark.parametrize("means", [(Means.CARD, Means.CARD), (Means.TRANSFER, Means.CARD)])
    @pytest.mark.parametrize("order", [1, -1])
    async def test_paid_on_both_one_payment_is_kept(
        self, world: World, pages: list[str], means: tuple[Means, Means], order: int
    ):
        for page, way in zip(pages, means, strict=True):
            await world.use(page, way)
        await world.deliver(world.payments.pending()[::order])
        settled = await at_rest(world)

        assert settled.order.payment == "paid"
        assert len(settled.attempts) == 2
        assert [refund.why for refund in settled.refunds.values()] == ["paid twice"]

    async def test_when_one_runs_out_the_other_can_be_paid_on(self, world: World, pages: list[str]):
        world.wait(timedelta(hours=1))
        await world.deliver(world.payments.pending())
        (ledger,) = await world.check()
        assert ledger.order.payment == "open"

        await world.use(pages[1], Means.CARD)
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
    await world.correct_email(ledger)
    await world.pay_later(ledger)

    await world.use(world.pages[0], Means.CARD)
    assert (await at_rest(world)).order.payment == "paid"
