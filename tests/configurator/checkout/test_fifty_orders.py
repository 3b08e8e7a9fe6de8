"""Fifty people order and pay at once: all are there, all are exact."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from litestar import Litestar
from sqlalchemy import func, select

from app.core.database import Database
from app.core.settings import Settings
from configurator.orders.models import Order
from configurator.orders.states import Payment, Work
from configurator.payments.models import Attempt, PaymentEvent
from configurator.payments.objects import PaymentPage
from tests.support.audit import audit, ledgers_of
from tests.support.orders import ANNA, TOLD, order_of
from tests.support.pages import Page
from tests.support.payments import Payments
from tests.support.visitors import BROWSER, Visitor, Welcome

MANY = 50
DAY = 24 * 60 * 60


@pytest.fixture
def settings(settings: Settings, payments: Payments) -> Settings:
    return payments.settings(settings)


async def check(visitor: Visitor, pieces: int = 1) -> Page:
    """Put a bike in the cart, type the address, and look at it all."""
    answer = await visitor.send(await visitor.open("/build/ebike?c=frame.split"), to="/cart/builds", **TOLD)
    assert answer.status_code == 303
    cart = await visitor.open("/cart")
    (form,) = (form for form in cart.all("form") if form["action"].endswith("/quantity"))
    await visitor.client.post(form["action"], data={"quantity": str(pieces)}, headers=BROWSER)
    await visitor.client.post("/checkout", data=ANNA, headers=BROWSER)
    return await visitor.open("/checkout/check")


async def press(visitor: Visitor, page: Page) -> str:
    """Press "Order and pay"; where that leads."""
    form = {name: page.field(name)["value"] for name in ("cart", "seal")}
    answer = await visitor.client.post("/orders", data=form, headers=BROWSER)
    assert answer.status_code == 303, f"ordering answers {answer.status_code}"
    return str(answer.headers["location"])


async def test_all_are_there_and_all_are_exact(
    stocked: Litestar, database: Database, payments: Payments, welcome: Welcome
):
    async def buy(pieces: int) -> str:
        visitor = welcome()
        page = await check(visitor, pieces)
        url = await press(visitor, page)
        await payments.pay(url)
        return page.part("total").words

    totals = await asyncio.gather(*(buy(1 + number % 9) for number in range(MANY)))
    events = [webhook for webhook in payments.pending() for _ in range(2)]
    answers = await asyncio.gather(*(payments.deliver(welcome().client, [webhook]) for webhook in events))

    assert {status for statuses in answers for status in statuses} == {200}
    ledgers = await ledgers_of(stocked)
    audit(ledgers, payments.server.books())
    assert sorted(f"€{each.order.total / 100:,.2f}" for each in ledgers) == sorted(totals)
    assert {(each.order.payment, each.order.work) for each in ledgers} == {(Payment.PAID, Work.IN_REVIEW)}
    assert await count(database, PaymentEvent) == len(events) // 2


async def count(database: Database, table: type[object]) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_two_presses_at_once_make_one_order_with_one_payment_page(
    stocked: Litestar, database: Database, payments: Payments, welcome: Welcome
):
    anna = welcome()
    page = await check(anna)
    led = await asyncio.gather(*(press(anna, page) for _ in range(4)))

    assert len(set(led)) == 1
    assert (await count(database, Order), await count(database, Attempt)) == (1, 1)


async def test_two_tabs_of_one_cart_make_one_order(
    stocked: Litestar, database: Database, payments: Payments, welcome: Welcome
):
    anna = welcome()
    first, second = await check(anna), await anna.open("/checkout/check")
    led = await asyncio.gather(press(anna, first), press(anna, second))

    assert led[0] == led[1]
    assert await count(database, Order) == 1


async def test_when_the_page_has_run_out_two_presses_at_once_begin_one_new_payment(
    stocked: Litestar, database: Database, payments: Payments, welcome: Welcome
):
    anna = welcome()
    page = await check(anna)
    await press(anna, page)
    payments.server.pass_time(DAY)
    await payments.deliver(welcome().client)
    led = await asyncio.gather(*(press(anna, page) for _ in range(4)))

    assert len(set(led)) == 1
    assert await count(database, Attempt) == 2
    audit(await ledgers_of(stocked), payments.server.books())


async def test_who_takes_the_order_back_while_its_payment_page_is_opened_is_not_led_to_it(
    stocked: Litestar, database: Database, payments: Payments, welcome: Welcome, monkeypatch: pytest.MonkeyPatch
):
    anna, gateway = welcome(), stocked.state.gateway
    page = await check(anna)
    open_page = gateway.open_page

    async def open_slowly(*asked: Any) -> PaymentPage:
        opened = await open_page(*asked)
        await anna.client.post("/orders/1001/cancellation", headers=BROWSER)
        return opened

    monkeypatch.setattr(gateway, "open_page", open_slowly)
    led = await press(anna, page)

    assert led == "/orders/1001"
    assert (await order_of(stocked, 1001)).work is Work.CANCELLED


async def test_one_event_at_once_four_times_settles_once(
    stocked: Litestar, database: Database, payments: Payments, welcome: Welcome
):
    anna = welcome()
    await payments.pay(await press(anna, await check(anna)))
    events = payments.pending()
    await asyncio.gather(*(payments.deliver(welcome().client, events) for _ in range(4)))
    order = await order_of(stocked, 1001)

    assert [change.after for change in order.changes] == ["paid", "in_review"]


@pytest.mark.parametrize("who_is_first", ["customer", "service"])
async def test_taken_back_while_the_payment_comes_in_the_money_goes_back(
    stocked: Litestar, database: Database, payments: Payments, welcome: Welcome, who_is_first: str
):
    anna = welcome()
    await payments.pay(await press(anna, await check(anna)))
    events = payments.pending()
    deeds = [
        anna.client.post("/orders/1001/cancellation", headers=BROWSER),
        payments.deliver(welcome().client, events),
    ]
    await asyncio.gather(*(deeds if who_is_first == "customer" else reversed(deeds)))
    order = await order_of(stocked, 1001)

    assert (order.work, order.payment) == (Work.CANCELLED, Payment.REFUND_DUE)
