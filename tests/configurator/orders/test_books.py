"""An order whose customer was erased: it goes on until it is closed, and then the books alone keep what they need."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from litestar import Litestar
from sqlalchemy import select

from accounts.identity.models import Hold, Key
from accounts.privacy.jobs import erase_due
from app.bridges.personal import PERSONAL
from app.core.database import Database
from app.core.outbox import Outgoing
from configurator.checkout.settling import expire, settle, settle_refund
from configurator.orders.books import ABOUT, forget_old_orders, kept_until, reduce_closed
from configurator.orders.models import Change, Message, Order, OrderLine
from configurator.orders.states import Payment, Work
from configurator.orders.wording import about
from configurator.payments.models import Attempt, Refund
from configurator.payments.objects import PaymentPage
from configurator.payments.queries import last_attempt
from tests.accounts.privacy.people import ask, count, let_time_pass
from tests.support.apps import SHOP
from tests.support.mail import MailServer, words_of
from tests.support.orders import act, order_of, paid_order, placed_order, signed_in
from tests.support.visitors import BROWSER, Visitor, Welcome

EMAIL = "anna@example.org"
ADDRESS = {"Anna Petersen", "Ahornweg 7", "Hinterhaus", "Berlin"}
MAKING = ("approval", *["progress"] * 4)


@pytest.fixture
async def dora(stocked: Litestar, welcome: Welcome) -> Visitor:
    """She orders with an account, and will be erased."""
    return await signed_in(welcome, EMAIL)


@pytest.fixture
async def number(dora: Visitor) -> int:
    """Her order, with her measures, her name on it and a note."""
    return await paid_order(dora, inseam="97.5", plate="Annabella", delivery={"note": "Please ring twice."})


async def be_erased(dora: Visitor) -> None:
    await ask(dora)
    await let_time_pass(dora.shop)


async def stored(shop: Litestar, number: int) -> str:
    """Every value that is kept of an order."""
    database: Database = shop.state.database
    async with database.reading() as session:
        order = await order_of(shop, number)
        tables = (OrderLine, Change, Message, Attempt)
        own = [select(table.__table__).where(table.order_id == order.id) for table in tables]
        rows = [select(Order.__table__).where(Order.id == order.id), *own]
        return "\n".join([str(row) for asked in rows for row in await session.execute(asked)])


async def reduce(dora: Visitor, mailserver: MailServer) -> None:
    """All that was to be sent is sent, and the worker comes by."""
    await mailserver.collect(dora.shop)
    await reduce_closed(dora.shop.state.database)


async def test_it_goes_on_with_all_it_needs(number: int, dora: Visitor, irina: Visitor, mailserver: MailServer):
    await be_erased(dora)
    page = await irina.open(f"/staff/orders/{number}")
    assert "The customer's account was erased. Finish it as usual." in page.words
    assert "Annabella" in page.words

    for verb in MAKING:
        await act(irina, number, verb)
    await mailserver.collect(dora.shop)
    subjects = [letter["subject"] for letter in mailserver.to(EMAIL)]
    assert f"Your order {number} is on its way" in subjects


async def test_delivered_no_more_is_left_than_the_books_need(
    number: int, dora: Visitor, irina: Visitor, mailserver: MailServer
):
    before = await order_of(dora.shop, number)
    await be_erased(dora)
    for verb in MAKING:
        await act(irina, number, verb)
    await reduce_closed(dora.shop.state.database)
    assert EMAIL in await stored(dora.shop, number), "its letters are not sent yet"
    await reduce(dora, mailserver)

    order, kept = await order_of(dora.shop, number), await stored(dora.shop, number)
    assert (order.total, order.tax, order.placed_at) == (before.total, before.tax, before.placed_at)
    assert (order.lines[0].unit, order.lines[0].total) == (before.lines[0].unit, before.lines[0].total)
    assert order.lines[0].content["portrait"]["title"] == before.lines[0].content["portrait"]["title"]
    assert all(words in kept for words in ADDRESS)
    assert not [words for words in (EMAIL, "Annabella", "97.5", "Please ring", "<svg", "rowan") if words in kept]
    assert await count(dora.shop, Message, Key, Hold, Outgoing) == [0] * 4


async def test_staff_see_it_without_the_address(number: int, dora: Visitor, irina: Visitor, mailserver: MailServer):
    await be_erased(dora)
    for verb in MAKING:
        await act(irina, number, verb)
    await reduce(dora, mailserver)
    page, queue = await irina.open(f"/staff/orders/{number}"), await irina.open("/staff/orders?work=any")

    until = kept_until(await order_of(dora.shop, number))
    assert f"Kept for the books alone, until 31 December {until.year}." in page.words
    assert "Everyday 28" in page.words
    assert not [words for words in (*ADDRESS, "Germany") if words in page.words]
    assert not page.all("h2", id="customer")
    assert "Germany" not in queue.words
    assert f"до 31 декабря {until.year}" in (await irina.open(f"/ru/staff/orders/{number}")).words


async def test_closed_already_it_is_reduced_at_once(number: int, dora: Visitor, irina: Visitor, mailserver: MailServer):
    for verb in MAKING:
        await act(irina, number, verb)
    await mailserver.collect(dora.shop)
    await be_erased(dora)

    assert EMAIL not in await stored(dora.shop, number)


async def test_old_keys_open_it_no_more_and_new_ones_until_it_is_closed(
    stocked: Litestar, welcome: Welcome, irina: Visitor, mailserver: MailServer
):
    guest = welcome()
    number = await paid_order(guest)
    old = await key_of(mailserver, guest.shop)
    helper = welcome()
    await use(helper, old)
    await helper.open(f"/orders/{number}")
    dora = await signed_in(welcome, EMAIL)
    await be_erased(dora)
    for somebody in (guest, helper):
        assert (await somebody.client.get(f"/orders/{number}", headers=BROWSER)).status_code == 404
    assert (await helper.client.get(old, headers=BROWSER)).status_code == 404

    await act(irina, number, "question", question="In green?")
    new = await key_of(mailserver, guest.shop)
    await use(helper, new)
    await helper.press(await helper.open(f"/orders/{number}"), "Send the answer", text="Yes, please.")
    for verb in MAKING:
        await act(irina, number, verb)
    await reduce(guest, mailserver)
    assert (await helper.client.get(f"/orders/{number}", headers=BROWSER)).status_code == 404
    assert "Yes, please." not in await stored(guest.shop, number)


async def key_of(mailserver: MailServer, shop: Litestar) -> str:
    """Where the button of the newest letter leads."""
    letter = (await mailserver.collect(shop))[-1]
    (path,) = set(re.findall(r"https://shop\.example/en(/key\?\S+)", words_of(letter)))
    return str(path)


async def use(visitor: Visitor, key: str) -> None:
    await visitor.press(await visitor.open(key), "Open it")


async def test_declined_it_keeps_her_address_until_the_money_is_back_and_she_is_told(
    number: int, dora: Visitor, irina: Visitor, mailserver: MailServer
):
    await be_erased(dora)
    await act(irina, number, "decline", reason="No steel for Annabella.")
    await reduce(dora, mailserver)
    assert EMAIL in await stored(dora.shop, number)

    await pay_back(dora.shop, number)
    await reduce(dora, mailserver)
    assert f"Your refund for order {number}" in [letter["subject"] for letter in mailserver.to(EMAIL)]
    kept = await stored(dora.shop, number)
    assert EMAIL not in kept
    assert "No steel" not in kept
    assert "Ahornweg 7" in kept, "money was here, and went back"


async def pay_back(shop: Litestar, number: int) -> None:
    database: Database = shop.state.database
    async with database.writing() as session:
        refund, attempt = (await session.execute(select(Refund, Attempt).join(Attempt))).one()
        await settle_refund(session, attempt.payment_intent, refund.amount, SHOP)
    assert (await order_of(shop, number)).payment is Payment.REFUNDED
    async with database.writing() as session:  # what asked the payment service for it is done with it
        for row in await session.scalars(select(Outgoing).where(Outgoing.kind == "refund")):
            row.done_at = row.created_at


async def test_never_paid_it_is_taken_back_and_not_even_the_address_is_left(dora: Visitor, mailserver: MailServer):
    number = await placed_order(dora)
    await be_erased(dora)
    assert (await order_of(dora.shop, number)).work is Work.CANCELLED
    await reduce(dora, mailserver)
    assert "Ahornweg 7" in await stored(dora.shop, number), "its payment page is open still"

    database: Database = dora.shop.state.database
    async with database.writing() as session:
        attempt = await last_attempt(session, (await order_of(dora.shop, number)).id)
        assert attempt is not None
        await expire(session, attempt.id)
    await reduce(dora, mailserver)
    kept = await stored(dora.shop, number)
    assert not [words for words in (EMAIL, *ADDRESS) if words in kept]


async def test_money_that_comes_in_afterwards_goes_back(dora: Visitor, mailserver: MailServer):
    number = await placed_order(dora)
    await be_erased(dora)
    database: Database = dora.shop.state.database
    async with database.writing() as session:
        order = await order_of(dora.shop, number)
        attempt = await last_attempt(session, order.id)
        assert attempt is not None
        paid = PaymentPage("cs_late", None, "complete", "paid", order.total, order.currency, "pi_late", attempt.id)
        await settle(session, paid, SHOP)
    await reduce(dora, mailserver)
    order = await order_of(dora.shop, number)
    assert (order.payment, order.email) == (Payment.REFUND_DUE, EMAIL)

    await pay_back(dora.shop, number)
    await reduce(dora, mailserver)
    assert (await order_of(dora.shop, number)).reduced


async def test_her_cart_is_gone_and_the_next_one_may_have_its_number(number: int, dora: Visitor, welcome: Welcome):
    await be_erased(dora)
    other = await paid_order(welcome(), delivery={"email": "eva@example.org"})

    assert other == number + 1


async def test_reduced_twice_it_is_the_same(number: int, dora: Visitor, irina: Visitor, mailserver: MailServer):
    await be_erased(dora)
    for verb in MAKING:
        await act(irina, number, verb)
    await reduce(dora, mailserver)
    kept = await stored(dora.shop, number)
    await reduce(dora, mailserver)
    await erase_due(dora.shop.state.database, PERSONAL)

    assert await stored(dora.shop, number) == kept


async def test_after_ten_years_the_books_need_it_no_more(number: int, dora: Visitor, welcome: Welcome):
    living = await signed_in(welcome, "eva@example.org")
    hers = await paid_order(living, delivery={"email": "eva@example.org"})
    await be_erased(dora)
    until = kept_until(await order_of(dora.shop, number))
    database: Database = dora.shop.state.database
    with time_machine.travel(datetime(until.year, 12, 31, 23, 59, tzinfo=UTC)):
        await forget_old_orders(database)
        assert await count(dora.shop, Order) == [2]
    with time_machine.travel(datetime(until.year + 1, 1, 1, tzinfo=UTC)):
        await forget_old_orders(database)

    assert await count(dora.shop, Order, OrderLine, Attempt) == [1, 1, 1]
    assert (await order_of(dora.shop, hers)).person_id is not None, "on her account it is hers to keep"


def test_ten_years_end_with_the_last_day_of_the_year():
    placed = Order(placed_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert kept_until(placed) == date(2036, 12, 31)


async def test_the_database_calls_an_order_as_we_do(number: int, dora: Visitor, database: Database):
    async with database.reading() as session:
        order, name = (await session.execute(select(Order, ABOUT))).one()

    assert name == about(order)
